import { expect, test } from "vitest";
import type { Manner, Request } from "../support/account.ts";
import { createClocked, receive, shortly, watched } from "./watched.ts";

// What a feed of messages does when the server fails.

/** Fails in one chat, as often as it says. */
const failing =
  (status: number, times: number, isIt: (request: Request) => boolean): NonNullable<Manner["before"]> =>
  (request) => {
    if (!isIt(request) || times === 0) return undefined;
    times -= 1;
    return { status, body: { error: "no" } };
  };
const endless = Number.POSITIVE_INFINITY;
const isBad = ({ chatId }: Request) => chatId === "bad";

test.each([500, 403])("a chat that always answers %i does not keep others back, and surfaces", async (status) => {
  const account = createClocked();
  for (const id of ["bad", "one"]) account.open({ id });
  const options = { every: { min: 1, max: 100 } };
  await using feed = await watched(account, { before: failing(status, endless, isBad) }, options);
  const ids: string[] = [];
  const got: string[] = [];
  const failure = async () => {
    await feed.poll();
    for (;;) {
      ids.push(...receive(account, "one"));
      got.push(...shortly(await feed.poll()));
    }
  };
  await expect(failure()).rejects.toMatchObject({ status });
  // The last of them is given before the failure is, and only then.
  expect([ids, ids.slice(0, -1)]).toContainEqual(got);
});

test("what was in a chat that failed at first is not given later", async () => {
  const account = createClocked();
  account.open({ id: "bad" });
  receive(account, "bad", 5);
  await using feed = await watched(account, { before: failing(500, 2, isBad) });
  await feed.poll();
  const ids = receive(account, "bad", 2);
  expect(await feed.poll()).toEqual([]);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("a larger window that fails for a while loses nothing, and is no gap", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 120);
  let isDown = false;
  const isLarge = ({ limit }: Request) => isDown && limit === 100;
  await using feed = await watched(account, { before: failing(500, 2, isLarge) });
  await feed.poll();
  isDown = true;
  const ids = receive(account, "one", 70);
  expect(await feed.poll()).toEqual([]);
  expect(await feed.poll()).toEqual([]);
  expect(shortly(await feed.poll())).toEqual(ids);
});

test("a larger window that is refused again and again is a gap", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  receive(account, "one", 120);
  await using feed = await watched(account, { before: failing(400, endless, ({ limit }) => limit === 100) });
  await feed.poll();
  const some = receive(account, "one", 20);
  expect(shortly(await feed.poll())).toEqual(some);
  const many = receive(account, "one", 70);
  expect(await feed.poll()).toEqual([]);
  expect(await feed.poll()).toEqual([]);
  expect(shortly(await feed.poll())).toEqual(["gap one", ...many.slice(-50)]);
});

test("a server that is down for a while loses nothing", async () => {
  const account = createClocked();
  account.open({ id: "one" });
  await using feed = await watched(account, { before: failing(503, 3, () => true) }, { since: account.now() });
  const ids = receive(account, "one", 3);
  for (let poll = 0; poll < 3; poll += 1) expect(await feed.poll()).toEqual([]);
  expect(shortly(await feed.poll())).toEqual(ids);
});
