import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Wipsy } from "wipsy-client";
import { type Reply, serve } from "../support/server.ts";

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const good: Reply = { body: { success: true, data: [] } };
const busy: Reply = { status: 429, headers: { "retry-after": "0" }, body: { error: "Busy" } };
const broken: Reply = { status: 500, body: { error: "Broken" } };
const none: Reply = { status: 404, body: { error: "None" } };

/** The number of requests of 150 calls of one client, each of which gets `replies` in order. */
async function requestsFor(replies: readonly Reply[]): Promise<number> {
  await using server = await serve((_seen, count) => replies[(count - 1) % replies.length] ?? good);
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 2 });
  for (let call = 0; call < 150; call += 1) await Promise.allSettled([wipsy.chats.list()]);
  return server.seen.length;
}

test.each<[string, readonly Reply[]]>([
  ["a good answer after waits that the server asked for", [busy, busy, good]],
  ["a good answer after failures", [broken, broken, good]],
  ["a final refusal", [broken, broken, none]],
])("calls that end in %s never run out of retries", async (_what, replies) => {
  expect(await requestsFor(replies)).toBe(450);
});

test("final errors refill the retry budget like successful answers", async () => {
  let outage = true;
  await using server = await serve(() => (outage ? broken : none));
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 1 });
  const list = () => Promise.allSettled([wipsy.chats.list()]);
  for (let call = 0; call < 110; call += 1) await list();
  expect(server.seen).toHaveLength(210);
  outage = false;
  for (let call = 0; call < 5; call += 1) await list();
  outage = true;
  await list();
  expect(server.seen).toHaveLength(217);
});
