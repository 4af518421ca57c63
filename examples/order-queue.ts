// Saves an order and queues its confirmation over WhatsApp in one transaction: both or neither. Workers on any number of
// machines send each confirmation once, at a rate that holds for all of them together. Needs PostgreSQL.
//
//   npm install wipsy-client pg pg-boss          pg-boss 12 needs Node 22.12
//   npx tsx examples/order-queue.ts set-up       creates the tables and the queues
//   npx tsx examples/order-queue.ts order 1001 +573001100001
//   npx tsx examples/order-queue.ts work         until Ctrl-C; start as many as you like
//
// WIPSY_API_KEY   the key of the Wipsy account
// DATABASE_URL    the URL of the shop's database

import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "pg";
import { PgBoss } from "pg-boss";
import { Wipsy } from "wipsy-client";
import { type SendJobData, sendHandler, sendQueueOptions } from "wipsy-client/pg-boss";
import { postgresStore } from "wipsy-client/stores/postgres";

const queue = "messages";
const secondsBetweenMessages = 0.5;

const tables = `
create table if not exists orders (id bigint primary key, phone text not null, status text not null);
create table if not exists send_rate as select clock_timestamp() as next_at;`;

/** The tables of shop, store and queue. */
async function setUp(pool: Pool, boss: PgBoss, wipsy: Wipsy): Promise<void> {
  await pool.query(tables);
  await postgresStore(pool).ensure();
  await boss.createQueue(`${queue}-failed`);
  await boss.createQueue(queue, sendQueueOptions(wipsy, { deadLetter: `${queue}-failed` }));
}

/** Saves an order with its message. An order that exists is refused, and gets no second message. */
async function placeOrder(pool: Pool, boss: PgBoss, id: number, phone: string): Promise<void> {
  const message = `¡Gracias! Recibimos tu pedido ${id}. Te avisamos cuando salga.`;
  const data: SendJobData = { to: phone, message, idempotencyKey: `order-${id}-confirmed` };
  const client = await pool.connect();
  // The job is inserted by the order's own connection.
  const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
  try {
    await client.query("begin");
    await client.query("insert into orders (id, phone, status) values ($1, $2, 'paid')", [id, phone]);
    await boss.send(queue, data, { db });
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** Waits for the next place in the line of all workers: each takes one by moving the time of the next. */
async function nextPlace(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `update send_rate set next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => $1)
     returning extract(epoch from next_at - clock_timestamp())::float8 - $1 as seconds`,
    [secondsBetweenMessages],
  );
  const [{ seconds } = { seconds: 0 }] = rows as { seconds: number }[];
  await wait(Math.max(0, seconds * 1000));
}

/** Sends the messages of committed orders until the program is told to stop. */
async function work(pool: Pool, boss: PgBoss, wipsy: Wipsy): Promise<void> {
  const send = sendHandler(wipsy, boss);
  await boss.work<SendJobData>(queue, { localConcurrency: 4, pollingIntervalSeconds: 1 }, async (jobs) => {
    await nextPlace(pool);
    return send(jobs);
  });
  console.log("Sending.");
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

const [, , command, id, phone] = process.argv;
const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error("Set DATABASE_URL.");
const pool = new Pool({ connectionString: DATABASE_URL });
const wipsy = new Wipsy({ idempotency: postgresStore(pool) });
const boss = new PgBoss(DATABASE_URL);
boss.on("error", (error) => console.error(`pg-boss: ${error.message}`));
await boss.start();
try {
  if (command === "set-up") await setUp(pool, boss, wipsy);
  else if (command === "order" && id && phone) await placeOrder(pool, boss, Number(id), phone);
  else if (command === "work") await work(pool, boss, wipsy);
  else throw new Error("Say set-up, work, or order with a number and a phone.");
} finally {
  // Longer than the client's deadline: a message that is being sent is recorded.
  await boss.stop({ timeout: 70_000 });
  await pool.end();
}
