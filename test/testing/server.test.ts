import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isTrusted, serveMock } from "../../src/cli/mock/server.ts";
import { createMock } from "../../src/testing/mock.ts";

// The commands of `wipsy-client mock` for programs in other languages.

const mock = createMock({});
let served: Awaited<ReturnType<typeof serveMock>>;
beforeAll(async () => {
  served = await serveMock(mock, 0, "127.0.0.1");
});
afterAll(() => served.close());

const post = (name: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  fetch(`${served.url}/__mock/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
const chats = () => fetch(`${served.url}/api-get-chats`, { headers: { "x-api-key": "test" } });

test("plans faults, receives and delivers", async () => {
  expect((await post("fail", { status: 429, retryAfter: 2 })).status).toBe(200);
  const limited = await chats();
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "2"]);
  const { result } = (await (await post("receive", { from: "+573188779043", content: "Hola" })).json()) as {
    result: { chat_id: string };
  };
  expect(await (await chats()).json()).toMatchObject({ data: [{ id: result.chat_id }] });
  expect(await (await fetch(`${served.url}/__mock/state`)).json()).toMatchObject({
    chats: [{ customer: { phone: "+573188779043" }, messages: [{ content: "Hola" }] }],
  });
});

test("a page that listens is sent what has changed", async () => {
  const events = await fetch(`${served.url}/__mock/events`);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => JSON.parse((await reader?.read())?.value?.replace(/^data: /, "") ?? "");
  const before = await next();
  await post("receive", { from: "ig_828925823321473", content: "Buenas" });
  const { chats: after } = await next();
  expect(after).toHaveLength(before.chats.length + 1);
  expect(after[0]).toMatchObject({ channel_type: "instagram", messages: [{ content: "Buenas" }] });
  await reader?.cancel();
});

test("answers 404 for a malformed escape in a path parameter", async () => {
  const get = { id: "getOrder", method: "GET", path: "/orders/{orderId}", auth: "none", effect: "read" } as const;
  const verb = { verb: "get", key: "orderId", keyIn: "path" } as const;
  const row = {
    ...get,
    ...verb,
    evidence: "documented",
    namespace: "orders",
    pathFields: { orderId: { type: "string" } },
  } as const;
  const { api } = createMock({ operations: { version: "1", server: "", apiKeyHeader: "x", rows: { getOrder: row } } });
  expect((await api.fetch("http://localhost/orders/%zz")).status).toBe(404);
});

test.each(["//", "/%", "http://", "*"])("a request for %s does not end it", async (path) => {
  const { hostname, port } = new URL(served.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
    });
    socket
      .on("close", () => resolve())
      .on("error", () => {})
      .resume();
  });
  expect((await chats()).status).toBe(200);
});

test("says what is wrong with a command", async () => {
  const answers = await Promise.all([
    post("nothing"),
    post("receive", { from: "x", content: "Hola" }),
    post("fail", 1),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 400, 400]);
  expect(await answers[1]?.json()).toMatchObject({ error: expect.stringContaining("phone") });
});

test("its page loads nothing from elsewhere", async () => {
  const page = await fetch(served.url);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).not.toMatch(/https?:\/\//);
});

test.each([
  [{ host: "127.0.0.1:4010" }, true],
  [{ host: "localhost:4010", origin: "http://localhost:4010" }, true],
  [{ host: "[::1]:4010" }, true],
  [{ host: "evil.example:4010" }, false],
  [{ host: "localhost:4010", origin: "https://evil.example" }, false],
  [{ host: "localhost:4010", origin: "null" }, false],
  [{}, false],
])("%o is trusted: %s", (headers, isOne) => {
  expect(isTrusted(headers, "127.0.0.1")).toBe(isOne);
});

test("a request of another site is refused, also for the API itself", async () => {
  const answers = await Promise.all([
    post("fail", {}, { origin: "https://evil.example" }),
    fetch(`${served.url}/api-get-chats`, { headers: { "x-api-key": "test", origin: "https://evil.example" } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
});
