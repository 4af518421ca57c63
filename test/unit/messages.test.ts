import { describe, expect, test } from "vitest";
import { detectChannel, Wipsy } from "wipsy-client";
import { attemptFailureOf, failureOf, thrownBy } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";

// Each message says what happened and what to do. Asserts key words only, so that the wording can improve.

const hola = { to: "+573188779043", message: "Hola" };
const html = { headers: { "content-type": "text/html" }, body: "<!doctype html>\n<title>Log in</title>" };

/** The message of a call that fails without retries. */
async function messageOf(reply: Reply, call: (wipsy: Wipsy) => Promise<unknown>): Promise<string> {
  await using server = await serve(() => reply);
  const error = await attemptFailureOf(call(new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 0 })));
  return error.message;
}

const send = (wipsy: Wipsy) => wipsy.messages.send(hola);
const list = (wipsy: Wipsy) => wipsy.contacts.list();

describe("names an invisible character in a recipient by its code point", () => {
  test.each([
    ["a zero-width space in a phone", "+57\u200b3188779043", "U+200B"],
    ["a line break after a phone", "+573188779043\n", "U+000A"],
    ["a byte order mark before a prefix", "\ufeffig_828925823321473", "U+FEFF"],
    ["a zero-width space after a user id", "ig_828925823321473\u200b", "U+200B"],
    ["a space in a user id", "fb_1 2", "U+0020"],
    ["a tag in a user id", "ig_1\u{e0001}", "U+E0001"],
    ["half a surrogate pair in a user id", "ig_1\ud800", "U+D800"],
    ["an invisible letter in a user id", "ig_1\u3164", "U+3164"],
  ])("%s", (_what, to, codePoint) => {
    const { message } = thrownBy(() => detectChannel(to));
    expect(message).toMatch(/invisible character/);
    expect(message).toContain(`(${codePoint})`);
  });

  test("with channel set", async () => {
    const message = await messageOf({ body: {} }, (wipsy) =>
      wipsy.messages.send({ to: "57300\u200b1234567@s.whatsapp.net", channel: "whatsapp", message: "Hola" }),
    );
    expect(message).toMatch(/invisible character \(U\+200B\)/);
  });

  test.each(["ig_é", "+57x3188779043"])("%s has no invisible character", (to) =>
    expect(thrownBy(() => detectChannel(to)).message).not.toMatch(/invisible|U\+/),
  );
});

describe("429", () => {
  test("to a send speaks of sending, not of a quota", async () => {
    const message = await messageOf({ status: 429, body: {} }, send);
    expect(message).toMatch(/sending/i);
    expect(message).not.toMatch(/quota|contacts/);
  });

  test("to creating a contact speaks of the quota", async () =>
    expect(await messageOf({ status: 429, body: {} }, (wipsy) => wipsy.contacts.create({ name: "Ana" }))).toMatch(
      /quota/,
    ));

  test("to a list speaks only of the rate limit", async () => {
    const message = await messageOf({ status: 429, body: {} }, list);
    expect(message).toMatch(/rate limit/i);
    expect(message).not.toMatch(/quota|sending/i);
  });
});

describe("a connection that fails", () => {
  test("names host, port and code, but not the rest of the URL", async () => {
    const server = await serve(() => ({ body: {} }));
    await server[Symbol.asyncDispose]();
    const { host } = new URL(server.url);
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: `${server.url}/canary-path`, maxRetries: 0 });
    const { message } = await attemptFailureOf(wipsy.contacts.list({ limit: 7 }));
    expect(message).toContain(`could not connect to ${host} (ECONNREFUSED)`);
    expect(message).not.toMatch(/canary|http:|limit|api-get/);
  });

  test("names the default port, and omits a code that the runtime does not give", async () => {
    const fetch = () => Promise.reject(new Error("bad port"));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "https://api.example.com/v1", fetch, maxRetries: 0 });
    expect((await attemptFailureOf(wipsy.contacts.list())).message).toContain(
      "could not connect to api.example.com:443:",
    );
  });
});

describe("a base URL without a scheme", () => {
  test.each(["localhost:4010", "localhost", "127.0.0.1:4010/canary", "[::1]:4010"])("%s is shown one", (baseUrl) => {
    const { message } = thrownBy(() => new Wipsy({ apiKey: "test-key", baseUrl }));
    expect(message).toContain("http://localhost:4010");
    expect(message).not.toContain("canary");
  });

  test("does not show a value that may be a secret", () => {
    const { message } = thrownBy(() => new Wipsy({ apiKey: "test-key", baseUrl: "canary-key" }));
    expect(message).not.toContain("canary");
  });
});

describe("describes an unexpected answer", () => {
  test.each<[string, Reply, RegExp]>([
    ["an HTML page", html, /unexpected HTML page/],
    ["an array", { body: [] }, /expected a JSON object/],
    ["an empty body", { body: "" }, /expected a JSON object/],
    ["plain text", { body: "OK" }, /expected a JSON object/],
  ])("%s", async (_what, reply, words) => {
    expect(await messageOf(reply, send)).toMatch(words);
    expect(await messageOf(reply, list)).toMatch(words);
  });
});

test("advises to check before retrying a send that may have been executed", async () => {
  await using server = await serve(() => ({ status: 503, body: {} }));
  const error = await failureOf(send(new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 0 })));
  expect(error).toMatchObject({ name: "UnknownOutcomeError", check: expect.stringMatching(/chat/) });
  expect(error.message).toMatch(/check whether it was sent before retrying/);
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  ["a circular reference", circular],
  ["a BigInt", { large: 1n }],
])("reports %s in the body", async (_what, custom_fields) => {
  const body = { name: "Ana", custom_fields };
  const message = await messageOf({ body: {} }, (wipsy) => wipsy.call("createContact", { body }));
  expect(message).toMatch(/body has a circular reference, a BigInt/);
});
