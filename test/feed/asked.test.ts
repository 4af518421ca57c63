import { expect, test } from "vitest";
import type { Manner } from "../support/account.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// What a feed of messages asks for, and finds there.

test("one window of a long chat when few messages came, and as many as it takes when more did", async () => {
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

test("it reaches back: what is late behind 24 others of a long chat is given", async () => {
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

test("a chat in which nothing seems to have happened is looked into now and then", async () => {
  const account = createClocked();
  for (const id of ["one", "other", "third"]) account.open({ id });
  await using feed = await watched(account);
  for (let poll = 0; poll < 5; poll += 1) await feed.poll();
  const chat = account.chats.get("other") ?? {};
  const { id } = account.receive({ chatId: "other" });
  // The message is there, and the chat does not say so.
  account.chats.set("other", chat);
  const polls = [await feed.poll(), await feed.poll(), await feed.poll()];
  expect(shortly(polls.flat())).toEqual([id]);
});
