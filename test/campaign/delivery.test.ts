import { expect, test, vi } from "vitest";
import type { IdempotencyStore } from "wipsy-client";
import { sendMany } from "wipsy-client/campaign";
import { memoryStore } from "wipsy-client/stores/memory";
import { failureOf } from "../support/failure.ts";
import { people, resultsOf, world } from "./world.ts";

// How far the messages of a campaign have come.

const november = { name: "november-offer", message: "Hola {name}" } as const;
const every = { min: 1, max: 20 };
const hour = 3_600_000;

/** A campaign that has sent to so many people, with the ids and keys of its messages in the order of the rows. */
async function sentTo(count: number, own?: IdempotencyStore) {
  const at = await world(own && { idempotency: own });
  const agent = at.wipsy.agent({ session: at.api.signIn() });
  const campaign = sendMany(at.wipsy, people(count), november);
  const results = await resultsOf(campaign);
  const ids = results.map(({ sent }) => sent?.messageId ?? "");
  const keys = results.map(({ key = "" }) => key);
  return { ...at, agent, campaign, ids, keys };
}

test("counts delivered, read and failed messages, and names the keys of those that failed", async () => {
  await using at = await sentTo(6);
  const [first = "", second = "", third = "", ...others] = at.ids;
  at.api.deliver(first, "read");
  at.api.deliver(second, "failed");
  at.api.deliver(third, "failed");
  for (const id of others) at.api.deliver(id, "delivered");
  const { states, failed } = await at.campaign.delivery({ agent: at.agent, timeout: hour, every });
  expect(states).toEqual({ read: 1, failed: 2, delivered: 3 });
  expect(failed.toSorted()).toEqual(at.keys.slice(1, 3).toSorted());
});

test("waits for late statuses", async () => {
  await using at = await sentTo(3);
  const [first = "", ...others] = at.ids;
  at.api.deliver(first, "read");
  const counted = at.campaign.delivery({ agent: at.agent, until: "read", timeout: hour, every });
  for (const status of ["delivered", "read"] as const) {
    const before = at.api.executed("agentGetMessages");
    await vi.waitUntil(() => at.api.executed("agentGetMessages") > before + 3, { timeout: 60_000, interval: 5 });
    for (const id of others) at.api.deliver(id, status);
  }
  expect(await counted).toEqual({ states: { read: 3 }, failed: [] });
});

test("a message that arrives after a failure does not count as failed", async () => {
  await using at = await sentTo(2);
  const [first = "", second = ""] = at.ids;
  at.api.deliver(first, "failed");
  const counted = at.campaign.delivery({ agent: at.agent, timeout: hour, every });
  await vi.waitUntil(() => at.api.executed("agentGetMessages") > 1, { timeout: 60_000, interval: 5 });
  at.api.deliver(second, "failed");
  at.api.deliver(second, "delivered");
  expect(await counted).toEqual({ states: { failed: 1, delivered: 1 }, failed: [at.keys[0]] });
});

test("at the timeout, counts each message in its latest state, and missing ones as not tracked", async () => {
  await using at = await sentTo(4);
  const [first = "", second = ""] = at.ids;
  at.api.deliver(first, null);
  at.api.deliver(second, "delivered");
  const counted = at.campaign.delivery({ agent: at.agent, until: "read", timeout: 1500, every });
  expect(await counted).toEqual({ states: { "not-tracked": 1, delivered: 1, sent: 2 }, failed: [] });
});

test("counts a resumed campaign as a whole, in a store that holds other keys", async () => {
  await using at = await world();
  for (const key of ["november-offe", "november-offer", "november-offer2:1", "november", "o"])
    await at.wipsy.messages.send({ to: "+573001119999", message: "Hola" }, { idempotencyKey: key });
  await resultsOf(sendMany(at.wipsy, people(2), { ...november, name: "november-offer2" }));
  for await (const { row } of sendMany(at.wipsy, people(205), november)) if (row === 120) break;
  const resumed = sendMany(at.wipsy, people(205), november);
  await resultsOf(resumed);
  const agent = at.wipsy.agent({ session: at.api.signIn() });
  for (const message of at.api.messages) message.status = "delivered";
  // The chats of these people are more than the API lists at once.
  const { states, failed } = await resumed.delivery({ agent, timeout: 1500, every });
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(205);
  expect(states.delivered).toBeGreaterThanOrEqual(90);
  expect(failed).toEqual([]);
});

test("another process can follow a campaign without running it", async () => {
  await using at = await sentTo(2);
  for (const id of at.ids) at.api.deliver(id, "delivered");
  const other = sendMany(at.client(), [], november);
  expect(await other.delivery({ agent: at.agent, timeout: hour, every })).toEqual({
    states: { delivered: 2 },
    failed: [],
  });
  expect(at.api.sent).toHaveLength(2);
});

test("messages without an id of their own are not tracked", async () => {
  await using at = await world();
  at.api.fail({ operation: "sendMessage", status: 200, body: { success: true }, times: 1 });
  at.api.fail({ operation: "sendMessage", status: 200, body: { success: true, messageId: "same" }, times: 2 });
  const campaign = sendMany(at.wipsy, people(3), november);
  await resultsOf(campaign);
  const agent = at.wipsy.agent({ session: at.api.signIn() });
  const { states } = await campaign.delivery({ agent, timeout: 500, every });
  expect(states).toEqual({ "not-tracked": 3 });
});

test("rows that were not accepted are not counted", async () => {
  await using at = await world({ maxRetries: 0 });
  at.api.fail({ operation: "sendMessage", status: 400 });
  at.api.loseAnswer({ operation: "sendMessage" });
  const campaign = sendMany(at.wipsy, people(3), november);
  const results = await resultsOf(campaign);
  expect(results.map(({ state }) => state)).toEqual(["rejected", "unknown", "accepted"]);
  at.api.deliver(results[2]?.sent?.messageId ?? "", "delivered");
  const agent = at.wipsy.agent({ session: at.api.signIn() });
  expect((await campaign.delivery({ agent, timeout: hour, every })).states).toEqual({ delivered: 1 });
  const [unknown = { key: "" }] = campaign.report.unknown;
  await at.wipsy.idempotency.resolve(unknown.key, "sent");
  const { states } = await campaign.delivery({ agent, timeout: hour, every });
  expect(states).toEqual({ delivered: 1, "not-tracked": 1 });
});

test("a campaign that has sent nothing makes no request", async () => {
  await using at = await sentTo(0);
  const { states, failed } = await at.campaign.delivery({ agent: at.agent, timeout: hour });
  expect([states, failed]).toEqual([{}, []]);
  expect(at.api.requests).toEqual([]);
});

test("its signal ends it at once, with the states found so far", async () => {
  await using at = await sentTo(2);
  const [first = ""] = at.ids;
  at.api.deliver(first, "read");
  const stop = new AbortController();
  const counted = at.campaign.delivery({ agent: at.agent, until: "read", timeout: hour, every, signal: stop.signal });
  await vi.waitUntil(() => at.api.executed("agentGetMessages") > 4, { timeout: 60_000, interval: 5 });
  stop.abort();
  expect(await counted).toEqual({ states: { read: 1, sent: 1 }, failed: [] });
});

/** A store whose lists wait for `before`, which gets the number of the query. */
function listingAfter(before: (query: number) => Promise<unknown>): IdempotencyStore {
  const store = memoryStore();
  let queries = 0;
  return {
    ...store,
    async list(query) {
      queries += 1;
      await before(queries);
      return store.list(query);
    },
  };
}

test("messages that the timeout leaves unread in the store count as accepted", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await using at = await sentTo(
    150,
    listingAfter(async (query) => query > 1 && released),
  );
  for (const id of at.ids) at.api.deliver(id, "delivered");
  const counted = at.campaign.delivery({ agent: at.agent, timeout: 3000, every });
  setTimeout(release, 4000);
  const { states } = await counted;
  expect(states.accepted).toBe(50);
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(150);
});

test("a store that fails is an error", async () => {
  const cause = new TypeError("The disk is full.");
  await using at = await sentTo(
    1,
    listingAfter(async () => {
      throw cause;
    }),
  );
  const error = await failureOf(at.campaign.delivery({ agent: at.agent, timeout: hour, every }));
  expect(error).toMatchObject({ name: "IdempotencyError", reason: "store", outcome: "not-sent", cause });
});

test.each([
  ["agent", undefined],
  ["agent", {}],
  ["timeout", { agent: true }],
  ["until", { agent: true, timeout: 1, until: "sent" }],
  ["retries", { agent: true, timeout: 1, retries: 1 }],
])("refuses a wrong %s: %j", async (field, given) => {
  await using at = await sentTo(0);
  const options = given && { ...given, ...("agent" in given && { agent: at.agent }) };
  expect(await failureOf(at.campaign.delivery(options as never))).toMatchObject({ name: "InputError", field });
});
