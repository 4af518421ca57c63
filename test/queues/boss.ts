import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, vi } from "vitest";
import type { PostgresClient } from "wipsy-client/stores/postgres";
import { driver, driversFolder } from "../services/drivers.ts";
import { bundled, node22 } from "../stores/program.ts";
import type { BossTask } from "./boss-program.ts";

/** A version of pg-boss, with the Node that runs it. */
export interface Engine {
  readonly engine: BossTask["engine"];
  readonly node: string;
}

export const engines: readonly Engine[] = [
  { engine: "pg-boss-10", node: process.execPath },
  { engine: "pg-boss", node: await node22() },
];

/** A job, as it is in the table of either version. */
export interface BossJob {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly data: { readonly message: string; readonly idempotencyKey?: string };
  readonly output: unknown;
}

/** A connection to look into the database. */
export interface Database extends PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ rows: never[] }>;
  end(): Promise<void>;
}

/** Makes an empty database. */
export async function freshDatabase(url: string, name: string) {
  const { Pool } = await driver<{ Pool: new (options: object) => Database & NodeJS.EventEmitter }>("pg");
  const admin = new Pool({ connectionString: url });
  await admin.query(`create database "${name}"`);
  await admin.end();
  const own = url.replace(/[^/]*$/, name);
  const pool = new Pool({ connectionString: own, max: 2 });
  // A server that restarts ends its connections.
  pool.on("error", () => {});
  return { url: own, pool: pool as Database, [Symbol.asyncDispose]: () => pool.end() };
}

export async function jobsIn(pool: Database): Promise<BossJob[]> {
  // Internal queues have names that begin with underscores.
  const { rows } = await pool.query(
    "select id, name, state::text, data, output from pgboss.job where name not like '\\_%' order by created_on",
  );
  return rows;
}

/** Waits until no job of a queue is left to run. Without `expect.poll`, which concurrent tests lack. */
export const settled = (pool: Database, queue: string) =>
  vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        "select from pgboss.job where name = $1 and state::text in ('created', 'retry', 'active') limit 1",
        [queue],
      );
      expect(rows.length).toBe(0);
    },
    { interval: 200, timeout: 120_000 },
  );

/** The processes of one engine. */
export interface Processes {
  /** Runs a task to its end. */
  run(task: Partial<BossTask>): Promise<void>;
  /** Starts a worker, and waits until it works. */
  work(task?: Partial<BossTask>): Promise<ChildProcess>;
}

export async function processesOf(engine: Engine, common: Omit<BossTask, "engine" | "role">, folder: string) {
  const program = await bundled("boss-program.ts", folder, "test/queues");
  const cwd = await driversFolder();
  const start = (task: Partial<BossTask>) =>
    spawn(engine.node, [program, JSON.stringify({ ...common, engine: engine.engine, ...task })], {
      cwd,
      stdio: ["ignore", "pipe", "inherit"],
    });
  const processes: Processes = {
    async run(task) {
      const [code] = await once(start(task), "exit");
      expect(code).toBe(0);
    },
    async work(task = {}) {
      const child = start({ role: "work", ...task });
      await once(child.stdout, "data");
      return child;
    },
  };
  return processes;
}

export async function stopped(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
