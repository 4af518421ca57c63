import { describe, expect, test } from "vitest";
import type { Checkpoint } from "wipsy-client";
import { Wipsy } from "wipsy-client";
import { fingerprintOf } from "../../src/lists/fingerprint.ts";
import { thrownBy } from "../support/failure.ts";
import { asking, chatId, holding, many, outcomeOf } from "./iterate-support.ts";

describe("sends requests lazily", () => {
  test("sends nothing before the first item is requested, and nothing after a break", async () => {
    await using server = await holding(many(120));
    const iteration = server.agent.messages.iterate({ chatId });
    const pages = iteration.pages();
    expect(server.seen).toHaveLength(0);
    let count = 0;
    for await (const _ of iteration) {
      count += 1;
      if (count === 50) break;
    }
    expect(server.limits()).toEqual([50]);
    for await (const _ of pages) break;
    expect(server.limits()).toEqual([50, 50]);
  });

  test("each iteration starts again", async () => {
    await using server = await holding(many(60));
    const iteration = server.agent.messages.iterate({ chatId });
    for (let round = 0; round < 2; round += 1)
      expect(await outcomeOf(iteration)).toEqual({ items: many(60), error: undefined });
    expect(await iteration.toArray({ limit: 2 })).toEqual(many(2));
    expect(server.limits()).toEqual([50, 100, 50, 100, 2]);
  });

  test("sends the query and the agent's session with every page", async () => {
    await using server = await holding(many(60));
    await outcomeOf(server.agent.messages.iterate({ chatId }, { headers: { "x-trace": "t" } }));
    const bodies = server.seen.map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual([50, 100].map((limit) => ({ chatId, limit, agentSession: expect.objectContaining({}) })));
    expect(server.seen.map(({ headers }) => headers["x-trace"])).toEqual(["t", "t"]);
    expect(bodies[0].agentSession.session.token).toBe("agent-token");
  });
});

describe("rejects invalid input before sending", () => {
  const nowhere = new Wipsy({ apiKey: "test-key", baseUrl: "http://127.0.0.1:9" });
  const good: Checkpoint = { operation: "getContacts", position: { limit: 500 }, seen: ["id:a"], before: [] };

  test.each<[string, unknown, unknown, string]>([
    ["a limit", { limit: 5 }, {}, "limit"],
    ["incomplete with an unknown value", {}, { incomplete: "ignore" }, "incomplete"],
    ["incomplete that is null", {}, { incomplete: null }, "incomplete"],
    ...[
      ...[null, 5, "x", [], {}, { ...good, operation: "getChats" }, { ...good, seen: "id:a" }, { ...good, seen: [1] }],
      ...[
        { ...good, before: undefined },
        { ...good, before: [null] },
        { ...good, position: undefined },
      ],
      ...[
        { ...good, position: {} },
        { ...good, position: [500] },
        { ...good, position: { limit: undefined } },
      ],
      ...[
        { ...good, position: { limit: 500, contactId: chatId } },
        { ...good, position: { limit: 500, page: 2 } },
      ],
    ].map((checkpoint): [string, unknown, unknown, string] => [
      `the checkpoint ${JSON.stringify(checkpoint)}`,
      ...([{}, { checkpoint }, "checkpoint"] as const),
    ]),
  ])("at once: %s", (_what, query, options, field) => {
    const error = thrownBy(() => nowhere.contacts.iterate(query as never, options as never));
    expect(error).toMatchObject({ name: "InputError", field, operation: "getContacts", attempts: 0 });
  });

  test.each<[string, unknown, unknown, string]>([
    ["an unknown parameter", { page: 1 }, {}, "query.page"],
    ["a number for the query", 5, {}, "query"],
    ["a query that is null", null, {}, "query"],
    ["an unknown option", {}, { retries: 5 }, "retries"],
    ["a wrong option", {}, { timeout: -1 }, "timeout"],
    ["a number for the options", {}, 5, "options"],
    ["a checkpoint with a wrong limit", {}, { checkpoint: { ...good, position: { limit: 501 } } }, "query.limit"],
    ["a checkpoint with a text for a limit", {}, { checkpoint: { ...good, position: { limit: "5" } } }, "query.limit"],
  ])("with the first item: %s", async (_what, query, options, field) => {
    const iteration = nowhere.contacts.iterate(query as never, options as never);
    const { items, error } = await outcomeOf(iteration);
    expect(items).toEqual([]);
    expect(error).toMatchObject({ name: "InputError", field, operation: "getContacts", attempts: 0 });
  });

  test("rejects an inferred operation unless it is allowed", async () => {
    const { error } = await outcomeOf(nowhere.tags.iterate());
    expect(error).toMatchObject({ name: "InputError", field: "allowInferred" });
  });
});

describe("a signal", () => {
  test("ends the iteration between two requests", async () => {
    await using server = await holding(many(120));
    const controller = new AbortController();
    const items: unknown[] = [];
    const reading = (async () => {
      for await (const item of server.agent.messages.iterate({ chatId }, { signal: controller.signal })) {
        items.push(item);
        if (items.length === 50) controller.abort(new Error("enough"));
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: "AbortError", cause: { message: "enough" } });
    expect(items).toEqual(many(50));
    expect(server.limits()).toEqual([50]);
  });

  test("ends the iteration during a request, and another one resumes there", async () => {
    const controller = new AbortController();
    await using server = await asking((limit = 0, count) => {
      if (count === 2) setTimeout(() => controller.abort(), 10);
      return { body: { messages: many(70).slice(0, limit) }, delay: count === 2 ? 60_000 : 0 };
    });
    const iteration = server.agent.messages.iterate({ chatId }, { signal: controller.signal });
    const { items, error } = await outcomeOf(iteration);
    expect(error).toMatchObject({ name: "AbortError" });
    expect(items).toEqual(many(50));
    const { checkpoint } = iteration;
    const rest = await outcomeOf(server.agent.messages.iterate({ chatId }, { checkpoint }));
    expect(rest).toEqual({ items: many(20, 50), error: undefined });
  });
});

describe("failures", () => {
  test("are retried when temporary", async () => {
    await using server = await asking((limit = 0, count) =>
      count === 2
        ? { status: 503, headers: { "retry-after": "0" }, body: { error: "busy" } }
        : { body: { messages: many(70).slice(0, limit) } },
    );
    const iteration = server.agent.messages.iterate({ chatId }, { maxRetries: 1 });
    expect(await outcomeOf(iteration)).toEqual({ items: many(70), error: undefined });
    expect(server.limits()).toEqual([50, 100, 100]);
  });

  test.each<[string, object, object]>([
    [
      "a token that has expired",
      { status: 401, body: { error: "expired" } },
      { name: "AuthenticationError", status: 401 },
    ],
    ["a missing server", { status: 404, body: {} }, { name: "NotFoundError" }],
    ["too many requests", { status: 429, body: {} }, { name: "RateLimitError" }],
    ["a server that is busy", { status: 503, body: {} }, { name: "ServerError", status: 503 }],
    ["broken JSON", { body: '{"messages": [' }, { name: "DecodeError" }],
    ["another answer", { body: { messages: null } }, { name: "DecodeError" }],
  ])("surface unchanged and leave a checkpoint: %s", async (_what, reply, expected) => {
    await using server = await asking((limit = 0, count) =>
      count === 2 ? reply : { body: { messages: many(120).slice(0, limit) } },
    );
    const iteration = server.agent.messages.iterate({ chatId }, { incomplete: "allow" });
    const { items, error } = await outcomeOf(iteration);
    expect(error).toMatchObject(expected);
    expect(items).toEqual(many(50));
    const checkpoint = JSON.parse(JSON.stringify(iteration.checkpoint));
    const rest = await outcomeOf(server.agent.messages.iterate({ chatId }, { checkpoint }));
    expect(rest).toEqual({ items: many(70, 50), error: undefined });
    expect(server.limits()).toEqual([50, 100, 100, 200]);
  });
});

describe("a checkpoint", () => {
  test("advances with every item", async () => {
    await using server = await holding(many(60));
    const iteration = server.agent.messages.iterate({ chatId });
    expect(iteration.checkpoint).toEqual({
      operation: "agentGetMessages",
      position: { limit: 50 },
      seen: [],
      before: [],
    });
    let count = 0;
    for await (const _ of iteration) {
      count += 1;
      const seen = many(count).map(({ id }) => fingerprintOf(["id", id]));
      const position = { limit: count > 50 ? 100 : 50 };
      expect(iteration.checkpoint).toEqual({ operation: "agentGetMessages", position, seen, before: [] });
    }
  });

  test("resumes after any item, and includes items added meanwhile", async () => {
    for (const stop of [1, 2, 49, 50, 51, 60]) {
      const held = many(60);
      await using server = await holding(held);
      const iteration = server.agent.messages.iterate({ chatId });
      const first = await iteration.toArray({ limit: stop });
      held.unshift({ id: "new" });
      const { checkpoint } = iteration;
      const resumed = server.agent.messages.iterate({ chatId }, { checkpoint });
      expect(resumed.checkpoint).toEqual(checkpoint);
      const { items, error } = await outcomeOf(resumed);
      expect(error).toBeUndefined();
      expect([...first, ...items].map(({ id }) => id).sort()).toEqual(held.map(({ id }) => id).sort());
    }
  });
});
