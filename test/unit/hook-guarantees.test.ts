import { describe, expect, test, vi } from "vitest";
import { type Fetch, type Hook, type Outgoing, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

// The client's guarantees for every request, whatever its hook does.

const hola = { to: "+573188779043", message: "Hola" } as const;
const good = { body: { success: true, messageId: "m1" } };
const options = { apiKey: "test-key", maxRetries: 0 };

/** A request with the hook's own init, as when it adds a header. */
const remade = ({ url, init }: Outgoing, more: RequestInit = {}): Outgoing => ({
  url,
  init: {
    method: "PATCH",
    redirect: "follow",
    headers: { ...Object.fromEntries(new Headers(init.headers)), "x-trace": "1" },
    body: init.body ?? null,
    ...more,
  },
});

describe("a hook's own init", () => {
  const hook: Hook = (request, next) => next(remade(request));

  test("keeps the method, and sends the hook's headers and body", async () => {
    await using server = await serve(() => good);
    const own: Hook = (request, next) => next(remade(request, { body: '{"message":"Adiós"}' }));
    await new Wipsy({ ...options, baseUrl: server.url, hook: own }).messages.send(hola);
    expect(server.seen).toMatchObject([
      { method: "POST", body: '{"message":"Adiós"}', headers: { "x-trace": "1", "x-api-key": "test-key" } },
    ]);
  });

  test("follows no redirect", async () => {
    await using other = await serve(() => good);
    await using server = await serve(() => ({ status: 307, headers: { location: other.url } }));
    const error = await failureOf(new Wipsy({ ...options, baseUrl: server.url, hook }).messages.send(hola));
    expect(error).toMatchObject({ name: "RedirectError", outcome: "rejected" });
    expect(other.seen).toEqual([]);
  });

  test("ends with the timeout", async () => {
    const signals: unknown[] = [];
    const fetch: Fetch = (_url, init) => {
      signals.push(init?.signal?.aborted);
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => {
          signals.push("aborted");
          reject(new Error("aborted"));
        });
      });
    };
    await failureOf(new Wipsy({ ...options, fetch, hook, timeout: 20 }).messages.send(hola));
    expect(signals).toEqual([false, "aborted"]);
  });
});

describe("a changed URL", () => {
  const elsewhere: readonly [string, (url: string, other: string) => unknown][] = [
    ["another host", (_url, other) => other],
    ["another port", (url) => url.replace(/:\d+/, ":1")],
    ["another scheme", (url) => url.replace("http:", "https:")],
    ["a URL that is not one", () => "/api-send-message"],
    ["a URL object", (url) => new URL(url)],
    ["data", () => "data:application/json,{}"],
  ];

  test.each(elsewhere)("refuses %s before sending", async (_what, change) => {
    await using server = await serve(() => good);
    await using other = await serve(() => good);
    // The cast: a hook in JavaScript can give anything.
    const hook: Hook = ({ url, init }, next) => next({ url: change(url, other.url) as string, init });
    const error = await failureOf(new Wipsy({ ...options, baseUrl: server.url, hook }).messages.send(hola));
    expect(error).toMatchObject({ name: "HookError", outcome: "not-sent", attempts: 0 });
    expect(error.cause).toMatchObject({ message: expect.stringContaining("origin") });
    expect([...server.seen, ...other.seen]).toEqual([]);
  });

  test("reads a hook's URL only once", async () => {
    const urls: unknown[] = [];
    const fetch: Fetch = async (url) => {
      urls.push(url);
      return Response.json(good.body);
    };
    const hook: Hook = ({ url, init }, next) => {
      const turns = [url, "https://other.example/"];
      return next({
        get url() {
          return turns.shift() ?? "";
        },
        init,
      });
    };
    await new Wipsy({ ...options, baseUrl: "https://api.example", fetch, hook }).messages.send(hola);
    expect(urls).toEqual(["https://api.example/api-send-message"]);
  });

  test("refuses a missing request without a retry", async () => {
    await using server = await serve(() => good);
    // The cast: a hook in JavaScript can give anything.
    const hook: Hook = (_request, next) => next(undefined as unknown as Outgoing);
    const wipsy = new Wipsy({ ...options, maxRetries: 2, baseUrl: server.url, hook });
    expect(await failureOf(wipsy.chats.list())).toMatchObject({ name: "HookError", outcome: "not-sent", attempts: 0 });
    expect(server.seen).toEqual([]);
  });

  test("lets the hook change path and query", async () => {
    await using server = await serve(() => good);
    const hook: Hook = ({ url, init }, next) => next({ url: `${url}/v2?trace=1`, init });
    await new Wipsy({ ...options, baseUrl: server.url, hook }).messages.send(hola);
    expect(server.seen).toMatchObject([{ url: "/api-send-message/v2?trace=1" }]);
  });

  test("the outcome is unknown after a fetch that followed a redirect", async () => {
    await using other = await serve(() => good);
    await using server = await serve(() => ({ status: 307, headers: { location: other.url } }));
    const following: Fetch = (url, init) => fetch(url, { ...init, redirect: "follow" });
    const error = await failureOf(new Wipsy({ ...options, baseUrl: server.url, fetch: following }).messages.send(hola));
    expect(error).toMatchObject({ name: "UnknownOutcomeError", outcome: "unknown", cause: { name: "RedirectError" } });
  });
});

describe("sends nothing after a call has settled", () => {
  /** A hook that calls its `next` later, and the result. */
  function keeping(end: () => Promise<Response>) {
    let late = (): Promise<Response> => Promise.reject(new Error("not called"));
    const hook: Hook = (request, next) => {
      late = () => next(request);
      return end();
    };
    return { hook, late: () => late() };
  }

  test.each<[string, () => Promise<Response>, object]>([
    ["failed", () => Promise.reject(new Error("mine")), { name: "HookError", outcome: "not-sent", attempts: 0 }],
    ["answered by itself", async () => Response.json({ error: "no" }, { status: 400 }), { outcome: "rejected" }],
    ["given no answer", async () => undefined as unknown as Response, { name: "HookError", outcome: "not-sent" }],
  ])("from a hook that has %s", async (_what, end, expected) => {
    await using server = await serve(() => good);
    const { hook, late } = keeping(end);
    const error = await failureOf(new Wipsy({ ...options, baseUrl: server.url, hook }).messages.send(hola));
    expect(error).toMatchObject(expected);
    await expect(late()).rejects.toThrow("after the hook had ended");
    expect(server.seen).toEqual([]);
  });

  test("from a hook that did not await its request", async () => {
    const signals: AbortSignal[] = [];
    const fetch: Fetch = (_url, init) => {
      if (init?.signal) signals.push(init.signal);
      return new Promise(() => {});
    };
    const hook: Hook = async (request, next) => {
      next(request).catch(() => {});
      return Response.json({ success: true });
    };
    await new Wipsy({ ...options, fetch, hook }).messages.send(hola);
    expect(signals).toMatchObject([{ aborted: true }]);
  });

  test("stops reading a custom stream that ignores the signal", async () => {
    const canceled = vi.fn();
    const fetch: Fetch = async () => new Response(new ReadableStream({ cancel: canceled }));
    const error = await failureOf(new Wipsy({ ...options, fetch, timeout: 20 }).messages.send(hola));
    expect(error).toMatchObject({ name: "UnknownOutcomeError", cause: { name: "TimeoutError" } });
    expect(canceled).toHaveBeenCalledTimes(1);
  });

  test("with a key that arrives too late", async () => {
    await using server = await serve(() => good);
    let give: (key: string) => void = () => {};
    const apiKey = () =>
      new Promise<string>((resolve) => {
        give = resolve;
      });
    const wipsy = new Wipsy({ ...options, apiKey, baseUrl: server.url, deadline: 20 });
    expect(await failureOf(wipsy.messages.send(hola))).toMatchObject({ name: "TimeoutError", outcome: "not-sent" });
    give("test-key");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.seen).toEqual([]);
  });
});

test("does not retry a write when a hook answers in place of a lost request", async () => {
  let executed = 0;
  const fetch: Fetch = async () => {
    executed += 1;
    throw new TypeError("fetch failed", {
      cause: Object.assign(new Error("x"), { code: "ECONNRESET", syscall: "read" }),
    });
  };
  const hook: Hook = (request, next) =>
    next(request).catch(() => Response.json({}, { status: 503, headers: { "retry-after": "0" } }));
  const error = await failureOf(new Wipsy({ ...options, maxRetries: 2, fetch, hook }).messages.send(hola));
  expect(error).toMatchObject({ name: "UnknownOutcomeError", outcome: "unknown", attempts: 1 });
  expect(executed).toBe(1);
});
