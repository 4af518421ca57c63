import { afterAll, describe, expect, test } from "vitest";
import { startPostgres } from "../services/servers.ts";
import { tempDir } from "../support/temp-dir.ts";
import { startApi } from "./api.ts";
import { type Database, engines, freshDatabase, jobsIn, processesOf, settled, stopped } from "./boss.ts";
import { phoneOf } from "./plain-job.ts";

// The handler on pg-boss 10 (Node 20) and 12 (Node 22), with a real PostgreSQL.

const postgres = await startPostgres();
const dir = await tempDir();
const pools: Database[] = [];

afterAll(async () => {
  for (const pool of pools) await pool.end();
  await postgres?.[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

describe.runIf(postgres).each(engines)("$engine", (engine) => {
  async function begin(name: string, api: string) {
    const { url, pool } = await freshDatabase(postgres?.url ?? "", `${engine.engine}-${name}`);
    pools.push(pool);
    const times = { deadline: 2000, expireInSeconds: 30 };
    const common = { database: url, api, queue: "messages", concurrency: 6, ...times };
    const processes = await processesOf(engine, common, dir.path);
    await processes.run({ role: "set up" });
    return { pool, ...processes };
  }

  const job = (n: number, message: string, more: object = { idempotencyKey: `order-${n}` }) =>
    [{ to: phoneOf(n), message, ...more }] as const;

  test("a job ends as its message did, and what can be sent later waits as a new job", async () => {
    await using api = await startApi();
    const { pool, run, work } = await begin("outcomes", api.url);
    const jobs = [job(0, "Hola"), job(1, "lost"), job(2, "rejected"), job(3, "later"), job(4, "without a key", {})];
    await run({ role: "add", jobs: [...jobs, [{ to: "no phone", message: "invalid", idempotencyKey: "order-5" }]] });
    const worker = await work();
    await settled(pool, "messages");
    await run({ role: "add", jobs: [job(0, "Hola"), job(6, "other text", { idempotencyKey: "order-0" })] });
    await settled(pool, "messages");
    await stopped(worker);

    const ends = (await jobsIn(pool)).filter(({ name }) => name === "messages");
    expect(ends.map(({ data, state, output }) => [data.message, state, output])).toEqual([
      ["Hola", "completed", { state: "accepted", messageId: expect.any(String) }],
      ["lost", "completed", { state: "unknown", idempotencyKey: "order-1" }],
      ["rejected", "failed", expect.objectContaining({ name: "PermissionError", status: 403 })],
      ["later", "completed", { state: "moved" }],
      ["without a key", "failed", expect.objectContaining({ name: "InputError", field: "idempotencyKey" })],
      ["invalid", "failed", expect.objectContaining({ name: "InputError", field: "to" })],
      ["later", "completed", { state: "accepted", messageId: expect.any(String) }],
      ["Hola", "completed", { state: "replayed", messageId: expect.any(String) }],
      ["other text", "failed", expect.objectContaining({ name: "IdempotencyError", reason: "different-input" })],
    ]);
    expect(Object.fromEntries(api.executed)).toEqual({ Hola: 1, lost: 1, later: 1 });

    const { rows } = await pool.query(
      "select coalesce(string_agg(output::text, ' '), '') || (select string_agg(record, ' ') from wipsy_keys) as all from pgboss.job",
    );
    const outputs = JSON.stringify(rows);
    expect(outputs).toContain("order-1");
    for (const secret of [
      "wipsy-key-of-the-canary",
      "Hola",
      "other text",
      ...[0, 1, 2, 3].map((n) => phoneOf(n).slice(1)),
    ])
      expect(outputs).not.toContain(secret);

    const failed = ends.filter(({ state }) => state === "failed").map(({ id }) => id);
    await run({ role: "retry", ids: failed });
    const again = await work();
    await settled(pool, "messages");
    await stopped(again);
    expect((await jobsIn(pool)).filter(({ id }) => failed.includes(id)).map(({ state }) => state)).toEqual(
      failed.map(() => "failed"),
    );
    expect(Object.fromEntries(api.executed)).toEqual({ Hola: 1, lost: 1, later: 1 });
  });

  test("without a boss, a job that was not sent fails, and can be retried by hand", async () => {
    await using api = await startApi();
    const { pool, run, work } = await begin("without", api.url);
    await run({ role: "add", jobs: [job(0, "later")] });
    const worker = await work({ isWithoutBoss: true });
    await settled(pool, "messages");
    const [failed] = await jobsIn(pool);
    expect(failed).toMatchObject({ state: "failed", output: { name: "RateLimitError" } });
    await run({ role: "retry", ids: [failed?.id ?? ""] });
    await settled(pool, "messages");
    await stopped(worker);
    const jobs = await jobsIn(pool);
    expect(jobs.find(({ id }) => id === failed?.id)?.output).toEqual({ state: "accepted", messageId: "m-2" });
    expect(api.executed.get("later")).toBe(1);
  });

  test("the rate of the guide holds for all workers together", async () => {
    await using api = await startApi();
    const { pool, run, work } = await begin("rate", api.url);
    await run({ role: "add", jobs: Array.from({ length: 21 }, (_, n) => job(n, `text ${n}`)) });
    const began = Date.now();
    const workers = await Promise.all([work({ perSecond: 10 }), work({ perSecond: 10 })]);
    await settled(pool, "messages");
    await Promise.all(workers.map((worker) => stopped(worker)));
    expect(api.executed.size).toBe(21);
    expect(Math.max(...api.times) - began).toBeGreaterThanOrEqual(20 * 99);
  });
});
