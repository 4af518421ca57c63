import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { expect } from "vitest";
import { Wipsy } from "wipsy-client";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import type { Api } from "./api.ts";
import { stopped } from "./boss.ts";

// What the proofs on both engines share: workers that are killed and paused, servers that restart, and the count.

/** The messages of a proof: `npm run test:queues` sends more. */
export const proofCount = Number(process.env.MESSAGES ?? 400);

/** Of few messages, workers take few at once: the jobs of those that are killed wait for a person. */
export const concurrencyOf = (ofMany: number): number => (proofCount < 1000 ? 4 : ofMany);

/** The workers, and what can be done to them. */
export interface Workers extends AsyncDisposable {
  /** Kills one, and starts another in its place. */
  kill(victim: number): Promise<void>;
  /** Stops one for longer than its lock lasts, and lets it go on. */
  pause(victim: number): Promise<void>;
}

export async function workersOf(count: number, start: () => Promise<ChildProcess>): Promise<Workers> {
  const workers = await Promise.all(Array.from({ length: count }, start));
  return {
    async kill(victim) {
      const worker = workers[victim % count];
      if (worker) await stopped(worker, "SIGKILL");
      workers[victim % count] = await start();
    },
    async pause(victim) {
      const worker = workers[victim % count];
      worker?.kill("SIGSTOP");
      await wait(6000);
      worker?.kill("SIGCONT");
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => stopped(worker)));
    },
  };
}

/** Kills workers at random while messages are executed, and does each of `others` once. Returns the number of kills. */
export async function trouble(
  { api, workers, seed }: { api: Api; workers: Workers; seed: number },
  most: number,
  others: readonly (() => Promise<void>)[],
): Promise<number> {
  const events = fc.sample(fc.record({ at: fc.integer({ min: 1, max: most }), victim: fc.nat(3) }), {
    seed,
    numRuns: 10 + others.length,
  });
  const sorted = events.toSorted((a, b) => a.at - b.at);
  for (const [index, { at, victim }] of sorted.entries()) {
    await expect.poll(() => api.executed.size, { interval: 20, timeout: 120_000 }).toBeGreaterThanOrEqual(at);
    // The others in between, in the order given.
    const other = index % 4 === 3 ? others[(index - 3) / 4] : undefined;
    await (other ? other() : workers.kill(victim));
  }
  return sorted.length - others.length;
}

/** The keys whose outcome is unknown, as a person finds them. */
export async function unknownKeys(pool: PostgresClient): Promise<Set<string>> {
  const { idempotency } = new Wipsy({ idempotency: postgresStore(pool) });
  const keys = new Set<string>();
  for await (const { key, state, deadline } of idempotency.list())
    if (state === "unknown" || (state === "started" && deadline < Date.now())) keys.add(key);
  return keys;
}

/** Checks the results of all jobs, by key, against what the server executed. Returns how many are unknown. */
export async function checkAll(results: ReadonlyMap<string, unknown>, api: Api, pool: PostgresClient, count: number) {
  expect(Math.max(...api.executed.values())).toBe(1);
  expect(results.size).toBe(count);
  const states = new Map([...results].map(([key, result]) => [key, (result as { state: string } | null)?.state]));
  const unknown = new Set([...states].filter(([, state]) => state === "unknown").map(([key]) => key));
  expect(unknown).toEqual(await unknownKeys(pool));
  const others = [...states].filter(([key]) => !unknown.has(key));
  expect(new Set(others.map(([, state]) => state))).toEqual(new Set(["accepted", "replayed"]));
  for (const [key] of others) expect(api.executed.get(key.replace("order-", "text "))).toBe(1);
  return unknown.size;
}
