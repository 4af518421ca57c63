import { expect, test } from "vitest";
import type { Manner } from "../support/account.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// Gaps because the list of chats is truncated, which takes a thousand chats.

test.each([undefined, "2099-01-01T00:00:00Z"])(
  "reports a gap when all chats of a truncated list have activity except one with the time %s",
  async (future) => {
    const account = createClocked();
    for (let chat = 0; chat < 1000; chat += 1) account.open();
    account.tick(3_600_000);
    const last = account.open({ id: "last", ...(future && { last_message_at: future }) });
    await using feed = await watched(account);
    await feed.poll();
    account.tick();
    const moved = account.now().toISOString();
    for (const [id, chat] of account.chats) account.chats.set(id, { ...chat, last_message_at: moved });
    if (future) account.chats.set("last", last);
    expect(await feed.poll()).toEqual([{ type: "gap", chat: undefined }]);
  },
);

/** A feed whose list of chats is truncated after the chat `one`: `other` is the first that is not listed. */
async function watchedCut(isSince: boolean, before: NonNullable<Manner["before"]>) {
  const account = createClocked();
  for (const id of ["other", "one"]) {
    account.tick();
    account.open({ id });
  }
  const since = isSince ? account.now() : undefined;
  const later = new Date(account.now().getTime() + 30_000).toISOString();
  for (let chat = 0; chat < 999; chat += 1) account.open({ last_message_at: later });
  const feed = await watched(account, { before }, { checkpoint: since });
  await feed.poll();
  return { ...feed, account };
}

test.each([true, false])("reports a gap once if a chat leaves a truncated list unread: %s", async (isUnread) => {
  let isDown = isUnread;
  const before: Manner["before"] = ({ chatId }) => (isDown && chatId === "one" ? { status: 500 } : undefined);
  await using feed = await watchedCut(true, before);
  const ids = receive(feed.account, "one");
  expect(shortly(await feed.poll())).toEqual(isUnread ? [] : ids);
  const others = receive(feed.account, "other");
  expect(shortly(await feed.poll())).toEqual(isUnread ? ["gap ", ...others] : others);
  expect(await feed.poll()).toEqual([]);
  isDown = false;
  const last = receive(feed.account, "one");
  expect(shortly(await feed.poll())).toEqual(isUnread ? [...ids, ...last] : last);
});

test("does not report a gap when a chat without activity since the start leaves such a list", async () => {
  await using feed = await watchedCut(false, ({ chatId }) => (chatId === "one" ? { status: 500 } : undefined));
  expect(await feed.poll()).toEqual([]);
  const others = receive(feed.account, "other");
  expect(shortly(await feed.poll())).toEqual(others);
});

/** Resumes from a feed's checkpoint after `other` has pushed `one` out of the list. */
async function pollNext({ account, watch }: Awaited<ReturnType<typeof watchedCut>>) {
  const others = receive(account, "other");
  await using next = await watched(account, {}, { checkpoint: JSON.parse(JSON.stringify(watch.checkpoint)) });
  const got = shortly(await next.poll());
  expect(await next.poll()).toEqual([]);
  return { got, others };
}

/** Adds messages to a chat that always stays in the list. */
function receiveOnTop(account: ReturnType<typeof createClocked>, count: number): string[] {
  const [id = "", { last_message_at: at } = {}] = [...account.chats].at(-1) ?? [];
  const ids = receive(account, id, count);
  const later = new Date(Date.parse(at ?? "") + 1000).toISOString();
  account.chats.set(id, { ...account.chats.get(id), last_message_at: later });
  return ids;
}

test.each([1, 2])(
  "reports a gap if a chat leaves such a list before all its messages were delivered: %i of 2",
  async (given) => {
    await using feed = await watchedCut(true, () => undefined);
    const ids = receive(feed.account, "one", 2);
    receiveOnTop(feed.account, 1);
    expect(shortly(await feed.poll(given))).toEqual(ids.slice(0, given));
    const { got, others } = await pollNext(feed);
    expect(got.filter((one) => one.startsWith("gap"))).toEqual(given === 1 ? ["gap "] : []);
    expect(got.slice(-1)).toEqual(others);
  },
);

test("reports a gap when a failed chat leaves such a list before all events of the poll were delivered", async () => {
  let isDown = false;
  const before: Manner["before"] = ({ chatId }) => (isDown && chatId === "one" ? { status: 500 } : undefined);
  await using feed = await watchedCut(true, before);
  isDown = true;
  receive(feed.account, "one");
  const top = receiveOnTop(feed.account, 2);
  expect(shortly(await feed.poll(1))).toEqual(top.slice(0, 1));
  const { got, others } = await pollNext(feed);
  expect(got).toEqual(["gap ", ...top.slice(1), ...others]);
});
