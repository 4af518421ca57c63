import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { watchChats, watchMessages } from "wipsy-client/feed";
import { failureOf } from "../support/failure.ts";
import { session } from "./model.ts";
import { createClocked, receive, shortly } from "./watched.ts";

// A feed when the caller's key or token function fails: a vault can be down, like a server.

/** A function for a secret that fails at these calls, counted from 1. */
function vault(isDown: (call: number) => boolean) {
  const asked = { count: 0 };
  const secret = async () => {
    asked.count += 1;
    if (isDown(asked.count)) throw new Error("the vault is closed");
    return "secret";
  };
  return { secret, asked };
}

/** An account with two chats and a message in each. */
function createTwo() {
  const account = createClocked();
  for (const id of ["one", "two"]) account.open({ id });
  return { account, ids: ["one", "two"].flatMap((id) => receive(account, id)) };
}

// In the first poll, the first call lists the chats and the other two their messages.
test.each<[string, number[]]>([
  ["as the chats are asked for", [1, 2]],
  ["as one chat's messages are", [2]],
  ["as all messages are", [2, 3]],
])("a token function that fails %s loses no messages", async (_what, down) => {
  const { account, ids } = createTwo();
  await using server = await account.listen();
  const { secret, asked } = vault((call) => down.includes(call));
  const agent = new Wipsy({ baseUrl: server.url, maxRetries: 0 }).agent({ session, token: secret });
  const got: string[] = [];
  for await (const event of watchMessages(agent, { every: { min: 1, max: 1000 }, checkpoint: new Date(0) })) {
    got.push(...shortly([event]));
    if (got.length === ids.length) break;
  }
  expect(got.toSorted()).toEqual(ids.toSorted());
  expect(asked.count).toBeGreaterThan(Math.max(...down));
});

test("watchChats survives a key function that fails once", async () => {
  const { account } = createTwo();
  await using server = await account.listen();
  const { secret } = vault((call) => call === 2);
  const stop = new AbortController();
  let polls = 0;
  const apiKey = () => {
    polls += 1;
    if (polls === 4) receive(account, "one");
    return secret();
  };
  const got: unknown[] = [];
  const feed = watchChats(new Wipsy({ apiKey, baseUrl: server.url }), {
    every: { min: 1, max: 1000 },
    signal: stop.signal,
  });
  for await (const event of feed) {
    got.push(event);
    stop.abort();
  }
  expect(got).toMatchObject([{ type: "changed", chat: { id: "one" } }]);
});

describe.each(["watchChats", "watchMessages"])("%s ends", (name) => {
  async function failed(secret: () => Promise<string>) {
    const { account } = createTwo();
    await using server = await account.listen();
    const wipsy = new Wipsy({ apiKey: secret, baseUrl: server.url });
    const options = { every: { min: 1, max: 20 }, checkpoint: new Date(0) };
    const agent = wipsy.agent({ session, token: secret });
    const feed = name === "watchChats" ? watchChats(wipsy, options) : watchMessages(agent, options);
    const iterator = feed[Symbol.asyncIterator]();
    // Events before the failure do not matter here.
    const end = async () => {
      while (!(await iterator.next()).done);
    };
    return { error: await failureOf(end()), requests: server.seen.length };
  }
  const field = name === "watchChats" ? "apiKey" : "token";

  test("when the function has failed for ten of the longest intervals", async () => {
    const { secret, asked } = vault(() => true);
    const { error, requests } = await failed(secret);
    const cause = expect.objectContaining({ message: "the vault is closed" });
    expect(error).toMatchObject({ name: "InputError", field, cause });
    expect(requests).toBe(0);
    expect(asked.count).toBeGreaterThan(1);
  });

  test.each([
    ["none", ""],
    ["malformed", "a secret\n"],
  ])("at once when the function returns %s", async (_what, given) => {
    let count = 0;
    const { error } = await failed(async () => {
      count += 1;
      return given;
    });
    expect(error).toMatchObject({ name: "InputError", field });
    expect(error.cause).toBeUndefined();
    expect(count).toBe(1);
  });
});
