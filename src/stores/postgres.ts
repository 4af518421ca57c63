import { refuse } from "../errors/refuse.ts";
import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";

/** What the store needs of a client: a `Pool` of pg, a PGlite database, or the function of Neon's HTTP driver. */
export interface PostgresClient {
  /** Runs one statement. Resolves with its rows, or with an object that has them. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] } | unknown[]>;
}

/** A store in PostgreSQL. */
export interface PostgresStore extends IdempotencyStore {
  /** Creates the table and its index unless they exist. Several processes may call it at once. */
  ensure(): Promise<void>;
}

/** Also in `sql/postgres.sql`. */
const migration = `create table if not exists wipsy_keys (
  key text collate "C" primary key,
  state text not null,
  token text not null,
  changed_at bigint not null,
  record text not null
);
create index if not exists wipsy_keys_by_state on wipsy_keys (state, key);`;

// Several processes may start at once, and `if not exists` alone fails then.
const ensure = `do $$ begin perform pg_advisory_xact_lock(7235419);
${migration}
end $$`;

// The cast: `put` has written it.
const recordOf = (row: unknown): KeyRecord => JSON.parse((row as { record: string }).record);

/**
 * A store in PostgreSQL, in the table `wipsy_keys`: create it with `ensure()`, or with this package's `sql/postgres.sql` in
 * your migrations. Use the primary server, with `synchronous_commit` on (the default). Never pass a client that is in a
 * transaction: a rollback would forget that a message was sent.
 *
 * @throws InputError if `pool` has no `query`
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
 * async function start(pool: PostgresClient) {
 *   const idempotency = postgresStore(pool);
 *   await idempotency.ensure();
 *   return new Wipsy({ idempotency });
 * }
 * console.log(start.length);
 * ```
 */
export function postgresStore(pool: PostgresClient): PostgresStore {
  if (typeof Object(pool).query !== "function")
    refuse("postgresStore", "pool", "must have query(text, values): pass a Pool of pg (npm i pg) or a PGlite");
  const rows = async (text: string, values?: unknown[]) => {
    const result = await pool.query(text, values);
    return Array.isArray(result) ? result : result.rows;
  };
  return {
    async ensure() {
      await rows(ensure);
    },
    async get(key) {
      const [row] = await rows("select record from wipsy_keys where key = $1", [key]);
      return row ? recordOf(row) : undefined;
    },
    async put(record, expected) {
      const { key, state, token, changedAt } = record;
      const values = [key, state, token, changedAt, JSON.stringify(record)];
      const written =
        expected === undefined
          ? await rows(
              "insert into wipsy_keys values ($1, $2, $3, $4, $5) on conflict do nothing returning key",
              values,
            )
          : await rows(
              "update wipsy_keys set state = $2, token = $3, changed_at = $4, record = $5 where key = $1 and token = $6 returning key",
              [...values, expected],
            );
      return written.length === 1;
    },
    async list({ state, after = "", limit }) {
      const select = "select record from wipsy_keys where key > $1";
      const found =
        state === undefined
          ? await rows(`${select} order by key limit $2`, [after, limit])
          : await rows(`${select} and state = $3 order by key limit $2`, [after, limit, state]);
      return found.map(recordOf);
    },
    async prune(before) {
      const removed = await rows(
        "delete from wipsy_keys where state in ('accepted', 'not-sent', 'rejected') and changed_at < $1 returning key",
        [before],
      );
      return removed.length;
    },
  };
}
