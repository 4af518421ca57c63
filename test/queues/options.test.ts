import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { sendJobOptions, sendProcessor, sendWorkerOptions } from "wipsy-client/bullmq";
import { sendHandler, sendQueueOptions } from "wipsy-client/pg-boss";
import { memoryStore } from "wipsy-client/stores/memory";
import { thrownBy } from "../support/failure.ts";

const wipsy = new Wipsy({ apiKey: "key", timeout: 3000, deadline: 5000, idempotency: memoryStore() });
const without = new Wipsy({ apiKey: "key" });

describe("BullMQ", () => {
  test("a job has one attempt, and the caller's options", () => {
    expect(sendJobOptions()).toEqual({ attempts: 1 });
    expect(sendJobOptions({ jobId: "order-1001-shipped", delay: 5, attempts: 1 })).toEqual({
      jobId: "order-1001-shipped",
      delay: 5,
      attempts: 1,
    });
  });

  test.each([
    ["attempts", { attempts: 2 }],
    ["attempts", { attempts: 0 }],
    ["jobId", { jobId: "573001100001" }],
    ["jobId", { jobId: "+573001100001" }],
    ["jobId", { jobId: "order:1001" }],
    ["jobId", { jobId: 7 }],
    ["options", [] as object],
    ["options", null as unknown as object],
  ])("a job's %s is refused: %j", (field, options) => {
    expect(thrownBy(() => sendJobOptions(options ?? (7 as never)))).toMatchObject({ name: "InputError", field });
  });

  test("a worker's lock outlasts the client's deadline and timeout, and a stalled job never runs again", () => {
    const options = sendWorkerOptions(wipsy, { connection: { host: "localhost" }, concurrency: 4 });
    expect(options).toEqual({
      ...{ connection: { host: "localhost" }, concurrency: 4 },
      ...{ maxStalledCount: 0, lockDuration: 18_000 },
    });
    expect(sendWorkerOptions(wipsy, { lockDuration: 8001, maxStalledCount: 0 }).lockDuration).toBe(8001);
    expect(sendWorkerOptions(new Wipsy({ apiKey: "key" }), {}).lockDuration).toBe(100_000);
  });

  test.each([
    [0.5, { max: 1, duration: 2000 }],
    [2, { max: 1, duration: 500 }],
    [10, { max: 1, duration: 100 }],
    [15, { max: 2, duration: 134 }],
    [80, { max: 8, duration: 100 }],
  ])("a rate of %d per second is spread evenly", (perSecond, limiter) => {
    const options = sendWorkerOptions(wipsy, { perSecond });
    expect(options).toEqual({ maxStalledCount: 0, lockDuration: 18_000, limiter });
    expect((limiter.max * 1000) / limiter.duration).toBeLessThanOrEqual(perSecond);
  });

  test.each([
    ["maxStalledCount", { maxStalledCount: 1 }],
    ["lockDuration", { lockDuration: 8000 }],
    ["lockDuration", { lockDuration: "long" }],
    ["perSecond", { perSecond: 0 }],
    ["perSecond", { perSecond: Number.NaN }],
    ["perSecond", { perSecond: Number.POSITIVE_INFINITY }],
    ["limiter", { limiter: { max: 1, duration: 1 }, perSecond: 1 }],
    ["options", undefined as unknown as object],
  ])("a worker's %s is refused: %j", (field, options) => {
    const refused = thrownBy(() => sendWorkerOptions(wipsy, options as { perSecond?: number }));
    expect(refused).toMatchObject({ name: "InputError", field });
  });
});

describe("pg-boss", () => {
  test("a queue's jobs outlast the client's deadline and timeout, and never run again", () => {
    expect(sendQueueOptions(wipsy)).toEqual({ retryLimit: 0, expireInSeconds: 18 });
    expect(sendQueueOptions(wipsy, { deadLetter: "failed", expireInSeconds: 9 })).toEqual({
      ...{ deadLetter: "failed", retryLimit: 0, expireInSeconds: 9 },
    });
  });

  test.each([
    ["retryLimit", { retryLimit: 1 }],
    ["expireInSeconds", { expireInSeconds: 8 }],
    ["expireInSeconds", { expireInSeconds: Number.NaN }],
    ["options", "failed" as unknown as object],
  ])("a queue's %s is refused: %j", (field, options) => {
    expect(thrownBy(() => sendQueueOptions(wipsy, options))).toMatchObject({ name: "InputError", field });
  });

  test("a batch is refused before anything is sent", async () => {
    const data = { to: "+573001100001", message: "Hola", idempotencyKey: "order-1" };
    const job = { name: "messages", data };
    await expect(sendHandler(wipsy)([job, job])).rejects.toMatchObject({ name: "InputError", field: "batchSize" });
    await expect(sendHandler(wipsy)([])).rejects.toMatchObject({ name: "InputError", field: "batchSize" });
  });

  test("a boss without send is refused", () => {
    expect(thrownBy(() => sendHandler(wipsy, {} as never))).toMatchObject({ name: "InputError", field: "boss" });
  });
});

describe.each([
  ["sendProcessor", sendProcessor],
  ["sendHandler", sendHandler],
])("%s", (_name, make) => {
  test("refuses a client without a store", () => {
    expect(thrownBy(() => make(without))).toMatchObject({ name: "InputError", field: "idempotency" });
  });

  test.each([undefined, {}, { messages: {} }])("refuses %j as a client", (value) => {
    expect(thrownBy(() => make(value as never))).toMatchObject({ name: "InputError", field: "wipsy" });
  });
});
