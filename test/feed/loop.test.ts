import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import type { Manner } from "../support/account.ts";
import { type Reply, serve, type TestServer } from "../support/server.ts";
import { session } from "./model.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// The loop over a feed: how long it waits, what it fails with, and how it ends. Timers are watched, never timed.

/** Delays of all timers that were set, and those that are still set. */
const delays: number[] = [];
const set = new Map<unknown, number>();
beforeEach(() => {
  delays.length = 0;
  set.clear();
  const [setTimer, clearTimer] = [globalThis.setTimeout, globalThis.clearTimeout];
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((
    callback: (...values: unknown[]) => void,
    ms = 0,
    ...given: unknown[]
  ) => {
    const timer = setTimer(() => {
      set.delete(timer);
      callback(...given);
    }, ms);
    delays.push(ms);
    set.set(timer, ms);
    return timer;
    // The real one has a promisified form, which nothing here uses.
  }) as typeof setTimeout);
  vi.spyOn(globalThis, "clearTimeout").mockImplementation((timer) => {
    set.delete(timer);
    clearTimer(timer);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const hour = 3_600_000;
const ends = { done: true, value: undefined };

/** A client whose requests under way are counted. */
function clientOf(server: TestServer) {
  const open = new Set<object>();
  const fetch: Fetch = async (input, init) => {
    const request = {};
    open.add(request);
    try {
      return await globalThis.fetch(input, init);
    } finally {
      open.delete(request);
    }
  };
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, fetch, maxRetries: 0 });
  return { wipsy, agent: wipsy.agent({ session }), open };
}

const empty: Reply = { body: { success: true, data: [], chats: [], messages: [] } };

/** What an aborted feed may not leave. */
async function expectNothingLeft(signal: AbortSignal, open: Set<object>): Promise<void> {
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect([...set.values()].filter((ms) => ms >= 10_000)).toEqual([]);
  await vi.waitUntil(() => open.size === 0);
}

describe.each(["chats", "agent"] as const)("%s.watch: signal", (name) => {
  const feedOf = ({ wipsy, agent }: ReturnType<typeof clientOf>, signal: AbortSignal) =>
    (name === "chats" ? wipsy.chats : agent).watch({ signal, every: hour })[Symbol.asyncIterator]();

  test("ends it while it waits", async () => {
    await using server = await serve(() => empty);
    const client = clientOf(server);
    const stop = new AbortController();
    const next = feedOf(client, stop.signal).next();
    await vi.waitUntil(() => delays.some((ms) => ms >= hour));
    stop.abort();
    expect(await next).toEqual(ends);
    await expectNothingLeft(stop.signal, client.open);
    expect(server.seen).toHaveLength(1);
  });

  test("ends it while a request is under way", async () => {
    await using server = await serve(() => new Promise<Reply>(() => {}));
    const client = clientOf(server);
    const stop = new AbortController();
    const next = feedOf(client, stop.signal).next();
    await vi.waitUntil(() => server.seen.length === 1);
    stop.abort("enough");
    expect(await next).toEqual(ends);
    await expectNothingLeft(stop.signal, client.open);
  });

  test("that was aborted before asks for nothing", async () => {
    await using server = await serve(() => empty);
    const client = clientOf(server);
    expect(await feedOf(client, AbortSignal.abort()).next()).toEqual(ends);
    expect(server.seen).toEqual([]);
  });
});

test("signal ends it while chats are looked into", async () => {
  const account = createClocked();
  for (let chat = 0; chat < 9; chat += 1) account.open();
  let looks = 0;
  await using server = await account.listen({
    before: ({ list }) => {
      if (list === "chats") return undefined;
      looks += 1;
      return new Promise(() => {});
    },
  });
  const client = clientOf(server);
  const stop = new AbortController();
  const next = client.agent.watch({ signal: stop.signal })[Symbol.asyncIterator]().next();
  await vi.waitUntil(() => looks === 4);
  stop.abort();
  expect(await next).toEqual(ends);
  await expectNothingLeft(stop.signal, client.open);
  expect(looks).toBe(4);
});

test("signal ends it while whoever loops is at work, and what was not given comes after a resume", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  const ids = receive(account, "one", 3);
  await using server = await account.listen();
  const { agent } = clientOf(server);
  const stop = new AbortController();
  const watch = agent.watch({ signal: stop.signal, since: new Date(0) });
  const got: string[] = [];
  for await (const event of watch) {
    got.push(...shortly([event]));
    if (got.length === 2) stop.abort();
  }
  expect(got).toEqual(ids.slice(0, 2));
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  const next = agent.watch({ since: watch.checkpoint })[Symbol.asyncIterator]();
  expect(shortly([(await next.next()).value])).toEqual(ids.slice(2));
  await next.return?.();
});

test("after break another loop goes on where the last one stopped", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  const ids = receive(account, "one", 4);
  await using server = await account.listen();
  const watch = clientOf(server).agent.watch({ since: new Date(0), every: 1 });
  const got: string[] = [];
  for (const most of [1, 3, 4]) {
    for await (const event of watch) {
      got.push(...shortly([event]));
      if (got.length === most) break;
    }
  }
  expect(got).toEqual(ids);
});

test("nothing is asked for while whoever loops is at work", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 2);
  await using server = await account.listen();
  const iterator = clientOf(server)
    .agent.watch({ since: new Date(0), every: 0.001 })
    [Symbol.asyncIterator]();
  await iterator.next();
  const count = server.seen.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  await iterator.next();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(server.seen).toHaveLength(count);
  await iterator.return?.();
});

describe("waits", () => {
  /** Those between polls: no other timer is as short. */
  const waits = () => delays.filter((ms) => ms > 0 && ms <= 0.5);

  test("grow while nothing happens, up to the longest, and are the shortest after something did", async () => {
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

  test("are ten times as long at most when every is one number", async () => {
    await using feed = await watched(createClocked(), {}, { every: 0.05 });
    for (let poll = 0; poll < 12; poll += 1) await feed.poll();
    expect(waits().at(-1)).toBeGreaterThanOrEqual(0.4);
    expect(waits().at(-1)).toBeLessThanOrEqual(0.5);
  });

  test("are no shorter than a failing server asks", async () => {
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
    const iterator = wipsy.chats.watch({ every: { min: every, max: every } })[Symbol.asyncIterator]();
    const [settled] = await Promise.allSettled([iterator.next()]);
    return { count: server.seen.length, settled };
  };

  test("that last surface after ten of the longest waits at the latest", async () => {
    const { count, settled } = await counted({ status: 500, body: { error: "no" } }, 100);
    expect(settled).toMatchObject({ status: "rejected", reason: { name: "ServerError", status: 500 } });
    expect(count).toBeLessThanOrEqual(10);
    // Ten waits of 100 ms, less what the requests take.
    expect(count).toBeGreaterThan(1);
  });

  test.each<[string, Reply, string]>([
    ["that cannot pass", { status: 401, body: { code: 401, message: "no" } }, "AuthenticationError"],
    ["whose wait is longer than that", { status: 503, headers: { "retry-after": "9999999" } }, "ServerError"],
  ])("%s surface at once", async (_what, reply, name) => {
    const { count, settled } = await counted(reply, hour);
    expect(settled).toMatchObject({ status: "rejected", reason: { name } });
    expect(count).toBe(1);
  });

  test("that came between good polls, however many, do not surface", async () => {
    let count = 0;
    const before = () => {
      count += 1;
      return count % 2 === 0 ? { status: 503, headers: { "retry-after-ms": "100" } } : undefined;
    };
    await using feed = await watched(createClocked(), { before }, { every: { min: 1, max: 100 } });
    // Their waits together are longer than those that failures may last.
    while (count < 24) await feed.poll();
    expect(delays.filter((ms) => ms === 100).length).toBeGreaterThan(10);
  });

  test("do not last while whoever loops is at work", async () => {
    const account = createClocked();
    account.open({ id: "one" });
    account.open({ id: "bad" });
    let isDown = true;
    const before: Manner["before"] = ({ chatId }) => (isDown && chatId === "bad" ? { status: 500 } : undefined);
    const options = { since: account.now(), every: { min: 0.001, max: 1000 } };
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
