import { expect, test } from "vitest";
import { type OperationTable, Wipsy } from "wipsy-client";
import { watchChats, watchMessages } from "wipsy-client/feed";
import { operations } from "../../generated/operations.ts";
import type { Types } from "../../generated/resources.ts";
import type { Field } from "../../src/operation/table.ts";
import { failureOf, thrownBy } from "../support/failure.ts";
import { serve } from "../support/server.ts";

// Handwritten methods with a description that differs from the bundled one.

/** The bundled table whose messages have another `channel`. */
function withChannel(channel: Field | undefined): OperationTable<Types> {
  const { sendMessage, ...rows } = operations.rows;
  const { channel: _, ...body } = sendMessage?.body ?? {};
  const changed = { ...sendMessage, body: { ...body, ...(channel && { channel }) } };
  return { ...operations, rows: { ...rows, sendMessage: changed as NonNullable<typeof sendMessage> } };
}

async function bodySent(table: OperationTable<Types>, message: object): Promise<unknown> {
  await using server = await serve(() => ({ body: { success: true } }));
  const wipsy = new Wipsy({ operations: table, apiKey: "key", baseUrl: server.url });
  await wipsy.messages.send(message as Parameters<typeof wipsy.messages.send>[0]);
  return JSON.parse(server.seen[0]?.body ?? "");
}

const toMessenger = { to: "fb_123456789", message: "Hola" };

test("omits the channel when the description has no field for it", async () => {
  expect(await bodySent(withChannel(undefined), toMessenger)).toEqual(toMessenger);
});

test("sends the description's name for a channel with two names", async () => {
  const facebook = withChannel({ type: "string", enum: ["whatsapp", "facebook"] });
  expect(await bodySent(facebook, toMessenger)).toMatchObject({ channel: "facebook" });
  const messenger = withChannel({ type: "string", enum: ["whatsapp", "messenger"] });
  expect(await bodySent(messenger, toMessenger)).toMatchObject({ channel: "messenger" });
});

test("keeps a channel that only the description knows, and its recipient", async () => {
  const table = withChannel({ type: "string", enum: ["whatsapp", "telegram"] });
  const message = { to: "@ana", message: "Hola", channel: "telegram" };
  expect(await bodySent(table, message)).toEqual(message);
  const wipsy = new Wipsy({ operations: table, apiKey: "key" });
  const send = (other: object) => wipsy.messages.send({ ...message, ...other } as never);
  expect(await failureOf(send({ channel: "fax" }))).toMatchObject({ name: "InputError", field: "channel" });
  expect(await failureOf(send({ to: "" }))).toMatchObject({ name: "InputError", field: "to" });
  expect(await failureOf(send({ from: "573188779043" }))).toMatchObject({ name: "InputError", field: "from" });
});

test("refuses a channel that the description does not have", async () => {
  const wipsy = new Wipsy({ operations: withChannel({ type: "string", enum: ["whatsapp"] }), apiKey: "key" });
  const error = await failureOf(wipsy.messages.send({ to: "ig_1", message: "Hola" }));
  expect(error).toMatchObject({ name: "InputError", outcome: "not-sent" });
  expect(error.message).toContain("must be one of whatsapp");
});

test("omits methods without an operation, or says that they are missing", async () => {
  const wipsy = new Wipsy({ operations: { ...operations, rows: {} }, apiKey: "key" });
  expect(Object.keys(wipsy.messages)).toEqual([]);
  expect(Object.keys(wipsy.chatButtons)).toEqual([]);
  const session = { agent: { id: "agent-1" }, session: { token: "agent-token", expires_at: "2030-01-01T00:00:00Z" } };
  const agent = wipsy.agent({ session });
  const expected = { name: "InputError", field: "operations" };
  expect(thrownBy(() => agent.reconcileSend("chat"))).toMatchObject(expected);
  expect(thrownBy(() => watchMessages(agent))).toMatchObject({ name: "InputError", field: "agent" });
  expect(thrownBy(() => watchChats(wipsy))).toMatchObject({ name: "InputError", field: "wipsy" });
});

test.each([
  [{}],
  [[]],
  ["operations"],
  [null],
  [{ rows: {}, server: 5, apiKeyHeader: "x-api-key" }],
  [operations.rows],
])("refuses operations of a wrong shape and says what to do", (wrong) => {
  const error = thrownBy(() => new Wipsy({ operations: wrong as unknown as typeof operations }));
  expect(error).toMatchObject({ name: "InputError", field: "operations" });
  expect(error.message).toContain("npx wipsy-client generate");
});
