import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { crm } from "../support/crm.ts";
import { failureOf } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";

const id = "7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13";
const other = "00000000-0000-4000-8000-000000000001";
const contact = { id, name: "Juana" };

/** Calls `contacts.get` on a server with this answer. */
async function got(reply: Reply, asked = id) {
  await using server = await serve(() => reply);
  const call = new Wipsy({ operations: crm, apiKey: "test-key", baseUrl: server.url, maxRetries: 0 }).contacts.get(
    asked,
  );
  const [settled] = await Promise.allSettled([call]);
  expect(server.seen).toMatchObject([{ method: "GET", url: `/api-get-contacts?contactId=${asked}`, body: "" }]);
  return settled;
}

describe("finds the item", () => {
  test.each<[string, unknown]>([
    ["by itself", contact],
    ["alone in a list", [contact]],
    ["among several", [{ id: other, name: "Ana" }, contact, { id: other, name: "Eva" }]],
    ["among others without an id", [{ name: "Ana" }, contact]],
    ["with its id in capitals", { ...contact, id: id.toUpperCase() }],
  ])("%s", async (_what, data) => {
    expect(await got({ body: { success: true, data } })).toMatchObject({ value: { name: "Juana" } });
  });

  test("with a requested id in capitals", async () => {
    expect(await got({ body: { data: contact } }, id.toUpperCase())).toMatchObject({ value: contact });
  });

  test("by itself without an id", async () => {
    expect(await got({ body: { data: { name: "Juana" } } })).toMatchObject({ value: { name: "Juana" } });
  });
});

describe("rejects when no item has this id", () => {
  test.each<[string, Reply]>([
    ["an empty list", { body: { success: true, data: [] } }],
    ["null", { body: { success: true, data: null } }],
    ["404", { status: 404, body: { error: "No existe" } }],
  ])("%s", async (_what, reply) => {
    const { reason } = (await got(reply)) as PromiseRejectedResult;
    expect(reason).toMatchObject({
      name: "NotFoundError",
      outcome: "rejected",
      operation: "getContacts",
      attempts: 1,
      status: reply.status ?? 200,
      body: reply.body,
    });
    expect(reason.message).not.toContain(id);
  });
});

describe("an answer that does not match the description", () => {
  test.each<[string, unknown]>([
    ["several with other ids", { data: [{ id: other }, { id: other }] }],
    ["a single other item", { data: { id: other } }],
    ["a single other item with a numeric id", { data: { id: 7 } }],
    ["several without an id", { data: [{ name: "Ana" }, { name: "Eva" }] }],
    ["no data", { success: true }],
    ["a text", { data: id }],
    ["a list of strings", { data: [id] }],
    ["no envelope", "null"],
  ])("%s", async (_what, body) => {
    expect(await got({ body })).toMatchObject({
      reason: { name: "DecodeError", outcome: "unknown", operation: "getContacts", attempts: 1 },
    });
  });
});

describe("rejects an invalid id before sending", () => {
  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["empty", ""],
    ["words", "not-a-uuid"],
    ["a number", 7],
    ["an object", { id }],
    ["a list", [id]],
    ["too long", `${id}0`],
    ["with a blank", ` ${id}`],
    ["with a line break", `${id}\n`],
  ])("%s", async (_what, wrong) => {
    await using server = await serve(() => ({ body: { data: [contact] } }));
    const wipsy = new Wipsy({ operations: crm, apiKey: "test-key", baseUrl: server.url });
    for (const call of [
      () => wipsy.contacts.get(wrong as string),
      () => wipsy.contacts.update(wrong as string, { name: "Ana" }),
      () => wipsy.contacts.delete(wrong as string),
    ]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ name: "InputError", field: "query.contactId", outcome: "not-sent", attempts: 0 });
    }
    expect(server.seen).toEqual([]);
  });
});
