import { channel } from "node:diagnostics_channel";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Logger, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const names = ["wipsy:request:start", "wipsy:request:end", "wipsy:request:error", "wipsy:retry"];
const busy = { status: 429, headers: { "retry-after-ms": "3" }, body: {} };
const good = { body: { data: [] } };

let told: [string, unknown][] = [];
const listen = (message: unknown, name: string | symbol) => told.push([String(name), message]);

beforeEach(() => {
  told = [];
  for (const name of names) channel(name).subscribe(listen);
});
afterEach(() => {
  for (const name of names) channel(name).unsubscribe(listen);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const logger = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn() }) satisfies Logger;

test("diagnostics channels report each request, failure and wait with OpenTelemetry's names", async () => {
  await using server = await serve((_seen, count) => (count < 2 ? busy : good));
  await new Wipsy({ apiKey: "test-key", baseUrl: server.url }).chats.list();
  const { hostname, port } = new URL(server.url);
  const request = (count: number) => ({
    "wipsy.operation": "getChats",
    "http.request.method": "GET",
    "url.template": "/api-get-chats",
    "server.address": hostname,
    "server.port": Number(port),
    "http.request.resend_count": count,
  });
  const duration = {
    "http.client.request.duration": expect.any(Number),
    "network.protocol.version": "1.1",
    "http.client.open_connections": 1,
  };
  const connected = { "wipsy.connect.duration": expect.any(Number) };
  expect(told).toEqual([
    ["wipsy:request:start", request(0)],
    [
      "wipsy:request:error",
      {
        ...request(0),
        ...duration,
        ...connected,
        "http.response.status_code": 429,
        "error.type": "RateLimitError",
        "wipsy.outcome": "rejected",
      },
    ],
    ["wipsy:retry", { ...request(0), "wipsy.retry.delay": 0.003, "error.type": "RateLimitError" }],
    ["wipsy:request:start", request(1)],
    ["wipsy:request:end", { ...request(1), ...duration, "http.response.status_code": 200 }],
  ]);
});

test("an unexpected answer is a failure, and a list is retried", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  await using server = await serve((_seen, count) => (count < 2 ? { body: "null" } : good));
  await new Wipsy({ apiKey: "test-key", baseUrl: server.url }).chats.list();
  expect(told.map(([name]) => name)).toEqual([names[0], names[2], names[3], names[0], names[1]]);
  expect(told[1]?.[1]).toMatchObject({ "error.type": "DecodeError", "wipsy.outcome": "unknown" });
});

test("a logger that rejects leaves no unhandled rejection", async () => {
  const unhandled: unknown[] = [];
  const keep = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", keep);
  await using server = await serve(() => good);
  const debug = async () => {
    throw new Error("the disk is full");
  };
  await new Wipsy({ apiKey: "test-key", baseUrl: server.url, logger: { debug } }).chats.list();
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", keep);
  expect(unhandled).toEqual([]);
});

test("a logger gets the same events by level, without the address", async () => {
  await using server = await serve((_seen, count) => (count < 2 ? busy : good));
  const log = logger();
  await new Wipsy({ apiKey: "test-key", baseUrl: server.url, logger: log }).chats.list();
  expect(log.debug.mock.calls.map(([event]) => event)).toEqual([names[0], names[0], names[1]]);
  expect(log.warn.mock.calls).toEqual([[names[2], expect.objectContaining({ "http.response.status_code": 429 })]]);
  expect(log.info.mock.calls).toEqual([[names[3], expect.objectContaining({ "wipsy.retry.delay": 0.003 })]]);
  expect(JSON.stringify(log.warn.mock.calls)).not.toContain("127.0.0.1");
});

test("skips a level that the logger does not have", async () => {
  await using server = await serve(() => ({ status: 400, body: {} }));
  const warn = vi.fn();
  await failureOf(new Wipsy({ apiKey: "test-key", baseUrl: server.url, logger: { warn } }).chats.list());
  expect(warn).toHaveBeenCalledTimes(1);
});

test("a logger or a listener that throws does not fail a call", async () => {
  await using server = await serve(() => good);
  const debug = () => {
    throw new Error("the disk is full");
  };
  expect((await new Wipsy({ apiKey: "test-key", baseUrl: server.url, logger: { debug } }).chats.list()).items).toEqual(
    [],
  );
  expect(server.seen).toHaveLength(1);
});

test("a logger that becomes unreadable does not fail a send", async () => {
  // With no other listener, only the logger is called.
  for (const name of names) channel(name).unsubscribe(listen);
  await using server = await serve(() => ({ body: { success: true } }));
  const unreadable: Logger = {
    get debug() {
      if (server.seen.length > 0) throw new Error("closed");
      return () => {};
    },
  };
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, logger: unreadable });
  expect(await wipsy.messages.send({ to: "+573188779043", message: "Hola" })).toMatchObject({ success: true });
});

describe("without diagnostics channels in the runtime", () => {
  test.each([
    ["no process", undefined],
    ["a process without them", {}],
    ["a process without the module", { getBuiltinModule: () => undefined }],
  ])("%s: calls and the logger work", async (_what, process) => {
    await using server = await serve(() => good);
    const log = logger();
    vi.stubGlobal("process", process);
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, logger: log });
    vi.unstubAllGlobals();
    await wipsy.chats.list();
    expect(told).toEqual([]);
    expect(log.debug).toHaveBeenCalledTimes(2);
  });
});
