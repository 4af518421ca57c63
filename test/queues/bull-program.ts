import { createRequire } from "node:module";
import { sendProcessor, sendWorkerOptions } from "../../src/queues/bullmq.ts";
import { type PostgresClient, postgresStore } from "../../src/stores/postgres.ts";
import { Wipsy } from "../../src/wipsy.ts";

// A BullMQ worker in a process of its own, with its keys in PostgreSQL.

/** What the program does, as JSON in its first argument. */
export interface BullTask {
  readonly redis: string;
  readonly database: string;
  readonly api: string;
  readonly queue: string;
  readonly concurrency: number;
  readonly perSecond?: number;
}

const task: BullTask = JSON.parse(process.argv[2] ?? "");
const { redis, database, api, queue, concurrency, perSecond } = task;
const require = createRequire(`${process.cwd()}/`);
const { Pool }: { Pool: new (options: object) => PostgresClient & NodeJS.EventEmitter } = require("pg");
type Make = new (name: string, processor: unknown, options: object) => NodeJS.EventEmitter & { close(): Promise<void> };
const { Worker }: { Worker: Make } = require("bullmq");

const pool = new Pool({ connectionString: database, max: 4 });
pool.on("error", () => {});
const times = { deadline: 2000, timeout: 1000, maxRetries: 0 };
const wipsy = new Wipsy({ apiKey: "wipsy-key", baseUrl: api, idempotency: postgresStore(pool), ...times });
const options = sendWorkerOptions(wipsy, {
  ...{ connection: { url: redis }, concurrency, lockDuration: 3500, stalledInterval: 1000, runRetryDelay: 100 },
  ...(perSecond && { perSecond }),
});
const worker = new Worker(queue, sendProcessor(wipsy), options);
worker.on("error", () => {});
worker.once("ready", () => console.log("working"));
process.once("SIGTERM", async () => {
  await worker.close();
  process.exit(0);
});
