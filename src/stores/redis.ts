import { checkedOptions, must, refuse } from "../errors/refuse.ts";
import type { IdempotencyStore, KeyState } from "../idempotency/store.ts";

/** A connected client of node-redis or ioredis. */
export type RedisClient =
  | {
      /** As in ioredis. */
      call(command: string, ...args: string[]): Promise<unknown>;
    }
  | {
      /** As in node-redis. */
      sendCommand(args: string[]): Promise<unknown>;
    };

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * Prefix of all its Redis keys. For Redis Cluster with ioredis, put a part of it in braces.
   * @default "wipsy:"
   */
  readonly prefix?: string | undefined;
}

// A client may send a command again after a reconnect: the second run finds its own token.
const put = `
local old = redis.call('HGET', KEYS[1], ARGV[1])
local was = old and cjson.decode(old)
if was and was.token == ARGV[5] then return 1 end
if (was and was.token or '') ~= ARGV[2] then return 0 end
if was then redis.call('ZREM', KEYS[2] .. was.state, ARGV[1]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
redis.call('ZADD', KEYS[2] .. ARGV[3], 0, ARGV[1])
return 1`;

const list = `
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYLEX', KEYS[2] .. ARGV[1], ARGV[2], '+', 'LIMIT', 0, ARGV[3])) do
  found[#found + 1] = redis.call('HGET', KEYS[1], key)
end
return found`;

const remove = `
local old = redis.call('HGET', KEYS[1], ARGV[1])
local was = old and cjson.decode(old)
if not was or was.token ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[2] .. was.state, ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])`;

type Run = (...args: string[]) => Promise<unknown>;

function commandOf(client: RedisClient): Run {
  // ioredis has a `sendCommand` that takes something else.
  if ("call" in client && typeof client.call === "function") return (name = "", ...args) => client.call(name, ...args);
  if ("sendCommand" in client && typeof client.sendCommand === "function") return (...args) => client.sendCommand(args);
  return refuse("redisStore", "client", "must be a client of redis (npm i redis) or ioredis (npm i ioredis)");
}

const pageSize = 100;

/**
 * A store in Redis 6 or later, for node-redis (connected) and ioredis.
 *
 * Sending once is safe only with `appendonly yes`, `appendfsync always` and `maxmemory-policy noeviction`. With
 * `appendfsync everysec`, the default, a crash forgets the claims of the last second, and with replicas a failover forgets
 * those not copied yet: the next call with such a key sends again.
 *
 * @throws InputError if `client` is neither
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { type RedisClient, redisStore } from "wipsy-client/stores/redis";
 * const start = (client: RedisClient) => new Wipsy({ idempotency: redisStore(client, { prefix: "shop:wipsy:" }) });
 * console.log(start.length);
 * ```
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): IdempotencyStore {
  const command = commandOf(Object(client));
  const { prefix = "wipsy:" } = checkedOptions<RedisStoreOptions>("redisStore", options, {
    prefix: must("a string", (value) => typeof value === "string"),
  });
  const run = (script: string, ...args: string[]) =>
    command("EVAL", script, "2", `${prefix}records`, `${prefix}keys:`, ...args);
  const page: IdempotencyStore["list"] = async ({ state = "", after, limit }) => {
    // The cast: the script returns records, as `put` has written them.
    const found = (await run(list, state, after === undefined ? "-" : `(${after}`, String(limit))) as string[];
    return found.map((text) => JSON.parse(text));
  };
  async function pruned(state: KeyState, before: number): Promise<number> {
    let count = 0;
    for (let after: string | undefined; ; ) {
      const records = await page({ state, after, limit: pageSize });
      const old = records.filter(({ changedAt }) => changedAt < before);
      for (const { key, token } of old) count += Number(await run(remove, key, token));
      after = records.at(-1)?.key;
      if (records.length < pageSize) return count;
    }
  }
  return {
    async get(key) {
      const text = await command("HGET", `${prefix}records`, key);
      return typeof text === "string" ? JSON.parse(text) : undefined;
    },
    async put(record, expected = "") {
      const { key, state, token } = record;
      return Number(await run(put, key, expected, state, JSON.stringify(record), token)) === 1;
    },
    list: page,
    async prune(before) {
      let count = 0;
      for (const state of ["accepted", "not-sent", "rejected"] as const) count += await pruned(state, before);
      return count;
    },
  };
}
