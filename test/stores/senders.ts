import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import { mockApi } from "wipsy-client/testing";
import { driver, driversFolder } from "../services/drivers.ts";
import { startPostgres, startRedis } from "../services/servers.ts";
import { tempDir } from "../support/temp-dir.ts";
import { bundled, node22 } from "./program.ts";

/** The work of a process: `count` keys from `first` on, one after the other. */
export interface Work {
  readonly first: number;
  readonly count: number;
  readonly isShuffled?: boolean;
  /** How far its clock is ahead, in milliseconds. */
  readonly ahead?: number;
}

/** A store, and the processes that send with it. */
export interface Senders {
  /** Starts a process. It appends its results to the log. */
  start(baseUrl: string, work: Work, log: string): ChildProcess;
  /** The path of a log. */
  logOf(name: string): string;
}

/** What a process reports of one key, in the order of the log. */
export interface Reported {
  readonly result: string;
  readonly key: string;
}

export function reportsIn(log: string): Reported[] {
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const [result = "", key = ""] = line.split(" ");
    return { result, key };
  });
}

/** The exit code of a process; `null` if it was killed. */
export const codeOf = async (child: ChildProcess): Promise<number | null> => (await once(child, "exit"))[0];

/** A mock that counts how often it has executed each message. */
export interface CountingApi extends AsyncDisposable {
  readonly url: string;
  readonly executed: ReadonlyMap<string, number>;
  /** Called at each execution. */
  arrived: () => void;
}

/** Starts a {@link CountingApi}. Each answer but the first takes up to 10 milliseconds. */
export async function startApi(): Promise<CountingApi> {
  const executed = new Map<string, number>();
  const mock = mockApi({
    delivery({ message }) {
      executed.set(message, (executed.get(message) ?? 0) + 1);
      mock.delay(Math.random() * 10);
      api.arrived();
      return "sent";
    },
  });
  const { url, close } = await mock.listen();
  const api: CountingApi = { url, executed, arrived: () => {}, [Symbol.asyncDispose]: close };
  return api;
}

async function freshDatabase(url: string, name: string): Promise<string> {
  interface Client extends PostgresClient {
    end(): Promise<void>;
  }
  const { Pool } = await driver<{ Pool: new (options: object) => Client }>("pg");
  const admin = new Pool({ connectionString: url });
  await admin.query(`create database ${name}`);
  await admin.end();
  const own = url.replace(/[^/]*$/, name);
  const pool = new Pool({ connectionString: own });
  await postgresStore(pool).ensure();
  await pool.end();
  return own;
}

/** Senders over each store that this machine has, until the tests of the file have ended. */
export async function startSenders(): Promise<readonly (readonly [kind: string, senders: Senders])[]> {
  const dir = await tempDir();
  const program = await bundled("sender.ts", dir.path);
  const [postgres, redis] = [await startPostgres(), await startRedis()];
  afterAll(async () => {
    for (const one of [postgres, redis, dir]) await one?.[Symbol.asyncDispose]();
  });
  const node = await node22();
  const cwd = await driversFolder();
  const places = {
    SQLite: join(dir.path, "keys.db"),
    PostgreSQL: postgres && (await freshDatabase(postgres.url, "keys")),
    Redis: redis?.url,
  };
  return Object.entries(places).flatMap(([kind, place]) => {
    if (place === undefined) return [];
    const senders: Senders = {
      start(baseUrl, { first, count, isShuffled = false, ahead = 0 }, log) {
        const work = [first, count, isShuffled ? "shuffled" : "in order", ahead].map(String);
        const args = ["--disable-warning=ExperimentalWarning", program, kind, place, baseUrl, log, ...work];
        return spawn(node, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
      },
      logOf: (name) => join(dir.path, `${kind}-${name}.log`),
    };
    return [[kind, senders] as const];
  });
}
