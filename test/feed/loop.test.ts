import { describe, expect, test, vi } from "vitest";
import { watchChats, watchMessages } from "wipsy-client/feed";
import type { Manner } from "../support/account.ts";
import { type Reply, serve } from "../support/server.ts";
import { clientOf, delays, hour, recordTimers } from "./timers.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// The loop over a feed: when it polls, how long it waits, and what it fails with.

recordTimers();

test("after break, another loop resumes where the last one stopped", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  const ids = receive(account, "one", 4);
  await using server = await account.listen();
  const watch = watchMessages(clientOf(server).agent, { checkpoint: new Date(0), every: 1 });
  const got: string[] = [];
  for (const most of [1, 3, 4]) {
    for await (const event of watch) {
      got.push(...shortly([event]));
      if (got.length === most) break;
    }
  }
  expect(got).toEqual(ids);
});

test("sends no requests while the loop body runs", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 2);
  await using server = await account.listen();
  const watch = watchMessages(clientOf(server).agent, { checkpoint: new Date(0), every: 0.001 });
  const iterator = watch[Symbol.asyncIterator]();
  await iterator.next();
  const count = server.seen.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  await iterator.next();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(server.seen).toHaveLength(count);
  await iterator.return?.();
});

describe("waits", () => {
  /** The timers between polls: no other timer is as short. */
  const waits = () => delays.filter((ms) => ms > 0 && ms <= 0.5);

  test("grow to the maximum while idle, and return to the minimum after an event", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    await using feed = await watched(account, {}, { every: { min: 0.1, max: 0.5 } });
    for (let poll = 0; poll < 6; poll += 1) await feed.poll();
    const quiet = [0.15, 0.225, 0.3375, 0.4, 0.4, 0.4];
    receive(account, "one");
    expect(await feed.poll()).toHaveLength(1);
    await feed.poll();
    const usual = [...quiet, 0.1, 0.15];
    expect(waits()).toHaveLength(usual.length);
    for (const [index, least] of usual.entries()) {
      expect(waits()[index]).toBeGreaterThanOrEqual(least - 1e-9);
      expect(waits()[index]).toBeLessThanOrEqual(Math.min(0.5, least * 1.25) + 1e-9);
    }
    expect(new Set(waits()).size, "not all by the same chance").toBeGreaterThan(4);
  });

  test('grow to ten times "every" when it is a number', async () => {
    await using feed = await watched(createClocked(), {}, { every: 0.05 });
    for (let poll = 0; poll < 12; poll += 1) await feed.poll();
    expect(waits().at(-1)).toBeGreaterThanOrEqual(0.4);
    expect(waits().at(-1)).toBeLessThanOrEqual(0.5);
  });

  test("respect Retry-After of a failing server", async () => {
    let isDown = true;
    const before = () => (isDown ? { status: 503, headers: { "retry-after-ms": "77" } } : undefined);
    await using feed = await watched(createClocked(), { before }, { every: { min: 0.1, max: 50 } });
    await feed.poll();
    isDown = false;
    await feed.poll();
    expect(delays.filter((ms) => ms === 77)).toHaveLength(1);
  });
});

describe("failures", () => {
  const counted = async (reply: Reply, every: number) => {
    await using server = await serve(() => reply);
    const { wipsy } = clientOf(server);
    const iterator = watchChats(wipsy, { every: { min: every, max: every } })[Symbol.asyncIterator]();
    const [settled] = await Promise.allSettled([iterator.next()]);
    return { count: server.seen.length, settled };
  };

  test("surface after ten of the longest intervals", async () => {
    const { count, settled } = await counted({ status: 500, body: { error: "no" } }, 100);
    expect(settled).toMatchObject({ status: "rejected", reason: { name: "ServerError", status: 500 } });
    expect(count).toBeLessThanOrEqual(10);
    // Ten waits of 100 ms, less what the requests take.
    expect(count).toBeGreaterThan(1);
  });

  test.each<[string, Reply, string]>([
    ["that cannot pass", { status: 401, body: { code: 401, message: "no" } }, "AuthenticationError"],
    ["that ask for a longer wait", { status: 503, headers: { "retry-after": "9999999" } }, "ServerError"],
  ])("%s surface at once", async (_what, reply, name) => {
    const { count, settled } = await counted(reply, hour);
    expect(settled).toMatchObject({ status: "rejected", reason: { name } });
    expect(count).toBe(1);
  });

  test.each([1, 3])("of one chat that asks to wait do not end the feed: %i chats", async (count) => {
    const asked = 120;
    const account = createClocked();
    const chats = ["bad", "one", "other"].slice(0, count);
    for (const id of chats) account.open({ id });
    const down = new Set<unknown>(chats);
    const before: Manner["before"] = ({ chatId }) => {
      if (!down.has(chatId)) return undefined;
      return { status: 503, ...(chatId === "bad" && { headers: { "retry-after-ms": String(asked) } }) };
    };
    const ids = chats.flatMap((id) => receive(account, id));
    await using feed = await watched(account, { before }, { checkpoint: new Date(0), every: { min: 1, max: 100 } });
    // First every chat fails, then only one.
    expect(await feed.poll()).toEqual([]);
    for (const id of chats.slice(1)) down.delete(id);
    expect(shortly(await feed.poll())).toEqual(ids.slice(1));
    down.clear();
    expect(shortly(await feed.poll())).toEqual(ids.slice(0, 1));
  });

  test.each([
    ["longer than a call's deadline are waited for", 300, undefined],
    ["of an hour surface", hour, { name: "TimeoutError", outcome: "not-sent" }],
  ])("pauses %s", async (_what, asked, surfaced) => {
    const account = createClocked();
    account.open({ id: "one" });
    const ids = receive(account, "one");
    let isDown = true;
    const before: Manner["before"] = ({ list }) => {
      if (!isDown || list !== "messages") return undefined;
      isDown = false;
      return { status: 503, headers: { "retry-after-ms": String(asked) } };
    };
    const options = { checkpoint: new Date(0), deadline: 100, every: { min: 1, max: 100 } };
    await using feed = await watched(account, { before }, options);
    const polls = async () => shortly([...(await feed.poll()), ...(await feed.poll())]);
    if (surfaced) await expect(polls()).rejects.toMatchObject(surfaced);
    else expect(await polls()).toEqual(ids);
  });

  test("of all chats respect Retry-After, even beyond max", async () => {
    const account = createClocked();
    for (const id of ["one", "other"]) account.open({ id });
    let isDown = true;
    const waits = ["1100", "1000"];
    const before: Manner["before"] = ({ list }) =>
      isDown && list === "messages" ? { status: 503, headers: { "retry-after-ms": waits.pop() ?? "" } } : undefined;
    const ids = [...receive(account, "one"), ...receive(account, "other")];
    await using feed = await watched(account, { before }, { checkpoint: new Date(0), every: { min: 0.1, max: 500 } });
    expect(await feed.poll()).toEqual([]);
    isDown = false;
    expect(shortly(await feed.poll())).toEqual(ids);
    expect(delays.filter((ms) => ms >= 1000 && ms <= 1100)).toEqual([1000]);
  });

  test("between successful polls never surface", async () => {
    let count = 0;
    const before = () => {
      count += 1;
      return count % 2 === 0 ? { status: 503, headers: { "retry-after-ms": "100" } } : undefined;
    };
    await using feed = await watched(createClocked(), { before }, { every: { min: 1, max: 100 } });
    // Their intervals together are longer than failures may last.
    while (count < 24) await feed.poll();
    expect(delays.filter((ms) => ms === 100).length).toBeGreaterThan(10);
  });

  test("do not count the time that the loop body takes", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    account.open({ id: "bad" });
    let isDown = true;
    const before: Manner["before"] = ({ chatId }) => (isDown && chatId === "bad" ? { status: 500 } : undefined);
    const options = { checkpoint: account.now(), every: { min: 0.001, max: 1000 } };
    const ids = [...receive(account, "one"), ...receive(account, "bad")];
    await using feed = await watched(account, { before }, options);
    expect(shortly(await feed.poll(1))).toEqual(ids.slice(0, 1));
    const now = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => now + hour);
    expect(await feed.poll()).toEqual([]);
    isDown = false;
    expect(shortly(await feed.poll())).toEqual(ids.slice(1));
  });
});
