import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { type ChatEvent, type WatchChatsOptions, watchChats } from "wipsy-client/feed";
import type { Account, Manner } from "../support/account.ts";
import { createGate, drive } from "./gate.ts";
import { createClocked } from "./watched.ts";

/** An account's server with a feed of chats that polls on demand. */
async function watchedChats(account: Account, options: WatchChatsOptions = {}, before?: Manner["before"]) {
  const gate = createGate();
  const server = await account.listen({
    async before(request) {
      await gate.arrive();
      return before?.(request);
    },
  });
  const stop = new AbortController();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 0 });
  const watch = watchChats(wipsy, { every: { min: 0.001, max: 100_000 }, signal: stop.signal, ...options });
  const end = async () => {
    stop.abort();
    await server[Symbol.asyncDispose]();
  };
  return { watch, ...drive<ChatEvent>(watch, gate), server, [Symbol.asyncDispose]: end };
}

const moved = (account: Account, id: string) => {
  const chat = { ...account.chats.get(id), last_message_at: account.now().toISOString() };
  account.chats.set(id, chat);
  return chat;
};

test("reports new and changed chats in order of time, with their previous state", async () => {
  const account = createClocked();
  const one = account.open({ id: "one" });
  await using feed = await watchedChats(account);
  expect(await feed.poll()).toEqual([]);
  account.tick();
  const other = account.open({ id: "other" });
  account.tick();
  const later = moved(account, "one");
  expect(await feed.poll()).toEqual([
    { type: "new", chat: other, previous: undefined },
    { type: "changed", chat: later, previous: one },
  ]);
  const pending = { ...other, status: "pending" };
  account.chats.set("other", pending);
  expect(await feed.poll()).toEqual([{ type: "changed", chat: pending, previous: other }]);
  expect(await feed.poll()).toEqual([]);
  expect(feed.server.seen.every(({ url }) => url.endsWith("limit=100"))).toBe(true);
});

test("includes events at the exact start time", async () => {
  const account = createClocked();
  account.open({ id: "old" });
  account.open({ id: "moved" });
  account.tick();
  const since = account.now();
  const chat = moved(account, "moved");
  const opened = account.open({ id: "opened" });
  await using feed = await watchedChats(account, { checkpoint: since });
  expect(await feed.poll()).toEqual([
    { type: "changed", chat, previous: undefined },
    { type: "new", chat: opened, previous: undefined },
  ]);
});

/** An account with more chats than a page, one of them with a future timestamp. */
function withFuture() {
  const account = createClocked();
  for (let count = 0; count < 120; count += 1) {
    account.tick();
    account.open({ id: `chat ${count}` });
  }
  account.chats.set("chat 50", { ...account.chats.get("chat 50"), last_message_at: "2099-01-01T00:00:00Z" });
  return account;
}

test("a chat with a future timestamp does not hide others", async () => {
  const account = withFuture();
  await using feed = await watchedChats(account);
  await feed.poll();
  account.tick();
  const chat = account.open();
  const beyond = moved(account, "chat 3");
  expect(await feed.poll()).toEqual([
    { type: "changed", chat: beyond, previous: undefined },
    { type: "new", chat, previous: undefined },
  ]);
});

test("a chat with a future timestamp does not hide a gap", async () => {
  const account = withFuture();
  await using feed = await watchedChats(account);
  await feed.poll();
  account.tick();
  for (let count = 0; count < 100; count += 1) account.open();
  const types = (await feed.poll()).map(({ type }) => type);
  expect(types).toEqual(["gap", ...Array(99).fill("new")]);
});

test("the same time in the other notation is not a change", async () => {
  const account = createClocked();
  for (let count = 0; count < 100; count += 1) {
    account.tick();
    account.open();
  }
  await using feed = await watchedChats(account);
  await feed.poll();
  for (const [id, chat] of account.chats) {
    account.chats.set(id, { ...chat, last_message_at: chat.last_message_at?.replace("Z", "000+00:00") ?? "" });
  }
  expect((await feed.poll()).map(({ type }) => type)).not.toContain("gap");
});

test("loses nothing while the server is down for a while", async () => {
  const account = createClocked();
  let failures = 3;
  const before = () => {
    failures -= 1;
    return failures < 0 ? undefined : { status: 502, body: "" };
  };
  await using feed = await watchedChats(account, { checkpoint: account.now() }, before);
  const chat = account.open();
  for (let poll = 0; poll < 3; poll += 1) expect(await feed.poll()).toEqual([]);
  expect(await feed.poll()).toEqual([{ type: "new", chat, previous: undefined }]);
});
