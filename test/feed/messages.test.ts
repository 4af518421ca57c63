import { describe, expect, test } from "vitest";
import type { Manner, Request } from "../support/account.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

describe("what is given", () => {
  test("what comes from the first poll on, across chats, oldest first", async () => {
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

  test("what was written since a time, at that moment too", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    const ids = receive(account, "one", 5);
    const since = new Date(account.messages.get("one")?.[2]?.created_at ?? "");
    await using feed = await watched(account, {}, { since });
    expect(shortly(await feed.poll())).toEqual(ids.slice(2));
    expect(await feed.poll()).toEqual([]);
  });

  test("everything, in an account that was empty", async () => {
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
  ])("of a chat that gets the status, only what came since the beginning, when %s", async (_what, hasOther) => {
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

  test("a message that another one of the future is later than", async () => {
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

  test("messages of other chats, when a chat has a time in the future", async () => {
    const account = createClocked();
    account.now = () => new Date(Date.now() - 1000);
    account.open({ id: "wrong", last_message_at: "2099-01-01T00:00:00Z" });
    account.open({ id: "one", last_message_at: "2025-11-02T09:00:00Z" });
    await using feed = await watched(account);
    await feed.poll();
    const { id } = account.receive({ chatId: "one" });
    expect(shortly(await feed.poll())).toEqual([id]);
  });

  test.each(["ascending", "descending"] as const)("no copy behind 40 others, in %s order", async (order) => {
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
  });

  test("what comes where chats have no times", async () => {
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
});

describe("what is asked for", () => {
  test("is one window of a long chat when few messages came, and as many as it takes when more did", async () => {
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

  test("reaches back: what is late behind 24 others of a long chat is given", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 300);
    await using feed = await watched(account);
    await feed.poll();
    const late = new Date(account.now().getTime() - 23_500);
    expect(shortly(await feed.poll())).toEqual([]);
    const { id } = account.receive({ chatId: "one", at: late });
    account.tick();
    account.chats.set("one", { ...account.chats.get("one"), last_message_at: account.now().toISOString() });
    expect(shortly(await feed.poll())).toEqual([id]);
  });

  test("is a chat in which nothing seems to have happened, now and then", async () => {
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
});

describe("changes", () => {
  test.each([true, false])("of status and media are given: %s", async (changes) => {
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

  test("are found in chats in which nothing else happens, and given once across a restart", async () => {
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
    await using next = await watched(account, {}, { changes: true, since });
    const others = [...(await next.poll()), ...(await next.poll())];
    expect([...shortly(some), ...shortly(others)].toSorted()).toEqual(
      ids.map((id) => account.messages.get(id)?.[0]?.id).toSorted(),
    );
  });
});

describe("gaps", () => {
  test.each<[string, Manner, number, number]>([
    ["holds 50", { most: 50 }, 50, 51],
    ["holds 100", { most: 100 }, 100, 130],
    // It answers with fewer than it was asked for, and says nothing.
    ["holds 7", { most: 7 }, 7, 8],
    ["holds 7, in ascending order", { most: 7, order: "ascending" }, 7, 8],
  ])("are told when more came than a window %s", async (_what, manner, most, count) => {
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

  test.each([50, 100])("are told when the server gives the %i oldest, whenever something comes", async (most) => {
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

  test("are told once, also when the watcher dies in the middle", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 60);
    await using feed = await watched(account, { most: 50 });
    await feed.poll();
    const ids = receive(account, "one", 70).slice(-50);
    expect(shortly(await feed.poll(3))).toEqual(["gap one", ...ids.slice(0, 2)]);
    await using next = await watched(account, { most: 50 }, { since: feed.watch.checkpoint });
    expect(shortly(await next.poll())).toEqual(ids.slice(2));
  });

  test("are told of the list of chats, when it is cut off and something has happened in all", async () => {
    const account = createClocked();
    for (let chat = 0; chat < 1000; chat += 1) account.open();
    account.tick(3_600_000);
    account.open();
    await using feed = await watched(account);
    await feed.poll();
    account.tick();
    const moved = account.now().toISOString();
    for (const [id, chat] of account.chats) account.chats.set(id, { ...chat, last_message_at: moved });
    expect(await feed.poll()).toEqual([{ type: "gap", chat: undefined }]);
  });
});

describe("failures", () => {
  /** Fails in one chat, as often as it says. */
  const failing =
    (status: number, times: number, isIt: (request: Request) => boolean): NonNullable<Manner["before"]> =>
    (request) => {
      if (!isIt(request) || times === 0) return undefined;
      times -= 1;
      return { status, body: { error: "no" } };
    };
  const endless = Number.POSITIVE_INFINITY;
  const isBad = ({ chatId }: Request) => chatId === "bad";

  test.each([500, 403])("a chat that always answers %i does not keep others back, and surfaces", async (status) => {
    const account = createClocked();
    for (const id of ["bad", "one"]) account.open({ id });
    const options = { every: { min: 1, max: 100 } };
    await using feed = await watched(account, { before: failing(status, endless, isBad) }, options);
    const ids: string[] = [];
    const got: string[] = [];
    const failure = async () => {
      await feed.poll();
      for (;;) {
        ids.push(...receive(account, "one"));
        got.push(...shortly(await feed.poll()));
      }
    };
    await expect(failure()).rejects.toMatchObject({ status });
    // The last of them is given before the failure is, and only then.
    expect([ids, ids.slice(0, -1)]).toContainEqual(got);
  });

  test("what was in a chat that failed at first is not given later", async () => {
    const account = createClocked();
    account.open({ id: "bad" });
    receive(account, "bad", 5);
    await using feed = await watched(account, { before: failing(500, 2, isBad) });
    await feed.poll();
    const ids = receive(account, "bad", 2);
    expect(await feed.poll()).toEqual([]);
    expect(shortly(await feed.poll())).toEqual(ids);
  });

  test("a larger window that fails for a while loses nothing, and is no gap", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 120);
    let isDown = false;
    const isLarge = ({ limit }: Request) => isDown && limit === 100;
    await using feed = await watched(account, { before: failing(500, 2, isLarge) });
    await feed.poll();
    isDown = true;
    const ids = receive(account, "one", 70);
    expect(await feed.poll()).toEqual([]);
    expect(await feed.poll()).toEqual([]);
    expect(shortly(await feed.poll())).toEqual(ids);
  });

  test("a larger window that is refused again and again is a gap", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 120);
    await using feed = await watched(account, { before: failing(400, endless, ({ limit }) => limit === 100) });
    await feed.poll();
    const some = receive(account, "one", 20);
    expect(shortly(await feed.poll())).toEqual(some);
    const many = receive(account, "one", 70);
    expect(await feed.poll()).toEqual([]);
    expect(await feed.poll()).toEqual([]);
    expect(shortly(await feed.poll())).toEqual(["gap one", ...many.slice(-50)]);
  });

  test("a server that is down for a while loses nothing", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    await using feed = await watched(account, { before: failing(503, 3, () => true) }, { since: account.now() });
    const ids = receive(account, "one", 3);
    for (let poll = 0; poll < 3; poll += 1) expect(await feed.poll()).toEqual([]);
    expect(shortly(await feed.poll())).toEqual(ids);
  });
});
