import { expect, test } from "vitest";
import type { Manner } from "../support/account.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// Gaps: messages may have been missed.

test.each<[string, Manner, number, number]>([
  ["holds 50", { most: 50 }, 50, 51],
  ["holds 100", { most: 100 }, 100, 130],
  // Silently returns fewer messages than requested.
  ["holds 7", { most: 7 }, 7, 8],
  ["holds 7, in ascending order", { most: 7, order: "ascending" }, 7, 8],
])("reports a gap when more messages arrive than a page %s", async (_what, manner, most, count) => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 60);
  await using feed = await watched(account, manner);
  await feed.poll();
  const some = receive(account, "one", most - 1);
  expect(shortly(await feed.poll())).toEqual(some);
  const many = receive(account, "one", count);
  expect(shortly(await feed.poll())).toEqual(["gap one", ...many.slice(-most)]);
  const last = receive(account, "one", 2);
  expect(shortly(await feed.poll())).toEqual(last);
});

test.each([50, 100])("reports a gap on each new message when the server returns the %i oldest", async (most) => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", most);
  await using feed = await watched(account, { side: "oldest", most });
  await feed.poll();
  for (let poll = 0; poll < 3; poll += 1) {
    receive(account, "one");
    expect(shortly(await feed.poll())).toEqual(["gap one"]);
    expect(await feed.poll()).toEqual([]);
  }
});

// Then as many are stored as a limit, so others may have been cut off: only the copy shows what happened.
test.each(["ascending", "descending"] as const)(
  "does not report a gap for a copy of the last message, %s",
  async (order) => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 48);
    account.tick();
    account.receive({ chatId: "one", whatsappId: "wamid.1" });
    await using feed = await watched(account, { order });
    await feed.poll();
    account.tick();
    account.receive({ chatId: "one", whatsappId: "wamid.1" });
    for (let poll = 0; poll < 3; poll += 1) expect(shortly(await feed.poll())).toEqual([]);
  },
);

test("reports a gap once, even if the watcher stops in the middle", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 60);
  await using feed = await watched(account, { most: 50 });
  await feed.poll();
  const ids = receive(account, "one", 70).slice(-50);
  expect(shortly(await feed.poll(3))).toEqual(["gap one", ...ids.slice(0, 2)]);
  await using next = await watched(account, { most: 50 }, { checkpoint: feed.watch.checkpoint });
  expect(shortly(await next.poll())).toEqual(ids.slice(2));
});

test("reports a gap when undelivered messages have left the page since the watcher stopped", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  await using feed = await watched(account, { most: 50 });
  await feed.poll();
  account.tick();
  // All with one timestamp: which of them comes first, and which drops out first, does not show.
  const ids = Array.from({ length: 51 }, () => account.receive({ chatId: "one" }).id ?? "");
  const got = shortly(await feed.poll(2));
  expect(got).toEqual(["gap one", ids[50]]);
  const last = receive(account, "one");
  await using next = await watched(
    account,
    { most: 50 },
    { checkpoint: JSON.parse(JSON.stringify(feed.watch.checkpoint)) },
  );
  const rest = shortly(await next.poll());
  expect(rest[0]).toBe("gap one");
  expect(rest.slice(1).sort()).toEqual([...ids.slice(2, 50), ...last].sort());
  expect(await next.poll()).toEqual([]);
});

test("does not report a gap when the remaining messages arrive after a restart", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 60);
  await using feed = await watched(account, { most: 50 });
  await feed.poll();
  const ids = receive(account, "one", 49);
  expect(shortly(await feed.poll(1))).toEqual(ids.slice(0, 1));
  await using next = await watched(account, { most: 50 }, { checkpoint: feed.watch.checkpoint });
  expect(shortly(await next.poll())).toEqual(ids.slice(1));
});

test("does not report a gap when all late messages of a chat were delivered before the watcher stopped", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 120);
  await using feed = await watched(account, { most: 50 });
  await feed.poll();
  const at = account.now();
  account.tick();
  const { id } = account.receive({ chatId: "one", at });
  expect(shortly(await feed.poll(1))).toEqual([id]);
  await using next = await watched(
    account,
    { most: 50 },
    { checkpoint: JSON.parse(JSON.stringify(feed.watch.checkpoint)) },
  );
  expect(await next.poll()).toEqual([]);
});

// In the first poll, no chat is long enough to show which messages the server leaves out.
test.each([
  [49, 5],
  [34, 40],
  [10, 60],
])(
  "reports a gap when %i and then %i more messages exceed a server's limit and it returns the oldest",
  async (count, more) => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", count);
    await using feed = await watched(account, { side: "oldest", most: 50 });
    await feed.poll();
    account.tick();
    // All with one timestamp: the last returned message is as late as the last of all.
    const ids = Array.from({ length: more }, () => account.receive({ chatId: "one" }).id ?? "");
    const [gap, ...given] = shortly(await feed.poll());
    expect(gap).toBe("gap one");
    expect(given.sort()).toEqual(ids.slice(0, 50 - count).sort());
    expect(await feed.poll()).toEqual([]);
  },
);

test("does not report a gap when a chat reaches the limit with a late message", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 49);
  await using feed = await watched(account, { most: 50 });
  await feed.poll();
  const at = account.now();
  account.tick();
  const { id } = account.receive({ chatId: "one", at });
  expect(shortly(await feed.poll())).toEqual([id]);
});

// A late message looks like one left out by a server that returns the oldest.
test("reports a gap when the server always returns the latest 50 and they do not reach back far enough", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 30);
  await using feed = await watched(account, { fixed: 50 });
  await feed.poll();
  const some = receive(account, "one", 20);
  expect(shortly(await feed.poll())).toEqual(some);
  const more = receive(account, "one", 20);
  expect(shortly(await feed.poll())).toEqual(more);
  const many = receive(account, "one", 51);
  expect(shortly(await feed.poll())).toEqual(["gap one", ...many.slice(1)]);
});
