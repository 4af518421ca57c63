import { describe, expect, test } from "vitest";
import { isWipsyError, Wipsy, type WipsyOptions } from "wipsy-client";
import { watchMessages } from "wipsy-client/feed";
import { type MockApi, type MockOptions, mockApi } from "wipsy-client/testing";
import type { Rows } from "../../src/operation/table.ts";

const ana = { name: "Ana", phone: "+573188779043" };

function connect(options: MockOptions = {}, more: WipsyOptions = {}): { api: MockApi; wipsy: Wipsy } {
  const api = mockApi({ contacts: [ana], ...options });
  const allowInferred = options.allowInferred ?? false;
  return { api, wipsy: new Wipsy({ apiKey: "test", fetch: api.fetch, maxRetries: 0, allowInferred, ...more }) };
}

const hola = { to: "+573188779043", message: "Hola" } as const;

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "resolved";
  } catch (error) {
    if (isWipsyError(error)) return error.outcome;
    throw error;
  }
}

describe("sending", () => {
  test("keeps what was sent, and answers with ids and providers of the channel", async () => {
    const { api, wipsy } = connect();
    const whatsapp = await wipsy.messages.send(hola);
    const instagram = await wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" });
    const messenger = await wipsy.messages.send({ to: "fb_123456789", message: "Hola" });
    expect(api.sent[0]).toEqual({ to: "+573188779043", channel: "whatsapp", message: "Hola" });
    expect(whatsapp).toMatchObject({ provider: "meta", messageId: expect.stringMatching(/^wamid\./) });
    expect(instagram).toMatchObject({ provider: "instagram", recipientId: "828925823321473" });
    expect(messenger).toMatchObject({ provider: "messenger", recipientId: "123456789" });
    expect(new Set([whatsapp, instagram, messenger].map(({ messageId }) => messageId)).size).toBe(3);
    expect(api.executed("sendMessage")).toBe(3);
  });

  test("continues the chat with the same person, and finds their contact", async () => {
    const { api, wipsy } = connect();
    await wipsy.messages.send(hola);
    await wipsy.messages.send({ to: "57 318 877 9043", message: "Otra vez" });
    expect(api.chats).toHaveLength(1);
    expect(api.contacts).toHaveLength(1);
    expect(api.chats[0]?.customer).toMatchObject(ana);
    expect(api.messages.map(({ content }) => content)).toEqual(["Hola", "Otra vez"]);
  });

  test("the delivery goes on by hand or by a policy", async () => {
    const { api, wipsy } = connect();
    const { messageId = "" } = await wipsy.messages.send(hola);
    expect(api.messages[0]?.status).toBe("sent");
    api.deliver(messageId);
    expect(api.messages[0]?.status).toBe("delivered");
    api.deliver(messageId, "failed");
    expect(api.messages[0]?.status).toBe("failed");

    const read = connect({ delivery: ({ to }) => (to === hola.to ? "read" : "failed") });
    await read.wipsy.messages.send(hola);
    await read.wipsy.messages.send({ to: "+573000000000", message: "Hola" });
    expect(read.api.messages.map(({ status }) => status)).toEqual(["read", "failed"]);
  });
});

describe("an account", () => {
  test("contacts are created, found and counted against the month's quota", async () => {
    let now = new Date("2026-01-31T12:00:00Z");
    const { api, wipsy } = connect({ contacts: [], now: () => now });
    for (let count = 0; count < 100; count += 1) await wipsy.contacts.create({ name: `Contact ${count}` });
    await expect(wipsy.contacts.create({ name: "One too many" })).rejects.toMatchObject({
      name: "RateLimitError",
      status: 429,
      outcome: "rejected",
    });
    expect(api.contacts).toHaveLength(100);
    now = new Date("2026-02-01T00:00:00Z");
    const { id = "" } = await wipsy.contacts.create({ name: "Next month", phone: "+573000000001" });
    expect(await wipsy.contacts.get(id)).toMatchObject({ name: "Next month", whatsapp_id: "573000000001" });
    const page = await wipsy.contacts.list({ limit: 100 });
    expect(page.items).toHaveLength(100);
    expect(page.complete).toBe(false);
    expect(page.items[0]?.name).toBe("Next month");
  });

  test("an agent sees chats and messages, with its session alone", async () => {
    const { api, wipsy } = connect();
    const { chat_id: chatId = "" } = api.receive({ from: "+573188779043", content: "¿Tienen azul?" });
    await wipsy.messages.send(hola);
    const agent = wipsy.agent({ session: api.signIn({ name: "Luis" }) });
    const chats = await agent.chats.list({ status: "active" });
    expect(chats.items.map(({ id }) => id)).toEqual([chatId]);
    const { items } = await agent.messages.list({ chatId, limit: 10 });
    expect(items.map(({ sender_type }) => sender_type)).toEqual(["business", "customer"]);
    const stranger = wipsy.agent({
      session: { agent: { id: "a", name: "A" }, session: { token: "invented", expires_at: "2999-01-01T00:00:00Z" } },
    });
    await expect(stranger.chats.list()).rejects.toMatchObject({ name: "AuthenticationError" });
  });

  test("a customer who writes is seen by watchMessages", async () => {
    const { api, wipsy } = connect();
    const agent = wipsy.agent({ session: api.signIn() });
    const next = watchMessages(agent, { every: 10 })[Symbol.asyncIterator]().next();
    // The second poll begins when the first is over: what comes from now on is new.
    await expect.poll(() => api.executed("agentGetChats")).toBeGreaterThan(1);
    api.receive({ from: "ig_828925823321473", content: "Buenas" });
    const { value } = await next;
    expect(value).toMatchObject({ message: { content: "Buenas", sender_type: "customer" } });
  });

  test("chat buttons are listed with the chats, and changed", async () => {
    const { wipsy } = connect({ allowInferred: true });
    const [button] = await wipsy.chatButtons.list();
    const changed = await wipsy.call("updateChatButton", {
      query: { buttonId: button?.id ?? "" },
      body: { name: "Humano" },
    });
    expect(changed.data).toMatchObject({ ...button, name: "Humano", updated_at: expect.any(String) });
    expect((await wipsy.chatButtons.list())[0]?.name).toBe("Humano");
  });

  test("what is inferred is there when it is allowed", async () => {
    const { api, wipsy } = connect({ allowInferred: true, items: { tags: [{ name: "VIP" }] } });
    const tag = await wipsy.tags.create({ name: "Nuevo" });
    expect((await wipsy.tags.list()).items.map(({ name }) => name)).toEqual(["Nuevo", "VIP"]);
    await wipsy.tags.update(tag.id ?? "", { name: "Viejo" });
    expect(await wipsy.tags.get(tag.id ?? "")).toMatchObject({ name: "Viejo" });
    await wipsy.tags.delete(tag.id ?? "");
    expect((await wipsy.tags.list()).items).toHaveLength(1);
    expect(api.violations).toEqual([]);
    const strict = mockApi();
    const client = new Wipsy({ apiKey: "test", fetch: strict.fetch, allowInferred: true, maxRetries: 0 });
    await expect(client.tags.list()).rejects.toMatchObject({ name: "NotFoundError", code: "NOT_FOUND" });
  });
});

describe("it is strict", () => {
  const post = (api: MockApi, body: string, headers: Record<string, string> = { "x-api-key": "test" }) =>
    api.fetch("https://example.com/functions/v1/api-send-message", { method: "POST", headers, body });

  test("what does not fit the description is answered 400 and recorded", async () => {
    const api = mockApi();
    const answer = await post(api, JSON.stringify({ to: "+573188779043", mesage: "Hola" }));
    expect(answer.status).toBe(400);
    expect((await post(api, "{ broken")).status).toBe(400);
    expect((await api.fetch("https://example.com/api-nothing", { method: "GET" })).status).toBe(404);
    expect(api.violations).toEqual([
      expect.stringContaining("mesage"),
      expect.stringContaining("body"),
      expect.stringContaining("/api-nothing"),
    ]);
    expect(api.sent).toEqual([]);
  });

  test("a missing or wrong key is answered 401, and no secret is kept", async () => {
    const api = mockApi({ apiKey: "right" });
    const body = JSON.stringify(hola);
    expect((await post(api, body, {})).status).toBe(401);
    expect((await post(api, body, { "x-api-key": "wrong" })).status).toBe(401);
    expect((await post(api, body, { "x-api-key": "right", authorization: "Bearer x" })).status).toBe(200);
    expect(JSON.stringify(api.requests)).not.toMatch(/right|wrong|Bearer/);
    expect(api.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ["sendMessage", 401],
      ["sendMessage", 401],
      ["sendMessage", 200],
    ]);
  });
});

/** Each fault with what a write and a read are told of it. */
const faults: [name: string, plan: (api: MockApi) => void, write: string, read: string, executed: number][] = [
  ["fail, 500", (api) => api.fail(), "unknown", "unknown", 0],
  ["fail, 408", (api) => api.fail({ status: 408 }), "unknown", "unknown", 0],
  ["fail, 501", (api) => api.fail({ status: 501 }), "rejected", "rejected", 0],
  ["fail, 422", (api) => api.fail({ status: 422 }), "rejected", "rejected", 0],
  ["fail, 429", (api) => api.fail({ status: 429, retryAfter: 1 }), "rejected", "rejected", 0],
  ["loseAnswer", (api) => api.loseAnswer(), "unknown", "unknown", 1],
  ["refuse", (api) => api.refuse(), "not-sent", "not-sent", 0],
  ["cutOff", (api) => api.cutOff(), "unknown", "unknown", 1],
  ["html", (api) => api.html(), "unknown", "unknown", 0],
];

describe("faults, in the words of the errors", () => {
  test.each(faults)("%s", async (_name, plan, write, read, executed) => {
    const { api, wipsy } = connect();
    plan(api);
    expect(await outcomeOf(wipsy.messages.send(hola))).toBe(write);
    expect(api.executed("sendMessage")).toBe(executed);
    expect(await outcomeOf(wipsy.messages.send(hola))).toBe("resolved");
    plan(api);
    expect(await outcomeOf(wipsy.contacts.list())).toBe(read);
  });

  test.each(faults)("%s, over a port", async (name, plan, write, _read, executed) => {
    const { api } = connect();
    const { url, close } = await api.listen();
    try {
      const wipsy = new Wipsy({ apiKey: "test", baseUrl: url, maxRetries: 0 });
      plan(api);
      expect(await outcomeOf(wipsy.messages.send(hola))).toBe(name === "refuse" ? "unknown" : write);
      expect(api.executed("sendMessage")).toBe(executed);
      expect(await outcomeOf(wipsy.messages.send(hola))).toBe("resolved");
    } finally {
      await close();
    }
  });

  test("a delay longer than the timeout comes after the work", async () => {
    const { api, wipsy } = connect();
    api.delay(60_000);
    const late = wipsy.messages.send(hola, { timeout: 1000 });
    await expect(late).rejects.toMatchObject({ cause: { name: "TimeoutError" }, outcome: "unknown" });
    expect(api.executed("sendMessage")).toBe(1);
    expect(api.requests).toMatchObject([{ fault: "delay" }]);
    api.delay(1);
    expect(await outcomeOf(wipsy.messages.send(hola))).toBe("resolved");
  });

  test("a delay over a port comes after the work", async () => {
    const { api } = connect();
    const { url, close } = await api.listen();
    const stop = new AbortController();
    try {
      api.delay(600_000);
      const late = new Wipsy({ apiKey: "test", baseUrl: url }).messages.send(hola, { signal: stop.signal });
      const outcome = outcomeOf(late);
      await expect.poll(() => api.executed("sendMessage")).toBe(1);
      stop.abort();
      expect(await outcome).toBe("unknown");
    } finally {
      await close();
    }
  });

  test.each<[string, (api: MockApi) => void, string]>([
    ["an operation", (api) => api.fail({ operation: "sendMesage" }), "operation"],
    ["an option", (api) => api.fail({ stauts: 503 } as object), "stauts"],
    ["an option of another fault", (api) => api.html({ status: 503 } as object), "status"],
    ["a counted operation", (api) => api.executed("sendMesage"), "operation"],
    ["a wait", (api) => api.fail({ status: 429, retryAfter: -1 }), "retryAfter"],
    ["a status", (api) => api.fail({ status: 99 }), "status"],
    ["a number of times", (api) => api.refuse({ times: 0 }), "times"],
    ["a delay", (api) => api.delay(-1), "ms"],
    ["a rate", (api) => api.outage({ rate: 2 }), "rate"],
    ["a sender", (api) => api.receive({ from: "nobody", content: "Hola" }), "from"],
    ["a chat", (api) => api.receive({ chatId: "nowhere", content: "Hola" }), "chatId"],
    ["a message", (api) => api.deliver("nothing"), "messageId"],
  ])("%s that cannot be is refused", (_what, plan, field) => {
    expect(() => plan(mockApi())).toThrow(expect.objectContaining({ name: "InputError", field }));
  });

  test("a fault can be for one operation, and more than once", async () => {
    const { api, wipsy } = connect();
    api.fail({ operation: "sendMessage", times: 2, status: 403 });
    expect(await outcomeOf(wipsy.contacts.list())).toBe("resolved");
    expect(await outcomeOf(wipsy.messages.send(hola))).toBe("rejected");
    expect(await outcomeOf(wipsy.messages.send(hola))).toBe("rejected");
    expect(await outcomeOf(wipsy.messages.send(hola))).toBe("resolved");
  });

  test("an outage gives the same faults for the same seed", async () => {
    const run = async (seed: number) => {
      const { api, wipsy } = connect();
      api.outage({ rate: 0.5, seed });
      const outcomes: string[] = [];
      for (let count = 0; count < 30; count += 1) outcomes.push(await outcomeOf(wipsy.messages.send(hola)));
      api.outage({ rate: 0 });
      expect(await outcomeOf(wipsy.messages.send(hola))).toBe("resolved");
      return outcomes;
    };
    const [first, second] = await Promise.all([run(7), run(7)]);
    expect(second).toEqual(first);
    expect(new Set(first)).toEqual(new Set(["resolved", "not-sent", "rejected", "unknown"]));
  });

  test("an order handler that is retried after a lost answer sends once, when it reads the outcome", async () => {
    const { api, wipsy } = connect();
    api.loseAnswer({ operation: "sendMessage" });
    expect(await outcomeOf(wipsy.messages.send(hola, { maxRetries: 5 }))).toBe("unknown");
    expect(api.executed("sendMessage")).toBe(1);
  });
});

describe("a description of one's own", () => {
  const row = { auth: "apiKey", evidence: "documented", namespace: "orders" } as const;
  const rows: Rows = {
    makeOrder: { ...row, id: "makeOrder", method: "POST", path: "/orders", effect: "write", verb: "create", body: {} },
    findOrder: {
      ...{ ...row, id: "findOrder", method: "GET", path: "/orders/{id}", effect: "read", verb: "get", key: "id" },
      ...{ keyIn: "path", pathFields: { id: { type: "string", required: true } } },
    },
    countOrders: { ...row, id: "countOrders", method: "GET", path: "/orders/count", effect: "read" },
    weigh: { ...row, id: "weigh", method: "GET", path: "/weight", effect: "read" },
  };
  const operations = { version: "1", server: "https://api.example.com", apiKeyHeader: "x-own-key", rows };

  test("has its own items, and its examples for what the mock does not know", async () => {
    const api = mockApi({ operations, examples: { countOrders: { count: 7 } }, items: { orders: [{ id: "one" }] } });
    const get = async (path: string, headers: Record<string, string> = { "x-own-key": "any" }) => {
      const answer = await api.fetch(`https://api.example.com${path}`, { headers });
      return [answer.status, await answer.json()];
    };
    expect(await get("/orders/one")).toMatchObject([200, { id: "one" }]);
    expect(await get("/orders/two")).toMatchObject([404, {}]);
    expect(await get("/orders/count")).toEqual([200, { count: 7 }]);
    expect(await get("/weight")).toEqual([200, {}]);
    expect(await get("/weight", { "x-api-key": "any" })).toMatchObject([401, {}]);
    expect(JSON.stringify(api.requests)).not.toContain("x-own-key");
  });
});

test("a client of it is a Wipsy wherever a program takes one, or a part of one", async () => {
  interface Sender {
    readonly messages: Pick<Wipsy["messages"], "send">;
  }
  const confirm = async (sender: Sender) => {
    const { data, attempts, response } = await sender.messages.send(hola).withResponse();
    return { id: data.messageId, attempts, status: response.status };
  };
  const { api, wipsy } = connect({}, { maxRetries: 2 });
  api.refuse();
  expect(await confirm(wipsy)).toEqual({ id: expect.stringMatching(/^wamid/), attempts: 2, status: 200 });
  expect(api.sent).toHaveLength(1);
});

test("its lists are its own: what a test changes there is answered", async () => {
  const { api, wipsy } = connect();
  const { chat_id: chatId = "" } = api.receive({ from: "+573188779043", content: "Hola" });
  const again = api.receive({ chatId, content: "¿Hay alguien?" });
  again.created_at = "2020-01-01T00:00:00Z";
  const [chat] = api.chats;
  if (chat) chat.status = "completed";
  const agent = wipsy.agent({ session: api.signIn() });
  expect((await agent.chats.list({ status: "completed" })).items).toMatchObject([{ id: chatId }]);
  expect((await agent.messages.list({ chatId })).items.map(({ content }) => content)).toEqual([
    "Hola",
    "¿Hay alguien?",
  ]);
});

test("a list ends without a word at 1,000 items", async () => {
  const tags = Array.from({ length: 1001 }, (_, index) => ({ id: `tag-${index}` }));
  const { wipsy } = connect({ allowInferred: true, items: { tags } });
  const { items, complete } = await wipsy.tags.list();
  expect([items.length, items[0]?.id, complete]).toEqual([1000, "tag-1000", false]);
});

test("ids follow from the seed", async () => {
  const idsOf = async (seed: number) => {
    const { api, wipsy } = connect({ seed });
    const { messageId } = await wipsy.messages.send(hola);
    return [messageId, ...api.contacts.map(({ id }) => id)];
  };
  expect(await idsOf(3)).toEqual(await idsOf(3));
  expect(await idsOf(3)).not.toEqual(await idsOf(4));
});
