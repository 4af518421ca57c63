import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type SqliteDatabase, sqliteStore } from "wipsy-client/stores/sqlite";
import { testStore } from "wipsy-client/testing";
import { driver, driversFolder, hasBetterSqlite } from "../services/drivers.ts";
import { thrownBy } from "../support/failure.ts";
import { tempDir } from "../support/temp-dir.ts";
import { bundled, node22 } from "./program.ts";

const run = promisify(execFile);

type Better = new (path: string) => SqliteDatabase & { close(): void; pragma(text: string): unknown };
const better = (await hasBetterSqlite()) ? [["better-sqlite3", await driver<Better>("better-sqlite3")] as const] : [];
if (better.length === 0) console.log("not tested: better-sqlite3, which could not be installed");

describe.each(better)("sqliteStore on a database of %s", (_driver, Database) => {
  test("passes testStore", async () => {
    await using dir = await tempDir();
    const path = join(dir.path, "keys.db");
    const [one, other] = [new Database(path), new Database(path)];
    await testStore(sqliteStore(one), sqliteStore(other));
    expect(one.pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
    expect(one.pragma("synchronous")).toEqual([{ synchronous: 2 }]);
    one.close();
    other.close();
  });

  test("a path on Node 20", async () => {
    await using dir = await tempDir();
    const program = await bundled("on-node.ts", dir.path);
    const { stdout } = await run(process.execPath, [program, join(dir.path, "keys.db")], {
      cwd: await driversFolder(),
    });
    expect(stdout).toBe("passed\n");
  });
});

test("sqliteStore on a path on Node 22, with node:sqlite", async () => {
  await using dir = await tempDir();
  const program = await bundled("on-node.ts", dir.path);
  const { stdout } = await run(await node22(), [program, join(dir.path, "keys.db")], { cwd: dir.path });
  expect(stdout).toBe("passed\n");
});

test("a missing driver is an error that says what to install", async () => {
  await using dir = await tempDir();
  const program = await bundled("on-node.ts", dir.path);
  const failed = await run(process.execPath, [program, join(dir.path, "keys.db")], { cwd: dir.path }).catch(
    (error) => error,
  );
  expect(failed.stderr).toMatch(/sqliteStore: path .*npm i better-sqlite3/);
});

test.each([["", 7, {}, null]].flat())("sqliteStore refuses %j", (value) => {
  expect(thrownBy(() => sqliteStore(value as never))).toMatchObject({ name: "InputError", field: "path" });
});
