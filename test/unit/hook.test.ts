import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Fetch, type Hook, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const hola = { to: "+573188779043", message: "Hola" } as const;
const busy = { status: 429, headers: { "retry-after": "0" }, body: {} };
const good = { body: { success: true, data: [] } };

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const client = (baseUrl: string, hook: Hook) => new Wipsy({ apiKey: "test-key", baseUrl, hook });

test("is called around each attempt, with its number", async () => {
  await using server = await serve((_seen, count) => (count < 3 ? busy : good));
  const seen: unknown[] = [];
  const hook: Hook = async (request, next, context) => {
    const response = await next(request);
    seen.push([context.operation, context.attempt, new URL(request.url).pathname, response.status]);
    return response;
  };
  const { attempts } = await client(server.url, hook).messages.send(hola).withResponse();
  const at = (attempt: number, status: number) => ["sendMessage", attempt, "/api-send-message", status];
  expect(seen).toEqual([at(1, 429), at(2, 429), at(3, 200)]);
  expect(attempts).toBe(3);
});

test("may change the request, once per attempt", async () => {
  await using server = await serve((_seen, count) => (count < 2 ? busy : good));
  const hook: Hook = (request, next) => {
    new Headers(request.init.headers);
    (request.init.headers as Headers).append("traceparent", "00-1");
    return next(request);
  };
  await client(server.url, hook).chats.list();
  expect(server.seen.map(({ headers }) => headers.traceparent)).toEqual(["00-1", "00-1"]);
});

test("may answer without a server", async () => {
  await using server = await serve(() => good);
  const page = await client(server.url, async () => Response.json({ data: [{ id: "c1" }] })).chats.list();
  expect(page.items).toEqual([{ id: "c1" }]);
  expect(server.seen).toEqual([]);
});

test.each<[string, (response: Response) => unknown]>([
  ["no Response", () => undefined],
  ["one without headers", () => ({ ok: false, status: 500, text: async () => "{}" })],
  [
    "one whose body it has read",
    async (response) => {
      await response.text();
      return response;
    },
  ],
])("reports a hook or fetch that returns %s at once", async (_what, give) => {
  await using server = await serve(() => good);
  const hook: Hook = async (request, next) => (await give(await next(request))) as Response;
  const given: Fetch = async (input, init) => (await give(await fetch(input, init))) as Response;
  const options = { apiKey: "test-key", baseUrl: server.url };
  for (const wipsy of [new Wipsy({ ...options, hook }), new Wipsy({ ...options, fetch: given })]) {
    for (const call of [() => wipsy.chats.list(), () => wipsy.messages.send(hola)]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ name: "HookError", outcome: "unknown", attempts: 1 });
      expect(error.cause).toMatchObject({ message: expect.stringContaining("Response") });
    }
  }
  expect(server.seen).toHaveLength(4);
});

test("a failed connection stays a ConnectionError when the hook rethrows it", async () => {
  let asked = 0;
  const server = await serve(() => good);
  await server[Symbol.asyncDispose]();
  const wipsy = client(server.url, (request, next) => {
    asked += 1;
    return next(request);
  });
  expect(await failureOf(wipsy.messages.send(hola))).toMatchObject({
    name: "ConnectionError",
    outcome: "not-sent",
    attempts: 3,
  });
  expect(asked).toBe(3);
});

describe("a failing hook ends the call without a retry", () => {
  test.each<[string, Hook, string, number]>([
    ["before it sends", () => Promise.reject(new Error("mine")), "not-sent", 0],
    [
      "at once",
      () => {
        throw new Error("mine");
      },
      "not-sent",
      0,
    ],
    [
      "after it has sent",
      async (request, next) => {
        await next(request);
        throw new Error("mine");
      },
      "unknown",
      1,
    ],
    [
      "by sending twice",
      async (request, next) => {
        await next(request);
        return next(request);
      },
      "unknown",
      1,
    ],
    ["with no answer", (async () => undefined) as unknown as Hook, "not-sent", 0],
  ])("%s", async (_what, hook, outcome, requests) => {
    await using server = await serve(() => good);
    for (const call of [
      () => client(server.url, hook).messages.send(hola),
      () => client(server.url, hook).chats.list(),
    ]) {
      server.seen.length = 0;
      const error = await failureOf(call());
      expect(error).toMatchObject({ name: "HookError", outcome, attempts: requests, cause: expect.any(Error) });
      expect(server.seen).toHaveLength(requests);
    }
  });
});
