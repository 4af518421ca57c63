import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isWipsyError, Wipsy } from "../../src/index.ts";
import { type PostgresClient, postgresStore } from "../../src/stores/postgres.ts";
import { type RedisClient, redisStore } from "../../src/stores/redis.ts";
import { sqliteStore } from "../../src/stores/sqlite.ts";

// Sends one message per key, whatever became of earlier runs. Writes a line per key: its result, and the key.

const [kind = "", place = "", baseUrl = "", log = "", first = "", count = "", order = "", ahead = ""] =
  process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const now = Date.now;
Date.now = () => now() + Number(ahead);

const stores: Readonly<Record<string, () => ReturnType<typeof sqliteStore>>> = {
  SQLite: () => sqliteStore(place),
  PostgreSQL() {
    const { Pool }: { Pool: new (options: object) => PostgresClient } = require("pg");
    return postgresStore(new Pool({ connectionString: place, max: 2 }));
  },
  Redis() {
    const { Redis }: { Redis: new (url: string) => RedisClient } = require("ioredis");
    return redisStore(new Redis(place));
  },
};
const idempotency = stores[kind]?.();
// The server starts 50 senders before it answers the first.
const patience = { timeout: 120_000, deadline: 120_000, maxRetries: 0 };
const wipsy = new Wipsy({ apiKey: "test-key", baseUrl, idempotency, ...patience });

async function resultOf(key: string): Promise<string> {
  try {
    const { replayed } = await wipsy.messages.send({ to: "+573188779043", message: key }, { idempotencyKey: key });
    return replayed ? "replayed" : "sent";
  } catch (error) {
    if (isWipsyError(error, "IdempotencyError")) return error.reason;
    return isWipsyError(error) ? error.outcome : String(error);
  }
}

const keys = Array.from({ length: Number(count) }, (_, n) => `key-${Number(first) + n}`);
if (order === "shuffled") keys.sort(() => Math.random() - 0.5);
for (const key of keys) appendFileSync(log, `${await resultOf(key)} ${key}\n`);
process.exit(0);
