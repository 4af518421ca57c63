import { describe, expect, inject, test } from "vitest";
import { type AgentSession, type ApiError, isWipsyError, Wipsy } from "wipsy-client";
import { type Row, rowsOf } from "../../scripts/generate/rows.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import type { Call, CallOptions } from "../../src/call/call.ts";
import { failureOfStatus } from "../../src/call/retry.ts";
import { policy } from "../../src/errors/failure.ts";
import { examplesOf } from "../support/examples.ts";
import { examplesIn, inputsOf } from "./inputs.ts";
import { faultsOf, recorder } from "./recorder.ts";

// Every operation of the table against Prism, through the facade. What is called, and with what, comes from the
// descriptions: an operation that they gain is covered without a line here.

const description = await bundledDescription();
const { rows } = rowsOf(description);
const session = rows.map((row) => examplesOf(description, row).body.agentSession).find(Boolean) as AgentSession;

type AnyCall = (id: string, input: object, options?: CallOptions) => Call<unknown>;

function connect(change?: (headers: Headers) => void) {
  const { fetch, recorded } = recorder(change);
  const wipsy = new Wipsy({
    apiKey: "test-key",
    baseUrl: inject("prismUrl"),
    allowInferred: true,
    maxRetries: 0,
    fetch,
  });
  const agent = wipsy.agent({ session });
  const call: AnyCall = (id, input, options) =>
    (rows.some((row) => row.operation.id === id && row.operation.agent)
      ? (agent.call as AnyCall)
      : (wipsy.call as AnyCall))(id, input, options);
  return { wipsy, agent, call, recorded };
}

/** Every answer that the description documents for an operation: each of its examples, or what Prism makes where it has none. */
function answersOf({ place }: Row) {
  return Object.entries(place.operation.responses ?? {}).flatMap(([status, response]) => {
    const examples = examplesIn(description, response);
    if (examples.length === 0)
      return [{ status: Number(status), name: "made", value: undefined, prefer: `code=${status}` }];
    return examples.map(([name, { value }]) => ({
      status: Number(status),
      name,
      value,
      prefer: `code=${status}, example=${name}`,
    }));
  });
}

const errorNames: Record<number, string> = {
  400: "ApiError",
  401: "AuthenticationError",
  403: "PermissionError",
  404: "NotFoundError",
  429: "RateLimitError",
  500: "ServerError",
};

async function expectRefusal(call: Promise<unknown>, { operation }: Row, status: number, body: unknown): Promise<void> {
  const thrown = await call.then(
    () => expect.fail("resolved"),
    (reason: unknown) => reason as ApiError,
  );
  const [outcome] = policy[failureOfStatus(status)];
  const isOpen = outcome === "unknown" && operation.effect === "write";
  expect(isWipsyError(thrown, "UnknownOutcomeError")).toBe(isOpen);
  const error = (isOpen ? thrown.cause : thrown) as ApiError;
  expect(error).toMatchObject({ name: errorNames[status] ?? "ApiError", operation: operation.id, status, outcome });
  if (body === undefined) return;
  expect(error.body).toEqual(body);
  expect(error.reason).toBe((body as { error: string }).error);
}

describe.each(rows.map((row) => ({ id: row.operation.id, row })))("$id", ({ id, row }) => {
  const [first] = inputsOf(description, row);
  const input = first?.input ?? {};

  test("has an example to be called with, and an answer of success", () => {
    expect(first).toBeDefined();
    expect(answersOf(row).some(({ status }) => status >= 200 && status < 300)).toBe(true);
  });

  test.each(inputsOf(description, row))("is called as described: $name", async ({ input }) => {
    const { call, recorded } = connect();
    await call(id, input);
    expect(recorded.map((request) => `${request.method} ${request.path}`)).toEqual([
      `${row.operation.method} ${row.operation.path}`,
    ]);
    expect(recorded.flatMap((request) => faultsOf(description, request))).toEqual([]);
  });

  test.each(answersOf(row))("$status $name", async ({ status, value, prefer }) => {
    const { call, recorded } = connect();
    const outcome = call(id, input, { headers: { prefer } });
    if (status < 300) {
      const answer = await outcome;
      expect(answer).toEqual(value ?? answer);
    } else await expectRefusal(outcome, row, status, value);
    expect(recorded.map((request) => request.status)).toEqual([status]);
    expect(recorded.flatMap((request) => faultsOf(description, request))).toEqual([]);
  });

  test("without its key or token: the authentication error", async () => {
    const { call, recorded } = connect((headers) => {
      headers.delete("x-api-key");
      headers.delete("authorization");
    });
    await expect(call(id, input)).rejects.toMatchObject({
      name: "AuthenticationError",
      status: 401,
      outcome: "rejected",
    });
    expect(recorded).toHaveLength(1);
  });
});

/** How each method of an operation is called with the description's examples, and what it then gives. */
function methodCalls(row: Row): { name: string; args: unknown[]; gives: unknown }[] {
  const { verb, list, key = "", ...operation } = row.operation;
  const { name = operation.id } = operation;
  const { query, body } = examplesOf(description, row);
  const id = query[key];
  if (verb === "create") return [{ name: verb, args: [body], gives: { id: expect.any(String) } }];
  if (verb === "update") return [{ name: verb, args: [id, body], gives: { id } }];
  if (verb === "delete") return [{ name: verb, args: [id], gives: {} }];
  if (verb === undefined || !list) {
    return [{ name, args: [{ query, ...(operation.body && { body }) }], gives: {} }];
  }
  const { [list.id ?? ""]: one, ...others } = query;
  const { agentSession: _, ...rest } = body;
  const all = { name: "list", args: [list.in === "query" ? others : rest], gives: { items: expect.any(Array) } };
  const prefer = { headers: { prefer: "example=one" } };
  return list.id === undefined ? [all] : [all, { name: "get", args: [one, prefer], gives: { id: one } }];
}

const methods = rows
  .filter((row) => !row.operation.handwritten)
  .flatMap((row) => methodCalls(row).map((call) => ({ ...call, operation: row.operation })));

test.each(methods)("$operation.namespace.$name works with its example", async ({ name, args, gives, operation }) => {
  const { wipsy, agent, recorded } = connect();
  type AnyHandle = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;
  const handle = (operation.agent ? agent : wipsy) as unknown as AnyHandle;
  expect(await handle[operation.namespace]?.[name]?.(...args)).toMatchObject(gives as object);
  expect(recorded.map((request) => request.path)).toEqual([operation.path]);
  expect(recorded.flatMap((request) => faultsOf(description, request))).toEqual([]);
});

test("send goes out as described on each channel", async () => {
  const { wipsy, recorded } = connect();
  await wipsy.messages.send({ to: "+57 318 877-9043", message: "Hola" });
  await wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" });
  await wipsy.messages.send({
    to: "fb_123456789",
    message: "Hola",
    mediaUrl: "https://example.com/año.jpg",
    mediaType: "image",
  });
  await wipsy.messages.send({
    to: "573188779043",
    message: "Hola",
    quotedMessageId: "wamid.test",
    quotedMessageMetadata: { type: "text" },
  });
  expect(recorded.map((request) => (request.body as { channel: string }).channel)).toEqual([
    "whatsapp",
    "instagram",
    "messenger",
    "whatsapp",
  ]);
  expect(recorded.flatMap((request) => faultsOf(description, request))).toEqual([]);
});

test("the checks can fail: a wrong request is caught", async () => {
  const { fetch, recorded } = recorder();
  const post = (path: string, body: object) =>
    fetch(inject("prismUrl") + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": "test-key" },
      body: JSON.stringify(body),
    });
  await post("/api-send-message?to=1", { to: "+573188779043", mesage: "Hola", quotedMessageMetadata: { typ: "text" } });
  await fetch(`${inject("prismUrl")}/api-get-chats?limit=101`, { method: "GET", headers: { "x-api-key": "test-key" } });
  await post("/api-nothing", {});
  const faults = recorded.map((request) => faultsOf(description, request));
  expect(faults[0]).toEqual(
    expect.arrayContaining([
      expect.stringContaining("message"),
      "query.to",
      "body.mesage",
      "body.quotedMessageMetadata.typ",
    ]),
  );
  expect(faults[1]).toEqual([expect.stringContaining("limit")]);
  expect(faults[2]).toEqual(["POST /api-nothing is not described"]);
});

test("an inferred operation is refused before anything is sent", async () => {
  const { fetch, recorded } = recorder();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: inject("prismUrl"), fetch });
  for (const { operation } of rows.filter((row) => row.operation.evidence === "inferred")) {
    const error = await (wipsy.call as AnyCall)(operation.id, {}).catch((thrown: unknown) => thrown);
    expect(isWipsyError(error, "InputError") && error.field).toBe("allowInferred");
  }
  expect(recorded).toEqual([]);
});
