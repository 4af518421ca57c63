import { expect, test } from "vitest";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// Messages whose status or media change.

test.each([true, false])("delivers changes of status and media: %s", async (changes) => {
  const account = createClocked();
  account.open({ id: "one" });
  await using feed = await watched(account, {}, { changes });
  await feed.poll();
  receive(account, "one", 2);
  expect(await feed.poll()).toMatchObject([{ type: "new" }, { type: "new" }]);
  const [first = {}, second = {}] = account.messages;
  const read = Object.assign(first, { status: "read" });
  const changed = [{ type: "changed", message: read, chat: account.chat("one") }];
  expect(await feed.poll()).toEqual(changes ? changed : []);
  const withMedia = Object.assign(second, { metadata: { imageUrl: "https://example.com/a.jpg" }, is_read: true });
  expect(await feed.poll()).toMatchObject(changes ? [{ type: "changed", message: withMedia }] : []);
  expect(await feed.poll()).toEqual([]);
});

test("finds changes in idle chats, and delivers them once across a restart", async () => {
  const account = createClocked();
  for (let chat = 0; chat < 15; chat += 1) account.open({ id: `chat ${chat}` });
  const ids = account.chats.map(({ id = "" }) => id);
  await using feed = await watched(account, {}, { changes: true });
  await feed.poll();
  for (const id of ids) receive(account, id);
  expect(await feed.poll()).toHaveLength(15);
  await feed.poll();
  for (const message of account.messages) message.status = "read";
  const some = await feed.poll(4);
  expect(some).toMatchObject(Array.from({ length: 4 }, () => ({ type: "changed" })));
  const since = JSON.parse(JSON.stringify(feed.watch.checkpoint));
  await using next = await watched(account, {}, { changes: true, checkpoint: since });
  const others = [...(await next.poll()), ...(await next.poll())];
  expect([...shortly(some), ...shortly(others)].toSorted()).toEqual(account.messages.map(({ id }) => id).toSorted());
});
