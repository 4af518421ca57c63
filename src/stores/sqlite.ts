import { refuse } from "../errors/refuse.ts";
import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";

/** A statement of a {@link SqliteDatabase}. */
export interface SqliteStatement {
  /** Runs it and returns how many rows it changed. */
  run(...values: (string | number | null)[]): { readonly changes: number | bigint };
  /** Returns its first row. */
  get(...values: (string | number | null)[]): unknown;
  /** Returns all its rows. */
  all(...values: (string | number | null)[]): unknown[];
}

/** A database of `node:sqlite` or better-sqlite3. */
export interface SqliteDatabase {
  /** Runs statements without values. */
  exec(sql: string): unknown;
  /** Compiles a statement. */
  prepare(sql: string): SqliteStatement;
}

type Driver = new (path: string) => SqliteDatabase;

/** The driver: `node:sqlite`, which needs no flag from Node 22.13 on, else better-sqlite3. */
function driverOf(): Driver {
  const load = globalThis.process?.getBuiltinModule;
  // The cast: the types of Node 20 do not know the module.
  const own = load?.("node:sqlite" as "node:module") as { DatabaseSync?: Driver } | undefined;
  if (own?.DatabaseSync) return own.DatabaseSync;
  try {
    // From the program's folder, so that no bundler looks for it.
    return load("node:module").createRequire(`${process.cwd()}/`)("better-sqlite3");
  } catch (cause) {
    return refuse(
      "sqliteStore",
      "path",
      "needs Node 22.13 or later, or better-sqlite3: npm i better-sqlite3@12",
      cause,
    );
  }
}

function isDatabase(value: unknown): value is SqliteDatabase {
  const { exec, prepare }: Partial<SqliteDatabase> = Object(value);
  return typeof exec === "function" && typeof prepare === "function";
}

// The timeout first: two processes may set up the same file at once.
const setUp = `
pragma busy_timeout = 5000;
pragma journal_mode = wal;
pragma synchronous = full;
create table if not exists wipsy_keys (
  key text primary key, state text not null, token text not null, changed_at integer not null, record text not null
) without rowid;
create index if not exists wipsy_keys_by_state on wipsy_keys (state, key);`;

// The cast: `put` has written it.
const recordOf = (row: unknown): KeyRecord => JSON.parse((row as { record: string }).record);

/**
 * A store in an SQLite file, safe across processes of one machine. It creates the table `wipsy_keys`, and sets the
 * journal to WAL and `synchronous` to FULL, so that a claim survives a power cut. A call blocks the process until its
 * write is on disk, at most 5 seconds while another process writes. Not for network drives.
 *
 * A path opens `node:sqlite` on Node 22.13 or later, else better-sqlite3 12 from your project. Or pass a database of
 * either, which must not be in a transaction.
 *
 * @throws InputError if there is no driver
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { sqliteStore } from "wipsy-client/stores/sqlite";
 * const start = () => new Wipsy({ idempotency: sqliteStore("wipsy.db") });
 * console.log(start.length);
 * ```
 */
export function sqliteStore(pathOrDatabase: string | SqliteDatabase): IdempotencyStore {
  const isPath = typeof pathOrDatabase === "string" && pathOrDatabase !== "";
  const database = isPath ? new (driverOf())(pathOrDatabase) : pathOrDatabase;
  if (!isDatabase(database))
    return refuse("sqliteStore", "path", "must be a path, or a database of node:sqlite or better-sqlite3");
  database.exec(setUp);
  const get = database.prepare("select record from wipsy_keys where key = ?");
  const values = "state = ?, token = ?, changed_at = ?, record = ?";
  const update = database.prepare(`update wipsy_keys set ${values} where key = ? and token = ?`);
  const insert = database.prepare(
    "insert into wipsy_keys (state, token, changed_at, record, key) values (?, ?, ?, ?, ?) on conflict do nothing",
  );
  const select = "select record from wipsy_keys where key > ?";
  const all = database.prepare(`${select} order by key limit ?`);
  const inState = database.prepare(`${select} and state = ? order by key limit ?`);
  const prune = database.prepare(
    "delete from wipsy_keys where state in ('accepted', 'not-sent', 'rejected') and changed_at < ?",
  );
  return {
    async get(key) {
      const row = get.get(key);
      return row ? recordOf(row) : undefined;
    },
    async put(record, expected) {
      const { key, state, token, changedAt } = record;
      const row = [state, token, changedAt, JSON.stringify(record), key] as const;
      const { changes } = expected === undefined ? insert.run(...row) : update.run(...row, expected);
      return Number(changes) === 1;
    },
    async list({ state, after = "", limit }) {
      return (state === undefined ? all.all(after, limit) : inState.all(after, state, limit)).map(recordOf);
    },
    prune: async (before) => Number(prune.run(before).changes),
  };
}
