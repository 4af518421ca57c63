import { expect, test, vi } from "vitest";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// Which messages a feed delivers.

test("delivers messages of all chats from the first poll on, oldest first", async () => {
  const account = createClocked();
  const [one, other] = [account.open({ id: "one" }), account.open({ id: "other" })];
  receive(account, one.id, 3);
  await using feed = await watched(account);
  expect(await feed.poll()).toEqual([]);
  const ids = ["one", "other", "one", "other"].flatMap((id) => receive(account, id));
  const events = await feed.poll();
  expect(shortly(events)).toEqual(ids);
  expect(events[1]).toEqual({
    type: "new",
    message: account.messages.get("other")?.[0],
    chat: account.chats.get(other.id ?? ""),
  });
  expect(await feed.poll()).toEqual([]);
});

test("includes messages at the exact start time", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  const ids = receive(account, "one", 5);
  const since = new Date(account.messages.get("one")?.[2]?.created_at ?? "");
  await using feed = await watched(account, {}, { checkpoint: since });
  expect(shortly(await feed.poll())).toEqual(ids.slice(2));
  expect(await feed.poll()).toEqual([]);
});

test("delivers all messages of an account that was empty at the start", async () => {
  const account = createClocked();
  await using feed = await watched(account);
  expect(await feed.poll()).toEqual([]);
  account.open({ id: "one" });
  const ids = receive(account, "one", 2);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test.each([
  ["another chat had the status", true],
  ["no chat had the status", false],
])("delivers only messages since the start when a chat gets the watched status and %s", async (_what, hasOther) => {
  const account = createClocked();
  if (hasOther) account.open({ id: "other" });
  account.tick(3_600_000);
  const chat = account.open({ id: "one", status: "completed" });
  receive(account, "one", 70);
  await using feed = await watched(account, {}, { status: "active" });
  expect(await feed.poll()).toEqual([]);
  const ids = receive(account, "one", 2);
  expect(await feed.poll()).toEqual([]);
  account.chats.set("one", { ...chat, status: "active", last_message_at: account.now().toISOString() });
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("delivers a message behind one with a future timestamp", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 60);
  await using feed = await watched(account);
  await feed.poll();
  const { id } = account.receive({ chatId: "one", at: new Date(account.now().getTime() + 86_400_000) });
  expect(shortly(await feed.poll())).toEqual([id]);
  const ids = receive(account, "one", 60);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("delivers messages of other chats when a chat has a future timestamp", async () => {
  const account = createClocked();
  account.now = () => new Date(Date.now() - 1000);
  account.open({ id: "wrong", last_message_at: "2099-01-01T00:00:00Z" });
  account.open({ id: "one", last_message_at: "2025-11-02T09:00:00Z" });
  await using feed = await watched(account);
  await feed.poll();
  const { id } = account.receive({ chatId: "one" });
  expect(shortly(await feed.poll())).toEqual([id]);
});

test.each(["ascending", "descending"] as const)(
  "does not deliver a copy stored after 40 others, in %s order",
  async (order) => {
    const account = createClocked();
    account.open({ id: "one" });
    await using feed = await watched(account, { order });
    await feed.poll();
    account.tick();
    const { id } = account.receive({ chatId: "one", whatsappId: "wamid.1" });
    const ids = receive(account, "one", 40);
    expect(shortly(await feed.poll())).toEqual([id, ...ids]);
    account.tick();
    account.receive({ chatId: "one", whatsappId: "wamid.1" });
    const others = receive(account, "one", 2);
    expect(shortly(await feed.poll())).toEqual(others);
  },
);

test("delivers messages when chats have no timestamps", async () => {
  const account = createClocked();
  const timeless = { created_at: undefined, last_message_at: undefined } as object;
  for (const id of ["one", "other"]) account.open({ id, ...timeless });
  await using feed = await watched(account, { most: 50 });
  await feed.poll();
  const ids = receive(account, "one", 3);
  account.chats.set("one", { ...account.chats.get("one"), ...timeless });
  expect(shortly(await feed.poll())).toEqual(ids);
  const later = receive(account, "one", 60);
  account.chats.set("one", { ...account.chats.get("one"), ...timeless });
  expect(shortly(await feed.poll())).toEqual(["gap one", ...later.slice(-50)]);
});

test.each([0, 10])("does not repeat old messages after one answer with only %i messages", async (most) => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 200);
  const manner: { most?: number } = {};
  await using feed = await watched(account, manner);
  await feed.poll();
  const known = receive(account, "one", 30);
  expect(shortly(await feed.poll())).toEqual(known);
  manner.most = most;
  const [some = ""] = receive(account, "one");
  const seen = shortly(await feed.poll()).filter((one) => !one.startsWith("gap"));
  delete manner.most;
  const [next = ""] = receive(account, "one");
  const later = shortly(await feed.poll()).filter((one) => !one.startsWith("gap"));
  expect([...seen, ...later]).toEqual([some, next]);
});

test("takes no more work per message for many messages than for few", async () => {
  const account = createClocked();
  const ids = Array.from({ length: 20 }, () => {
    const { id } = account.open();
    return receive(account, id, 40);
  }).flat();
  await using feed = await watched(account, {}, { checkpoint: new Date(0) });
  const [first = ""] = shortly(await feed.poll(1));
  const parse = vi.spyOn(Date, "parse");
  try {
    expect([first, ...shortly(await feed.poll(ids.length - 1))]).toEqual(ids);
    expect(parse.mock.calls.length, "times that were read").toBeLessThanOrEqual(ids.length);
  } finally {
    parse.mockRestore();
  }
});

test.each([0, 1])("does not deliver old messages of a chat assigned to an agent with %i idle chats", async (others) => {
  const account = createClocked();
  for (let chat = 0; chat < others; chat += 1) account.open();
  account.tick(86_400_000);
  const chat = account.open({ id: "one" });
  receive(account, "one", 70);
  account.chats.delete("one");
  account.tick(86_400_000);
  await using feed = await watched(account);
  expect(await feed.poll()).toEqual([]);
  account.chats.set("one", { ...chat, last_message_at: account.now().toISOString() });
  expect(await feed.poll()).toEqual([]);
  const ids = receive(account, "one", 2);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("uses this machine's clock when the server sends no date", async () => {
  const account = createClocked();
  const chat = account.open({ id: "one" });
  account.now = () => new Date(Date.now() - 86_400_000);
  receive(account, "one", 3);
  account.chats.delete("one");
  await using feed = await watched(account, { dateless: true });
  expect(await feed.poll()).toEqual([]);
  account.chats.set("one", { ...chat, last_message_at: new Date().toISOString() });
  expect(await feed.poll()).toEqual([]);
  account.now = () => new Date();
  const ids = receive(account, "one", 1);
  expect(shortly(await feed.poll())).toEqual(ids);
});
