import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { expect, vi } from "vitest";
import { Wipsy } from "wipsy-client";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import type { Api } from "./api.ts";
import { stopped } from "./boss.ts";

// What the proofs on both engines share: workers that are killed and paused, servers that restart, and the count.

/** The messages of a proof: `npm run test:queues` sends more. */
export const proofCount = Number(process.env.MESSAGES ?? 200);

const isSmall = proofCount < 1000;

/** Picks a figure of the proof by its size. The rate is below what the workers can do, and the server is slow enough to catch. */
export const bySize = <T>(small: T, large: T): T => (isSmall ? small : large);

const kills = bySize(5, 10);

/** The workers, and what can be done to them. */
export interface Workers extends AsyncDisposable {
  /** Kills one, and begins to start another in its place. */
  kill(victim: number): Promise<void>;
  /** Waits until all have started: pg-boss does not start while PostgreSQL is down. */
  started(): Promise<unknown>;
  /** Stops one, which goes on after its lock has ended. */
  pause(victim: number): Promise<void>;
  /** Waits until those that were stopped go on. */
  resumed(): Promise<unknown>;
}

export async function workersOf(count: number, start: () => Promise<ChildProcess>): Promise<Workers> {
  const workers = Array.from({ length: count }, start);
  const pauses: Promise<unknown>[] = [];
  await Promise.all(workers);
  return {
    async kill(victim) {
      const worker = await workers[victim % count];
      if (worker) await stopped(worker, "SIGKILL");
      workers[victim % count] = start();
    },
    started: () => Promise.all(workers),
    async pause(victim) {
      const worker = await workers[victim % count];
      worker?.kill("SIGSTOP");
      pauses.push(wait(6000).then(() => worker?.kill("SIGCONT")));
    },
    resumed: () => Promise.all(pauses),
    async [Symbol.asyncDispose]() {
      await Promise.all(pauses);
      await Promise.all(workers.map(async (worker) => stopped(await worker)));
    },
  };
}

/** Kills workers at random while messages are executed, and does each of `others` once. Returns the number of kills. */
export async function trouble(
  { api, workers, seed }: { api: Api; workers: Workers; seed: number },
  most: number,
  others: readonly (() => Promise<void>)[],
): Promise<number> {
  const numRuns = kills + others.length;
  const events = fc.sample(fc.record({ at: fc.integer({ min: 1, max: most }), victim: fc.nat(3) }), { seed, numRuns });
  const sorted = events.toSorted((a, b) => a.at - b.at);
  const every = Math.floor(numRuns / others.length);
  for (const [index, { at, victim }] of sorted.entries()) {
    const isTime = () => expect(api.executed.size).toBeGreaterThanOrEqual(at);
    await vi.waitFor(isTime, { interval: 20, timeout: 120_000 });
    // The others in between, in the order given.
    const other = others[(index + 1) / every - 1];
    await (other ? workers.started().then(other) : workers.kill(victim));
  }
  await workers.resumed();
  return kills;
}

/** The state of each key, as a person finds it: unknown too if its worker died. */
async function keyStates(pool: PostgresClient): Promise<Map<string, string>> {
  const { idempotency } = new Wipsy({ idempotency: postgresStore(pool) });
  const states = new Map<string, string>();
  for await (const { key, state, deadline } of idempotency.list())
    states.set(key, state === "started" && deadline < Date.now() ? "unknown" : state);
  return states;
}

/** The states of a key that fit a job's result. A worker that was paused may record its outcome after its job has ended. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  accepted: ["accepted"],
  replayed: ["accepted"],
  unknown: ["unknown", "accepted"],
};

/** Checks the results of all jobs, by key, against the store and what the server executed. Returns how many are unknown. */
export async function checkAll(results: ReadonlyMap<string, unknown>, api: Api, pool: PostgresClient, count: number) {
  expect(Math.max(...api.executed.values())).toBe(1);
  expect(results.size).toBe(count);
  const states = await keyStates(pool);
  expect(states.size).toBe(count);
  for (const [key, result] of results) expect(fitting[(result as { state: string }).state]).toContain(states.get(key));
  for (const [key, state] of states)
    if (state === "accepted") expect(api.executed.get(key.replace("order-", "text "))).toBe(1);
  return [...states.values()].filter((state) => state === "unknown").length;
}
