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
  const [first = {}, second = {}] = account.messages.get("one") ?? [];
  const read = { ...first, status: "read" };
  account.messages.set("one", [read, second]);
  const changed = [{ type: "changed", message: read, chat: account.chats.get("one") }];
  expect(await feed.poll()).toEqual(changes ? changed : []);
  const withMedia = { ...second, metadata: { imageUrl: "https://example.com/a.jpg" } };
  account.messages.set("one", [read, { ...withMedia, is_read: true }]);
  expect(await feed.poll()).toMatchObject(changes ? [{ type: "changed", message: withMedia }] : []);
  expect(await feed.poll()).toEqual([]);
});

test("finds changes in idle chats, and delivers them once across a restart", async () => {
  const account = createClocked();
  for (let chat = 0; chat < 15; chat += 1) account.open({ id: `chat ${chat}` });
  const ids = [...account.chats.keys()];
  await using feed = await watched(account, {}, { changes: true });
  await feed.poll();
  for (const id of ids) receive(account, id);
  expect(await feed.poll()).toHaveLength(15);
  await feed.poll();
  for (const id of ids) {
    account.messages.set(
      id,
      (account.messages.get(id) ?? []).map((message) => ({ ...message, status: "read" })),
    );
  }
  const some = await feed.poll(4);
  expect(some).toMatchObject(Array.from({ length: 4 }, () => ({ type: "changed" })));
  const since = JSON.parse(JSON.stringify(feed.watch.checkpoint));
  await using next = await watched(account, {}, { changes: true, checkpoint: since });
  const others = [...(await next.poll()), ...(await next.poll())];
  expect([...shortly(some), ...shortly(others)].toSorted()).toEqual(
    ids.map((id) => account.messages.get(id)?.[0]?.id).toSorted(),
  );
});
