import { createClient } from "redis";
import { afterAll, describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { sendJobOptions, sendProcessor, sendWorkerOptions } from "wipsy-client/bullmq";
import { redisStore } from "wipsy-client/stores/redis";
import { startRedis } from "../services/servers.ts";
import { faultyStore } from "../support/faulty-store.ts";
import { startApi } from "./api.ts";
import { type BullQueue, type BullWorker, bullmq, endedJobs, openJobs } from "./bull.ts";
import { phoneOf } from "./plain-job.ts";

// The processor on BullMQ's own workers and a real Redis.

const redis = await startRedis();
const { Queue, Worker } = await bullmq();
const closing: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  await redis?.[Symbol.asyncDispose]();
});

const connection = { url: redis?.url };
const apiKey = "wipsy-key-of-the-canary";

function queueOf(name: string): BullQueue {
  const queue = new Queue(name, { connection, defaultJobOptions: sendJobOptions() });
  closing.push(() => queue.close());
  return queue;
}

function workerOf(name: string, wipsy: Wipsy, options: object = {}): BullWorker {
  const worker = new Worker(name, sendProcessor(wipsy), sendWorkerOptions(wipsy, { connection, ...options }));
  worker.on("error", () => {});
  closing.push(() => worker.close());
  return worker;
}

async function storeOf(prefix: string) {
  const client = createClient({ url: redis?.url ?? "" });
  await client.connect();
  closing.push(async () => client.destroy());
  return redisStore(client, { prefix });
}

/** All that a Redis holds, without the data of jobs. */
async function everythingBesideData(url: string): Promise<string> {
  const client = createClient({ url });
  await client.connect();
  const readers: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    hash: async (key) => ({ ...(await client.hGetAll(key)), data: undefined }),
    stream: (key) => client.xRange(key, "-", "+"),
    string: (key) => client.get(key),
    list: (key) => client.lRange(key, 0, -1),
    set: (key) => client.sMembers(key),
    zset: (key) => client.zRange(key, 0, -1),
  };
  const seen: unknown[] = [];
  for (const key of await client.keys("*")) seen.push(key, await readers[await client.type(key)]?.(key));
  client.destroy();
  return JSON.stringify(seen);
}

const settled = (queue: BullQueue) => expect.poll(() => openJobs(queue), { interval: 100 }).toBe(0);

describe.runIf(redis)("BullMQ", () => {
  test("a job ends as its message did, and what can be sent later waits", async () => {
    await using api = await startApi();
    const idempotency = await storeOf("outcomes:");
    const wipsy = new Wipsy({ apiKey, baseUrl: api.url, idempotency, maxRetries: 0 });
    const queue = queueOf("outcomes");
    const texts = ["Hola", "lost", "rejected", "later"];
    for (const [n, text] of texts.entries())
      await queue.add("send", { to: phoneOf(n), message: text }, { jobId: `order-${n}` });
    await queue.add("again", { to: phoneOf(0), message: "Hola", idempotencyKey: "order-0" }, {});
    await queue.add("send", { to: phoneOf(5), message: "without a key" }, {});
    await queue.add("send", { to: "no phone", message: "invalid" }, { jobId: "order-6" });
    await queue.add("send", { to: phoneOf(7), message: "other text", idempotencyKey: "order-0" }, {});
    workerOf("outcomes", wipsy);
    await settled(queue);

    const jobs = await queue.getJobs(["completed", "failed"]);
    const ends = Object.fromEntries(
      jobs.map(({ name, data, returnvalue, failedReason }) => [
        name === "again" ? "again" : data.message,
        failedReason ?? returnvalue,
      ]),
    );
    expect(ends).toEqual({
      Hola: { state: "accepted", messageId: "m-1" },
      again: { state: "replayed", messageId: "m-1" },
      lost: { state: "unknown", idempotencyKey: "order-1" },
      rejected: expect.stringContaining("403"),
      later: { state: "accepted", messageId: expect.any(String) },
      "without a key": expect.stringContaining("idempotencyKey"),
      invalid: expect.stringContaining("to "),
      "other text": expect.stringContaining("another input"),
    });
    expect(Object.fromEntries(api.executed)).toEqual({ Hola: 1, lost: 1, later: 1 });
    expect(jobs.find(({ data }) => data.message === "later")?.attemptsStarted).toBe(2);

    await queue.retryJobs({ state: "failed" });
    await settled(queue);
    expect(Object.fromEntries(api.executed)).toEqual({ Hola: 1, lost: 1, later: 1 });
  });

  test("Redis holds phones and texts in the data of jobs only, and the API key nowhere", async () => {
    const all = await everythingBesideData(redis?.url ?? "");
    expect(all).toContain("order-1");
    for (const secret of [apiKey, "Hola", "other text", ...[0, 1, 2, 3, 5, 7].map((n) => phoneOf(n).slice(1))])
      expect(all).not.toContain(secret);
  });

  test("a job waits while the store or the server is down, and is sent once when they are back", async () => {
    const api = await startApi();
    const store = faultyStore(await storeOf("down:"));
    const wipsy = new Wipsy({ apiKey, baseUrl: api.url, idempotency: store, maxRetries: 0 });
    store.faultOf = () => "rejects before";
    const queue = queueOf("down");
    const [job] = await queue.addBulk([
      { name: "send", data: { to: phoneOf(1), message: "Hola" }, opts: { jobId: "order-1" } },
    ]);
    const worker = workerOf("down", wipsy);
    const waiting = async () => (await queue.getJobs(["delayed"])).map(({ delay }) => delay);
    await expect.poll(waiting).toEqual([expect.any(Number)]);
    expect((await waiting())[0]).toBeGreaterThan(29_000);
    store.faultOf = () => undefined;
    await worker.close();

    const closed = new Wipsy({ apiKey, baseUrl: "http://127.0.0.1:1", idempotency: store, maxRetries: 0 });
    const second = workerOf("down", closed);
    await job?.promote();
    await expect.poll(waiting).toEqual([expect.any(Number)]);
    await second.close();

    workerOf("down", wipsy);
    await job?.promote();
    await settled(queue);
    expect((await endedJobs(queue)).get("Hola")).toMatchObject({
      state: "completed",
      job: { returnvalue: { state: "accepted" }, attemptsStarted: 3 },
    });
    expect(api.executed.get("Hola")).toBe(1);
    await api[Symbol.asyncDispose]();
  });

  test("canceling a job that sends makes its outcome unknown", async () => {
    await using api = await startApi();
    const wipsy = new Wipsy({ apiKey, baseUrl: api.url, idempotency: await storeOf("cancel:") });
    const queue = queueOf("cancel");
    const worker = workerOf("cancel", wipsy);
    api.arrived = () => worker.cancelJob("order-1", "a person");
    await queue.add("send", { to: phoneOf(1), message: "held" }, { jobId: "order-1" });
    await settled(queue);
    expect((await endedJobs(queue)).get("held")?.job.returnvalue).toEqual({
      state: "unknown",
      idempotencyKey: "order-1",
    });
  });

  test("the rate holds for all workers together", async () => {
    await using api = await startApi();
    const wipsy = new Wipsy({ apiKey, baseUrl: api.url, idempotency: await storeOf("rate:") });
    const queue = queueOf("rate");
    const began = Date.now();
    await queue.addBulk(
      Array.from({ length: 40 }, (_, n) => ({
        ...{ name: "send", data: { to: phoneOf(n), message: `text ${n}` } },
        opts: { jobId: `order-${n}` },
      })),
    );
    for (let count = 0; count < 4; count += 1) workerOf("rate", wipsy, { perSecond: 20, concurrency: 5 });
    await settled(queue);
    expect(api.executed.size).toBe(40);
    // Two jobs every 100 ms: the last two start after 19 such steps. Redis counts whole milliseconds.
    expect(Math.max(...api.times) - began).toBeGreaterThanOrEqual(19 * 99);
  });
});
