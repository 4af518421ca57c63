import { describe, expect, test } from "vitest";
import { type OperationTable, Wipsy } from "wipsy-client";
import { operations } from "../../generated/operations.ts";
import type { Types } from "../../generated/resources.ts";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const id = "7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13";
const answer = { success: true, data: { id } };

describe("sends valid input unchanged", () => {
  test.each<[string, (on: Wipsy) => Promise<unknown>, string, string, unknown]>([
    [
      "a contact",
      (on) => on.contacts.create({ name: "Juana", last_name: null, tags: ["t1"], custom_fields: { f1: "x", f2: [1] } }),
      "POST",
      "/api-create-contact",
      { name: "Juana", last_name: null, tags: ["t1"], custom_fields: { f1: "x", f2: [1] } },
    ],
    [
      "a button",
      (on) => on.chatButtons.update("b/1 &=?ñ", { is_enabled: false, position: 0 }),
      "PUT",
      "/api-update-chat-button?buttonId=b%2F1%20%26%3D%3F%C3%B1",
      { is_enabled: false, position: 0 },
    ],
    [
      "a change",
      (on) => on.contacts.update(id, { name: "Ana" }),
      "PUT",
      `/api-update-contact?contactId=${id}`,
      { name: "Ana" },
    ],
    ["a deletion", (on) => on.contacts.delete(id), "DELETE", `/api-delete-contact?contactId=${id}`, undefined],
    [
      "a body without a prototype",
      (on) => on.contacts.create(Object.assign(Object.create(null), { name: "Juana" })),
      "POST",
      "/api-create-contact",
      { name: "Juana" },
    ],
  ])("%s", async (_what, call, method, url, body) => {
    await using server = await serve(() => ({ body: answer }));
    await call(new Wipsy({ apiKey: "test-key", baseUrl: server.url, allowInferred: true }));
    expect(server.seen).toMatchObject([{ method, url }]);
    expect(server.seen[0]?.body).toBe(body === undefined ? "" : JSON.stringify(body));
  });
});

describe("rejects invalid input and names the field", () => {
  test.each<[string, (on: Wipsy) => Promise<unknown>, string]>([
    ["a name as a number", (on) => on.contacts.create({ name: 5 } as never), "body.name"],
    ["tags as text", (on) => on.contacts.create({ name: "J", tags: "t1" } as never), "body.tags"],
    ["fields as a list", (on) => on.contacts.create({ name: "J", custom_fields: [] } as never), "body.custom_fields"],
    [
      "fields as a Map",
      (on) => on.contacts.create({ name: "J", custom_fields: new Map() } as never),
      "body.custom_fields",
    ],
    ["a position as a string", (on) => on.chatButtons.update("b", { position: "1" } as never), "body.position"],
    ["a switch as text", (on) => on.chatButtons.update("b", { is_toggle: "no" } as never), "body.is_toggle"],
    ["no button", (on) => on.chatButtons.updateState({ query: {} } as never), "query.chatId"],
    ["no input where it is required", (on) => on.chatButtons.updateState(undefined as never), "query.chatId"],
    ["an input that is null", (on) => on.chatButtons.updateState(null as never), "input"],
    ["a price that is NaN", (on) => on.products.create({ name: "P", price: Number.NaN }), "body.price"],
    ["a chat id that is not a UUID", (on) => on.messages.list({ chatId: "c1" }), "query.chatId"],
    ["a body in a list", (on) => on.contacts.create([{ name: "J" }] as never), "body"],
    [
      "a body of a class",
      (on) =>
        on.contacts.create(
          new (class Contact {
            name = "J";
          })(),
        ),
      "body",
    ],
    ["a circular body", (on) => on.contacts.create({ name: "J", custom_fields: circle() }), "body"],
    ["a BigInt", (on) => on.contacts.create({ name: "J", custom_fields: { f: 1n } }), "body"],
  ])("%s", async (_what, call, field) => {
    await using server = await serve(() => ({ body: answer }));
    const error = await failureOf(call(new Wipsy({ apiKey: "test-key", baseUrl: server.url, allowInferred: true })));
    expect(error).toMatchObject({ name: "InputError", field, outcome: "not-sent", attempts: 0 });
    expect(server.seen).toEqual([]);
  });
});

function circle(): Record<string, unknown> {
  const itself: Record<string, unknown> = {};
  itself.self = itself;
  return itself;
}

test("reports a lone surrogate, which a URL cannot hold", async () => {
  const { getChats } = operations.rows;
  const rows = { ...operations.rows, getChats: { ...getChats, query: { ids: { type: "array" } } } };
  // The cast: the types belong to the bundled description.
  const withIds = { ...operations, rows } as OperationTable<Types>;
  const wipsy = new Wipsy({
    apiKey: "test-key",
    operations: withIds,
    fetch: () => Promise.reject(new Error("sent")),
  });
  const query: object = { ids: ["a", "\ud800"] };
  const error = await failureOf(wipsy.call("getChats", { query: query as Record<string, never> }));
  expect(error).toMatchObject({ name: "InputError", field: "query.ids", outcome: "not-sent" });
  expect(error.message).toContain("surrogate");
});
