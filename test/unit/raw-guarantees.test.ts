import { describe, expect, test } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { rawClient } from "wipsy-client/raw";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

// The raw client's guarantees for every request, whatever options and middleware do.

const good = { body: { data: [] } };
const options = { apiKey: "test-key" };

describe("a fetch for one call", () => {
  test("gets a request with the key, and its answer is returned", async () => {
    await using server = await serve(() => good);
    const raw = rawClient(new Wipsy({ ...options, baseUrl: server.url }));
    const { data } = await raw.GET("/api-get-chats", { fetch: (request) => fetch(request) });
    expect(data).toEqual(good.body);
    expect(server.seen).toMatchObject([{ headers: { "x-api-key": "test-key" } }]);
  });

  test("does not follow redirects, even if the call asks for it", async () => {
    await using other = await serve(() => good);
    await using server = await serve(() => ({ status: 307, headers: { location: other.url } }));
    const raw = rawClient(new Wipsy({ ...options, baseUrl: server.url }));
    const call = raw.GET("/api-get-chats", { fetch: (request) => fetch(request), redirect: "follow" });
    expect(await failureOf(call)).toMatchObject({ name: "RedirectError", operation: "getChats" });
    expect(other.seen).toEqual([]);
  });
});

test.each<[string, Fetch | undefined]>([
  ["the default transport", undefined],
  ["a fetch", (url, init) => fetch(url, init)],
])("an aborted call over %s rejects with the signal's reason", async (_transport, own) => {
  const stop = new AbortController();
  const reason = new Error("stopped");
  await using server = await serve(() => {
    stop.abort(reason);
    return new Promise(() => {});
  });
  const raw = rawClient(new Wipsy({ ...options, baseUrl: server.url, fetch: own }));
  const call = () => raw.GET("/api-get-chats", { signal: stop.signal }).catch((error: unknown) => error);
  expect([await call(), await call()]).toEqual([reason, reason]);
  expect(server.seen).toHaveLength(1);
});

describe("the key is not sent elsewhere", () => {
  test("with a base URL for one call", async () => {
    await using other = await serve(() => good);
    const raw = rawClient(new Wipsy(options));
    const error = await failureOf(raw.GET("/api-get-chats", { baseUrl: other.url }));
    expect(error).toMatchObject({ name: "HookError", outcome: "not-sent" });
    expect(other.seen).toEqual([]);
  });

  test("with middleware that changes the URL", async () => {
    await using server = await serve(() => good);
    await using other = await serve(() => good);
    const raw = rawClient(new Wipsy({ ...options, baseUrl: server.url }));
    raw.use({ onRequest: ({ request }) => new Request(other.url, request) });
    expect(await failureOf(raw.GET("/api-get-chats"))).toMatchObject({ name: "HookError", outcome: "not-sent" });
    expect([...server.seen, ...other.seen]).toEqual([]);
  });

  test("with a fetch that follows redirects, whose answer is refused", async () => {
    await using other = await serve(() => good);
    await using server = await serve(() => ({ status: 307, headers: { location: other.url } }));
    const following: Fetch = (url, init) => fetch(url, { ...init, redirect: "follow" });
    const raw = rawClient(new Wipsy({ ...options, baseUrl: server.url, fetch: following }));
    expect(await failureOf(raw.GET("/api-get-chats"))).toMatchObject({ name: "RedirectError", outcome: "unknown" });
  });

  test("with middleware that asks for redirects", async () => {
    await using other = await serve(() => good);
    await using server = await serve(() => ({ status: 307, headers: { location: other.url } }));
    const raw = rawClient(new Wipsy({ ...options, baseUrl: server.url }));
    raw.use({ onRequest: ({ request }) => new Request(request, { redirect: "follow" }) });
    expect(await failureOf(raw.GET("/api-get-chats", { fetch: (request) => fetch(request) }))).toMatchObject({
      name: "RedirectError",
    });
    expect(other.seen).toEqual([]);
  });
});
