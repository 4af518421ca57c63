import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Wipsy } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { type SqliteDatabase, sqliteStore } from "wipsy-client/stores/sqlite";
import { apiKey, message } from "./job.ts";
import { startServer } from "./places.ts";
import { rowOf } from "./rows.ts";

// What an idempotency key costs. Takes the folder where better-sqlite3 is installed, or an empty string. Prints JSON.

const [, , drivers] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const server = await startServer();
const { to, message: text } = message;
const base = "without a key";

function overSqlite() {
  const Database = createRequire(`${drivers}/package.json`)("better-sqlite3") as new (path: string) => SqliteDatabase;
  return sqliteStore(new Database(join(folder, "keys.db")));
}

const plain = new Wipsy({ apiKey, baseUrl: server.url });
const stores = { memoryStore: memoryStore(), ...(drivers && { "sqliteStore (better-sqlite3)": overSqlite() }) };
let last = 0;
const keyed = Object.entries(stores).map(([name, idempotency]) => {
  const wipsy = new Wipsy({ apiKey, baseUrl: server.url, idempotency });
  return {
    name,
    call() {
      last += 1;
      return wipsy.messages.send({ to, message: text }, { idempotencyKey: `order-${last}` });
    },
  };
});
const all = [{ name: base, call: () => plain.messages.send({ to, message: text }) }, ...keyed];
const rows = { "one at a time": await rowOf(all, base, 1), "16 at once": await rowOf(all, base, 16) };
server.stop();
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(rows));
process.exit();
