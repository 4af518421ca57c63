import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { watchChats, watchMessages } from "wipsy-client/feed";
import { type Reply, serve } from "../support/server.ts";
import { clientOf, delays, hour, recordTimers, set } from "./timers.ts";
import { createClocked, receive, shortly } from "./watched.ts";

// How a feed ends when its signal is aborted: at once, leaving nothing.

recordTimers();

const ends = { done: true, value: undefined };
const empty: Reply = { body: { success: true, data: [], chats: [], messages: [] } };

/** What an aborted feed must not leave behind. */
async function expectNothingLeft(signal: AbortSignal, open: Set<object>): Promise<void> {
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect([...set.values()].filter((ms) => ms >= 10_000)).toEqual([]);
  await vi.waitUntil(() => open.size === 0, 60_000);
}

describe.each(["watchChats", "watchMessages"])("%s: signal", (name) => {
  const feedOf = ({ wipsy, agent }: ReturnType<typeof clientOf>, signal: AbortSignal) =>
    (name === "watchChats"
      ? watchChats(wipsy, { signal, every: hour })
      : watchMessages(agent, { signal, every: hour }))[Symbol.asyncIterator]();

  test("ends the feed between polls", async () => {
    await using server = await serve(() => empty);
    const client = clientOf(server);
    const stop = new AbortController();
    const next = feedOf(client, stop.signal).next();
    await vi.waitUntil(() => delays.some((ms) => ms >= hour), 60_000);
    stop.abort();
    expect(await next).toEqual(ends);
    await expectNothingLeft(stop.signal, client.open);
    expect(server.seen).toHaveLength(1);
  });

  test("ends the feed during a request", async () => {
    await using server = await serve(() => new Promise<Reply>(() => {}));
    const client = clientOf(server);
    const stop = new AbortController();
    const next = feedOf(client, stop.signal).next();
    await vi.waitUntil(() => server.seen.length === 1, 60_000);
    stop.abort("enough");
    expect(await next).toEqual(ends);
    await expectNothingLeft(stop.signal, client.open);
  });

  test("aborted beforehand, sends no request", async () => {
    await using server = await serve(() => empty);
    const client = clientOf(server);
    expect(await feedOf(client, AbortSignal.abort()).next()).toEqual(ends);
    expect(server.seen).toEqual([]);
  });
});

test("signal ends the feed while chats are polled", async () => {
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
  const next = watchMessages(client.agent, { signal: stop.signal })[Symbol.asyncIterator]().next();
  await vi.waitUntil(() => looks === 4, 60_000);
  stop.abort();
  expect(await next).toEqual(ends);
  await expectNothingLeft(stop.signal, client.open);
  expect(looks).toBe(4);
});

test("signal ends the feed during the loop body, and the rest is delivered after a resume", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  const ids = receive(account, "one", 3);
  await using server = await account.listen();
  const { agent } = clientOf(server);
  const stop = new AbortController();
  const watch = watchMessages(agent, { signal: stop.signal, checkpoint: new Date(0) });
  const got: string[] = [];
  for await (const event of watch) {
    got.push(...shortly([event]));
    if (got.length === 2) stop.abort();
  }
  expect(got).toEqual(ids.slice(0, 2));
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  const next = watchMessages(agent, { checkpoint: watch.checkpoint })[Symbol.asyncIterator]();
  expect(shortly([(await next.next()).value])).toEqual(ids.slice(2));
  await next.return?.();
});
