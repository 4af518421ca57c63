import { spawn } from "node:child_process";
import { once } from "node:events";
import { postgresStore } from "../../src/stores/postgres.ts";
import { driver, driversFolder } from "../services/drivers.ts";
import { startPostgres, startRedis } from "../services/servers.ts";
import { bundled } from "../stores/program.ts";
import { tempDir } from "../support/temp-dir.ts";
import { startApi } from "./api.ts";
import type { Database } from "./boss.ts";
import { bullmq } from "./bull.ts";
import type { BullTask } from "./bull-program.ts";
import { plainJob } from "./plain-job.ts";

// Messages per second with 1, 2 and 4 BullMQ workers, against a server that takes 50 ms: waiting, not computing, is what
// workers share. Each worker sends four at a time.

const count = 600;

await using dir = await tempDir();
await using postgres = await startPostgres();
await using redis = await startRedis();
if (!postgres || !redis) throw new Error("PostgreSQL and Redis are needed");
const { Pool } = await driver<{ Pool: new (options: object) => Database }>("pg");
const pool = new Pool({ connectionString: postgres.url });
await postgresStore(pool).ensure();
const program = await bundled("bull-program.ts", dir.path, "test/queues");
const cwd = await driversFolder();
const { Queue } = await bullmq();

/** Milliseconds in which so many workers send all messages. */
async function measured(workers: number): Promise<number> {
  await using api = await startApi(100);
  await pool.query("truncate wipsy_keys");
  const name = `with ${workers}`;
  const queue = new Queue(name, { connection: { url: redis?.url } });
  const task: BullTask = {
    ...{ redis: redis?.url ?? "", database: postgres?.url ?? "", api: api.url },
    ...{ queue: name, concurrency: 4 },
  };
  const children = Array.from({ length: workers }, () =>
    spawn(process.execPath, [program, JSON.stringify(task)], { cwd, stdio: ["ignore", "pipe", "inherit"] }),
  );
  await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
  const done = new Promise<void>((resolve) => {
    api.arrived = () => void (api.executed.size === count && resolve());
  });
  const began = performance.now();
  const jobs = Array.from({ length: count }, (_, n) => plainJob(n));
  await queue.addBulk(
    jobs.map(({ idempotencyKey: jobId, ...data }) => ({ name: "send", data, opts: { jobId, attempts: 1 } })),
  );
  await done;
  const took = performance.now() - began;
  for (const child of children) {
    const exit = once(child, "exit");
    child.kill("SIGTERM");
    await exit;
  }
  await queue.close();
  return took;
}

await measured(1);
const one = await measured(1);
for (const [workers, took] of [
  [1, one],
  [2, await measured(2)],
  [4, await measured(4)],
] as const)
  console.log(`${workers} workers: ${(one / took).toFixed(2)} times the messages per second of one`);
await pool.end();
