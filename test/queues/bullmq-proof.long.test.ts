import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, test } from "vitest";
import { sendJobOptions } from "wipsy-client/bullmq";
import { postgresStore } from "wipsy-client/stores/postgres";
import { driversFolder } from "../services/drivers.ts";
import { startPostgres, startRedis } from "../services/servers.ts";
import { bundled } from "../stores/program.ts";
import { propertySeed } from "../support/seed.ts";
import { tempDir } from "../support/temp-dir.ts";
import { startApi } from "./api.ts";
import { freshDatabase } from "./boss.ts";
import { type BullQueue, bullmq, openJobs } from "./bull.ts";
import type { BullTask } from "./bull-program.ts";
import { plainJob } from "./plain-job.ts";
import { bySize, checkAll, proofCount, trouble, workersOf } from "./proof.ts";

// Four worker processes on BullMQ, which are killed and paused while Redis restarts.

const dir = await tempDir();
const postgres = await startPostgres();
const [lasting, forgetful] = [await startRedis("everysec"), await startRedis("never")];
const program = await bundled("bull-program.ts", dir.path, "test/queues");
const cwd = await driversFolder();
const { Queue } = await bullmq();
const seed = propertySeed();

afterAll(async () => {
  for (const one of [postgres, lasting, forgetful, dir]) await one?.[Symbol.asyncDispose]();
});

async function start(task: BullTask) {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

async function databaseOf(name: string) {
  const database = await freshDatabase(postgres?.url ?? "", name);
  await postgresStore(database.pool).ensure();
  return database;
}

const addAll = (queue: BullQueue, count: number) =>
  queue.addBulk(
    Array.from({ length: count }, (_, n) => {
      const { idempotencyKey, ...data } = plainJob(n);
      return { name: "send", data, opts: sendJobOptions({ jobId: idempotencyKey }) };
    }),
  );

const settled = (queue: BullQueue) =>
  expect.poll(() => openJobs(queue).catch(() => -1), { interval: 200, timeout: 240_000 }).toBe(0);

async function resultsOf(queue: BullQueue): Promise<Map<string, unknown>> {
  const jobs = await queue.getJobs(["completed"], 0, 100_000);
  return new Map(jobs.map(({ id, returnvalue }) => [id, returnvalue]));
}

function queueAt(url: string): BullQueue {
  const queue = new Queue("messages", { connection: { url } });
  queue.on("error", () => {});
  return queue;
}

describe.runIf(postgres && lasting && forgetful)("BullMQ", () => {
  test(`${proofCount} messages are executed at most once each, and what is unknown is listed`, async () => {
    const count = proofCount;
    const perSecond = bySize(50, 500);
    await using api = await startApi(bySize(400, 40));
    await using database = await databaseOf("lasting");
    const { url, pool } = database;
    const redis = lasting?.url ?? "";
    const queue = queueAt(redis);
    await addAll(queue, count);
    const began = Date.now();
    const task = { redis, database: url, api: api.url, queue: "messages", concurrency: bySize(4, 10), perSecond };
    await using workers = await workersOf(4, () => start(task));
    const restart = () => lasting?.restart() ?? Promise.resolve();
    const kills = await trouble({ api, workers, seed }, Math.floor(count * 0.7), [
      restart,
      () => workers.pause(1),
      restart,
    ]);
    await settled(queue);
    const { failed: stalled = 0 } = await queue.getJobCounts("failed");
    // Jobs of killed workers. By hand: twice, since a claim may still be in progress the first time.
    await queue.retryJobs({ state: "failed" });
    await settled(queue);
    const unknown = await checkAll(await resultsOf(queue), api, pool, count);
    console.log(`BullMQ: ${kills} kills, ${stalled} jobs retried by hand, ${unknown} of unknown outcome`);
    expect(stalled).toBeGreaterThan(0);
    // A restart may forget the limiter's last step, which takes 100 ms.
    const steps = Math.ceil(api.executed.size / (perSecond / 10)) - 1 - 2;
    expect(Math.max(...api.times) - began).toBeGreaterThanOrEqual(steps * 99);
    await workers[Symbol.asyncDispose]();
    await queue.close();
  });

  test("a Redis that restarts empty gets all jobs again, and none is sent twice", async () => {
    const count = bySize(300, 600);
    await using api = await startApi(20);
    await using database = await databaseOf("forgetful");
    const { url, pool } = database;
    const redis = forgetful?.url ?? "";
    const queue = queueAt(redis);
    await addAll(queue, count);
    const task = { redis, database: url, api: api.url, queue: "messages", concurrency: 10 };
    await using workers = await workersOf(4, () => start(task));
    await expect.poll(() => api.executed.size, { interval: 20 }).toBeGreaterThan(100);
    await forgetful?.restart();
    await addAll(queue, count);
    await settled(queue);
    await queue.retryJobs({ state: "failed" });
    await settled(queue);
    const results = await resultsOf(queue);
    await checkAll(results, api, pool, count);
    expect([...results.values()]).toContainEqual(expect.objectContaining({ state: "replayed" }));
    await workers[Symbol.asyncDispose]();
    await queue.close();
  });
});
