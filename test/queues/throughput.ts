import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { postgresStore } from "../../src/stores/postgres.ts";
import { driversFolder } from "../services/drivers.ts";
import { startPostgres, startRedis } from "../services/servers.ts";
import { bundled } from "../stores/program.ts";
import { tempDir } from "../support/temp-dir.ts";
import { type Api, startApi } from "./api.ts";
import { engines, freshDatabase, processesOf, stopped } from "./boss.ts";
import { bullmq } from "./bull.ts";
import type { BullTask } from "./bull-program.ts";
import { plainJob } from "./plain-job.ts";

// Messages per second with 1, 2 and 4 workers, against a server that takes 200 ms: waiting, not computing, is what workers
// share. A BullMQ worker sends 4 at a time. A pg-boss worker takes 10 jobs per polling interval of 500 ms.

const count = 200;

await using dir = await tempDir();
await using postgres = await startPostgres();
await using redis = await startRedis();
if (!postgres || !redis) throw new Error("PostgreSQL and Redis are needed");
const server = postgres.url;
const connection = { url: redis.url };
const program = await bundled("bull-program.ts", dir.path, "test/queues");
const cwd = await driversFolder();
const { Queue } = await bullmq();

/** Starts workers, and then adds the jobs. */
type Start = (workers: number, api: string, name: string) => Promise<ChildProcess[]>;

const onBullMq: Start = async (workers, api, name) => {
  const { url, pool } = await freshDatabase(server, name);
  await postgresStore(pool).ensure();
  await pool.end();
  const task: BullTask = { redis: connection.url, database: url, api, queue: name, concurrency: 4 };
  const children = Array.from({ length: workers }, () =>
    spawn(process.execPath, [program, JSON.stringify(task)], { cwd, stdio: ["ignore", "pipe", "inherit"] }),
  );
  await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
  const queue = new Queue(name, { connection });
  const jobs = Array.from({ length: count }, (_, n) => plainJob(n));
  await queue.addBulk(
    jobs.map(({ idempotencyKey: jobId, ...data }) => ({ name: "send", data, opts: { jobId, attempts: 1 } })),
  );
  await queue.close();
  return children;
};

const onPgBoss: Start = async (workers, api, name) => {
  const { url, pool } = await freshDatabase(server, name);
  await pool.end();
  const engine = engines.find((one) => one.engine === "pg-boss");
  if (!engine) throw new Error("pg-boss 12 is needed");
  const times = { deadline: 2000, expireInSeconds: 30 };
  const common = { database: url, api, queue: "messages", concurrency: 10, ...times };
  const { run, work } = await processesOf(engine, common, dir.path);
  await run({ role: "set up" });
  const children = await Promise.all(Array.from({ length: workers }, () => work()));
  await run({ role: "add", count });
  return children;
};

const all = (api: Api) =>
  new Promise<void>((resolve) => {
    api.arrived = () => void (api.executed.size === count && resolve());
  });

/** Milliseconds from the first message to the last. */
async function measured(start: Start, workers: number, name: string): Promise<number> {
  await using api = await startApi(400);
  const done = all(api);
  const children = await start(workers, api.url, name);
  await done;
  await Promise.all(children.map((child) => stopped(child)));
  return Math.max(...api.times) - Math.min(...api.times);
}

for (const [engine, start] of Object.entries({ BullMQ: onBullMq, "pg-boss": onPgBoss })) {
  await measured(start, 1, `${engine} warm`);
  const one = await measured(start, 1, `${engine} 1`);
  for (const workers of [2, 4]) {
    const took = await measured(start, workers, `${engine} ${workers}`);
    console.log(`${engine}: ${workers} workers send ${(one / took).toFixed(1)} times the messages per second of one`);
  }
}
