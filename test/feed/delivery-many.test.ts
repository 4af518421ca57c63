import { afterEach, describe, expect, test, vi } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { type DeliveryChange, type SentReference, watchDelivery } from "wipsy-client/feed";
import { memoryStore } from "wipsy-client/stores/memory";
import type { MockApi } from "wipsy-client/testing";
import { failureOf } from "../support/failure.ts";
import { account, all, fill, holdTimeout, hour } from "./deliveries.ts";

// Many messages at once: which requests a watch makes, and what it does when some fail.

const every = { min: 1, max: 20 };
const options = { timeout: hour, every };

afterEach(() => {
  vi.restoreAllMocks();
});

const references = (ids: readonly string[]) => ids.map((messageId) => ({ messageId }));
/** The ids of the chats whose messages were requested, in order. */
const chatsRead = ({ requests }: MockApi) =>
  requests.flatMap(({ operation, body }) => (operation === "agentGetMessages" ? [Object(body).chatId as string] : []));

test("one poll covers thousands of messages with one request per chat", async () => {
  await using world = await account();
  const ids = fill(world.api, 60, 45);
  ids.forEach((id, index) => {
    const message = world.api.messages.find(({ whatsapp_message_id }) => whatsapp_message_id === id);
    Object.assign(message ?? {}, { status: index % 9 === 0 ? "read" : "delivered" });
  });
  const changes = await all(watchDelivery(world.agent, references(ids), options));
  expect(changes).toHaveLength(2700);
  expect(new Set(changes.map(({ messageId }) => messageId)).size).toBe(2700);
  expect(changes.filter(({ state }) => state === "read")).toHaveLength(300);
  expect([world.api.executed("agentGetChats"), world.api.executed("agentGetMessages")]).toEqual([1, 60]);
});

test("later polls read only the chats of open messages, and list no chats", async () => {
  await using world = await account();
  const ids = fill(world.api, 10, 3);
  for (const message of world.api.messages.slice(4)) if (message.status) message.status = "delivered";
  const changes = watchDelivery(world.agent, references(ids), options)[Symbol.asyncIterator]();
  for (const _ of ids) await changes.next();
  const open = world.api.messages.slice(1, 4);
  const next = changes.next();
  await world.polled();
  expect(world.api.executed("agentGetChats")).toBe(1);
  expect(new Set(chatsRead(world.api).slice(10))).toEqual(new Set([open[0]?.chat_id]));
  for (const message of open) message.status = "delivered";
  expect([await next, await changes.next(), await changes.next()]).toMatchObject(
    ids.slice(0, 3).map((messageId) => ({ value: { messageId, state: "delivered" } })),
  );
  expect(await changes.next()).toEqual({ done: true, value: undefined });
});

test("reads only the chats with the recipient, in any notation", async () => {
  await using world = await account();
  const [messageId = ""] = fill(world.api, 30, 1).slice(7);
  const watch = watchDelivery(world.agent, [{ messageId, to: "57 (300) 110-0007" }], options);
  for await (const { state } of watch) {
    expect(state).toBe("sent");
    break;
  }
  expect(chatsRead(world.api)).toEqual([world.api.chats[7]?.id]);
});

test("reads only chats with activity since an hour before the send", async () => {
  await using world = await account();
  const [messageId = ""] = fill(world.api, 6, 1).slice(5);
  const startedAt = Date.now();
  world.api.chats.forEach((chat, index) => {
    chat.last_message_at = new Date(startedAt - (index < 4 ? 2 : 0.5) * hour).toISOString();
  });
  for (const message of world.api.messages) message.status &&= "delivered";
  expect(await all(watchDelivery(world.agent, [{ messageId, startedAt }], options))).toHaveLength(1);
  expect(chatsRead(world.api).every((id) => world.api.chats.slice(4).some((chat) => chat.id === id))).toBe(true);
});

test("reads a long chat as far as its oldest open message", async () => {
  await using world = await account({ now: () => new Date("2030-01-01T12:00:00Z") });
  const ids = fill(world.api, 1, 300);
  world.api.messages.forEach((message, index) => {
    message.created_at = new Date(Date.parse("2030-01-01T11:00:00Z") + index * 1000).toISOString();
  });
  const watch = watchDelivery(world.agent, references(ids.slice(150, 151)), options);
  for await (const { state } of watch) {
    expect(state).toBe("sent");
    break;
  }
  const limits = world.api.requests.map(({ body }) => Object(body).limit as unknown);
  expect(limits).toEqual([undefined, 50, 100, 200]);
});

test("takes the records of an idempotency store", async () => {
  await using world = await account();
  const store = memoryStore();
  const wipsy = new Wipsy({ apiKey: "test", fetch: world.api.fetch, idempotency: store });
  for (const to of ["+573001100001", "+573001100002", "ig_828925823321473", "fb_123456789"] as const) {
    const { messageId = "" } = await wipsy.messages.send({ to, message: "Hola" }, { idempotencyKey: to.slice(-6) });
    world.api.deliver(messageId, "delivered");
  }
  const records = await store.list({ limit: 10, state: "accepted" });
  const changes = await all(watchDelivery(world.agent, records, options));
  expect(changes.map(({ state }) => state).sort()).toEqual(["delivered", "delivered", "not-tracked", "not-tracked"]);
});

test("a message that comes twice is reported once", async () => {
  await using world = await account();
  const { messageId = "" } = await world.send();
  world.api.deliver(messageId, "read");
  const changes = await all(watchDelivery(world.agent, references([messageId, messageId]), options));
  expect(changes).toEqual([{ messageId, state: "read" }]);
});

test("no message leaves nothing to wait for", async () => {
  await using world = await account();
  expect(await all(watchDelivery(world.agent, [], options))).toEqual([]);
  expect(world.api.requests).toEqual([]);
});

describe("an async iterable", () => {
  /** Yields what is put into it, until it is closed. */
  function channel() {
    const waiting: SentReference[] = [];
    let isClosed = false;
    let hasReturned = false;
    let wake = () => {};
    async function* messages() {
      try {
        for (;;) {
          while (waiting.length > 0) yield* waiting.splice(0);
          if (isClosed) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        hasReturned = true;
      }
    }
    return {
      messages: messages(),
      put(sent: SentReference) {
        waiting.push(sent);
        wake();
      },
      close() {
        isClosed = true;
        wake();
      },
      hasReturned: () => hasReturned,
    };
  }

  test("is read while the watch goes on, and polls wait for its first message", async () => {
    await using world = await account();
    const { messages, put, close } = channel();
    const changes = watchDelivery(world.agent, messages, options)[Symbol.asyncIterator]();
    for (const round of [1, 2, 3]) {
      const sent = await world.send();
      world.api.deliver(sent.messageId ?? "", round === 2 ? "read" : "delivered");
      const next = changes.next();
      put(sent);
      const state = round === 2 ? "read" : "delivered";
      expect(await next).toEqual({ done: false, value: { messageId: sent.messageId, state } });
      expect(world.api.executed("agentGetChats")).toBe(round);
    }
    close();
    expect(await changes.next()).toEqual({ done: true, value: undefined });
    expect(world.api.executed("agentGetChats")).toBe(3);
  });

  test("finds a message whose chat was read before it came", async () => {
    await using world = await account();
    const [first, second] = [await world.send(), await world.send()];
    const { messages, put, close } = channel();
    const changes = watchDelivery(world.agent, messages, options)[Symbol.asyncIterator]();
    put({ messageId: "wamid.unknown" });
    put(first);
    expect(await changes.next()).toMatchObject({ value: { messageId: first.messageId } });
    const next = changes.next();
    await world.polled();
    put(second);
    expect(await next).toMatchObject({ value: { messageId: second.messageId } });
    close();
    await changes.return?.();
  });

  test("that fails ends the watch with its error", async () => {
    await using world = await account();
    const sent = await world.send();
    const changes: DeliveryChange[] = [];
    async function* messages() {
      yield sent;
      await world.polled();
      throw new TypeError("The file ended early.");
    }
    const watch = async () => {
      for await (const change of watchDelivery(world.agent, messages(), options)) changes.push(change);
    };
    await expect(watch()).rejects.toThrow(new TypeError("The file ended early."));
    expect(changes).toHaveLength(1);
  });

  test("is closed when the loop ends early", async () => {
    await using world = await account();
    const sent = await world.send();
    const { messages, put, close, hasReturned } = channel();
    put(sent);
    for await (const _ of watchDelivery(world.agent, messages, options)) break;
    close();
    await vi.waitUntil(hasReturned, { timeout: 60_000 });
  });
});

describe("chats that cannot be read", () => {
  test("do not hold up the others, and are read again", async () => {
    await using world = await account();
    const ids = fill(world.api, 12, 1);
    for (const message of world.api.messages) message.status &&= "delivered";
    world.api.fail({ operation: "agentGetMessages", status: 500, times: 6 });
    const changes = await all(
      watchDelivery(world.agent, references(ids), { ...options, every: { min: 1, max: 60_000 } }),
    );
    expect(changes.map(({ messageId }) => messageId).sort()).toEqual(ids.toSorted());
  });

  test("end the watch with their error when it lasts", async () => {
    await using world = await account();
    const sent = await world.send();
    world.api.fail({ operation: "agentGetMessages", status: 500, times: 1e9 });
    const error = await failureOf(all(watchDelivery(world.agent, [sent], options)));
    expect(error).toMatchObject({ name: "ServerError" });
  });

  test("of which four come first do not keep the watch from others", async () => {
    await using world = await account();
    const ids = fill(world.api, 9, 1);
    const broken = new Set(world.api.chats.slice(0, 5).map(({ id }) => id));
    const fetch: Fetch = async (input, init) => {
      const isBroken = broken.has(Object(JSON.parse(String(init?.body))).chatId);
      return isBroken ? Response.json({ error: "broken" }, { status: 500 }) : world.api.fetch(input, init);
    };
    const wipsy = new Wipsy({ apiKey: "test", fetch, maxRetries: 0 });
    const agent = wipsy.agent({ session: world.api.signIn() });
    const expire = holdTimeout();
    const found: string[] = [];
    for (const message of world.api.messages) message.status &&= "delivered";
    const loop = { timeout: hour, every: { min: 1, max: 60_000 } };
    const done = (async () => {
      for await (const { messageId = "", state } of watchDelivery(agent, references(ids), loop))
        found.push(`${messageId} ${state}`);
    })();
    await vi.waitUntil(() => found.length === 4, { timeout: 60_000 });
    await world.polled("agentGetChats");
    expire();
    await done;
    const of = (chats: readonly string[], state: string) => chats.map((id) => `${id} ${state}`);
    expect(found.toSorted()).toEqual([...of(ids.slice(0, 5), "accepted"), ...of(ids.slice(5), "delivered")]);
  });
});
