import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { crm } from "../support/crm.ts";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const chatId = "00000000-0000-4000-8000-000000000001";
const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
const many = (length: number) => Array.from({ length }, (_, index) => ({ id: `id-${index}` }));

/** A client whose server answers every request with `body`. */
async function clientAnswered(body: unknown) {
  const server = await serve(() => ({ body }));
  const wipsy = new Wipsy({ operations: crm, apiKey: "test-key", baseUrl: server.url, maxRetries: 0 });
  return Object.assign(server, { wipsy });
}

describe("returns an array for one item and for several", () => {
  test.each<[string, unknown, unknown[]]>([
    ["many", many(3), many(3)],
    ["one in a list", many(1), many(1)],
    ["one by itself", { id: "id-0" }, many(1)],
    ["none", [], []],
  ])("%s", async (_what, data, items) => {
    await using server = await clientAnswered({ success: true, data });
    expect((await server.wipsy.contacts.list()).items).toEqual(items);
  });

  test.each<[string, unknown]>([
    ["null", { success: true, data: null }],
    ["absent", { success: true }],
    ["a text", { data: "x" }],
    ["a number", { data: 0 }],
    ["a list of strings", { data: ["x"] }],
    ["a list of lists", { data: [[]] }],
    ["a list with null in it", { data: [{ id: "1" }, null] }],
    ["under another name", { contacts: [] }],
    ["without the envelope", [{ id: "1" }]],
    ["nothing but null", "null"],
    ["nothing but a text", '"x"'],
  ])("rejects data that is %s", async (_what, body) => {
    await using server = await clientAnswered(body);
    const error = await failureOf(server.wipsy.contacts.list());
    expect(error).toMatchObject({ name: "DecodeError", outcome: "unknown", operation: "getContacts", attempts: 1 });
    expect(error.message).toMatch(/"data" does not hold items|expected a JSON object/);
  });
});

describe("complete", () => {
  test.each([
    ["fewer than asked for", 9, 10, true],
    ["none", 0, 10, true],
    ["as many as asked for", 10, 10, false],
    ["more than asked for", 11, 10, false],
    ["one, of one asked for", 1, 1, false],
    ["fewer than the default of 100", 99, undefined, true],
    ["as many as the default of 100", 100, undefined, false],
  ])("contacts, %s", async (_what, count, limit, complete) => {
    await using server = await clientAnswered({ data: many(count) });
    const page = await server.wipsy.contacts.list(limit === undefined ? {} : { limit });
    expect(page).toEqual({ items: many(count), limit: limit ?? 100, complete });
    expect(server.seen[0]?.url).toBe(`/api-get-contacts${limit === undefined ? "" : `?limit=${limit}`}`);
  });

  test.each([
    ["fewer than the default of 50", 49, true],
    ["as many as the default of 50", 50, false],
  ])("chats, %s", async (_what, count, complete) => {
    await using server = await clientAnswered({ data: many(count) });
    expect(await server.wipsy.chats.list()).toMatchObject({ limit: 50, complete });
  });

  test.each([
    [0, true],
    [1, true],
    [999, true],
    [1000, false],
    // More items than the cap came, so the cap does not apply.
    [1001, true],
  ])("%d tags, limited only by the database", async (count, complete) => {
    await using server = await clientAnswered({ data: many(count) });
    const page = await server.wipsy.tags.list();
    expect(page.items).toHaveLength(count);
    expect(page).toMatchObject({ limit: undefined, complete });
  });

  test.each([
    ["none", 0, undefined, true],
    ["one, with an unknown default", 1, undefined, false],
    ["fewer than asked for", 1, 2, true],
    ["as many as asked for", 2, 2, false],
    ["the database's 1000, fewer than asked for", 1000, 5000, false],
  ])("messages, %s", async (_what, count, limit, complete) => {
    await using server = await clientAnswered({ messages: many(count) });
    const messages = server.wipsy.agent({ session }).messages;
    const page = await messages.list({ chatId, ...(limit === undefined ? {} : { limit }) });
    expect(page).toEqual({ items: many(count), limit, complete });
  });
});

describe("parameters are checked before anything is sent", () => {
  test.each<[string, unknown, string]>([
    ["a limit below 1", { limit: 0 }, "query.limit"],
    ["a limit above 500", { limit: 501 }, "query.limit"],
    ["half a limit", { limit: 1.5 }, "query.limit"],
    ["a limit as text", { limit: "10" }, "query.limit"],
    ["NaN", { limit: Number.NaN }, "query.limit"],
    ["an unknown name", { page: 2 }, "query.page"],
    ["text", "10", "query"],
    ["a list", [10], "query"],
    ["null", null, "query"],
  ])("%s", async (_what, query, field) => {
    await using server = await clientAnswered({ data: [] });
    const error = await failureOf(server.wipsy.contacts.list(query as never));
    expect(error).toMatchObject({ name: "InputError", field, outcome: "not-sent", attempts: 0 });
    expect(server.seen).toEqual([]);
  });
});
