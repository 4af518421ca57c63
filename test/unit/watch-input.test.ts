import { describe, expect, test } from "vitest";
import { InputError, Wipsy } from "wipsy-client";
import { watchChats, watchMessages } from "wipsy-client/feed";
import { failureOf, thrownBy } from "../support/failure.ts";
import { serve } from "../support/server.ts";

// Invalid options are refused before anything is sent: when the feed is made, except a status, which the first poll
// checks.

const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "http://127.0.0.1:9" });
const agent = wipsy.agent({ session: { agent: { id: "a1" }, session: { token: "agent-token" } } });
// The types do not allow these invalid options.
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
    ["a misspelt option", { evry: 5 }, "evry", /unknown option "evry"; valid options: every, checkpoint, .*signal, /],
    ["an option of sending", { reconcile: () => "sent" }, "reconcile", /unknown option/],
    ["a name that may be data", { "+573001112233": 1 }, "…", /unknown option "…"/],
    ["a header name with a space", { headers: { "a b": "1" } }, "headers", /invalid header name/],
    ["a number as a header value", { headers: { "x-a": 1 } }, "headers.x-a", /Latin-1/],
    ["every 0", { every: 0 }, "every", /milliseconds above 0/],
    ["every below 0", { every: -1 }, "every", /milliseconds above 0/],
    ["every NaN", { every: Number.NaN }, "every", /milliseconds above 0/],
    ["every endless", { every: Number.POSITIVE_INFINITY }, "every", /at most 2147483647/],
    ["every a text", { every: "5s" }, "every", /milliseconds above 0/],
    ["every null", { every: null }, "every", /milliseconds above 0/],
    ["every without max", { every: { min: 5 } }, "every", /min, max/],
    ["every upside down", { every: { min: 5, max: 4 } }, "every", /min, max/],
    ["every too long for a timer", { every: { min: 5, max: 2 ** 31 } }, "every", /at most 2147483647/],
    [
      "checkpoint a text",
      { checkpoint: "2025-11-02T10:00:00Z" },
      "checkpoint",
      /checkpoint of watch\w+, or a valid Date/,
    ],
    ["checkpoint an invalid date", { checkpoint: new Date("x") }, "checkpoint", /valid Date/],
    ["checkpoint null", { checkpoint: null }, "checkpoint", /valid Date/],
    ["checkpoint an empty object", { checkpoint: {} }, "checkpoint", /valid Date/],
    [
      "checkpoint with a broken chat",
      { checkpoint: { feed: "chats", chats: { a: 1 }, mark: 1, whole: true } },
      "checkpoint",
      /valid Date/,
    ],
    [
      "checkpoint with a broken chat of messages",
      { checkpoint: { feed: "messages", chats: { a: { seen: 1 } }, start: 1 } },
      "checkpoint",
      /valid Date/,
    ],
    [
      "checkpoint with a text as start",
      { checkpoint: { feed: "messages", chats: {}, start: "now" } },
      "checkpoint",
      /valid Date/,
    ],
    [
      "checkpoint with a text as mark",
      { checkpoint: { feed: "chats", chats: {}, mark: "now", whole: true } },
      "checkpoint",
      /valid Date/,
    ],
    ["an invalid signal", { signal: {} }, "signal", /AbortSignal/],
    ["a timeout of 0", { timeout: 0 }, "timeout", /milliseconds/],
  ])("%s", (_what, options, field, message) => {
    const error = refusal(name, options);
    expect(error).toMatchObject({ name: "InputError", field, outcome: "not-sent", attempts: 0 });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(name);
  });

  test("the checkpoint of the other feed", () => {
    const other = name === "watchChats" ? watchMessages(agent).checkpoint : watchChats(wipsy).checkpoint;
    expect(refusal(name, { checkpoint: other }).field).toBe("checkpoint");
  });

  test.each([
    undefined,
    {},
    { every: undefined, checkpoint: undefined, signal: undefined },
    { every: 2 ** 31 - 1 },
    { every: 0.5, checkpoint: new Date(0), timeout: 1000, deadline: 1000, maxRetries: 0, headers: { "x-a": "b" } },
  ])("accepts %o", (options) => {
    expect(feeds[name]?.(options)).toHaveProperty("checkpoint");
  });
});

test.each<[string, unknown, string, RegExp]>([
  ["changes that are neither", { changes: "yes" }, "changes", /true or false/],
  ["changes null", { changes: null }, "changes", /true or false/],
])("watchMessages: %s", (_what, options, field, message) => {
  const error = refusal("watchMessages", options);
  expect(error.field).toBe(field);
  expect(error.message).toMatch(message);
});

test.each<[string, unknown, RegExp]>([
  ["an unknown status", "archived", /all, active, pending, completed/],
  ["a number as status", 1, /string/],
])("watchMessages: the first poll refuses %s before sending", async (_what, status, message) => {
  await using server = await serve(() => ({ body: {} }));
  const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
  const here = new Wipsy({ baseUrl: server.url }).agent({ session });
  const feed = watchMessages(here, { status: status as never });
  const error = await failureOf(feed[Symbol.asyncIterator]().next());
  expect(error).toMatchObject({ name: "InputError", field: "body.status", outcome: "not-sent" });
  expect(error.message).toMatch(message);
  expect(server.seen).toEqual([]);
});

test.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["a text", "agent"],
  ["an object without lists", {}],
  ["a list without iterate", { chats: { list() {} }, messages: { list() {} } }],
  ["lists whose methods are texts", { chats: { list: "a", iterate: "a" }, messages: { list: "a", iterate: "a" } }],
])("refuses %s, which has nothing to watch", (_what, wrong) => {
  const messages = thrownBy(() => watchMessages(wrong as never));
  expect(messages).toMatchObject({ name: "InputError", field: "agent", outcome: "not-sent" });
  expect(messages.message).toContain("watchMessages");
  const chats = thrownBy(() => watchChats(wrong as never));
  expect(chats).toMatchObject({ name: "InputError", field: "wipsy", outcome: "not-sent" });
  expect(chats.message).toContain("watchChats");
});

test("watchChats refuses status and changes", () => {
  expect(refusal("watchChats", { status: "active" }).field).toBe("status");
  expect(refusal("watchChats", { changes: true }).field).toBe("changes");
});

test("sends nothing before the loop starts", async () => {
  await using server = await serve(() => ({ body: {} }));
  const idle = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  expect(watchChats(idle).checkpoint).toEqual({ feed: "chats", chats: {}, whole: false });
  expect(server.seen).toEqual([]);
});

const day = Date.parse("2025-11-02T10:00:00Z") * 1000;
/** Checkpoints as the feeds write them, with all fields. */
const chat = { at: "2025-11-02T10:00:00Z", again: false, floor: day, seen: { a: "b" }, midway: false, owed: true };
const messages = { feed: "messages", start: day, side: "newest", chats: { c1: chat } };
const chats = { feed: "chats", chats: { c1: ["2025-11-02T10:00:00Z", "f"] }, mark: day, whole: true };
const ofChat = (changes: object) => ({ ...messages, chats: { c1: { ...chat, ...changes } } });

describe("watchMessages resumes from its own checkpoint", () => {
  test.each<[string, unknown]>([
    ["with all fields", messages],
    ["of a feed that gives all messages", { ...messages, start: null }],
    ["of a feed that has not polled", { feed: "messages", chats: {} }],
    ["before the side is known", { ...messages, side: undefined }],
    ["the other side", { ...messages, side: "oldest" }],
    ["a chat with all messages given", ofChat({ floor: null, seen: {} })],
    ["a chat without messages", ofChat({ at: null })],
    ["a chat with an invalid time from the server", ofChat({ at: "yesterday" })],
    ["a chat that was not polled", ofChat({ at: undefined, again: true })],
    ["a chat with less", ofChat({ midway: undefined, owed: undefined })],
  ])("%s", (_what, checkpoint) => expect(feeds.watchMessages?.({ checkpoint })).toHaveProperty("checkpoint"));

  test.each<[string, unknown]>([
    ["an unknown side", { ...messages, side: "foo" }],
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
  ])("and refuses %s", (_what, checkpoint) =>
    expect(refusal("watchMessages", { checkpoint }).field).toBe("checkpoint"),
  );
});

describe("watchChats resumes from its own checkpoint", () => {
  const of = (...entry: unknown[]) => ({ ...chats, chats: { c1: entry } });
  test.each<[string, unknown]>([
    ["with all fields", chats],
    ["of all chats", { ...chats, mark: null }],
    ["of a feed that has not polled", { feed: "chats", chats: {}, whole: false }],
    ["a chat without messages", of(null, "f")],
    ["a chat with an invalid time from the server", of("yesterday", "f")],
  ])("%s", (_what, checkpoint) => expect(feeds.watchChats?.({ checkpoint })).toHaveProperty("checkpoint"));

  test.each<[string, unknown]>([
    ["a time as a number", of(5, "f")],
    ["no fingerprint", of("2025-11-02T10:00:00Z", null)],
    ["a fingerprint as a number", of("2025-11-02T10:00:00Z", 5)],
    ["three of them", of("2025-11-02T10:00:00Z", "f", "g")],
    ["one of them", of("2025-11-02T10:00:00Z")],
    ["a mark as text", { ...chats, mark: "2025-11-02T10:00:00Z" }],
    ["whole as text", { ...chats, whole: "true" }],
  ])("and refuses %s", (_what, checkpoint) => expect(refusal("watchChats", { checkpoint }).field).toBe("checkpoint"));
});
