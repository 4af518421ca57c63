import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { type MockApi, mockApi } from "wipsy-client/testing";
import { failureOf } from "../support/failure.ts";

const message = "Your order 1001 is on its way.";
const to = "+573188779043";
const now = new Date("2030-01-31T12:00:00Z");
const before = new Date("2030-01-31T11:59:00Z");
const after = new Date("2030-01-31T12:01:00Z");

function world(api: MockApi = mockApi({ now: () => now })) {
  const wipsy = new Wipsy({ apiKey: "test", fetch: api.fetch });
  return { api, wipsy, agent: wipsy.agent({ session: api.signIn() }) };
}

/** What the server knows of the customer of its only chat. */
function describeCustomer({ chats }: MockApi, fields: object): void {
  const [chat] = chats;
  Object.assign(chat?.customer ?? {}, fields);
}

describe("findSent finds a message", () => {
  test.each([to, "573188779043", "+57 (318) 877-9043"])("to %s", async (recipient) => {
    const { wipsy, agent } = world();
    await wipsy.messages.send({ to, message });
    expect(await agent.findSent({ to: recipient, message, since: before })).toMatchObject({ content: message });
  });

  test.each(["ig_828925823321473", "fb_123456789"] as const)("to %s, if the chat says its id", async (recipient) => {
    const { api, wipsy, agent } = world();
    await wipsy.messages.send({ to: recipient, message });
    expect(await agent.findSent({ to: recipient, message, since: before })).toBeUndefined();
    describeCustomer(api, { user: recipient.slice(3) });
    expect(await agent.findSent({ to: recipient, message, since: before })).toMatchObject({ content: message });
  });

  test("in the second of a customer's chats, and in a chat without a time", async () => {
    const { api, wipsy, agent } = world();
    api.receive({ from: to, content: "Hola" });
    const [{ customer } = {}] = api.chats;
    api.chats.unshift({ id: crypto.randomUUID(), ...(customer && { customer }), last_message_at: null });
    await wipsy.messages.send({ to, message });
    expect(await agent.findSent({ to, message, since: before })).toMatchObject({ content: message });
  });
});

describe("findSent finds nothing", () => {
  test.each<[string, (api: MockApi, wipsy: Wipsy) => unknown]>([
    ["without a chat", () => {}],
    ["with another customer", (_api, wipsy) => wipsy.messages.send({ to: "+573001112233", message })],
    ["with another text", (_api, wipsy) => wipsy.messages.send({ to, message: "Hola" })],
    ["that the customer wrote", (api) => api.receive({ from: to, content: message })],
    [
      "that failed",
      async (api, wipsy) => {
        const { messageId = "" } = await wipsy.messages.send({ to, message });
        api.deliver(messageId, "failed");
      },
    ],
  ])("%s", async (_what, prepare) => {
    const { api, wipsy, agent } = world();
    await prepare(api, wipsy);
    expect(await agent.findSent({ to, message, since: before })).toBeUndefined();
  });

  test("of an earlier time, without reading its chat", async () => {
    const { api, wipsy, agent } = world();
    await wipsy.messages.send({ to, message });
    expect(await agent.findSent({ to, message, since: after })).toBeUndefined();
    expect(api.executed("agentGetMessages")).toBe(0);
  });
});

test.each([
  [{ message, since: before }, "query"],
  [{ to: "", message, since: before }, "to"],
  [{ to: "+()", message, since: before }, "to"],
  [{ to, message, since: new Date("no") }, "since"],
])("findSent refuses %j", async (query, field) => {
  const { agent } = world();
  // The cast: a JavaScript program can pass anything.
  expect(await failureOf(agent.findSent(query as never))).toMatchObject({ name: "InputError", field });
});

describe("reconcileSend without a chat", () => {
  test("finds a message whose answer was lost", async () => {
    const { api, wipsy, agent } = world(mockApi());
    api.loseAnswer({ operation: "sendMessage" });
    const sent = await wipsy.messages.send({ to, message }, { reconcile: agent.reconcileSend() });
    expect(sent).toMatchObject({ reconciled: true });
    expect(api.executed("sendMessage")).toBe(1);
  });

  test("does not take a message to somebody else for this one", async () => {
    const { api, wipsy, agent } = world(mockApi());
    await wipsy.messages.send({ to: "+573001112233", message });
    api.fail({ operation: "sendMessage", status: 500 });
    const error = await failureOf(wipsy.messages.send({ to, message }, { reconcile: agent.reconcileSend() }));
    expect(error).toMatchObject({ name: "UnknownOutcomeError" });
  });
});
