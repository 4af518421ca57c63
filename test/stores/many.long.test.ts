import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import { driver, driversFolder } from "../services/drivers.ts";
import { startPostgres, startRedis } from "../services/servers.ts";
import { propertySeed } from "../support/seed.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { bundled, node22 } from "./program.ts";

// Many processes with the same keys, and processes that are killed anywhere.

const dir = await tempDir();
const program = await bundled("sender.ts", dir.path);
const postgres = await startPostgres();
const redis = await startRedis();
const node = await node22();
const cwd = await driversFolder();
const seed = propertySeed();

afterAll(async () => {
  for (const one of [postgres, redis, dir]) await one?.[Symbol.asyncDispose]();
});

interface Place {
  readonly kind: string;
  /** Where a fresh store is. */
  readonly fresh: (name: string) => Promise<string>;
}

async function freshDatabase(url: string, name: string): Promise<string> {
  interface Client extends PostgresClient {
    end(): Promise<void>;
  }
  const { Pool } = await driver<{ Pool: new (options: object) => Client }>("pg");
  const admin = new Pool({ connectionString: url });
  await admin.query(`create database ${name}`);
  await admin.end();
  const own = url.replace(/[^/]*$/, name);
  const pool = new Pool({ connectionString: own });
  await postgresStore(pool).ensure();
  await pool.end();
  return own;
}

const numbers: Readonly<Record<string, number>> = { killed: 1, together: 2 };
const places: readonly Place[] = [
  { kind: "SQLite", fresh: async (name) => join(dir.path, `${name}.db`) },
  ...(postgres ? [{ kind: "PostgreSQL", fresh: (name: string) => freshDatabase(postgres.url, name) }] : []),
  ...(redis ? [{ kind: "Redis", fresh: async (name: string) => `${redis.url}/${numbers[name]}` }] : []),
];

interface Api extends AsyncDisposable {
  readonly url: string;
  /** How often each message was executed. */
  readonly executed: Map<string, number>;
  /** Called at each execution. */
  arrived: () => void;
}

async function startApi(): Promise<Api> {
  const executed = new Map<string, number>();
  const server = await serve(({ body }, count) => {
    const { message }: { message: string } = JSON.parse(body);
    executed.set(message, (executed.get(message) ?? 0) + 1);
    api.arrived();
    return { body: { success: true, messageId: `m-${count}` }, delay: Math.random() * 10 };
  });
  const api: Api = {
    url: server.url,
    executed,
    arrived: () => {},
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return api;
}

const start = (args: readonly string[]): ChildProcess =>
  spawn(node, ["--disable-warning=ExperimentalWarning", program, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
  });

/** The exit code of a process; `null` if it was killed. */
const codeOf = async (child: ChildProcess): Promise<number | null> => (await once(child, "exit"))[0];

const linesOf = (log: string) => readFileSync(log, "utf8").split("\n").filter(Boolean);

describe.each(places)("$kind", ({ kind, fresh }) => {
  test("a program that is killed anywhere sends each message at most once, and reports each", async () => {
    await using api = await startApi();
    const place = await fresh("killed");
    const log = join(dir.path, `${kind}-killed.log`);
    const random = fc.sample(
      fc.record({ requests: fc.integer({ min: 1, max: 3 }), ms: fc.integer({ min: 0, max: 15 }) }),
      {
        seed,
        numRuns: 1000,
      },
    );
    let kills = 0;
    for (const { requests, ms } of random) {
      writeFileSync(log, "");
      const child = start([kind, place, api.url, "100", "in order", log]);
      let left = requests;
      api.arrived = () => {
        left -= 1;
        if (left === 0) setTimeout(() => child.kill("SIGKILL"), ms);
      };
      if ((await codeOf(child)) === 0) break;
      kills += 1;
    }
    console.log(`${kind}: ${kills} kills`);
    expect(kills).toBeGreaterThan(20);
    expect(Math.max(...api.executed.values())).toBe(1);
    const results = new Map(linesOf(log).map((line) => line.split(" ").toReversed() as [string, string]));
    expect(results.size).toBe(100);
    const sent = [...results].filter(([, result]) => result === "sent" || result === "replayed");
    for (const [key] of sent) expect(api.executed.get(key)).toBe(1);
    const others = [...results.values()].filter((result) => result !== "sent" && result !== "replayed");
    // A started key may still have time left.
    expect(others.filter((result) => result !== "unknown" && result !== "in-progress")).toEqual([]);
    expect(others.length).toBeLessThanOrEqual(kills);
  });

  test("of 50 processes at once, one sends each message", async () => {
    await using api = await startApi();
    const place = await fresh("together");
    const logs = Array.from({ length: 50 }, (_, n) => join(dir.path, `${kind}-together-${n}.log`));
    const children = logs.map((log) => start([kind, place, api.url, "200", "shuffled", log]));
    expect(await Promise.all(children.map(codeOf))).toEqual(Array(50).fill(0));
    expect([...api.executed.values()]).toEqual(Array(200).fill(1));
    const results = logs.flatMap(linesOf).map((line) => line.split(" ")[0] ?? "");
    expect(results).toHaveLength(10_000);
    expect(results.filter((result) => result === "sent")).toHaveLength(200);
    // "store": SQLite gives up after 5 seconds of other processes' writes.
    const others = results.filter((result) => !["sent", "replayed", "in-progress", "store"].includes(result));
    expect(others).toEqual([]);
  });
});
