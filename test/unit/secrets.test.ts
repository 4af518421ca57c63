import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { detectChannel, Wipsy, type WipsyError } from "wipsy-client";
import { attemptFailureOf, thrownBy } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";

/** Values that no error may show. Invented and unique. */
const canary = {
  key: "canary-key-7f3a9c",
  token: "canary-token-b41e77",
  phone: "+573009998877",
  text: "canario: pedido confirmado para Marta",
  name: "Marta Canario",
  email: "marta.canario@example.com",
};
const id = "7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13";
const session = { agent: { id: "a1", name: canary.name }, session: { token: canary.token } };

/** Asserts that no way to print or store an error shows a canary. */
function expectSilent(error: WipsyError): void {
  const shown = {
    message: error.message,
    stack: error.stack ?? "",
    string: String(error),
    json: JSON.stringify(error),
    jsonOfAll: JSON.stringify({ error, cause: error.cause }),
    inspected: inspect(error),
    deep: inspect(error, { depth: 10 }),
    inAList: inspect([{ error }], { depth: 10 }),
    keys: Object.values(error).join(" "),
  };
  for (const [where, text] of Object.entries(shown)) {
    for (const [what, value] of Object.entries(canary)) {
      expect(text.includes(value), `${what} in ${where}: ${text}`).toBe(false);
      expect(text.includes(value.replace("+", "")), `${what} in ${where}: ${text}`).toBe(false);
    }
  }
}

/** All canaries, as a server echoes them. */
const echo = { ...canary, error: Object.values(canary).join(" "), message: canary.text, details: { ...canary } };
const echoHeaders = {
  "x-echo": encodeURIComponent(Object.values(canary).join(" ")),
  "x-api-key": canary.key,
  "sb-error-code": canary.key,
  "retry-after": canary.phone,
  location: `/${canary.key}?to=${canary.phone}`,
};

/** The calls that send a key or token and personal data. */
const calls: Record<string, (wipsy: Wipsy) => Promise<unknown>> = {
  send: (wipsy) => wipsy.messages.send({ to: canary.phone, message: canary.text }),
  "send with a response": (wipsy) => wipsy.messages.send({ to: canary.phone, message: canary.text }).withResponse(),
  create: (wipsy) => wipsy.contacts.create({ name: canary.name, phone: canary.phone, email: canary.email }),
  list: (wipsy) => wipsy.contacts.list({}, { headers: { "x-echo": canary.token } }),
  get: (wipsy) => wipsy.contacts.get(id),
  call: (wipsy) => wipsy.call("createContact", { body: { name: canary.name, phone: canary.phone } }),
  agent: (wipsy) => wipsy.agent({ session }).chats.list(),
};

const replies: [string, Reply][] = [
  ...[400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504, 520, 546].map((status): [string, Reply] => [
    `${status}`,
    { status, headers: echoHeaders, body: echo },
  ]),
  ["500 with text", { status: 500, headers: echoHeaders, body: echo.error }],
  ["500 with HTML", { status: 500, headers: echoHeaders, body: `<p>${echo.error}</p>` }],
  ["success:false", { headers: echoHeaders, body: { success: false, ...echo } }],
  ["302", { status: 302, headers: echoHeaders, body: echo }],
  ["302 away", { status: 302, headers: { ...echoHeaders, location: `https://${canary.token}.invalid` }, body: echo }],
  ["HTML", { headers: echoHeaders, body: `<p>${echo.error}</p>` }],
  ["broken JSON", { headers: echoHeaders, body: `{"error": ${echo.error}` }],
];

describe.each(replies)("an answer that echoes the request: %s", (_what, reply) => {
  test.each(Object.entries(calls))("to %s", async (_name, call) => {
    await using server = await serve(() => reply);
    expectSilent(await attemptFailureOf(call(new Wipsy({ maxRetries: 0, apiKey: canary.key, baseUrl: server.url }))));
    expect(server.seen).toHaveLength(1);
  });
});

describe("an unexpected answer that echoes the request", () => {
  const shaped: [string, unknown, string][] = [
    ["another item", { data: { ...echo, id: "00000000-0000-4000-8000-000000000001" } }, "get"],
    ["none, with words", { data: [], ...echo }, "get"],
    ["no items", { data: Object.values(canary) }, "list"],
    ["no data", echo, "create"],
    ["no chats", echo, "agent"],
  ];
  test.each(shaped)("%s", async (_what, body, name) => {
    await using server = await serve(() => ({ body }));
    const call = calls[name] as (wipsy: Wipsy) => Promise<unknown>;
    expectSilent(await attemptFailureOf(call(new Wipsy({ maxRetries: 0, apiKey: canary.key, baseUrl: server.url }))));
  });
});

describe("no answer", () => {
  test.each(Object.entries(calls))("to %s", async (_name, call) => {
    await using server = await serve(() => ({ body: echo, delay: 10_000 }));
    expectSilent(
      await attemptFailureOf(call(new Wipsy({ maxRetries: 0, apiKey: canary.key, baseUrl: server.url, timeout: 30 }))),
    );
    await server[Symbol.asyncDispose]();
    expectSilent(await attemptFailureOf(call(new Wipsy({ maxRetries: 0, apiKey: canary.key, baseUrl: server.url }))));
  });

  test("after an abort", async () => {
    const controller = new AbortController();
    await using server = await serve(() => {
      controller.abort();
      return { body: echo, delay: 10_000 };
    });
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: canary.key, baseUrl: server.url });
    const message = { to: canary.phone, message: canary.text };
    expectSilent(await attemptFailureOf(wipsy.messages.send(message, { signal: controller.signal })));
  });
});

describe("a refused input", () => {
  const wipsy = new Wipsy({ maxRetries: 0, apiKey: canary.key });
  const { phone, text, name, key, token } = canary;
  const circle: Record<string, unknown> = { name };
  circle.self = circle;

  test.each<[string, () => Promise<unknown>]>([
    ["a recipient that is a name", () => wipsy.messages.send({ to: name as string, message: text })],
    ["a recipient that is too long", () => wipsy.messages.send({ to: `${phone}1234567`, message: text } as never)],
    ["an id with a blank", () => wipsy.messages.send({ to: `ig_${name}`, message: text } as never)],
    ["another channel", () => wipsy.messages.send({ to: phone, message: text, channel: "instagram" } as never)],
    ["a channel that is a name", () => wipsy.messages.send({ to: phone, message: text, channel: name } as never)],
    ["a quote elsewhere", () => wipsy.messages.send({ to: "ig_1", message: text, quotedMessageId: key } as never)],
    ["a sender elsewhere", () => wipsy.messages.send({ to: "ig_1", message: text, from: phone } as never)],
    ["an invalid mediaUrl", () => wipsy.messages.send({ to: phone, message: text, mediaUrl: name } as never)],
    ["a field that is data", () => wipsy.messages.send({ to: phone, message: text, [phone]: name } as never)],
    ["a field that is a name", () => wipsy.messages.send({ to: phone, message: text, [name]: 1 } as never)],
    ["a string instead of a message", () => wipsy.messages.send(text as never)],
    ["an array instead of a body", () => wipsy.contacts.create([name, phone] as never)],
    ["a name that is an object", () => wipsy.contacts.create({ name: { name } } as never)],
    ["a circular body", () => wipsy.contacts.create({ name, custom_fields: circle } as never)],
    ["a body with a BigInt", () => wipsy.contacts.create({ name, custom_fields: { [phone]: 1n } } as never)],
    ["an id that is a phone", () => wipsy.contacts.get(phone)],
    ["an id that is an object", () => wipsy.contacts.get({ phone } as never)],
    ["an operation that is a name", () => wipsy.call(name as never, {} as never)],
    ["a timeout that is a name", () => wipsy.contacts.list({}, { timeout: name } as never)],
    ["a header with a line break", () => wipsy.contacts.list({}, { headers: { "x-a": `${token}\n` } })],
    ["a header named after data", () => wipsy.contacts.list({}, { headers: { [name]: token } })],
    ["a status that is a name", () => wipsy.agent({ session }).chats.list({ status: name } as never)],
    ["a key with a blank", () => new Wipsy({ maxRetries: 0, apiKey: `${key} ` }).contacts.list()],
    ["a token with a line break", () => wipsy.agent({ session, token: `${token}\n` }).chats.list()],
    ["a key that is an object", () => new Wipsy({ maxRetries: 0, apiKey: () => ({ key }) as never }).contacts.list()],
  ])("%s", async (_what, call) => {
    expectSilent(await attemptFailureOf(call()));
  });

  test.each<[string, () => unknown]>([
    ["a recipient", () => detectChannel(name)],
    ["a base URL with a password", () => new Wipsy({ baseUrl: `https://${key}:${token}@example.com` })],
    ["a base URL with a query", () => new Wipsy({ baseUrl: `https://example.com/?key=${key}` })],
    ["a base URL that is a key", () => new Wipsy({ baseUrl: key })],
    ["an http base URL", () => new Wipsy({ baseUrl: `http://${key}.example.com` })],
    ["a key in a list", () => new Wipsy({ maxRetries: 0, apiKey: [key] } as never)],
    ["a key instead of options", () => new Wipsy(key as never)],
    ["a session that is a token", () => wipsy.agent({ session: token } as never)],
    ["a session without the agent", () => wipsy.agent({ session: { session: { token } } } as never)],
    ["a token in a list", () => wipsy.agent({ session, token: [token] } as never)],
  ])("%s", (_what, make) => {
    expectSilent(thrownBy(make));
  });
});

test("a client and an agent's handle show no key or token", () => {
  const wipsy = new Wipsy({ maxRetries: 0, apiKey: canary.key });
  for (const value of [wipsy, wipsy.agent({ session })]) {
    for (const text of [inspect(value, { depth: 10 }), JSON.stringify(value)]) {
      expect(text).not.toContain(canary.key);
      expect(text).not.toContain(canary.token);
    }
  }
});

test("finds the canaries where they are, so the test can fail", async () => {
  await using server = await serve(() => ({ status: 500, body: echo }));
  const error = await attemptFailureOf(
    new Wipsy({ maxRetries: 0, apiKey: canary.key, baseUrl: server.url }).contacts.list(),
  );
  expect(error).toMatchObject({ body: echo });
  expect(() => expectSilent(Object.assign(error, { leak: echo }))).toThrow(/in json/);
});
