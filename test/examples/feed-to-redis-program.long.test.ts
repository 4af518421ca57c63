import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "redis";
import { expect, test } from "vitest";
import type { Message } from "wipsy-client";
import { feedToRedis } from "../../examples/feed-to-redis.ts";
import { tempDir } from "../support/temp-dir.ts";
import { agentAt, begin, busyAccount, end, receive, session, startExample } from "./feed.ts";
import { hasRedis, realRedis, smallRedis } from "./redis-server.ts";

// Long: each start of the program loads the whole of redis.

async function idsAt(url: string): Promise<string[]> {
  const client = createClient({ url });
  await client.connect();
  const entries = await client.xRange("wipsy:messages", "-", "+");
  client.destroy();
  return (entries ?? []).map(({ message: { message = "{}" } }) => String((JSON.parse(message) as Message).id));
}

const servers = [["the small Redis", smallRedis] as const, ...(hasRedis ? [["redis-server", realRedis] as const] : [])];

test.each(servers)("the program with %s resumes after a stop or kill", async (_, startRedis) => {
  const account = busyAccount();
  await using api = await account.listen();
  await using redis = await startRedis();
  await using dir = await tempDir();
  const sessionFile = join(dir.path, "session.json");
  await writeFile(sessionFile, JSON.stringify(session));
  await begin((options) => feedToRedis(agentAt(api.url), redis.url, options), api);
  const sent: string[] = [];
  for (const signal of ["SIGTERM", "SIGKILL", "SIGINT"] as const) {
    sent.push(...receive(account, 4));
    const child = startExample("feed-to-redis.ts", [sessionFile], api.url, { REDIS_URL: redis.url });
    await expect.poll(() => idsAt(redis.url), { interval: 20 }).toHaveLength(sent.length);
    expect(await end(child, signal)).toBe(signal === "SIGKILL" ? null : 0);
  }
  expect((await idsAt(redis.url)).sort()).toEqual(sent.sort());
});
