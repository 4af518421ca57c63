import { createClient } from "redis";
import { describe, expect, test, vi } from "vitest";
import type { Message } from "wipsy-client";
import type { WatchMessagesOptions } from "wipsy-client/feed";
import { feedToRedis } from "../../examples/feed-to-redis.ts";
import { agentAt, begin, busyAccount, failed, receive, restarted, run } from "./feed.ts";
import { hasRedis, realRedis, smallRedis } from "./redis-server.ts";

async function entriesAt(url: string): Promise<Record<string, string>[]> {
  const client = createClient({ url });
  await client.connect();
  const entries = await client.xRange("wipsy:messages", "-", "+");
  client.destroy();
  return (entries ?? []).map(({ message }) => ({ ...message }));
}

async function idsAt(url: string): Promise<string[]> {
  const messages = (await entriesAt(url)).map(({ message = "{}" }) => JSON.parse(message) as Message);
  return messages.map(({ id }) => String(id));
}

// The real one where this machine has it; the small one knows the few commands that are sent.
const servers = [["the small Redis", smallRedis] as const, ...(hasRedis ? [["redis-server", realRedis] as const] : [])];

describe.each(servers)("with %s", (_name, startRedis) => {
  test("adds each message to the stream once across restarts", async () => {
    const account = busyAccount();
    await using api = await account.listen();
    await using redis = await startRedis();
    const feed = (options: WatchMessagesOptions) => feedToRedis(agentAt(api.url), redis.url, options);
    await begin(feed, api);
    const sent = await restarted(feed, account, () => idsAt(redis.url));
    expect((await idsAt(redis.url)).sort()).toEqual(sent.sort());
    const [entry = {}] = await entriesAt(redis.url);
    expect(Object.keys(entry)).toEqual(["type", "chat", "message"]);
    const message: Message = JSON.parse(entry.message ?? "");
    expect([entry.type, message.content, JSON.parse(entry.chat ?? "").id]).toEqual(["new", "Hola", message.chat_id]);
  });

  test("adds messages that come after a quiet first run ended with an error", async () => {
    await using redis = await startRedis();
    const feed = (options: WatchMessagesOptions, url: string) => feedToRedis(agentAt(url), redis.url, options);
    const sent = await failed(feed, () => idsAt(redis.url));
    expect((await idsAt(redis.url)).sort()).toEqual(sent.sort());
  });

  test("adds and reports a gap", async () => {
    const account = busyAccount();
    await using api = await account.listen({ most: 50 });
    await using redis = await startRedis();
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const feed = (options: WatchMessagesOptions) => feedToRedis(agentAt(api.url), redis.url, options);
    await begin(feed, api);
    receive(account, 200);
    const watcher = run(feed);
    await expect.poll(() => idsAt(redis.url)).toHaveLength(3 + 150);
    await watcher.stop();
    const [chat] = account.chats.values();
    expect(await entriesAt(redis.url)).toContainEqual({ type: "gap", chat: expect.stringContaining(String(chat?.id)) });
    expect(told.mock.calls).toContainEqual([`GAP: messages were missed in ${chat?.id}.`]);
    told.mockRestore();
  });
});

test.each(["before", "behind"] as const)(
  "loses and repeats no message when the connection breaks right %s a transaction",
  async (moment) => {
    const account = busyAccount();
    await using api = await account.listen();
    await using redis = await smallRedis((count) => (count === 3 ? moment : undefined));
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const feed = (options: WatchMessagesOptions) => feedToRedis(agentAt(api.url), redis.url, options);
    await begin(feed, api);
    const sent = receive(account, 5);
    await expect(run(feed).running).rejects.toThrow();
    expect(await idsAt(redis.url)).toHaveLength(moment === "before" ? 2 : 3);
    const watcher = run(feed);
    await expect.poll(() => idsAt(redis.url)).toHaveLength(5);
    await watcher.stop();
    expect((await idsAt(redis.url)).sort()).toEqual(sent.sort());
    told.mockRestore();
  },
);
