import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";

// A caller's values can throw when read, at the first read or later: also an InputError.

const fail = (): never => {
  throw new Error("not readable");
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

// The casts: types cannot express an object that throws when read.
const things: readonly (readonly [string, () => never])[] = [
  ["a getter that throws", () => Object.defineProperty({}, "limit", { get: fail, enumerable: true }) as never],
  ["a revoked proxy", () => revoked as never],
  ["a proxy that throws", () => new Proxy({}, { get: fail, ownKeys: fail }) as never],
];

const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
const calls: readonly (readonly [string, (wipsy: Wipsy, thing: never) => Promise<unknown>])[] = [
  ["a list's query", (wipsy, thing) => wipsy.chats.list(thing)],
  ["a list's options", (wipsy, thing) => wipsy.chats.list({}, thing)],
  ["a message", (wipsy, thing) => wipsy.messages.send(thing)],
  ["a send's options", (wipsy, thing) => wipsy.messages.send({ to: "+573188779043", message: "Hola" }, thing)],
  ["headers", (wipsy, thing) => wipsy.chats.list({}, { headers: thing })],
  ["the input of call()", (wipsy, thing) => wipsy.call("createContact", thing)],
  ["an agent's query", (wipsy, thing) => wipsy.agent({ session }).chats.list(thing)],
  ["the input of an agent's call()", (wipsy, thing) => wipsy.agent({ session }).call("agentGetChats", thing)],
  ["the session in call()", (wipsy, thing) => wipsy.call("agentGetChats", { body: { agentSession: thing } })],
];

describe.each(things)("%s", (_what, thing) => {
  test.each(calls)("as %s", async (_where, call) => {
    const sent: unknown[] = [];
    const fetch = async (url: unknown) => {
      sent.push(url);
      return Response.json({ success: true, data: [], chats: [] });
    };
    const error = await failureOf(call(new Wipsy({ apiKey: "test-key", fetch }), thing()));
    expect(error).toMatchObject({ name: "InputError", outcome: "not-sent", attempts: 0 });
    expect(sent).toEqual([]);
  });
});

test("a getter that throws on the second read", async () => {
  let reads = 0;
  const contact = {
    get name() {
      reads += 1;
      return reads > 2 ? fail() : "Juana";
    },
  };
  const wipsy = new Wipsy({ apiKey: "test-key", fetch: async () => Response.json({}, { status: 201 }) });
  expect(await failureOf(wipsy.contacts.create(contact))).toMatchObject({ name: "InputError" });
});
