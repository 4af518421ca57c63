import { afterEach, describe, expect, test, vi } from "vitest";
import { type Fetch, InputError, Wipsy } from "wipsy-client";
import { rawClient } from "wipsy-client/raw";
import { operations } from "../../generated/operations.ts";
import { failureOf, thrownBy } from "../support/failure.ts";
import { inferredChats } from "../support/inferred.ts";
import { serve } from "../support/server.ts";

const hola = { to: "ig_1", message: "Hola" };

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("options", () => {
  test("are all optional", () => {
    expect(new Wipsy()).toBeInstanceOf(Wipsy);
    expect(new Wipsy({})).toBeInstanceOf(Wipsy);
    expect(new Wipsy({ apiKey: undefined, baseUrl: undefined, timeout: undefined })).toBeInstanceOf(Wipsy);
  });

  test.each([
    "",
    "x api key",
    "x-api-key:",
    "x\r\ny",
    "clave-ñ",
    "host",
    "Content-Length",
    "connection",
    "__proto__",
    5,
  ])("refuses operations with the key header %j at once", (apiKeyHeader) => {
    // The cast: a table need not come from the generator.
    const table = { ...operations, apiKeyHeader: apiKeyHeader as string };
    expect(thrownBy(() => new Wipsy({ operations: table }))).toMatchObject({ name: "InputError", field: "operations" });
  });

  test.each(["x-api-key", "Authorization", "apikey"])("accepts %s as the key header", (apiKeyHeader) => {
    expect(new Wipsy({ operations: { ...operations, apiKeyHeader } })).toBeInstanceOf(Wipsy);
  });

  test.each<[string, unknown, string]>([
    ["an unknown name", { apikey: "k" }, "apikey"],
    ["the name of a property that every object has", { constructor: 1 }, "constructor"],
    ["a signal, which belongs to a call", { signal: new AbortController().signal }, "signal"],
    ["a key that is a number", { apiKey: 5 }, "apiKey"],
    ["a key that is null", { apiKey: null }, "apiKey"],
    ["a base URL that is an object", { baseUrl: new URL("https://example.com") }, "baseUrl"],
    ["an invalid fetch", { fetch: "fetch" }, "fetch"],
    ["a switch that is text", { allowInferred: "yes" }, "allowInferred"],
    ["a switch that is a number", { allowInsecure: 1 }, "allowInsecure"],
    ["a switch that is null", { dangerouslyAllowBrowser: null }, "dangerouslyAllowBrowser"],
    ["a timeout of 0", { timeout: 0 }, "timeout"],
    ["a time-out below 0", { timeout: -1 }, "timeout"],
    ["a timeout of NaN", { timeout: Number.NaN }, "timeout"],
    ["an endless time-out", { timeout: Number.POSITIVE_INFINITY }, "timeout"],
    ["a timeout that no timer can hold", { timeout: 2 ** 31 }, "timeout"],
    ["a timeout as text", { timeout: "1000" }, "timeout"],
    ["headers in a list", { headers: [["x-a", "1"]] }, "headers"],
    ["no object", "k", "options"],
    ["null", null, "options"],
    ["a list", [], "options"],
  ])("refuses %s by name", (_what, options, field) => {
    const error = thrownBy(() => new Wipsy(options as never));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ field, operation: undefined, outcome: "not-sent", attempts: 0 });
    expect(error.message).toMatch(new RegExp(`^Wipsy: .*${field}`));
  });

  test.each<[string, unknown, string]>([
    ["an unknown name", { timeOut: 1000 }, "timeOut"],
    ["a client's own", { baseUrl: "https://example.com" }, "baseUrl"],
    ["a timeout of 0", { timeout: 0 }, "timeout"],
    ["an invalid signal", { signal: {} }, "signal"],
    ["a controller instead of its signal", { signal: new AbortController() }, "signal"],
    ["no object", 5, "options"],
    ["a list", [], "options"],
  ])("a call refuses %s by name before sending", async (_what, options, field) => {
    await using server = await serve(() => ({ body: { success: true } }));
    const error = await failureOf(
      new Wipsy({ apiKey: "test-key", baseUrl: server.url }).messages.send(hola, options as never),
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ field, operation: "sendMessage", outcome: "not-sent", attempts: 0 });
    expect(server.seen).toEqual([]);
  });
});

describe("headers", () => {
  test("of a call override those of the client, in any case", async () => {
    await using server = await serve(() => ({ body: { success: true } }));
    const headers = { "X-Trace": "client", "x-shop": "client" };
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, headers });
    await wipsy.messages.send(hola);
    await wipsy.messages.send(hola, { headers: { "x-trace": "call" } });
    await wipsy.messages.send(hola);
    expect(server.seen.map((seen) => [seen.headers["x-trace"], seen.headers["x-shop"]])).toEqual([
      ["client", "client"],
      ["call", "client"],
      ["client", "client"],
    ]);
    expect(server.seen.every((seen) => seen.headers["x-api-key"] === "test-key")).toBe(true);
  });

  const wrong: [string, unknown, string][] = [
    ["the key's", { "x-api-key": "other" }, "headers.x-api-key"],
    ["the key's, in capitals", { "X-API-Key": "other" }, "headers.X-API-Key"],
    ["the token's", { Authorization: "Bearer other" }, "headers.Authorization"],
    ["the content type", { "content-type": "text/plain" }, "headers.content-type"],
    ["the length", { "Content-Length": "0" }, "headers.Content-Length"],
    ["the host", { host: "example.com" }, "headers.host"],
    ["a line break", { "x-a": "1\r\nx-api-key: other" }, "headers.x-a"],
    ["a zero", { "x-a": "1\0" }, "headers.x-a"],
    ["letters beyond a header's", { "x-a": "niño€" }, "headers.x-a"],
    ["a number", { "x-a": 1 }, "headers.x-a"],
    ["undefined", { "x-a": undefined }, "headers.x-a"],
    ["a blank in a name", { "x a": "1" }, "headers"],
    ["a colon in a name", { "x-a:": "1" }, "headers"],
    ["an empty name", { "": "1" }, "headers"],
    ["a name that no object can have", { ["__proto__"]: "1" }, "headers.__proto__"],
    ["the same, in capitals", JSON.parse('{"__PROTO__":"1"}'), "headers.__PROTO__"],
    ["entries", [["x-a", "1"]], "headers"],
    ["a Headers object", new Headers({ "x-a": "1" }), "headers"],
    ["null", null, "headers"],
  ];

  test.each(wrong)("a client refuses %s", (_what, headers, field) => {
    expect(thrownBy(() => new Wipsy({ apiKey: "test-key", headers } as never))).toMatchObject({ field });
  });

  test.each(wrong)("a call refuses %s before sending", async (_what, headers, field) => {
    await using server = await serve(() => ({ body: { success: true } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const error = await failureOf(wipsy.messages.send(hola, { headers } as never));
    expect(error).toMatchObject({ name: "InputError", field, operation: "sendMessage", outcome: "not-sent" });
    expect(server.seen).toEqual([]);
  });
});

describe("fetch", () => {
  const accepted = () => Response.json({ success: true });

  test("the option gets a URL string and a plain init", async () => {
    const fetch = vi.fn<Fetch>(async () => accepted());
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "https://example.com/v1/", fetch });
    expect(await wipsy.messages.send(hola)).toMatchObject({ success: true });
    expect(fetch).toHaveBeenCalledTimes(1);
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe("https://example.com/v1/api-send-message");
    expect(init).toMatchObject({
      method: "POST",
      redirect: "manual",
      body: '{"to":"ig_1","message":"Hola","channel":"instagram"}',
    });
    expect(init?.signal).toBeInstanceOf(AbortSignal);
    expect(new Headers(init?.headers).get("x-api-key")).toBe("test-key");
  });

  test("the global fetch is looked up at each call", async () => {
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "https://example.com" });
    const [first, second] = [vi.fn<Fetch>(async () => accepted()), vi.fn<Fetch>(async () => accepted())];
    vi.stubGlobal("fetch", first);
    await wipsy.messages.send(hola);
    vi.stubGlobal("fetch", second);
    await wipsy.messages.send(hola);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
  });
});

describe("in a browser", () => {
  test.each(["document", "importScripts"])("the constructor throws if there is a %s", (name) => {
    vi.stubGlobal(name, {});
    const error = thrownBy(() => new Wipsy({ apiKey: "test-key" }));
    expect(error).toMatchObject({ name: "InputError", field: "dangerouslyAllowBrowser" });
    expect(error.message).toMatch(/browser/);
    expect(() => new Wipsy({ apiKey: "test-key", dangerouslyAllowBrowser: false })).toThrow(InputError);
  });

  test("dangerouslyAllowBrowser allows it", async () => {
    await using server = await serve(() => ({ body: { success: true } }));
    vi.stubGlobal("document", {});
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, dangerouslyAllowBrowser: true });
    expect(await wipsy.messages.send(hola)).toMatchObject({ success: true });
  });
});

describe("inferred operations", () => {
  test("are refused, and the error says how to get the real description", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    const wipsy = new Wipsy({ operations: inferredChats, apiKey: "test-key", baseUrl: server.url });
    for (const call of [
      () => wipsy.chats.list(),
      () => wipsy.call("getChats"),
      () => rawClient(wipsy).GET("/api-get-chats"),
    ]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ name: "InputError", field: "allowInferred", operation: "getChats" });
      expect(error.message).toMatch(/allowInferred .*regenerate .* docs\.getwipsy\.com/);
    }
    expect(server.seen).toEqual([]);
  });

  test("are sent with allowInferred", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    const wipsy = new Wipsy({
      operations: inferredChats,
      apiKey: "test-key",
      baseUrl: server.url,
      allowInferred: true,
    });
    expect((await wipsy.chats.list()).items).toEqual([]);
    expect(server.seen.map((seen) => seen.url)).toEqual(["/api-get-chats"]);
  });
});
