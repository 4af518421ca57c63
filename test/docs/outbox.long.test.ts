import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { type PostgresClient, postgresStore } from "wipsy-client/stores/postgres";
import { driver } from "../services/drivers.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { blocksIn, root } from "./blocks.ts";

// The outbox of docs/queues.md, on PGlite.

interface Database extends PostgresClient {
  exec(sql: string): Promise<unknown>;
}

test("an outbox sends each message once, and only if its transaction commits", async () => {
  const page = "docs/queues.md";
  const sql = /^```sql\n(create table outbox.*?)^```$/ms.exec(readFileSync(root + page, "utf8"))?.[1] ?? "";
  const [table = "", transaction = ""] = sql.split(/(?=^begin;)/m);
  const { code } = blocksIn(page).find(({ shown }) => shown.includes("sendOutbox")) ?? {};
  await using dir = await tempDir();
  const file = join(dir.path, "outbox.ts");
  await writeFile(file, `${code}\nexport { sendOutbox };`);
  const { sendOutbox } = await import(/* @vite-ignore */ file);

  const { PGlite } = await driver<{ PGlite: new () => Database }>("@electric-sql/pglite");
  const database = new PGlite();
  await database.exec(`create table orders (id int, status text); insert into orders values (1001, 'paid'); ${table}`);
  const idempotency = postgresStore(database);
  await idempotency.ensure();
  await using api = await serve((_seen, count) => {
    if (count === 2) return { status: 500 };
    return count === 3 ? { status: 429 } : { body: { success: true } };
  });
  const wipsy = new Wipsy({ apiKey: "wipsy-key", baseUrl: api.url, idempotency });
  async function sendAll(): Promise<number> {
    await sendOutbox(database, wipsy);
    return api.seen.length;
  }

  await database.exec(transaction.replace("commit;", "rollback;"));
  expect(await sendAll()).toBe(0);
  await database.exec(transaction);
  expect(await sendAll()).toBe(1);
  expect(await sendAll()).toBe(1);
  await database.exec(`${transaction}${transaction}`);
  expect(await sendAll()).toBe(3);
  expect(await database.query("select outcome from outbox order by id")).toMatchObject({
    rows: [{ outcome: "accepted" }, { outcome: "unknown" }, { outcome: "rejected" }],
  });
  // As if the worker had been killed before it wrote the outcomes.
  await database.exec("update outbox set outcome = null");
  expect(await sendAll()).toBe(4);
});
