import { afterEach, describe, expect, test, vi } from "vitest";
import { type DeliveryState, waitForDelivery, watchDelivery } from "wipsy-client/feed";
import type { DeliveryStatus } from "wipsy-client/testing";
import { failureOf, thrownBy } from "../support/failure.ts";
import { account, all, holdTimeout, hour } from "./deliveries.ts";

// The states of single messages, as waitForDelivery and watchDelivery report them.

const every = { min: 1, max: 20 };
const options = { timeout: hour, every };

afterEach(() => {
  vi.restoreAllMocks();
});

const recipients = ["+573001112233", "ig_828925823321473", "fb_123456789"] as const;

describe.each(recipients)("to %s", (to) => {
  /** An account whose chats show the ids of messages on all channels. */
  async function sentWithId() {
    const world = await account();
    const sent = await world.send(to);
    Object.assign(world.api.messages[0] ?? {}, { whatsapp_message_id: sent.messageId });
    return { ...world, sent, deliver: (status: DeliveryStatus) => world.api.deliver(sent.messageId ?? "", status) };
  }

  test.each<[status: DeliveryStatus, until: "delivered" | "read"]>([
    ["delivered", "delivered"],
    ["read", "delivered"],
    ["read", "read"],
    ["failed", "delivered"],
    ["failed", "read"],
  ])("resolves with a late %s when it waits until %s", async (status, until) => {
    await using world = await sentWithId();
    const delivery = waitForDelivery(world.agent, world.sent, { ...options, until });
    await world.polled();
    world.deliver(status);
    expect(await delivery).toBe(status);
  });

  test("yields each state, without those that come out of order", async () => {
    await using world = await sentWithId();
    const states: DeliveryState[] = [];
    const done = (async () => {
      for await (const { messageId, state } of watchDelivery(world.agent, [world.sent], {
        ...options,
        until: "read",
      })) {
        expect(messageId).toBe(world.sent.messageId);
        states.push(state);
      }
    })();
    for (const status of ["sent", "delivered", "sent", "failed", null, "delivered"] as const) {
      world.deliver(status);
      await world.polled();
    }
    world.deliver("read");
    await done;
    expect(states).toEqual(["sent", "delivered", "read"]);
  });

  test("yields delivered after a failed that was out of order", async () => {
    await using world = await sentWithId();
    world.deliver("failed");
    const states: DeliveryState[] = [];
    for await (const { state } of watchDelivery(world.agent, [world.sent], options)) {
      states.push(state);
      world.deliver("delivered");
    }
    expect(states).toEqual(["failed", "delivered"]);
  });

  test("finds a message that is stored late", async () => {
    await using world = await sentWithId();
    const [message] = world.api.messages.splice(0);
    const delivery = waitForDelivery(world.agent, world.sent, options);
    await world.polled("agentGetChats");
    if (message) world.api.messages.push(message);
    const [chat] = world.api.chats;
    if (chat) chat.last_message_at = new Date().toISOString();
    world.deliver("delivered");
    expect(await delivery).toBe("delivered");
  });

  test("resolves with the state reached at the timeout", async () => {
    await using world = await sentWithId();
    const expire = holdTimeout();
    const delivery = waitForDelivery(world.agent, world.sent, options);
    await world.polled();
    expire();
    expect(await delivery).toBe("sent");
  });

  test("is not tracked if the API shows no status until the timeout", async () => {
    await using world = await sentWithId();
    world.deliver(null);
    const expire = holdTimeout();
    const delivery = waitForDelivery(world.agent, world.sent, options);
    await world.polled();
    expire();
    expect(await delivery).toBe("not-tracked");
  });
});

describe("a message is not tracked", () => {
  test.each(recipients.slice(1))("if the chats of its channel show no ids: %s", async (to) => {
    await using world = await account();
    const sent = await world.send(to);
    await world.send("+573001112233");
    world.api.deliver(sent.messageId ?? "", "delivered");
    expect(await waitForDelivery(world.agent, sent, options)).toBe("not-tracked");
    expect(world.api.executed("agentGetMessages")).toBe(1);
  });

  test.each([{}, { messageId: undefined }, { messageId: null }, { messageId: "" }, { answer: { reconciled: true } }])(
    "without an id: %j",
    async (sent) => {
      await using world = await account();
      expect(await waitForDelivery(world.agent, sent, options)).toBe("not-tracked");
      const changes = await all(watchDelivery(world.agent, [sent], options));
      expect(changes).toEqual([{ messageId: undefined, state: "not-tracked" }]);
      expect(world.api.requests).toEqual([]);
    },
  );

  test("if no chat shows it until the timeout", async () => {
    await using world = await account();
    await world.send();
    const expire = holdTimeout();
    const delivery = waitForDelivery(world.agent, { messageId: "wamid.unknown" }, options);
    await world.polled("agentGetChats");
    expire();
    expect(await delivery).toBe("not-tracked");
  });
});

test("a message is only accepted if the chats cannot be read before the timeout", async () => {
  await using world = await account();
  const sent = await world.send();
  const expire = holdTimeout();
  world.api.html({ operation: "agentGetChats", times: 1e9 });
  const delivery = waitForDelivery(world.agent, sent, { timeout: hour, every: { min: 1, max: 60_000 } });
  await vi.waitUntil(() => world.api.requests.filter(({ fault }) => fault === "html").length > 2, { timeout: 60_000 });
  expire();
  expect(await delivery).toBe("accepted");
});

test("of two copies of a message in a chat, the newest counts", async () => {
  await using world = await account();
  const sent = await world.send();
  const [message] = world.api.messages;
  const copy = { ...message, id: crypto.randomUUID(), created_at: "2020-01-01T00:00:00Z", status: "sent" } as const;
  world.api.messages.push(copy);
  world.api.deliver(sent.messageId ?? "", "read");
  expect(await waitForDelivery(world.agent, sent, options)).toBe("read");
});

describe("signal", () => {
  test("ends the wait with the state reached so far, without an error or further requests", async () => {
    await using world = await account();
    const sent = await world.send();
    const stop = new AbortController();
    const delivery = waitForDelivery(world.agent, sent, { ...options, signal: stop.signal });
    await world.polled();
    stop.abort();
    expect(await delivery).toBe("sent");
    const { length } = world.api.requests;
    await new Promise((resolve) => setTimeout(resolve, 100));
    // One request may have been on its way.
    expect(world.api.requests.length).toBeLessThanOrEqual(length + 1);
  });

  test("ends the wait during a request", async () => {
    await using world = await account();
    const sent = await world.send();
    const stop = new AbortController();
    world.api.delay(hour, { operation: "agentGetChats" });
    const delivery = waitForDelivery(world.agent, sent, { ...options, signal: stop.signal });
    await vi.waitUntil(() => world.api.executed("agentGetChats") === 1, { timeout: 60_000 });
    stop.abort();
    expect(await delivery).toBe("accepted");
  });

  test("ends a watch that never begins", async () => {
    await using world = await account();
    const sent = await world.send();
    expect(await waitForDelivery(world.agent, sent, { ...options, signal: AbortSignal.abort() })).toBe("accepted");
    expect(world.api.executed("agentGetChats")).toBe(0);
  });
});

test("ends with the error of a poll that cannot succeed", async () => {
  await using world = await account();
  const sent = await world.send();
  world.api.fail({ operation: "agentGetChats", status: 401 });
  const error = await failureOf(waitForDelivery(world.agent, sent, options));
  expect(error).toMatchObject({ name: "AuthenticationError" });
});

describe("refuses", () => {
  test.each<[string, object | undefined, string, RegExp]>([
    ["no options", undefined, "options", /plain object/],
    ["no timeout", {}, "timeout", /required/],
    ["a timeout of 0", { timeout: 0 }, "timeout", /milliseconds/],
    ["another until", { timeout: 1, until: "sent" }, "until", /"delivered" or "read"/],
    ["an option of another feed", { timeout: 1, checkpoint: new Date() }, "checkpoint", /unknown option/],
    ["an interval of 0", { timeout: 1, every: 0 }, "every", /milliseconds/],
    ["an invalid signal", { timeout: 1, signal: {} }, "signal", /AbortSignal/],
  ])("%s", async (_what, given, field, message) => {
    await using world = await account();
    // The casts here and below: a JavaScript program can pass anything.
    const error = thrownBy(() => watchDelivery(world.agent, [], given as never));
    expect(error).toMatchObject({ name: "InputError", field, outcome: "not-sent" });
    expect(error.message).toMatch(message);
    const rejected = await failureOf(waitForDelivery(world.agent, { messageId: "wamid.1" }, given as never));
    expect(rejected).toMatchObject({ name: "InputError", field });
    expect(rejected.message).toContain("waitForDelivery");
    expect(world.api.requests).toEqual([]);
  });

  test.each([undefined, {}, "agent"])("an agent without chats: %o", (agent) => {
    expect(thrownBy(() => watchDelivery(agent as never, [], options))).toMatchObject({ field: "agent" });
  });

  test.each([undefined, 5, "wamid.1", {}])("messages that cannot be iterated: %o", async (messages) => {
    await using world = await account();
    expect(thrownBy(() => watchDelivery(world.agent, messages as never, options))).toMatchObject({ field: "messages" });
  });

  test.each([
    [undefined, "messages"],
    ["wamid.1", "messages"],
    [{ messageId: 5 }, "messageId"],
    [{ answer: { messageId: 5 } }, "messageId"],
    [{ messageId: "wamid.1", to: 573001112233 }, "to"],
    [{ messageId: "wamid.1", startedAt: "2030-01-01" }, "startedAt"],
  ])("%j as a message, before the first request", async (sent, field) => {
    await using world = await account();
    const watch = watchDelivery(world.agent, [{ messageId: "wamid.2" }, sent as never], options);
    const error = await failureOf(all(watch));
    expect(error).toMatchObject({ name: "InputError", field });
    expect(String(error)).not.toContain("57300");
    const waited = await failureOf(waitForDelivery(world.agent, sent as never, options));
    expect(waited).toMatchObject({ name: "InputError", field: field === "messages" ? "sent" : field });
    expect(world.api.requests).toEqual([]);
  });
});
