import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import { testStore } from "wipsy-client/testing";
import { driver } from "../services/drivers.ts";
import { startPostgres } from "../services/servers.ts";
import { thrownBy } from "../support/failure.ts";
import { root } from "../support/run.ts";

interface Closable extends PostgresClient {
  end(): Promise<void>;
}
type Pg = { Pool: new (options: { connectionString: string }) => Closable };
type Lite = { PGlite: new () => PostgresClient };

const service = await startPostgres();
const { Pool } = await driver<Pg>("pg");
const { PGlite } = await driver<Lite>("@electric-sql/pglite");
const pools = service ? [1, 2].map(() => new Pool({ connectionString: service.url })) : [];
const lite = new PGlite();
/** As Neon's HTTP driver answers. */
const rowsOnly: PostgresClient = {
  async query(text, values) {
    const result = await lite.query(text, values);
    return Array.isArray(result) ? result : result.rows;
  },
};

afterAll(async () => {
  for (const pool of pools) await pool.end();
  await service?.[Symbol.asyncDispose]();
});

const clients = [
  ...(pools.length > 0 ? [["PostgreSQL and pg", pools] as const] : []),
  ["PGlite", [lite, lite]] as const,
  ["a driver that gives rows only", [rowsOnly, rowsOnly]] as const,
];

describe.each(clients)("postgresStore on %s", (_name, [one, other]) => {
  if (one === undefined || other === undefined) throw new Error("two clients are needed");
  test("passes testStore", async () => {
    await one.query("drop table if exists wipsy_keys");
    const [store, second] = [postgresStore(one), postgresStore(other)];
    await Promise.all([store.ensure(), second.ensure(), store.ensure(), second.ensure()]);
    await testStore(store, second);
  });

  test("the migration in sql/ makes the same table", async () => {
    const columns = async () =>
      one.query(
        "select column_name, data_type, collation_name, is_nullable from information_schema.columns where table_name = 'wipsy_keys' order by 1",
      );
    await one.query("drop table if exists wipsy_keys");
    await postgresStore(one).ensure();
    const made = await columns();
    await one.query("drop table wipsy_keys");
    const migration = readFileSync(`${root}sql/postgres.sql`, "utf8");
    for (const statement of migration.split(";").filter((text) => text.trim())) await one.query(statement);
    const rowsOf = (result: Awaited<ReturnType<typeof columns>>) => (Array.isArray(result) ? result : result.rows);
    expect(rowsOf(await columns())).toEqual(rowsOf(made));
    expect(rowsOf(made)).toHaveLength(5);
  });
});

test.each([undefined, {}, "postgresql://localhost"])("postgresStore refuses %j", (value) => {
  expect(thrownBy(() => postgresStore(value as never))).toMatchObject({ name: "InputError", field: "pool" });
});
