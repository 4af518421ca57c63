import { createRequire } from "node:module";
import { sendHandler, sendQueueOptions } from "../../src/queues/pg-boss.ts";
import { type PostgresClient, postgresStore } from "../../src/stores/postgres.ts";
import { Wipsy } from "../../src/wipsy.ts";
import { plainJob } from "./plain-job.ts";

// pg-boss of either version, in a process of its own: sets up the queue, adds jobs, retries failed ones, or works.

/** What the program does, as JSON in its first argument. */
export interface BossTask {
  readonly role: "set up" | "add" | "retry" | "work";
  /** The name of the package: "pg-boss" needs Node 22. */
  readonly engine: "pg-boss" | "pg-boss-10";
  readonly database: string;
  readonly api: string;
  readonly queue: string;
  /** The client's deadline, in milliseconds. */
  readonly deadline: number;
  readonly expireInSeconds: number;
  readonly concurrency: number;
  /** Jobs to add: the data, and options. */
  readonly jobs?: readonly (readonly [data: object, options?: object])[];
  /** How many plain jobs to add. */
  readonly count?: number;
  /** Ids of jobs to retry. */
  readonly ids?: readonly string[];
  /** The rate of all workers. */
  readonly perSecond?: number | undefined;
  /** Whether what was never sent fails, since the handler has no boss. */
  readonly isWithoutBoss?: boolean;
}

interface Boss {
  on(event: string, listener: (error: Error) => void): unknown;
  start(): Promise<unknown>;
  stop(options: object): Promise<unknown>;
  createQueue(name: string, options: object): Promise<unknown>;
  send(name: string, data: object, options: object): Promise<unknown>;
  insert(...args: unknown[]): Promise<unknown>;
  retry(name: string, ids: readonly string[]): Promise<unknown>;
  work(name: string, options: object, handler: (jobs: never[]) => Promise<unknown>): Promise<unknown>;
}

const task: BossTask = JSON.parse(process.argv[2] ?? "");
const { role, engine, database, queue, concurrency, jobs = [], count: plain = 0, ids = [], perSecond } = task;
const require = createRequire(`${process.cwd()}/`);
type Make = new (options: object) => Boss;
const loaded: Make & { readonly PgBoss?: Make } = require(engine);
const PgBoss = loaded.PgBoss ?? loaded;
const { Pool }: { Pool: new (options: object) => PostgresClient & NodeJS.EventEmitter } = require("pg");

const pool = new Pool({ connectionString: database, max: 4 });
pool.on("error", () => {});
// pg-boss 10 does not wait for the statement that completes a job: if PostgreSQL restarts, nothing handles its rejection.
if (engine === "pg-boss-10") process.on("unhandledRejection", () => {});
const { deadline } = task;
const wipsy = new Wipsy({
  ...{ apiKey: "wipsy-key-of-the-canary", baseUrl: task.api, idempotency: postgresStore(pool) },
  ...{ deadline, timeout: Math.min(deadline, 2000), maxRetries: 0 },
});
const often = { superviseIntervalSeconds: 1, maintenanceIntervalSeconds: 1, monitorIntervalSeconds: 1 };
const boss = new PgBoss({ connectionString: database, max: 8, supervise: role === "work", schedule: false, ...often });
boss.on("error", () => {});
await boss.start();

/** Waits for the next send of all workers: the guide shows it. */
async function turn(rate: number): Promise<void> {
  const interval = `${1 / rate} seconds`;
  const result = await pool.query(
    "update send_rate set next_at = greatest(next_at, clock_timestamp()) + $1::interval returning (extract(epoch from next_at - $1::interval - clock_timestamp()) * 1000)::float8 as wait",
    [interval],
  );
  const [row] = (result as { rows: { wait: number }[] }).rows;
  await new Promise((resolve) => setTimeout(resolve, Math.ceil(row?.wait ?? 0)));
}

const insert = (all: readonly object[]) =>
  engine === "pg-boss"
    ? boss.insert(
        queue,
        all.map((data) => ({ data })),
      )
    : boss.insert(all.map((data) => ({ name: queue, data })));

const roles: Readonly<Record<BossTask["role"], () => Promise<void>>> = {
  async "set up"() {
    await postgresStore(pool).ensure();
    await pool.query("create table if not exists send_rate as select clock_timestamp() as next_at");
    await boss.createQueue("failed", {});
    const { expireInSeconds } = task;
    const options = sendQueueOptions(wipsy, { deadLetter: "failed", expireInSeconds });
    await boss.createQueue(queue, { name: queue, ...options });
  },
  async add() {
    for (const [data, options = {}] of jobs) await boss.send(queue, data, options);
    if (plain > 0) await insert(Array.from({ length: plain }, (_, n) => plainJob(n)));
  },
  async retry() {
    await boss.retry(queue, ids);
  },
  async work() {
    const handler = sendHandler(wipsy, task.isWithoutBoss ? undefined : boss);
    const run = async (given: never[]) => {
      if (perSecond) await turn(perSecond);
      return handler(given);
    };
    for (let count = 0; count < concurrency; count += 1)
      await boss.work(queue, { batchSize: 1, pollingIntervalSeconds: 0.5 }, run);
    console.log("working");
    await new Promise<void>((resolve) => {
      process.once("SIGTERM", () => resolve());
    });
  },
};
await roles[role]();
await boss.stop({ timeout: 20_000 });
process.exit(0);
