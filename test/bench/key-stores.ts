import { createRequire } from "node:module";
import { join } from "node:path";
import type { IdempotencyStore, KeyRecord } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import { type RedisClient, redisStore } from "wipsy-client/stores/redis";
import { type SqliteDatabase, sqliteStore } from "wipsy-client/stores/sqlite";
import { startPostgres, startRedis } from "../services/servers.ts";
import { tempDir } from "../support/temp-dir.ts";

/** A store, and a way to fill it that is faster than its `put`. */
export interface Fillable {
  readonly store: IdempotencyStore;
  fill(records: readonly KeyRecord[]): Promise<unknown>;
}

/** The stores to measure, each made empty under a name of its own. */
export interface KeyStores extends AsyncDisposable {
  readonly makers: Readonly<Record<string, (name: string) => Promise<Fillable>>>;
}

type Sqlite = new (path: string) => SqliteDatabase;
type Pg = { Pool: new (options: object) => PostgresClient & { end(): Promise<void> } };
type IoRedis = { Redis: new (url: string) => RedisClient & { disconnect(): void } };

const columns = "key, state, token, changed_at, record";
const rowOf = (record: KeyRecord) => {
  const { key, state, token, changedAt } = record;
  return [key, state, token, changedAt, JSON.stringify(record)] as const;
};

async function overMemory(): Promise<Fillable> {
  const store = memoryStore();
  return { store, fill: (records) => Promise.all(records.map((record) => store.put(record, undefined))) };
}

function overSqlite(Database: Sqlite, folder: string, name: string): Fillable {
  const database = new Database(join(folder, `${name}.db`));
  const store = sqliteStore(database);
  const insert = database.prepare(`insert into wipsy_keys (${columns}) values (?, ?, ?, ?, ?)`);
  return {
    store,
    async fill(records) {
      database.exec("begin");
      for (const record of records) insert.run(...rowOf(record));
      database.exec("commit");
    },
  };
}

async function overPostgres(pool: PostgresClient, name: string): Promise<Fillable> {
  const store = postgresStore(pool);
  await pool.query(`create schema ${name}`);
  await store.ensure();
  return {
    store,
    fill: (records) =>
      pool.query(
        `insert into wipsy_keys (${columns})
         select r->>'key', r->>'state', r->>'token', (r->>'changedAt')::bigint, r::text from json_array_elements($1::json) r`,
        [JSON.stringify(records)],
      ),
  };
}

/** As the store writes them: a hash, and sorted sets of all keys and of those in a state. */
const fillRedis = `
for _, text in ipairs(cjson.decode(ARGV[1])) do
  local record = cjson.decode(text)
  redis.call('HSET', KEYS[1], record.key, text)
  redis.call('ZADD', KEYS[2], 0, record.key)
  redis.call('ZADD', KEYS[2] .. record.state, 0, record.key)
end`;

function overRedis(client: { call(...args: string[]): Promise<unknown> }, name: string): Fillable {
  const prefix = `${name}:`;
  const names = [`${prefix}records`, `${prefix}keys:`];
  return {
    store: redisStore(client, { prefix }),
    fill: (records) =>
      client.call("EVAL", fillRedis, "2", ...names, JSON.stringify(records.map((record) => JSON.stringify(record)))),
  };
}

/**
 * Starts the services that this machine has. `drivers`: the folder where the drivers are installed; without better-sqlite3
 * there, SQLite is left out.
 */
export async function openStores(drivers: string, hasSqlite: boolean): Promise<KeyStores> {
  const require = createRequire(join(drivers, "package.json"));
  const [dir, postgres, redis] = [await tempDir(), await startPostgres(), await startRedis()];
  const { Pool }: Pg = require("pg");
  const { Redis }: IoRedis = require("ioredis");
  const closing: (() => unknown)[] = [];
  const poolOf = (url: string, name: string) => {
    // A schema of its own: the name of the table is the store's.
    const pool = new Pool({ connectionString: url, options: `-c search_path=${name}` });
    closing.push(() => pool.end());
    return pool;
  };
  const clientOf = (url: string) => {
    const client = new Redis(url) as InstanceType<IoRedis["Redis"]> & Parameters<typeof overRedis>[0];
    closing.push(() => client.disconnect());
    return client;
  };
  const Database: Sqlite | undefined = hasSqlite ? require("better-sqlite3") : undefined;
  return {
    makers: {
      memoryStore: overMemory,
      ...(Database && { "sqliteStore (better-sqlite3)": async (name) => overSqlite(Database, dir.path, name) }),
      ...(postgres && { "postgresStore (pg)": (name) => overPostgres(poolOf(postgres.url, name), name) }),
      ...(redis && { "redisStore (ioredis)": async (name) => overRedis(clientOf(redis.url), name) }),
    },
    async [Symbol.asyncDispose]() {
      for (const close of closing) await close();
      for (const one of [postgres, redis, dir]) await one?.[Symbol.asyncDispose]();
    },
  };
}
