import { describe, expect, test } from "vitest";
import { detectChannel, isWipsyError, Wipsy } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { failureOf } from "../support/failure.ts";

// Values nested deeper than recursion reaches, and oversized values, from the caller and the server.

const hola = { to: "+573188779043", message: "Hola" } as const;
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const answering = (status: number, body: string) =>
  new Wipsy({
    ...{ apiKey: "test-key", maxRetries: 0, idempotency: memoryStore() },
    fetch: async () => new Response(body, { status }),
  });

describe.each([1000, 10_000, 100_000])("accepts values nested %d deep", (depth) => {
  test.each(["error", "details", "message"])("an error's %s", async (field) => {
    const error = await failureOf(answering(400, `{"${field}":${nested(depth)}}`).messages.send(hola));
    expect(error).toMatchObject({ name: "ApiError", outcome: "rejected" });
  });

  test("the data of an answer to a call with an idempotency key", async () => {
    const data = nested(depth).replaceAll("a", "data");
    const wipsy = answering(200, `{"success":true,"messageId":"m-1","data":${data}}`);
    const send = () => wipsy.messages.send(hola, { idempotencyKey: "order-1001-shipped" });
    expect(await send()).toMatchObject({ messageId: "m-1" });
    expect(await send()).toMatchObject({ messageId: "m-1", replayed: true });
  });

  test("success: false", async () => {
    const body = `{"success":false,"details":${nested(depth)}}`;
    expect(await failureOf(answering(200, body).messages.send(hola))).toMatchObject({ outcome: "rejected" });
  });

  test("distinguishes items without an id", async () => {
    const items = [nested(depth), nested(depth), nested(depth - 1)];
    const wipsy = answering(200, `{"success":true,"data":[${items}]}`);
    expect(await wipsy.contacts.iterate({}, { incomplete: "allow" }).toArray({ limit: 5 })).toHaveLength(2);
  });

  test("refuses the caller's nested values before sending", async () => {
    const deep: unknown = JSON.parse(nested(depth));
    const wipsy = answering(201, '{"success":true,"data":{"id":"c1"}}');
    // The cast: a JavaScript program can pass anything.
    const created = wipsy.contacts.create({ name: "Ana", custom_fields: deep as Record<string, unknown> });
    const settled = await created.catch((error: unknown) => error);
    if (isWipsyError(settled)) expect(settled).toMatchObject({ name: "InputError", outcome: "not-sent" });
    const checkpoint = { operation: "getContacts", position: deep, seen: [], before: [] } as never;
    const iterate = async () => wipsy.contacts.iterate({}, { checkpoint }).toArray({ limit: 1 });
    expect(await failureOf(iterate())).toMatchObject({ name: "InputError" });
  });
});

test("a throwing getter in the input is an InputError", async () => {
  const input = {
    get query(): never {
      throw new Error("mine");
    },
  };
  expect(await failureOf(answering(200, "{}").call("getChats", input))).toMatchObject({
    name: "InputError",
    outcome: "not-sent",
  });
});

describe("a recipient of 100 kB", () => {
  test.each(["-", "(", "(-", "[", "0(", ")(", "+", " ", "@", "ig_", "\u00a0"])("of %j", (piece) => {
    const to = piece.repeat(100_000 / piece.length);
    for (const recipient of [to, `${to}3188779143`, `+57${to}3188779143`, `3188779143${to}`]) {
      try {
        detectChannel(recipient);
      } catch (error) {
        expect(isWipsyError(error, "InputError")).toBe(true);
      }
    }
  });
});
