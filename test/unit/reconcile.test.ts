import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Reconcile, type UnknownOutcomeError, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";

const hola = { to: "+573188779043", message: "Hola" } as const;
const broken: Reply = { status: 500, body: { error: "no" } };
const good: Reply = { body: { success: true, messageId: "m-1" } };
const session = { agent: { id: "a1" }, session: { token: "agent-token", expires_at: "2030-01-01T00:00:00Z" } };

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function sendTo(replies: readonly Reply[], reconcile: Reconcile, options = {}) {
  const arrivals: number[] = [];
  await using server = await serve((_seen, count) => {
    arrivals.push(Date.now());
    return replies[count - 1] ?? good;
  });
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  const [settled] = await Promise.allSettled([wipsy.messages.send(hola, { reconcile, ...options }).withResponse()]);
  return { settled, requests: server.seen.length, arrivals };
}

test("is called with the error, its input and its start time", async () => {
  const began = Date.now();
  const reconcile = vi.fn<Reconcile>(async () => "sent");
  const { arrivals } = await sendTo([{ ...broken, delay: 100 }], reconcile);
  const [error, { signal }] = reconcile.mock.calls[0] ?? expect.fail("not asked");
  expect(error).toMatchObject({
    name: "UnknownOutcomeError",
    operation: "sendMessage",
    outcome: "unknown",
    attempts: 1,
  });
  expect(error.cause).toMatchObject({ name: "ServerError", status: 500 });
  expect(error.input.body).toMatchObject({ ...hola, channel: "whatsapp" });
  // Computed from two clocks: a busy machine reads them at different moments.
  expect(error.sentAt.getTime()).toBeGreaterThan(began - 1000);
  expect(error.sentAt.getTime()).toBeLessThanOrEqual(arrivals[0] ?? 0);
  expect(signal).toBeInstanceOf(AbortSignal);
});

test.each<[string, unknown]>([
  ["a page", "<html></html>"],
  ["null", "null"],
  ["a list", []],
  ["a text", '"ok"'],
])("is called when the server answers a success with %s", async (_what, body) => {
  const reconcile = vi.fn<Reconcile>(async () => "sent");
  expect((await sendTo([{ body }], reconcile)).settled).toMatchObject({ value: { data: { reconciled: true } } });
  expect(reconcile.mock.calls).toMatchObject([[{ cause: { name: "DecodeError" } }, {}]]);
});

test('"sent" resolves with reconciled: true and no response', async () => {
  const { settled, requests } = await sendTo([broken], async () => "sent");
  expect(settled).toMatchObject({ status: "fulfilled", value: { data: { reconciled: true }, attempts: 1 } });
  expect((settled as PromiseFulfilledResult<{ response: Response }>).value.response.type).toBe("error");
  expect(requests).toBe(1);
});

test('"not-sent" retries', async () => {
  const { settled, requests } = await sendTo([broken], async () => "not-sent");
  expect(settled).toMatchObject({ status: "fulfilled", value: { data: { messageId: "m-1" }, attempts: 2 } });
  expect(requests).toBe(2);
});

test("is called once: a second unknown outcome rejects", async () => {
  const reconcile = vi.fn<Reconcile>(async () => "not-sent");
  const { settled, requests } = await sendTo([broken, broken], reconcile);
  expect(settled).toMatchObject({ status: "rejected", reason: { name: "UnknownOutcomeError", attempts: 2 } });
  expect(reconcile).toHaveBeenCalledTimes(1);
  expect(requests).toBe(2);
});

test('reports a rejection after "not-sent" as rejected', async () => {
  const { settled } = await sendTo([broken, { status: 400, body: {} }], async () => "not-sent");
  expect(settled).toMatchObject({ status: "rejected", reason: { name: "ApiError", outcome: "rejected", attempts: 2 } });
});

test("rejects when no retries are left", async () => {
  const { settled, requests } = await sendTo([broken], async () => "not-sent", { maxRetries: 0 });
  expect(settled).toMatchObject({
    status: "rejected",
    reason: { name: "WipsyError", outcome: "not-sent", attempts: 1, cause: { name: "ServerError" } },
  });
  expect(requests).toBe(1);
});

describe("any other verdict rejects without a retry", () => {
  test.each<[string, () => unknown]>([
    ["unknown", () => "unknown"],
    ["undefined", () => undefined],
    ["true", () => true],
    [
      "a throw",
      () => {
        throw new Error("mine");
      },
    ],
    ["a rejection", () => Promise.reject(new Error("mine"))],
  ])("%s", async (_what, says) => {
    const { settled, requests } = await sendTo([broken], says as unknown as Reconcile);
    expect(settled).toMatchObject({ status: "rejected", reason: { name: "UnknownOutcomeError" } });
    expect(requests).toBe(1);
  });

  test("no verdict within the deadline", async () => {
    const { settled, requests } = await sendTo([broken], () => new Promise(() => {}), { deadline: 100 });
    expect(settled).toMatchObject({ status: "rejected", reason: { name: "UnknownOutcomeError" } });
    expect(requests).toBe(1);
  });
});

test("is not called if the outcome is known", async () => {
  const reconcile = vi.fn<Reconcile>(async () => "sent");
  expect((await sendTo([good], reconcile)).settled.status).toBe("fulfilled");
  expect((await sendTo([{ status: 400, body: {} }], reconcile)).settled.status).toBe("rejected");
  expect(reconcile).not.toHaveBeenCalled();
});

test("is refused on reads, and if it is not a function", async () => {
  const wipsy = new Wipsy({ apiKey: "test-key" });
  expect(await failureOf(wipsy.chats.list({}, { reconcile: () => "sent" } as never))).toMatchObject({
    field: "reconcile",
  });
  expect(await failureOf(wipsy.messages.send(hola, { reconcile: "sent" } as never))).toMatchObject({
    field: "reconcile",
  });
});

describe("an agent's", () => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  const message = (fields: object) => ({
    content: "Hola",
    sender_type: "business",
    created_at: new Date(now).toISOString(),
    ...fields,
  });
  const lost = { input: { body: { ...hola } }, sentAt: new Date(now) } as unknown as UnknownOutcomeError;

  async function verdict(messages: unknown[], date = new Date(now).toUTCString()) {
    await using server = await serve(() => ({ headers: { date }, body: { messages } }));
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    vi.spyOn(Date, "now").mockReturnValue(Date.parse(date));
    const said = await agent.reconcileSend("chat-1")(lost, { signal: new AbortController().signal });
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([{ chatId: "chat-1", agentSession: session }]);
    return said;
  }

  test.each<[string, object[], string]>([
    ["the text, just now", [message({})], "sent"],
    ["an agent's", [message({ sender_type: "agent" })], "sent"],
    ["among others", [message({ content: "?" }), message({}), message({ sender_type: "customer" })], "sent"],
    ["in another format of its time", [message({ created_at: "2026-01-01T07:00:00.500000-05:00" })], "sent"],
    ["what the server says has failed", [message({ status: "failed" })], "unknown"],
    ["another text", [message({ content: "Hola." })], "unknown"],
    ["the customer's own", [message({ sender_type: "customer" })], "unknown"],
    ["one from before", [message({ created_at: new Date(now - 60_000).toISOString() })], "unknown"],
    ["one from right before", [message({ created_at: new Date(now - 1).toISOString() })], "unknown"],
    ["a microsecond before", [message({ created_at: "2026-01-01T11:59:59.999999Z" })], "unknown"],
    ["one without a time", [message({ created_at: undefined })], "unknown"],
    ["nothing: it may still come", [], "unknown"],
  ])("%s", async (_what, messages, said) => expect(await verdict(messages)).toBe(said));

  describe.each(["America/Bogota", "UTC", "Asia/Tokyo"])("on a machine in %s, a time without a zone is UTC", (zone) => {
    beforeEach(() => {
      vi.stubEnv("TZ", zone);
    });
    afterEach(() => {
      vi.unstubAllEnvs();
    });
    test.each([
      ["2026-01-01T12:00:00.401", "sent"],
      ["2026-01-01 12:00:00.401", "sent"],
      ["2026-01-01T11:59:59.401", "unknown"],
      ["2026-01-01 09:00:00.401", "unknown"],
    ])("%s: %s", async (created_at, said) => expect(await verdict([message({ created_at })])).toBe(said));
  });

  // A Date header has whole seconds: the server's clock may have been up to a second ahead of it.
  const header = Date.parse("2026-01-01T12:00:00Z");
  test.each<[string, here: number, created: number, string]>([
    ["an hour behind", header + 3_600_000, header + 1000, "sent"],
    ["an hour behind, and it may be from before", header + 3_600_000, header + 999, "unknown"],
    ["an hour ahead", header - 3_600_000, header + 1000, "sent"],
    ["an hour ahead, and it may be from before", header - 3_600_000, header + 999, "unknown"],
    ["the same clock, as far as can be seen", header + 999, header + 999, "sent"],
    ["the same clock, as far as can be seen, and an earlier message", header + 999, header + 998, "unknown"],
    ["slightly behind", header + 1001, header + 1000, "sent"],
    ["a little ahead, and it may be from before", header - 1, header, "unknown"],
  ])("uses the server's clock, which is %s", async (_what, here, created, said) => {
    await using server = await serve(() => ({
      headers: { date: new Date(header).toUTCString() },
      body: { messages: [message({ created_at: new Date(created).toISOString() })] },
    }));
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    vi.spyOn(Date, "now").mockReturnValue(here);
    const began = { ...lost, sentAt: new Date(here) } as unknown as UnknownOutcomeError;
    expect(await agent.reconcileSend("chat-1")(began, { signal: new AbortController().signal })).toBe(said);
  });

  test('is "unknown" without a Date header, as in a browser', async () => {
    const fetch = async () => Response.json({ messages: [message({})] });
    const agent = new Wipsy({ fetch }).agent({ session });
    expect(await agent.reconcileSend("chat-1")(lost, { signal: new AbortController().signal })).toBe("unknown");
  });

  test("reads no chat's messages without a Date header", async () => {
    const fetch = vi.fn(async () => Response.json({ chats: [{ id: "chat-1", customer: { phone: hola.to } }] }));
    const agent = new Wipsy({ fetch }).agent({ session });
    expect(await agent.reconcileSend()(lost, { signal: new AbortController().signal })).toBe("unknown");
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test.each([null, "", 7])("refuses %j as a chat at once", (chatId) => {
    const agent = new Wipsy().agent({ session });
    expect(() => agent.reconcileSend(chatId as never)).toThrow(
      expect.objectContaining({ name: "InputError", field: "chatId", operation: undefined }),
    );
  });

  test("works for a send", async () => {
    await using server = await serve(({ url }) =>
      url === "/api-send-message"
        ? broken
        : { body: { messages: [message({ created_at: new Date().toISOString() })] } },
    );
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const reconcile = wipsy.agent({ session }).reconcileSend("chat-1");
    expect(await wipsy.messages.send(hola, { reconcile })).toEqual({ reconciled: true, channel: "whatsapp" });
    expect(server.seen.map(({ url }) => url)).toEqual(["/api-send-message", "/agent-get-messages"]);
  });
});
