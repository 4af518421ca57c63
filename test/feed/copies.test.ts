import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Wipsy } from "wipsy-client";
import type { Manner } from "../support/account.ts";
import { session } from "./model.ts";
import { createClocked, receive, shortly } from "./watched.ts";

// A program can load the client by `require` and the feed by `import`: their error classes are then two copies.

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.resetModules();
});

test.each<[string, Manner]>([
  ["fails once", { before: once(({ chatId }) => chatId === "bad") }],
  ["refuses a larger page once", { before: once(({ limit }) => Number(limit) > 50) }],
])("delivers all messages of a chat that %s", async (_what, manner) => {
  const account = createClocked();
  for (const id of ["bad", "one"]) account.open({ id });
  const ids = [...receive(account, "bad", 60), ...receive(account, "one")];
  await using server = await account.listen(manner);
  const agent = new Wipsy({ baseUrl: server.url, maxRetries: 0 }).agent({ session });
  const { watchMessages } = await import("wipsy-client/feed");
  const got: string[] = [];
  for await (const event of watchMessages(agent, { checkpoint: new Date(0), every: { min: 1, max: 1000 } })) {
    got.push(...shortly([event]));
    if (got.length === ids.length) break;
  }
  expect(got.toSorted()).toEqual(ids.toSorted());
});

/** Fails the first request that matches. */
function once(isIt: (request: Parameters<NonNullable<Manner["before"]>>[0]) => boolean): NonNullable<Manner["before"]> {
  let failed = false;
  return (request) => {
    if (failed || !isIt(request)) return undefined;
    failed = true;
    return { status: 500, body: { error: "no" } };
  };
}
