import { getEventListeners } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AbortError, ConnectionError, TimeoutError, Wipsy } from "wipsy-client";
import { attemptFailureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const hola = { to: "ig_1", message: "Hola" };
const accepting = (delay = 0) => serve(() => ({ body: { success: true }, delay }));
const slow = () => accepting(10_000);

/** Unhandled rejections of the running test. */
let unhandled: unknown[] = [];
const keep = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", keep);
});
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", keep);
  expect(unhandled).toEqual([]);
});

/** A TCP server that calls `act` with each request's socket, and its URL. */
async function serveRaw(act: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => act(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

describe("timeout", () => {
  test("of the client", async () => {
    await using server = await slow();
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url, timeout: 50 });
    const error = await attemptFailureOf(wipsy.messages.send(hola));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ operation: "sendMessage", outcome: "unknown", attempts: 1 });
    expect(error.message).toMatch(/within 50 ms.*may have acted: check before retrying/);
  });

  test("of a call wins over the client's", async () => {
    await using server = await accepting(200);
    const patient = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    expect(await attemptFailureOf(patient.messages.send(hola, { timeout: 50 }))).toBeInstanceOf(TimeoutError);
    const hasty = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url, timeout: 50 });
    expect(await hasty.messages.send(hola, { timeout: 10_000 })).toMatchObject({ success: true });
  });

  test("covers an endless body", async () => {
    const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
    await using server = await serveRaw((socket) => socket.write(`${head}{"success":`));
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url, timeout: 100 });
    expect(await attemptFailureOf(wipsy.messages.send(hola))).toMatchObject({
      name: "TimeoutError",
      outcome: "unknown",
    });
  });

  test("does not say that a read may have acted", async () => {
    await using server = await slow();
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url, timeout: 50 });
    const error = await attemptFailureOf(wipsy.contacts.list());
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "unknown", operation: "getContacts" });
    expect(error.message).not.toMatch(/may have acted/);
  });
});

describe("signal", () => {
  const reasons: [string, unknown][] = [
    ["a text", "enough"],
    ["an Error", new Error("enough")],
    ["an object", { why: "enough" }],
    ["a number", 0],
    ["null", null],
  ];

  test.each(reasons)("aborted before the call with %s, sends nothing", async (_what, reason) => {
    await using server = await accepting();
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    const error = await attemptFailureOf(wipsy.messages.send(hola, { signal: AbortSignal.abort(reason) }));
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ operation: "sendMessage", outcome: "not-sent", attempts: 0 });
    expect(error.cause).toBe(reason);
    expect(server.seen).toEqual([]);
  });

  test.each(reasons)("aborted during the call with %s, rejects with an AbortError", async (_what, reason) => {
    const controller = new AbortController();
    await using server = await serve(() => {
      controller.abort(reason);
      return { body: { success: true }, delay: 10_000 };
    });
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    const error = await attemptFailureOf(wipsy.messages.send(hola, { signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ operation: "sendMessage", outcome: "unknown", attempts: 1 });
    expect(error.cause).toBe(reason);
    expect(server.seen).toHaveLength(1);
  });

  test("aborted without a reason, has the platform's reason as cause", async () => {
    const controller = new AbortController();
    controller.abort(undefined);
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: "https://example.com" });
    const error = await attemptFailureOf(wipsy.messages.send(hola, { signal: controller.signal }));
    expect(error.cause).toBe(controller.signal.reason);
    expect(error.cause).toMatchObject({ name: "AbortError" });
  });

  test("aborted while the key is awaited, sends nothing", async () => {
    await using server = await accepting();
    const controller = new AbortController();
    const apiKey = () => {
      setTimeout(() => controller.abort("enough"), 10);
      return new Promise<string>(() => {});
    };
    const wipsy = new Wipsy({ maxRetries: 0, apiKey, baseUrl: server.url });
    const error = await attemptFailureOf(wipsy.messages.send(hola, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError", outcome: "not-sent", attempts: 0, cause: "enough" });
    expect(server.seen).toEqual([]);
  });

  test("ignores a key that arrives after the abort, or fails to", async () => {
    await using server = await accepting();
    for (const settle of [() => "late", () => Promise.reject(new Error("late"))]) {
      const controller = new AbortController();
      const apiKey = async () => {
        controller.abort("enough");
        await new Promise((resolve) => setTimeout(resolve, 10));
        return settle();
      };
      const wipsy = new Wipsy({ maxRetries: 0, apiKey, baseUrl: server.url });
      const error = await attemptFailureOf(wipsy.messages.send(hola, { signal: controller.signal }));
      expect(error).toMatchObject({ name: "AbortError", outcome: "not-sent", attempts: 0 });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(server.seen).toEqual([]);
  });

  test("does not wait for a fetch that ignores it", async () => {
    const controller = new AbortController();
    const fetch = () => {
      setTimeout(() => controller.abort("enough"), 10);
      return new Promise<Response>(() => {});
    };
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", fetch });
    const error = await attemptFailureOf(wipsy.messages.send(hola, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError", outcome: "unknown", cause: "enough" });
  });

  test("aborted after the call, changes nothing and has no listener left", async () => {
    await using server = await accepting();
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    const controller = new AbortController();
    const { signal } = controller;
    expect(await wipsy.messages.send(hola, { signal })).toMatchObject({ success: true });
    await attemptFailureOf(wipsy.messages.send({ to: "", message: "" } as never, { signal }));
    expect(getEventListeners(signal, "abort")).toEqual([]);
    controller.abort();
  });
});

describe("withResponse", () => {
  test("returns data, response and attempts of one request", async () => {
    await using server = await serve(() => ({
      status: 202,
      headers: { "x-request-id": "r1" },
      body: { success: true },
    }));
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    const call = wipsy.messages.send(hola);
    const { data, response, attempts } = await call.withResponse();
    expect(data).toEqual({ success: true, channel: "instagram" });
    expect([response.status, response.headers.get("x-request-id"), attempts]).toEqual([202, "r1", 1]);
    expect(await call).toBe(data);
    expect((await call.withResponse()).response).toBe(response);
    expect(server.seen).toHaveLength(1);
  });

  test("reports an unhandled rejection if nobody awaits it", async () => {
    const wipsy = new Wipsy({
      maxRetries: 0,
      apiKey: "test-key",
      fetch: async () => new Response("{}", { status: 400 }),
    });
    void wipsy.messages.send(hola).withResponse();
    await vi.waitFor(() => expect(unhandled).toMatchObject([{ name: "ApiError" }]), 60_000);
    unhandled = [];
  });

  test("rejects like the call and leaves no rejection unhandled", async () => {
    await using server = await serve(() => ({ status: 400, body: { error: "no" } }));
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    const agent = wipsy.agent({ session: { agent: {}, session: { token: "agent-token" } } });
    for (const make of [
      () => wipsy.messages.send(hola),
      () => wipsy.messages.send({ to: "" } as never),
      () => wipsy.contacts.list(),
      () => wipsy.contacts.get(""),
      () => wipsy.call("nothing" as never, {} as never),
      () => agent.chats.list(),
    ]) {
      const alone = await attemptFailureOf(make());
      expect(await attemptFailureOf(make().withResponse())).toMatchObject({ name: alone.name, message: alone.message });
    }
  });
});

describe("connection", () => {
  test("refused, is not sent", async () => {
    const server = await accepting();
    await server[Symbol.asyncDispose]();
    const error = await attemptFailureOf(
      new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url }).messages.send(hola),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ operation: "sendMessage", outcome: "not-sent", attempts: 1 });
    expect(error.message).toMatch(/could not connect to .*ECONNREFUSED/);
    expect(error.cause).toMatchObject({ code: "ECONNREFUSED", syscall: "connect" });
  });

  test("to an unknown host, is not sent", async () => {
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: "https://nobody.invalid" });
    expect(await attemptFailureOf(wipsy.messages.send(hola))).toMatchObject({
      name: "ConnectionError",
      outcome: "not-sent",
    });
  });

  test.each<[string, (socket: Socket) => void]>([
    ["closed after the request", (socket) => socket.end()],
    ["reset after the request", (socket) => socket.resetAndDestroy()],
    ["cut off in the head", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-")],
    [
      "cut off in the body",
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"su'),
    ],
    ["with another language", (socket) => socket.end("SSH-2.0-example\r\n")],
  ])("%s has an unknown outcome", async (_what, act) => {
    await using server = await serveRaw(act);
    const error = await attemptFailureOf(
      new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url }).messages.send(hola),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ operation: "sendMessage", outcome: "unknown", attempts: 1 });
    expect(error.message).toMatch(/connection was lost.*may have acted/);
  });

  test.each<[string, unknown, object | undefined]>([
    ["an Error", new Error("no"), { name: "Error", reason: "no" }],
    ["a text", "no", undefined],
    ["undefined", undefined, undefined],
    ["an AbortError of its own", new DOMException("no", "AbortError"), { name: "AbortError", reason: "no" }],
    ["an Error that shows where it went", new Error("GET https://a.test/?to=1 of 573188779043"), { message: "Error" }],
  ])("a fetch that fails with %s has an unknown outcome", async (_what, reason, cause) => {
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", fetch: () => Promise.reject(reason) });
    const error = await attemptFailureOf(wipsy.messages.send(hola));
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "unknown", attempts: 1 });
    if (cause === undefined) expect(error.cause).toBeUndefined();
    else expect(error.cause).toMatchObject(cause);
  });
});
