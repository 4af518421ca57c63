import { expect, test } from "vitest";
import type { Manner } from "../support/account.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// Which requests a feed of messages makes, and what it finds.

test("reads one page of a long chat after few messages, and more pages after many", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 300);
  const limits: unknown[] = [];
  const before: Manner["before"] = ({ list, limit }) => {
    if (list === "messages") limits.push(limit);
    return undefined;
  };
  await using feed = await watched(account, { before });
  await feed.poll();
  for (const count of [24, 0, 60]) {
    limits.length = 0;
    receive(account, "one", count);
    expect(await feed.poll()).toHaveLength(count);
    expect(limits).toEqual(count === 60 ? [50, 100] : [50]);
  }
});

test("delivers a late message behind 24 others of a long chat", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 300);
  await using feed = await watched(account);
  await feed.poll();
  const late = new Date(account.now().getTime() - 24_000);
  expect(shortly(await feed.poll())).toEqual([]);
  const { id } = account.receive({ chatId: "one", at: late });
  account.tick();
  account.chats.set("one", { ...account.chats.get("one"), last_message_at: account.now().toISOString() });
  expect(shortly(await feed.poll())).toEqual([id]);
});

test("polls an idle chat now and then", async () => {
  const account = createClocked();
  for (const id of ["one", "other", "third"]) account.open({ id });
  await using feed = await watched(account);
  for (let poll = 0; poll < 5; poll += 1) await feed.poll();
  const chat = account.chats.get("other") ?? {};
  const { id } = account.receive({ chatId: "other" });
  // The message is there, but the chat's timestamp does not show it.
  account.chats.set("other", chat);
  const polls = [await feed.poll(), await feed.poll(), await feed.poll()];
  expect(shortly(polls.flat())).toEqual([id]);
});

/** An account with so many chats that polling each idle one takes long. The last one is `one`. */
function createLarge() {
  const account = createClocked();
  for (let chat = 0; chat < 12; chat += 1) account.open();
  account.open({ id: "one" });
  return account;
}

test("polls a failed chat again in the next poll", async () => {
  const account = createLarge();
  let isDown = false;
  const before: Manner["before"] = ({ chatId }) => (isDown && chatId === "one" ? { status: 500 } : undefined);
  await using feed = await watched(account, { before });
  await feed.poll();
  await feed.poll();
  const ids = receive(account, "one", 2);
  isDown = true;
  expect(await feed.poll()).toEqual([]);
  isDown = false;
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("polls a chat again when its timestamp is ahead of its messages", async () => {
  const account = createLarge();
  await using feed = await watched(account);
  await feed.poll();
  await feed.poll();
  account.tick();
  account.chats.set("one", { ...account.chats.get("one"), last_message_at: account.now().toISOString() });
  expect(await feed.poll()).toEqual([]);
  const { id } = account.receive({ chatId: "one" });
  expect(shortly(await feed.poll())).toEqual([id]);
});

test("polls a chat with undelivered messages first after a restart", async () => {
  const account = createLarge();
  await using feed = await watched(account);
  await feed.poll();
  await feed.poll();
  const ids = receive(account, "one", 2);
  expect(shortly(await feed.poll(1))).toEqual(ids.slice(0, 1));
  await using next = await watched(account, {}, { checkpoint: feed.watch.checkpoint });
  expect(shortly(await next.poll())).toEqual(ids.slice(1));
});

test("polls all chats when none has a timestamp", async () => {
  const account = createLarge();
  const timeless = () => {
    const none = { created_at: undefined, last_message_at: undefined } as object;
    for (const [id, chat] of account.chats) account.chats.set(id, { ...chat, ...none });
  };
  timeless();
  await using feed = await watched(account);
  await feed.poll();
  await feed.poll();
  const ids = [...account.chats.keys()].flatMap((id) => receive(account, id));
  timeless();
  expect(shortly(await feed.poll())).toEqual(ids);
});
