import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { freshDatabase, jobsIn, settled } from "../queues/boss.ts";
import { driversFolder } from "../services/drivers.ts";
import { startPostgres } from "../services/servers.ts";
import { node22 } from "../stores/program.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { root } from "./run.ts";

// The example as a program, with pg-boss 12 and a real PostgreSQL.

const dir = await tempDir();
const postgres = await startPostgres();
const node = await node22();
const program = join(dir.path, "order-queue.mjs");
await symlink(join(await driversFolder(), "node_modules"), join(dir.path, "node_modules"));
await build({
  entryPoints: [join(root, "examples/order-queue.ts")],
  outfile: program,
  ...{ bundle: true, platform: "node", format: "esm", external: ["pg", "pg-boss"] },
});

afterAll(async () => {
  await postgres?.[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

test.runIf(postgres)("an order and its message are saved together, and each message is sent once", async () => {
  await using api = await serve((_seen, count) => ({ body: { success: true, messageId: `m-${count}` } }));
  const { url, pool } = await freshDatabase(postgres?.url ?? "", "shop");
  const env = { WIPSY_API_KEY: "wipsy-key", WIPSY_BASE_URL: api.url, DATABASE_URL: url };
  const run = (...args: string[]) => promisify(execFile)(node, [program, ...args], { env });
  await run("set-up");
  await run("set-up");
  await run("order", "1001", "+573001100001");
  await run("order", "1002", "+573001100002");
  await expect(run("order", "1001", "+573001100001")).rejects.toThrow("duplicate key");
  // A transaction that fails when it commits, after the job was added.
  await pool.query(`create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
    create constraint trigger refuse after insert on orders deferrable initially deferred for each row
    when (new.id = 1003) execute function refuse();`);
  await expect(run("order", "1003", "+573001100003")).rejects.toThrow("refused");

  const began = Date.now();
  const workers = [1, 2].map(() => spawn(node, [program, "work"], { env, stdio: ["ignore", "pipe", "inherit"] }));
  await Promise.all(workers.map(({ stdout }) => once(stdout, "data")));
  await settled(pool, "messages");
  await Promise.all(
    workers.map(async (worker) => {
      const exit = once(worker, "exit");
      worker.kill("SIGTERM");
      expect((await exit)[0]).toBe(0);
    }),
  );
  const texts = api.seen.map(({ body }) => JSON.parse(body).message);
  expect(texts.sort()).toEqual([expect.stringContaining("pedido 1001"), expect.stringContaining("pedido 1002")]);
  expect(Date.now() - began).toBeGreaterThanOrEqual(500);
  const jobs = await jobsIn(pool);
  expect(jobs.map(({ data, state }) => [data.idempotencyKey, state])).toEqual([
    ["order-1001-confirmed", "completed"],
    ["order-1002-confirmed", "completed"],
  ]);
  await pool.end();
});
