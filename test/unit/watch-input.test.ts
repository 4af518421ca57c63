import { describe, expect, test } from "vitest";
import { InputError, Wipsy } from "wipsy-client";
import { thrownBy } from "../support/failure.ts";
import { serve } from "../support/server.ts";

// Wrong options of a watch are refused when it is made, before anything is asked for.

const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "http://127.0.0.1:9" });
const agent = wipsy.agent({ session: { agent: { id: "a1" }, session: { token: "agent-token" } } });
// Deliberately wrong options do not fit the types.
const feeds: Record<string, (options: unknown) => unknown> = {
  watchChats: (options) => watchChats(wipsy, options as object),
  watchMessages: (options) => watchMessages(agent, options as object),
};

function refusal(name: string, options: unknown): InputError {
  const error = thrownBy(() => feeds[name]?.(options));
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

describe.each(Object.keys(feeds))("%s", (name) => {
  test.each<[string, unknown, string, RegExp]>([
    ["null", null, "options", /plain object/],
    ["a list", [], "options", /plain object/],
    ["a number", 5000, "options", /plain object/],
    ["a misspelt option", { evry: 5 }, "evry", /evry is not known. Known are: every, checkpoint, .*signal, /],
    ["an option of sending", { reconcile: () => "sent" }, "reconcile", /not known/],
    ["a name that may be data", { "+573001112233": 1 }, "…", /option … is not known/],
    ["every 0", { every: 0 }, "every", /milliseconds above 0/],
    ["every below 0", { every: -1 }, "every", /milliseconds above 0/],
    ["every NaN", { every: Number.NaN }, "every", /milliseconds above 0/],
    ["every endless", { every: Number.POSITIVE_INFINITY }, "every", /at most 2147483647/],
    ["every a text", { every: "5s" }, "every", /milliseconds above 0/],
    ["every null", { every: null }, "every", /milliseconds above 0/],
    ["every without max", { every: { min: 5 } }, "every", /min, max/],
    ["every upside down", { every: { min: 5, max: 4 } }, "every", /min, max/],
    ["every too long for a timer", { every: { min: 5, max: 2 ** 31 } }, "every", /at most 2147483647/],
    ["since a text", { checkpoint: "2025-11-02T10:00:00Z" }, "checkpoint", /valid Date, or a checkpoint/],
    ["since no date", { checkpoint: new Date("x") }, "checkpoint", /valid Date/],
    ["since null", { checkpoint: null }, "checkpoint", /valid Date/],
    ["since an empty object", { checkpoint: {} }, "checkpoint", /valid Date/],
    [
      "since broken",
      { checkpoint: { feed: "chats", chats: { a: 1 }, mark: 1, whole: true } },
      "checkpoint",
      /valid Date/,
    ],
    [
      "since broken, too",
      { checkpoint: { feed: "messages", chats: { a: { seen: 1 } }, start: 1 } },
      "checkpoint",
      /valid Date/,
    ],
    ["since of no time", { checkpoint: { feed: "messages", chats: {}, start: "now" } }, "checkpoint", /valid Date/],
    [
      "since of no mark",
      { checkpoint: { feed: "chats", chats: {}, mark: "now", whole: true } },
      "checkpoint",
      /valid Date/,
    ],
    ["a signal that is none", { signal: {} }, "signal", /AbortSignal/],
    ["a time-out of 0", { timeout: 0 }, "timeout", /milliseconds/],
  ])("%s", (_what, options, field, message) => {
    const error = refusal(name, options);
    expect(error).toMatchObject({ name: "InputError", field, outcome: "not-sent", attempts: 0 });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(name);
  });

  test("the checkpoint of the other", () => {
    const other = name === watchChats ? watchMessages(agent).checkpoint : watchChats(wipsy).checkpoint;
    expect(refusal(name, { checkpoint: other }).field).toBe("checkpoint");
  });

  test.each([
    undefined,
    {},
    { every: undefined, checkpoint: undefined, signal: undefined },
    { every: 2 ** 31 - 1 },
    { every: 0.5, checkpoint: new Date(0), timeout: 1000, deadline: 1000, maxRetries: 0, headers: { "x-a": "b" } },
  ])("%o is right", (options) => {
    expect(feeds[name]?.(options)).toHaveProperty("checkpoint");
  });
});

test.each<[string, unknown, string, RegExp]>([
  ["a status that is none", { status: "archived" }, "body.status", /all, active, pending, completed/],
  ["no text as status", { status: 1 }, "body.status", /string/],
  ["changes that are neither", { changes: "yes" }, "changes", /true or false/],
  ["changes null", { changes: null }, "changes", /true or false/],
])("agent.watch: %s", (_what, options, field, message) => {
  const error = refusal(watchMessages, options);
  expect(error.field).toBe(field);
  expect(error.message).toMatch(message);
});

test("chats.watch takes no status and no changes", () => {
  expect(refusal(watchChats, { status: "active" }).field).toBe("status");
  expect(refusal(watchChats, { changes: true }).field).toBe("changes");
});

test("nothing is asked for before the loop begins", async () => {
  await using server = await serve(() => ({ body: {} }));
  const idle = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  expect(watchChats(idle).checkpoint).toEqual({ feed: "chats", chats: {}, whole: false });
  expect(server.seen).toEqual([]);
});

const day = Date.parse("2025-11-02T10:00:00Z") * 1000;
/** Checkpoints as the feeds give them, with all that they can hold. */
const chat = { at: "2025-11-02T10:00:00Z", again: false, floor: day, seen: { a: "b" }, midway: false, owed: true };
const messages = { feed: "messages", start: day, side: "newest", chats: { c1: chat } };
const chats = { feed: "chats", chats: { c1: ["2025-11-02T10:00:00Z", "f"] }, mark: day, whole: true };
const ofChat = (changes: object) => ({ ...messages, chats: { c1: { ...chat, ...changes } } });

describe("agent.watch goes on from a checkpoint of its own", () => {
  test.each<[string, unknown]>([
    ["with all that it can hold", messages],
    ["of a feed that gives all", { ...messages, start: null }],
    ["of a feed that has not polled", { feed: "messages", chats: {} }],
    ["before the side is known", { ...messages, side: undefined }],
    ["the other side", { ...messages, side: "oldest" }],
    ["a chat of which all is given", ofChat({ floor: null, seen: {} })],
    ["a chat without messages", ofChat({ at: null })],
    ["a chat whose time is none: as the server gave it", ofChat({ at: "yesterday" })],
    ["a chat that was not looked into", ofChat({ at: undefined, again: true })],
    ["a chat with less", ofChat({ midway: undefined, owed: undefined })],
  ])("%s", (_what, since) => expect(feeds[watchMessages]?.({ checkpoint: since })).toHaveProperty("checkpoint"));

  test.each<[string, unknown]>([
    ["a side that is none", { ...messages, side: "foo" }],
    ["side null", { ...messages, side: null }],
    ["a chat without floor", ofChat({ floor: undefined })],
    ["a floor as text", ofChat({ floor: "2025-11-02T10:00:00Z" })],
    ["at as a number", ofChat({ at: day })],
    ["again left out", ofChat({ again: undefined })],
    ["again as text", ofChat({ again: "true" })],
    ["midway as a number", ofChat({ midway: 1 })],
    ["owed null", ofChat({ owed: null })],
    ["seen as a list", ofChat({ seen: ["a", "b"] })],
    ["seen with other values", ofChat({ seen: { a: 1 } })],
    ["a chat of a later version", { ...messages, chats: { c1: { v2: 1, seen: {} } } }],
    ["a chat that is null", { ...messages, chats: { c1: null } }],
    ["chats as a list", { ...messages, chats: [chat] }],
    ["a start as text", { ...messages, start: "2025-11-02T10:00:00Z" }],
    ["a start that is true", { ...messages, start: true }],
    ["broken, and of a feed that has not polled", { ...ofChat({ floor: "1" }), start: undefined }],
  ])("and refuses %s", (_what, since) =>
    expect(refusal(watchMessages, { checkpoint: since }).field).toBe("checkpoint"),
  );
});

describe("chats.watch goes on from a checkpoint of its own", () => {
  const of = (...entry: unknown[]) => ({ ...chats, chats: { c1: entry } });
  test.each<[string, unknown]>([
    ["with all that it can hold", chats],
    ["of all chats", { ...chats, mark: null }],
    ["of a feed that has not polled", { feed: "chats", chats: {}, whole: false }],
    ["a chat without messages", of(null, "f")],
    ["a chat whose time is none: as the server gave it", of("yesterday", "f")],
  ])("%s", (_what, since) => expect(feeds[watchChats]?.({ checkpoint: since })).toHaveProperty("checkpoint"));

  test.each<[string, unknown]>([
    ["a time as a number", of(5, "f")],
    ["no fingerprint", of("2025-11-02T10:00:00Z", null)],
    ["a fingerprint as a number", of("2025-11-02T10:00:00Z", 5)],
    ["three of them", of("2025-11-02T10:00:00Z", "f", "g")],
    ["one of them", of("2025-11-02T10:00:00Z")],
    ["a mark as text", { ...chats, mark: "2025-11-02T10:00:00Z" }],
    ["whole as text", { ...chats, whole: "true" }],
  ])("and refuses %s", (_what, since) => expect(refusal(watchChats, { checkpoint: since }).field).toBe("checkpoint"));
});
