import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { watchMessages } from "wipsy-client/feed";
import type { Manner, Request } from "../support/account.ts";
import { session } from "./model.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// A feed of messages when the server fails.

/** Fails the first `times` matching requests. */
const failing =
  (status: number, times: number, isIt: (request: Request) => boolean): NonNullable<Manner["before"]> =>
  (request) => {
    if (!isIt(request) || times === 0) return undefined;
    times -= 1;
    return { status, body: { error: "no" } };
  };
const endless = Number.POSITIVE_INFINITY;
const isBad = ({ chatId }: Request) => chatId === "bad";

test.each([500, 403])("a chat that always answers %i does not block others, and its error surfaces", async (status) => {
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

test("keeps going when a different chat fails in each poll", async () => {
  const { account, receiveInAll } = createMany(5);
  let polls = 0;
  const before: Manner["before"] = ({ list, chatId }) => {
    if (list === "chats") polls += 1;
    // Intervals as long as failures make them: ten failures in one chat would end the feed.
    return chatId === `chat-${polls % 5}` ? { status: 503, headers: { "retry-after-ms": "100" } } : undefined;
  };
  await using feed = await watched(account, { before }, { every: { min: 1, max: 100 } });
  await feed.poll();
  const ids: string[] = [];
  const got: string[] = [];
  for (let poll = 0; poll < 14; poll += 1) {
    ids.push(...receiveInAll());
    got.push(...shortly(await feed.poll()));
  }
  polls = Number.NaN;
  got.push(...shortly(await feed.poll()));
  expect(got.toSorted()).toEqual(ids.toSorted());
});

test("surfaces chats that keep failing, even if a poll does not reach all of them", async () => {
  const { account, receiveInAll } = createMany(20);
  const bad = new Set([...account.chats.keys()].slice(-9));
  let polls = 0;
  const before: Manner["before"] = ({ list, chatId = "" }) => {
    if (list === "chats") polls += 1;
    return bad.has(chatId) ? { status: 503, headers: { "retry-after-ms": "50" } } : undefined;
  };
  await using feed = await watched(account, { before }, { every: { min: 1, max: 50 } });
  const failure = async () => {
    for (;;) {
      receiveInAll();
      await feed.poll();
    }
  };
  await expect(failure()).rejects.toMatchObject({ status: 503 });
  // Ten intervals, and the polls it takes to come to the same chat again.
  expect(polls).toBeLessThan(16);
});

/** An account with this many chats, and a function that adds a message to each. */
function createMany(count: number) {
  const account = createClocked();
  for (let chat = 0; chat < count; chat += 1) account.open({ id: `chat-${chat}` });
  const receiveInAll = () => [...account.chats.keys()].flatMap((id) => receive(account, id));
  return { account, receiveInAll };
}

test("stops a poll when the server fails, and starts the next one with the remaining chats", async () => {
  const { account, receiveInAll } = createMany(40);
  let isDown = false;
  let asked: unknown[] = [];
  const before: Manner["before"] = ({ list, chatId }) => {
    if (list === "messages") asked.push(chatId);
    return isDown && list === "messages" ? { status: 500 } : undefined;
  };
  await using feed = await watched(account, { before });
  await feed.poll();
  const ids = receiveInAll();
  isDown = true;
  const seen = new Set<unknown>();
  for (let poll = 1; poll <= 5; poll += 1) {
    asked = [];
    expect(await feed.poll()).toEqual([]);
    // Four at a time, until four have failed.
    expect(asked.length).toBeLessThan(8);
    for (const chat of asked) seen.add(chat);
    // No chat twice before all had their turn.
    expect(seen.size).toBeGreaterThanOrEqual(4 * poll);
  }
  isDown = false;
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("surfaces a server that lists the chats and then hangs, whatever the number of chats", async () => {
  const { account, receiveInAll } = createMany(200);
  receiveInAll();
  await using server = await account.listen({
    before: ({ list }) => (list === "chats" ? undefined : new Promise(() => {})),
  });
  const agent = new Wipsy({ baseUrl: server.url, deadline: 50 }).agent({ session });
  const watch = watchMessages(agent, { every: { min: 1, max: 40 }, checkpoint: new Date(0) });
  await expect(watch[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: "TimeoutError" });
  const polls = server.seen.filter(({ url }) => url.endsWith("chats")).length;
  // Four at a time, until four have failed: two rounds in each poll.
  expect(server.seen.length - polls).toBeLessThan(8 * polls);
});

test("failing chats delay the others by at most one poll", async () => {
  const { account, receiveInAll } = createMany(30);
  const bad = new Set([...account.chats.keys()].slice(-9));
  const before: Manner["before"] = ({ chatId = "" }) => (bad.has(chatId) ? { status: 500 } : undefined);
  await using feed = await watched(account, { before });
  await feed.poll();
  for (let round = 0; round < 3; round += 1) {
    const ids = receiveInAll();
    const got = [...(await feed.poll()), ...(await feed.poll())];
    expect(shortly(got).sort()).toEqual(ids.slice(0, 21).sort());
  }
  bad.clear();
  expect(await feed.poll()).toHaveLength(27);
});

test("does not deliver old messages of chats skipped by the first poll", async () => {
  const { account, receiveInAll } = createMany(30);
  receiveInAll();
  let isDown = true;
  const before: Manner["before"] = ({ list }) => (isDown && list === "messages" ? { status: 500 } : undefined);
  await using feed = await watched(account, { before });
  await feed.poll();
  isDown = false;
  const ids = receiveInAll();
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("requests no more chats after a rejected token", async () => {
  const { account, receiveInAll } = createMany(30);
  let looks = 0;
  const before: Manner["before"] = ({ list }) => {
    if (list === "messages") looks += 1;
    return list === "messages" && looks === 1 ? { status: 401 } : undefined;
  };
  receiveInAll();
  await using feed = await watched(account, { before }, { checkpoint: new Date(0) });
  await expect(feed.poll()).rejects.toMatchObject({ name: "AuthenticationError" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  // Requests that were in flight when it arrived, and those that their answers led to.
  expect(looks).toBeLessThan(8);
});

test("does not deliver old messages of a chat that failed in the first poll", async () => {
  const account = createClocked();
  account.open({ id: "bad" });
  receive(account, "bad", 5);
  await using feed = await watched(account, { before: failing(500, 2, isBad) });
  await feed.poll();
  const ids = receive(account, "bad", 2);
  expect(await feed.poll()).toEqual([]);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("delivers new messages of a chat with a future timestamp that failed in the first poll", async () => {
  const account = createClocked();
  account.now = () => new Date(Date.now() + 1000);
  account.open({ id: "bad", last_message_at: "2099-01-01T00:00:00Z" });
  await using feed = await watched(account, { before: failing(500, 1, isBad) });
  await feed.poll();
  const { id } = account.receive({ chatId: "bad" });
  expect(shortly(await feed.poll())).toEqual([id]);
});

test("loses nothing and reports no gap when a larger page fails for a while", async () => {
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

test("reports a gap when a larger page is rejected repeatedly", async () => {
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

test("loses nothing while the server is down for a while", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  await using feed = await watched(account, { before: failing(503, 3, () => true) }, { checkpoint: account.now() });
  const ids = receive(account, "one", 3);
  for (let poll = 0; poll < 3; poll += 1) expect(await feed.poll()).toEqual([]);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test.each<[string, unknown]>([
  ["null", null],
  ["a number", 7],
  ["empty", ""],
  ["missing", undefined],
])("a chat whose id is %s does not block others, and surfaces as the server's fault", async (_what, id) => {
  const account = createClocked();
  account.open({ id: "one" });
  // The tested values are not allowed by the types.
  account.chats.set("bad", { ...account.open({ id: "bad" }), id: id as string });
  await using feed = await watched(account, {}, { every: { min: 1, max: 100 }, checkpoint: account.now() });
  const ids: string[] = [];
  const got: string[] = [];
  const failure = async () => {
    for (;;) {
      ids.push(...receive(account, "one"));
      got.push(...shortly(await feed.poll()));
    }
  };
  const problem = { name: "WipsyError", outcome: "not-sent", message: expect.stringMatching(/chat without an id/) };
  await expect(failure()).rejects.toMatchObject(problem);
  expect(got.length).toBeGreaterThan(1);
  // The last of them is given before the failure is, and only then.
  expect([ids, ids.slice(0, -1)]).toContainEqual(got);
});

test.each([70, 100, 180])(
  "does not repeat any of %i messages with one timestamp when a larger page fails",
  async (count) => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 10);
    let isDown = false;
    const isLarge = ({ limit }: Request) => isDown && Number(limit) > 50;
    await using feed = await watched(account, { before: failing(500, 1, isLarge) });
    await feed.poll();
    account.tick();
    const ids = Array.from({ length: count }, () => account.receive({ chatId: "one" }).id ?? "");
    expect(shortly(await feed.poll()).sort()).toEqual(ids.sort());
    isDown = true;
    const next = receive(account, "one");
    expect(shortly(await feed.poll())).toEqual(next);
    const last = receive(account, "one");
    expect(shortly(await feed.poll())).toEqual(last);
  },
);

test.each([
  ["newest", 1],
  ["newest", 4],
  ["oldest", 1],
  // Often enough to count as final.
  ["oldest", 4],
] as const)(
  "does not deliver old messages when a larger page of the %s fails in the first %i polls",
  async (side, polls) => {
    const account = createClocked();
    account.open({ id: "one" });
    receive(account, "one", 310);
    let isDown = true;
    const isLarge = ({ limit }: Request) => isDown && Number(limit) > 50;
    await using feed = await watched(account, { side, before: failing(500, endless, isLarge) });
    const got: string[] = [];
    for (let poll = 0; poll < polls; poll += 1) got.push(...shortly(await feed.poll()));
    isDown = false;
    got.push(...shortly(await feed.poll()));
    expect(got).toEqual(side === "oldest" && polls > 1 ? ["gap one"] : []);
    const ids = receive(account, "one");
    expect(shortly(await feed.poll())).toEqual(ids);
  },
);
