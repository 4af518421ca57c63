import { createClient } from "redis";
import { afterAll, describe, expect, test } from "vitest";
import { type RedisClient, redisStore } from "wipsy-client/stores/redis";
import { testStore } from "wipsy-client/testing";
import { driver } from "../services/drivers.ts";
import { startRedis } from "../services/servers.ts";
import { thrownBy } from "../support/failure.ts";

type IoRedis = {
  Redis: new (url: string) => { call(command: string, ...args: string[]): Promise<unknown>; disconnect(): void };
};

const service = await startRedis();
const closing: (() => void)[] = [];

/** Two clients of each driver, on the real server if there is one. */
async function clientsOf(url: string): Promise<(readonly [string, readonly RedisClient[]])[]> {
  const { Redis } = await driver<IoRedis>("ioredis");
  const io = [new Redis(url), new Redis(url)];
  const node = [createClient({ url }), createClient({ url })];
  for (const client of node) await client.connect();
  closing.push(...io.map((client) => () => client.disconnect()), ...node.map((client) => () => client.destroy()));
  return [
    ["ioredis", io],
    ["node-redis", node],
  ];
}

const clients = service ? await clientsOf(service.url) : [];

afterAll(async () => {
  for (const close of closing) close();
  await service?.[Symbol.asyncDispose]();
});

describe.each(clients)("redisStore on %s", (_name, [one, other]) => {
  if (one === undefined || other === undefined) throw new Error("two clients are needed");
  test("passes testStore", async () => {
    const prefix = `test:${_name}:`;
    await testStore(redisStore(one, { prefix }), redisStore(other, { prefix }));
  });

  test("a put that a client sends again after a reconnect is still its own", async () => {
    const store = redisStore(one, { prefix: `test:${_name}:again:` });
    const times = { startedAt: 0, deadline: 0, changedAt: 0 };
    const record = { ...times, key: "k", token: "t1", state: "started", operation: "o", fingerprint: "f" } as const;
    expect([await store.put(record, undefined), await store.put(record, undefined)]).toEqual([true, true]);
  });
});

test.each([undefined, {}, "redis://localhost"])("redisStore refuses %j", (value) => {
  expect(thrownBy(() => redisStore(value as never))).toMatchObject({ name: "InputError", field: "client" });
});

test("redisStore refuses an unknown option", () => {
  const client = { call: async () => null };
  expect(thrownBy(() => redisStore(client, { ttl: 1 } as never))).toMatchObject({ name: "InputError", field: "ttl" });
});
