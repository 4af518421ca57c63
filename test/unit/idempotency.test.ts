import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type IdempotencyError, type IdempotencyStore, type KeyState, UnknownOutcomeError, Wipsy } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { failureOf } from "../support/failure.ts";
import { faultyStore, type StoreFault } from "../support/faulty-store.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { type Reply, type Seen, serve } from "../support/server.ts";

const hola = { to: "+573188779043", message: "Hola" } as const;
const key = "order-1001-shipped";
const once = { idempotencyKey: key } as const;
const broken: Reply = { status: 500, body: { error: "no" } };
const session = { agent: { id: "a1" }, session: { token: "agent-token", expires_at: "2030-01-01T00:00:00Z" } };

/** The answer to the nth message, as the API gives it. */
const accepted = (count: number): Reply => ({
  body: { success: true, messageId: `m-${count}`, provider: "wapi", text: "not for a store" },
});

type Answer = (seen: Seen, count: number) => Reply | Promise<Reply>;
type Options = ConstructorParameters<typeof Wipsy>[0];

async function world(answer: Answer = (_seen, count) => accepted(count), store = faultyStore(), options: Options = {}) {
  const server = await serve(answer);
  const client = (own: Options = {}) =>
    new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 0, idempotency: store, ...options, ...own });
  const wipsy = client();
  return {
    ...{ server, store, client, wipsy },
    sent: () => server.seen.length,
    state: async (of = key) => (await store.inner.get(of))?.state,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Puts a key into a state, as if a call had done it whose process has died. */
async function leave(store: IdempotencyStore, state: KeyState, deadline: number) {
  const record = await store.get(key);
  if (record) await store.put({ ...record, state, token: "left", deadline }, record.token);
}

/** The keys that a client lists. */
async function keysOf(wipsy: Wipsy, state?: KeyState): Promise<string[]> {
  const keys: string[] = [];
  for await (const record of wipsy.idempotency.list({ state })) keys.push(record.key);
  return keys;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a key in the state", () => {
  test("none: sends, and records the outcome", async () => {
    await using at = await world();
    expect(await at.wipsy.messages.send(hola, once)).toMatchObject({ messageId: "m-1", channel: "whatsapp" });
    expect(at.store.written.map(({ state }) => state)).toEqual(["started", "accepted"]);
    expect(await at.wipsy.idempotency.get(key)).toMatchObject({ key, state: "accepted", operation: "sendMessage" });
  });

  test("accepted: replays the ids from another client, and sends nothing", async () => {
    await using at = await world();
    const first = await at.wipsy.messages.send(hola, once);
    expect(first).not.toHaveProperty("replayed");
    const again = await at.client().messages.send(hola, once).withResponse();
    expect(again).toMatchObject({ attempts: 0, response: { type: "error" } });
    expect(again.data).toEqual({
      ...{ success: true, messageId: "m-1", provider: "wapi", channel: "whatsapp", replayed: true },
    });
    expect(at.sent()).toBe(1);
  });

  test("started: rejects as in progress with the time left, and sends nothing", async () => {
    let answer = () => {};
    const gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await using at = await world(async (_seen, count) => {
      await gate;
      return accepted(count);
    });
    const first = at.wipsy.messages.send(hola, once);
    await vi.waitUntil(() => at.sent() === 1, { timeout: 60_000 });
    const error = await failureOf(at.client().messages.send(hola, once));
    answer();
    expect(error).toMatchObject({ name: "IdempotencyError", reason: "in-progress", outcome: "not-sent", attempts: 0 });
    const { retryAfterMs = 0 } = error as IdempotencyError;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    expect(await first).toMatchObject({ messageId: "m-1" });
    expect(at.sent()).toBe(1);
  });

  test.each([0, Number.MAX_SAFE_INTEGER])("accepted, with the deadline %i: replays", async (deadline) => {
    await using at = await world();
    await at.wipsy.messages.send(hola, once);
    await leave(at.store, "accepted", deadline);
    expect(await at.wipsy.messages.send(hola, once)).toMatchObject({ messageId: "m-1", replayed: true });
    expect(at.sent()).toBe(1);
  });

  test("started, right at its deadline: rejects as unknown", async () => {
    await using at = await world();
    await at.wipsy.messages.send(hola, once);
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now);
    await leave(at.store, "started", now + 1);
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toMatchObject({
      reason: "in-progress",
      retryAfterMs: 1,
    });
    vi.mocked(Date.now).mockReturnValue(now + 1);
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toMatchObject({ name: "UnknownOutcomeError" });
    expect(at.sent()).toBe(1);
  });

  test.each<[string, KeyState, number]>([
    ["started, with its deadline past", "started", 0],
    ["unknown", "unknown", Number.MAX_SAFE_INTEGER],
  ])("%s: rejects as unknown since the first call, and sends nothing", async (_what, state, deadline) => {
    await using at = await world();
    await at.wipsy.messages.send(hola, once);
    await leave(at.store, state, deadline);
    const { startedAt = 0 } = (await at.store.get(key)) ?? {};
    const error = await failureOf(at.wipsy.messages.send(hola, once));
    expect(error).toMatchObject({ name: "UnknownOutcomeError", outcome: "unknown", attempts: 0 });
    expect((error as UnknownOutcomeError).sentAt).toEqual(new Date(startedAt));
    expect((error as UnknownOutcomeError).input.body).toMatchObject(hola);
    expect(at.sent()).toBe(1);
    expect(await at.state()).toBe(state);
  });

  test.each([
    ["rejected", { status: 400, body: { error: "no" } }],
    ["unknown", broken],
  ] as const)("%s after such an answer", async (state, reply) => {
    await using at = await world((_seen, count) => (count === 1 ? reply : accepted(count)));
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toMatchObject({ outcome: state });
    expect(await at.state()).toBe(state);
  });

  test.each(["not-sent", "rejected"] as const)("%s: claims it again and sends", async (state) => {
    await using at = await world();
    await at.wipsy.messages.send(hola, once);
    await leave(at.store, state, 0);
    expect(await at.wipsy.messages.send(hola, once)).toMatchObject({ messageId: "m-2" });
    expect(await at.state()).toBe("accepted");
  });

  test("not-sent after a refused connection: the next call sends", async () => {
    await using at = await world();
    const down = at.client({ baseUrl: "http://127.0.0.1:9" });
    expect(await failureOf(down.messages.send(hola, once))).toMatchObject({ outcome: "not-sent" });
    expect(await at.state()).toBe("not-sent");
    expect(await at.wipsy.messages.send(hola, once)).toMatchObject({ messageId: "m-1" });
  });
});

describe("another input under the same key", () => {
  const send = (wipsy: Wipsy) => wipsy.messages.send(hola, once);
  test.each<[string, (wipsy: Wipsy) => PromiseLike<unknown>]>([
    ["another text", (wipsy) => wipsy.messages.send({ ...hola, message: "Adiós" }, once)],
    ["another recipient", (wipsy) => wipsy.messages.send({ ...hola, to: "+573001112233" }, once)],
    ["one field more", (wipsy) => wipsy.messages.send({ ...hola, from: "573009998877" }, once)],
    ["another operation", (wipsy) => wipsy.contacts.create({ name: "Ana" }, once)],
  ])("%s is refused, and nothing is sent", async (_what, other) => {
    await using at = await world();
    await send(at.wipsy);
    const error = await failureOf(Promise.resolve(other(at.wipsy)));
    expect(error).toMatchObject({ name: "IdempotencyError", reason: "different-input", outcome: "not-sent" });
    expect(at.sent()).toBe(1);
  });

  test.each<KeyState>(["started", "accepted", "not-sent", "rejected", "unknown"])("is refused if %s", async (state) => {
    await using at = await world();
    await send(at.wipsy);
    await leave(at.store, state, 0);
    const error = await failureOf(at.wipsy.messages.send({ ...hola, message: "Adiós" }, once));
    expect(error).toMatchObject({ name: "IdempotencyError", reason: "different-input" });
    expect([at.sent(), await at.state()]).toEqual([1, state]);
  });

  test("the order of fields makes no other input", async () => {
    await using at = await world();
    await send(at.wipsy);
    const turned = { message: "Hola", to: "+573188779043" } as const;
    expect(await at.wipsy.messages.send(turned, once)).toMatchObject({ replayed: true });
  });

  test("a change by the caller during the call does not reach the message", async () => {
    await using at = await world();
    const message = { to: "+573188779043", message: "Hola", quotedMessageMetadata: { content: "before" } };
    const call = at.wipsy.messages.send(message, once);
    message.quotedMessageMetadata.content = "after";
    await call;
    expect(at.server.seen[0]?.body).toContain("before");
    expect(at.server.seen[0]?.body).not.toContain("after");
  });
});

describe("reconcile for an unknown key", () => {
  const ask = async (verdict: "sent" | "not-sent" | "unknown") => {
    const at = await world((_seen, count) => (count === 1 ? broken : accepted(count)));
    await failureOf(at.wipsy.messages.send(hola, once));
    const reconcile = vi.fn(async () => verdict);
    const [settled] = await Promise.allSettled([at.wipsy.messages.send(hola, { ...once, reconcile })]);
    return { at, settled, reconcile };
  };

  test('"sent" replays, and records that', async () => {
    const { at, settled, reconcile } = await ask("sent");
    await using _ = at;
    expect(settled).toMatchObject({ value: { reconciled: true, replayed: true, channel: "whatsapp" } });
    expect(reconcile.mock.calls).toMatchObject([[{ name: "UnknownOutcomeError", attempts: 0 }, {}]]);
    expect(await at.wipsy.messages.send(hola, once)).toMatchObject({ reconciled: true, replayed: true });
    expect(at.sent()).toBe(1);
  });

  test('"not-sent" sends', async () => {
    const { at, settled } = await ask("not-sent");
    await using _ = at;
    expect(settled).toMatchObject({ value: { messageId: "m-2" } });
    expect(await at.state()).toBe("accepted");
  });

  test("anything else rejects as unknown, and sends nothing", async () => {
    const { at, settled } = await ask("unknown");
    await using _ = at;
    expect(settled).toMatchObject({ reason: { name: "UnknownOutcomeError" } });
    expect(at.sent()).toBe(1);
    expect(await at.state()).toBe("unknown");
  });

  test('of two calls that are told "not-sent" at once, one sends', async () => {
    const { at } = await ask("unknown");
    await using _ = at;
    const asked: (() => void)[] = [];
    const reconcile = () =>
      new Promise<"not-sent">((resolve) => {
        asked.push(() => resolve("not-sent"));
        if (asked.length === 2) for (const answer of asked) answer();
      });
    const calls = [1, 2].map(() => at.client().messages.send(hola, { ...once, reconcile }));
    await Promise.allSettled(calls);
    expect(at.sent()).toBe(2);
  });
});

describe("a store that fails before the send", () => {
  test.each<["get" | "put", StoreFault]>([
    ["get", "rejects before"],
    ["get", "hangs before"],
    ["put", "rejects before"],
    ["put", "hangs before"],
    ["put", "rejects after"],
    ["put", "hangs after"],
  ])("%s %s: rejects as not sent", async (where, fault) => {
    await using at = await world();
    at.store.faultOf = (access) => (access === where ? fault : undefined);
    const error = await failureOf(at.wipsy.messages.send(hola, { ...once, deadline: 300 }));
    expect(error).toMatchObject({ name: "IdempotencyError", reason: "store", outcome: "not-sent", attempts: 0 });
    expect(error.cause).toBeDefined();
    expect(at.sent()).toBe(0);
  });

  test("a claim that was written before the store failed is unknown after its deadline, never free", async () => {
    await using at = await world();
    at.store.faultOf = (access) => (access === "put" ? "rejects after" : undefined);
    await failureOf(at.wipsy.messages.send(hola, { ...once, deadline: 200 }));
    at.store.faultOf = () => undefined;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 300 });
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toBeInstanceOf(UnknownOutcomeError);
    expect(at.sent()).toBe(0);
  });

  test("the signal aborts the wait for the store", async () => {
    await using at = await world();
    at.store.faultOf = () => "hangs before";
    const controller = new AbortController();
    const call = failureOf(at.wipsy.messages.send(hola, { ...once, signal: controller.signal }));
    controller.abort();
    expect(await call).toMatchObject({ name: "AbortError", outcome: "not-sent" });
  });
});

describe("a store that fails after the send", () => {
  const afterwards =
    (fault: StoreFault) =>
    (access: "get" | "put", record: { readonly state: KeyState } | undefined): StoreFault | undefined =>
      access === "put" && record?.state !== "started" ? fault : undefined;

  test.each<[StoreFault, KeyState]>([
    ["rejects before", "started"],
    ["hangs before", "started"],
    ["rejects after", "accepted"],
    ["hangs after", "accepted"],
  ])("%s: resolves with recorded: false and a warning", async (fault, state) => {
    const warn = vi.fn();
    await using at = await world(undefined, undefined, { logger: { warn } });
    at.store.faultOf = afterwards(fault);
    const sent = await at.wipsy.messages.send(hola, { ...once, timeout: 5000 });
    expect(sent).toMatchObject({ messageId: "m-1", recorded: false });
    expect(warn.mock.calls).toMatchObject([["wipsy:key:unrecorded", { "wipsy.operation": "sendMessage" }]]);
    expect(await at.state()).toBe(state);
  });

  test("what reconcile says is sent resolves with recorded: false", async () => {
    await using at = await world();
    await at.wipsy.messages.send(hola, once);
    await leave(at.store, "unknown", 0);
    at.store.faultOf = afterwards("rejects before");
    const sent = await at.wipsy.messages.send(hola, { ...once, reconcile: async () => "sent" });
    expect(sent).toMatchObject({ reconciled: true, replayed: true, recorded: false });
    expect(at.sent()).toBe(1);
  });

  test("a rejected send rejects as it did, with a warning", async () => {
    const warn = vi.fn();
    await using at = await world(() => ({ status: 400, body: { error: "no" } }), undefined, { logger: { warn } });
    at.store.faultOf = afterwards("rejects before");
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toMatchObject({ status: 400, outcome: "rejected" });
    expect(warn.mock.calls.map(([event]) => event)).toContain("wipsy:key:unrecorded");
    expect(await at.state()).toBe("started");
  });

  test("the next call rejects as unknown once the deadline is past", async () => {
    await using at = await world();
    at.store.faultOf = afterwards("rejects before");
    await at.wipsy.messages.send(hola, once);
    at.store.faultOf = () => undefined;
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toMatchObject({ reason: "in-progress" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
    expect(await failureOf(at.wipsy.messages.send(hola, once))).toBeInstanceOf(UnknownOutcomeError);
    expect(at.sent()).toBe(1);
  });
});

test("of many calls at once, one sends", async () => {
  await using at = await world((_seen, count) => ({ ...accepted(count), delay: 50 }));
  const calls = Array.from({ length: 20 }, () => at.client().messages.send(hola, once));
  const settled = await Promise.allSettled(calls);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(at.sent()).toBe(1);
});

test("a slow caller does not overwrite the record of a later one", async () => {
  const gates: ((reply: Reply) => void)[] = [];
  await using at = await world(() => new Promise((resolve) => gates.push(resolve)));
  const warn = vi.fn();
  const slow = failureOf(at.client({ logger: { warn } }).messages.send(hola, once));
  await vi.waitUntil(() => gates.length === 1, { timeout: 60_000 });
  await leave(at.store, "started", 0);
  await at.wipsy.idempotency.resolve(key, "not-sent");
  const later = at.wipsy.messages.send(hola, once);
  await vi.waitUntil(() => gates.length === 2, { timeout: 60_000 });
  gates[1]?.(accepted(2));
  expect(await later).toMatchObject({ messageId: "m-2" });
  gates[0]?.({ status: 400, body: { error: "no" } });
  expect(await slow).toMatchObject({ outcome: "rejected" });
  expect(await at.store.get(key)).toMatchObject({ state: "accepted", answer: { messageId: "m-2" } });
  expect(warn.mock.calls.map(([event]) => event)).toContain("wipsy:key:unrecorded");
});

test("a process that wakes up after the deadline of its claim does not send", async () => {
  await using at = await world();
  vi.useFakeTimers({ toFake: ["Date"] });
  // The process sleeps once its claim is written.
  at.store.faultOf = (access) => {
    if (access === "put" && at.store.written.length === 0) queueMicrotask(() => vi.setSystemTime(Date.now() + 60_001));
    return undefined;
  };
  const error = await failureOf(at.wipsy.messages.send(hola, once));
  expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent" });
  expect(at.sent()).toBe(0);
});

test("the deadline covers the store and the send together", async () => {
  await using at = await world(() => new Promise(() => {}));
  await failureOf(at.wipsy.messages.send(hola, { ...once, deadline: 200 }));
  const [claim] = at.store.written;
  expect((claim?.deadline ?? 0) - (claim?.startedAt ?? 0)).toBeLessThanOrEqual(200);
  expect(claim?.deadline).toBeGreaterThan(claim?.startedAt ?? Number.POSITIVE_INFINITY);
});

test("time that the store took is missing for the send", async () => {
  await using at = await world((_seen, count) => ({ ...accepted(count), delay: 500 }));
  const now = performance.now.bind(performance);
  at.store.faultOf = (access) => {
    if (access === "put") vi.spyOn(performance, "now").mockImplementation(() => now() + 60_001);
    return undefined;
  };
  // Whether the request left within the last millisecond depends on the machine.
  const { name } = await failureOf(at.wipsy.messages.send(hola, once));
  expect(["TimeoutError", "UnknownOutcomeError"]).toContain(name);
});

describe("other writes", () => {
  const contact: Reply = { body: { success: true, data: { id: "c1", name: "Ana", phone_number: "+573188779043" } } };

  test("contacts.create replays the id", async () => {
    await using at = await world(() => contact);
    const create = () => at.wipsy.contacts.create({ name: "Ana" }, once);
    expect(await create()).toMatchObject({ id: "c1", name: "Ana" });
    expect(await create()).toEqual({ id: "c1", replayed: true });
    expect(at.sent()).toBe(1);
  });

  test("call replays in its own shape, also after contacts.create", async () => {
    await using at = await world(() => contact);
    await at.wipsy.contacts.create({ name: "Ana" }, once);
    const again = await at.wipsy.call("createContact", { body: { name: "Ana" } }, once);
    expect(again).toEqual({ success: true, data: { id: "c1" }, replayed: true });
  });

  test("generated methods take a key", async () => {
    await using at = await world(() => contact, undefined, { allowInferred: true });
    const create = () => at.wipsy.tags.create({ name: "vip" }, once);
    await create();
    expect(await create()).toEqual({ id: "c1", replayed: true });
  });

  test("a refused inferred method leaves its key free", async () => {
    await using at = await world(() => contact);
    expect(await failureOf(at.wipsy.tags.create({ name: "vip" }, once))).toMatchObject({ field: "allowInferred" });
    expect(await at.client({ allowInferred: true }).tags.create({ name: "vip" }, once)).toMatchObject({ id: "c1" });
  });
});

describe("refuses", () => {
  test.each([
    ["an empty key", ""],
    ["a key of 256 characters", "k".repeat(256)],
    ["a number", 7],
    ["a key with a control character", "a\0b"],
    ["a key with half a character", "a\ud800"],
  ])("%s", async (_what, idempotencyKey) => {
    await using at = await world();
    // @ts-expect-error one of them is a number
    expect(await failureOf(at.wipsy.messages.send(hola, { idempotencyKey }))).toMatchObject({
      ...{ name: "InputError", field: "idempotencyKey" },
    });
    expect(at.store.written).toEqual([]);
  });

  test("no key of 255 characters", async () => {
    await using at = await world();
    expect(await at.wipsy.messages.send(hola, { idempotencyKey: "🔑".repeat(255) })).toMatchObject({ success: true });
  });

  test("the option on a read and on an idempotent operation", async () => {
    await using at = await world(undefined, undefined, { allowInferred: true });
    // @ts-expect-error a read has no such option
    const read = at.wipsy.contacts.list({}, once);
    // @ts-expect-error neither has an update
    const update = at.wipsy.contacts.update(crypto.randomUUID(), { name: "Ana" }, once);
    for (const call of [read, update]) expect(await failureOf(call)).toMatchObject({ field: "idempotencyKey" });
    expect(at.sent()).toBe(0);
  });

  test("an agent's read", async () => {
    await using at = await world();
    // @ts-expect-error a read has no such option
    const read = at.wipsy.agent({ session }).chats.list({}, once);
    expect(await failureOf(read)).toMatchObject({ field: "idempotencyKey" });
  });

  test("a key without a store, and a store without its functions", async () => {
    await using at = await world();
    const wipsy = at.client({ idempotency: undefined });
    expect(await failureOf(wipsy.messages.send(hola, once))).toMatchObject({ field: "idempotencyKey" });
    expect(await failureOf(wipsy.idempotency.get(key))).toMatchObject({ field: "idempotency" });
    // @ts-expect-error it lacks three functions
    expect(() => at.client({ idempotency: { get() {} } })).toThrow("idempotency");
  });

  test("an invalid message before its key is claimed", async () => {
    await using at = await world();
    const bad = [
      at.wipsy.contacts.create({ name: 7 } as never, once),
      at.wipsy.messages.send({ to: "" } as never, once),
    ];
    for (const call of bad) expect(await failureOf(call)).toMatchObject({ name: "InputError" });
    expect(at.store.written).toEqual([]);
  });
});

describe("wipsy.idempotency", () => {
  test.each([{ state: "lost" }, { limit: 1 }, null])("list refuses %j", async (query) => {
    await using at = await world();
    const reading = at.wipsy.idempotency
      .list(query as never)
      [Symbol.asyncIterator]()
      .next();
    expect(await failureOf(reading)).toMatchObject({ name: "InputError" });
  });

  test.each([
    ["sent", { replayed: true, channel: "whatsapp" }, 1],
    ["not-sent", { messageId: "m-2" }, 2],
  ] as const)('resolve "%s"', async (outcome, expected, sent) => {
    await using at = await world((_seen, count) => (count === 1 ? broken : accepted(count)));
    await failureOf(at.wipsy.messages.send(hola, once));
    await at.wipsy.idempotency.resolve(key, outcome);
    expect(await at.wipsy.messages.send(hola, once)).toMatchObject(expected);
    expect(at.sent()).toBe(sent);
  });

  test.each<[string, KeyState, number]>([
    ["accepted", "accepted", 0],
    ["rejected", "rejected", 0],
    ["started, with time left", "started", Number.MAX_SAFE_INTEGER],
  ])("resolve refuses a key that is %s", async (_what, state, deadline) => {
    await using at = await world();
    await at.wipsy.messages.send(hola, once);
    await leave(at.store, state, deadline);
    expect(await failureOf(at.wipsy.idempotency.resolve(key, "not-sent"))).toMatchObject({ field: "key" });
  });

  test("resolve refuses an unknown key, another outcome, and a record that changed meanwhile", async () => {
    await using at = await world(() => broken);
    const { idempotency } = at.wipsy;
    expect(await failureOf(idempotency.resolve("none", "sent"))).toMatchObject({ field: "key" });
    expect(await failureOf(idempotency.resolve(key, "lost" as never))).toMatchObject({ field: "outcome" });
    await failureOf(at.wipsy.messages.send(hola, once));
    const both = await Promise.allSettled([idempotency.resolve(key, "sent"), idempotency.resolve(key, "not-sent")]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  test("list gives all records in pages, or those in a state", async () => {
    await using at = await world();
    const store = memoryStore();
    const wipsy = at.client({ idempotency: store });
    const times = { startedAt: 0, deadline: 0, changedAt: 0, fingerprint: "f", operation: "sendMessage" };
    const name = (n: number) => `k${String(n).padStart(3, "0")}`;
    for (let n = 249; n >= 0; n -= 1)
      await store.put({ ...times, key: name(n), token: "t", state: n % 2 ? "unknown" : "accepted" }, undefined);
    expect(await keysOf(wipsy)).toEqual(Array.from({ length: 250 }, (_, n) => name(n)));
    expect(await keysOf(wipsy, "unknown")).toEqual(Array.from({ length: 125 }, (_, n) => name(2 * n + 1)));
  });

  test("prune removes old records, and neither started nor unknown ones", async () => {
    await using at = await world();
    const states: readonly KeyState[] = ["started", "accepted", "not-sent", "rejected", "unknown"];
    const old = { startedAt: 0, deadline: 0, changedAt: 1000, fingerprint: "f", operation: "sendMessage", token: "t" };
    for (const state of states) await at.store.put({ ...old, key: state, state }, undefined);
    await at.wipsy.messages.send(hola, once);
    expect(await at.wipsy.idempotency.prune({ olderThan: 60_000 })).toBe(3);
    expect(await keysOf(at.wipsy)).toEqual([key, "started", "unknown"]);
  });

  test.each([undefined, {}, { olderThan: -1 }, { olderThan: "1" }, { before: 1 }])(
    "prune refuses %j",
    async (options) => {
      await using at = await world();
      expect(await failureOf(at.wipsy.idempotency.prune(options as never))).toMatchObject({ name: "InputError" });
    },
  );
});

test("a record holds no part of the input's texts, and none of the answer's", async () => {
  await using at = await world();
  const text = fc.stringMatching(/^[a-z]{12,40}$/);
  const phone = fc.stringMatching(/^57[1-9]\d{10}$/).map((digits) => `+${digits}` as `+${number}`);
  const run = async (to: `+${number}`, message: string) => {
    const idempotencyKey = `k${at.store.written.length}`;
    await at.wipsy.messages.send(
      { to, message, mediaUrl: `https://example.com/${message}`, mediaType: "image" },
      { idempotencyKey },
    );
    const stored = JSON.stringify(at.store.written.slice(-2));
    const parts = [to.slice(1, 9), message.slice(0, 12), "example.com", "not for a store"];
    expect(parts.filter((part) => stored.includes(part))).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(phone, text, run), { seed: propertySeed(), numRuns: propertyRuns(100) });
});

test("replays the id from another envelope than data", async () => {
  const { operations } = await import("../../generated/operations.ts");
  const rows = { ...operations.rows, createContact: { ...operations.rows.createContact, unwrap: "contact" } };
  await using at = await world(() => ({ body: { success: true, contact: { id: "c1", name: "Ana" } } }));
  const wipsy = at.client({ operations: { ...operations, rows } as never }) as Wipsy;
  await wipsy.contacts.create({ name: "Ana" }, once);
  expect(await wipsy.contacts.create({ name: "Ana" }, once)).toEqual({ id: "c1", replayed: true });
});

test("the input of an agent's write does not depend on the agent's login", async () => {
  const { operations } = await import("../../generated/operations.ts");
  const row = {
    ...operations.rows.createContact,
    agent: true,
    auth: "bearer" as const,
    body: { agentSession: { type: "object" }, name: {} },
  };
  // The bundled description has no write for agents.
  const rows = { ...operations.rows, agentCreateContact: { ...row, id: "agentCreateContact" } };
  await using at = await world(() => ({ body: { success: true, data: { id: "c1" } } }));
  const wipsy = at.client({ operations: { ...operations, rows } as never }) as Wipsy;
  const login = (token: string) =>
    wipsy.agent({ session: { ...session, session: { ...session.session, token } } }) as unknown as {
      call(id: string, input: object, options: object): Promise<unknown>;
    };
  const create = (token: string) => login(token).call("agentCreateContact", { body: { name: "Ana" } }, once);
  await create("first-login");
  expect(await create("second-login")).toMatchObject({ replayed: true });
  expect(at.sent()).toBe(1);
});
