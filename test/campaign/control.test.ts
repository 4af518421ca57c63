import { describe, expect, test, vi } from "vitest";
import type { KeyRecord } from "wipsy-client";
import { type CampaignProgress, type CampaignResult, sendMany } from "wipsy-client/campaign";
import { memoryStore } from "wipsy-client/stores/memory";
import { failureOf, thrownBy } from "../support/failure.ts";
import { faultyStore } from "../support/faulty-store.ts";
import { people, phone, resultsOf, statesOf, world } from "./world.ts";

// When a campaign sends, waits, tries again and ends.

const hola = { name: "n", message: "Hola" } as const;

/** Rows without end; counts those that were read, and notes when it is closed. */
function endless() {
  const seen = { read: 0, isClosed: false };
  async function* rows() {
    try {
      for (;;) {
        seen.read += 1;
        yield { to: phone(seen.read) };
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, rows: rows() };
}

describe("exclude", () => {
  const two = people(2);
  test.each([
    ["a Set", new Set(["+57 300-111-0000"])],
    ["an array", [phone(0).slice(1)]],
    ["a function", ({ to }: { to: string }) => to === phone(0)],
    ["an async function", async ({ to }: { to: string }) => to === phone(0)],
  ])("%s: nobody on it is written to", async (_what, exclude) => {
    await using at = await world();
    const campaign = sendMany(at.wipsy, two, { ...hola, exclude });
    expect(await statesOf(campaign)).toEqual(["excluded", "accepted"]);
    expect(campaign.report.channels).toEqual({ whatsapp: { excluded: 1, accepted: 1 } });
    expect(at.reached()).toEqual([phone(1)]);
  });

  const lists: readonly (readonly [string, () => { list: Set<string> | string[]; optOut: () => void }])[] = [
    [
      "added to a Set",
      () => {
        const list = new Set<string>();
        return { list, optOut: () => void list.add("+57 (300) 111-0002") };
      },
    ],
    [
      "put into a Set in place of another",
      () => {
        const list = new Set([phone(9)]);
        const optOut = () => {
          list.delete(phone(9));
          list.add("+57 (300) 111-0002");
        };
        return { list, optOut };
      },
    ],
    [
      "put into an array in place of another",
      () => {
        const list = [phone(9)];
        return { list, optOut: () => void list.splice(0, 1, phone(2)) };
      },
    ],
  ];
  test.each(lists)("an opt-out that is %s while the campaign runs counts", async (_what, make) => {
    await using at = await world();
    const { list, optOut } = make();
    const states: string[] = [];
    for await (const { row, state } of sendMany(at.wipsy, people(4), { ...hola, exclude: list })) {
      states.push(state);
      if (row === 1) optOut();
    }
    expect(states).toEqual(["accepted", "accepted", "excluded", "accepted"]);
  });

  test("a row is asked about again after it has waited for its turn", async () => {
    await using at = await world();
    const asked: string[] = [];
    const exclude = ({ to }: { to: string }) => asked.push(to) > 0 && asked.filter((one) => one === to).length > 1;
    expect(await statesOf(sendMany(at.wipsy, two, { ...hola, exclude }))).toEqual(["excluded", "excluded"]);
    expect(at.api.requests).toEqual([]);
  });

  test("an entry that is not a recipient is refused", () => {
    const make = async () => {
      await using at = await world();
      return thrownBy(() => sendMany(at.wipsy, two, { ...hola, exclude: [phone(1), "3001110000"] }));
    };
    return expect(make()).resolves.toMatchObject({ name: "InputError", field: "to" });
  });

  test.each([
    ["throws", () => Promise.reject(new Error("the database is down"))],
    ["returns no answer", (() => undefined) as never],
  ])("a function that %s stops the campaign", async (_what, exclude: () => Promise<boolean>) => {
    await using at = await world();
    const campaign = sendMany(at.wipsy, two, { ...hola, exclude });
    expect(await failureOf(resultsOf(campaign))).toMatchObject({ name: "InputError", field: "exclude" });
    expect(at.api.requests).toEqual([]);
    expect(campaign.report.isComplete).toBe(false);
  });
});

describe("stopAfter", () => {
  test("ends the campaign with an error after so many failures", async () => {
    await using at = await world({ maxRetries: 0 });
    at.api.fail({ operation: "sendMessage", status: 401, times: 100 });
    const campaign = sendMany(at.wipsy, people(50), { ...hola, stopAfter: { failures: 3 } });
    const results: CampaignResult[] = [];
    const error = await failureOf(
      (async () => {
        for await (const result of campaign) results.push(result);
      })(),
    );
    expect(error).toMatchObject({ name: "WipsyError", outcome: "not-sent", cause: { name: "AuthenticationError" } });
    expect(results.map(({ state }) => state)).toEqual(["rejected", "rejected", "rejected"]);
    expect(campaign.report).toMatchObject({ isComplete: false, rows: 3 });
    expect(at.api.requests).toHaveLength(3);
  });

  test("with a rate, counts failures among the latest sends only", async () => {
    await using at = await world({ maxRetries: 0 });
    // Every third send fails: 2 of the latest 4 never do.
    const isFailing = (row: number) => row % 3 === 0 || row > 12;
    const rows = async function* () {
      for (let row = 1; row <= 20; row += 1) {
        if (isFailing(row)) at.api.fail({ operation: "sendMessage", status: 400 });
        yield { to: phone(row) };
      }
    };
    const campaign = sendMany(at.wipsy, rows(), { ...hola, stopAfter: { failures: 2, rate: 0.6 } });
    await failureOf(resultsOf(campaign));
    expect(campaign.report.rows).toBe(13);
  });

  test("does not count what earlier runs left unknown", async () => {
    await using at = await world({ maxRetries: 0 });
    at.api.loseAnswer({ operation: "sendMessage", times: 5 });
    await resultsOf(sendMany(at.wipsy, people(5), hola));
    const again = sendMany(at.wipsy, people(6), { ...hola, stopAfter: { failures: 1 } });
    expect((await statesOf(again)).at(-1)).toBe("accepted");
    expect(again.report.states).toEqual({ unknown: 5, accepted: 1 });
  });
});

test("unknown outcomes are reported by row and key, and resolve settles them", async () => {
  await using at = await world({ maxRetries: 0 });
  at.api.loseAnswer({ operation: "sendMessage" });
  const campaign = sendMany(at.wipsy, people(2), hola);
  const [lost] = await resultsOf(campaign);
  expect(lost).toMatchObject({ state: "unknown", error: { name: "UnknownOutcomeError" } });
  expect(campaign.report.unknown).toEqual([{ row: 1, key: lost?.key }]);
  await at.wipsy.idempotency.resolve(lost?.key ?? "", "not-sent");
  expect(await statesOf(sendMany(at.wipsy, people(2), hola))).toEqual(["accepted", "replayed"]);
});

describe("tries a row again", () => {
  test("after an answer that asks to wait for longer than the deadline", async () => {
    await using at = await world({ deadline: 900 });
    at.api.fail({ operation: "sendMessage", status: 429, retryAfter: 1 });
    const began = performance.now();
    expect(await statesOf(sendMany(at.wipsy, people(4), { ...hola, concurrency: 2 }))).toEqual(
      Array(4).fill("accepted"),
    );
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
    expect(at.reached().toSorted()).toEqual([0, 1, 2, 3].map(phone));
  });

  test("when the client's own rate left it no time", async () => {
    await using at = await world({ rate: { perSecond: 0.4 }, deadline: 2000 });
    const campaign = sendMany(at.wipsy, people(2), { ...hola, concurrency: 2 });
    expect(await statesOf(campaign)).toEqual(Array(2).fill("accepted"));
  });

  test("after a claim that a dead process left, and sends the others meanwhile", async () => {
    await using at = await world();
    const [claimed] = await resultsOf(sendMany(at.wipsy, people(1), hola));
    const record = (await at.store.get(claimed?.key ?? "")) as KeyRecord;
    const deadline = Date.now() + 1500;
    await at.store.put({ ...record, state: "started", token: "dead", deadline }, record.token);
    const results = await resultsOf(sendMany(at.wipsy, people(4), hola));
    expect(results.map(({ row, state }) => [row, state])).toEqual([
      [2, "accepted"],
      [3, "accepted"],
      [4, "accepted"],
      [1, "unknown"],
    ]);
    expect(Date.now()).toBeGreaterThanOrEqual(deadline);
    expect(at.reached()).toEqual([0, 1, 2, 3].map(phone));
  });
});

test("reports what was not sent, and goes on", async () => {
  await using at = await world({ maxRetries: 0 });
  at.api.refuse({ operation: "sendMessage" });
  const store = faultyStore(memoryStore());
  const flaky = at.client({ idempotency: store });
  let claims = 0;
  store.faultOf = (access, record) => {
    const isClaim = access === "put" && record?.state === "started";
    claims += Number(isClaim);
    return isClaim && claims === 2 ? "rejects before" : undefined;
  };
  const results = await resultsOf(sendMany(flaky, people(3), hola));
  expect(results.map(({ state }) => state)).toEqual(["unknown", "not-sent", "accepted"]);
  expect(results[1]?.error).toMatchObject({ name: "IdempotencyError", reason: "store" });
});

test.each(["get", "put"] as const)("a store whose %s fails at the start is an error", async (access) => {
  await using at = await world();
  const store = faultyStore();
  store.faultOf = (one) => (one === access ? "rejects before" : undefined);
  const campaign = sendMany(at.client({ idempotency: store }), people(1), hola);
  expect(await failureOf(resultsOf(campaign))).toMatchObject({ name: "IdempotencyError", reason: "store" });
  expect(at.api.requests).toEqual([]);
});

test("a missing API key ends the campaign at its first row", async () => {
  await using at = await world();
  const campaign = sendMany(at.client({ apiKey: "" }), people(3), hola);
  expect(await failureOf(resultsOf(campaign))).toMatchObject({ name: "InputError", field: "apiKey" });
  expect(campaign.report.states).toEqual({ "not-sent": 1 });
});

describe("ends", () => {
  test("by break: sends under way are finished and recorded, the rows are closed", async () => {
    await using at = await world();
    at.api.delay(50, { times: 100 });
    const { seen, rows } = endless();
    const campaign = sendMany(at.wipsy, rows, { ...hola, concurrency: 3 });
    for await (const _ of campaign) break;
    const sent = at.api.sent.length;
    expect(campaign.report).toMatchObject({ isComplete: false, states: { accepted: sent } });
    expect(sent).toBeLessThanOrEqual(4);
    expect(seen).toEqual({ read: expect.any(Number), isClosed: true });
    expect(seen.read).toBeLessThanOrEqual(5);
    const states = (await at.store.list({ limit: 100 })).map(({ state }) => state);
    expect(states).toEqual(Array(sent + 1).fill("accepted"));
  });

  test("by its signal, without an error, after the sends under way", async () => {
    await using at = await world();
    at.api.delay(50, { times: 100 });
    const controller = new AbortController();
    const { seen, rows } = endless();
    const campaign = sendMany(at.wipsy, rows, { ...hola, concurrency: 3, signal: controller.signal });
    const states: string[] = [];
    for await (const { state } of campaign) {
      states.push(state);
      controller.abort();
    }
    expect(states).toEqual(at.api.sent.map(() => "accepted"));
    expect(campaign.report).toMatchObject({ isComplete: false, rows: states.length });
    expect(seen.isClosed).toBe(true);
  });

  test("by its signal while it waits for a turn, a pause, or the next row", async () => {
    await using at = await world();
    const never = async function* () {
      yield { to: phone(0) };
      await new Promise(() => {});
    };
    const slow = sendMany(at.wipsy, people(3), { ...hola, perSecond: 0.001, signal: AbortSignal.timeout(300) });
    const paused = sendMany(at.wipsy, people(3), { ...hola, signal: AbortSignal.timeout(300) });
    const stuck = sendMany(at.wipsy, never(), { ...hola, signal: AbortSignal.timeout(300) });
    paused.pause();
    for (const campaign of [slow, paused, stuck]) {
      expect((await statesOf(campaign)).length).toBeLessThanOrEqual(1);
      expect(campaign.report.isComplete).toBe(false);
    }
    const early = sendMany(at.wipsy, people(3), { ...hola, signal: AbortSignal.abort() });
    expect(await statesOf(early)).toEqual([]);
  });

  test("with the error of its rows, after the sends under way", async () => {
    await using at = await world();
    at.api.delay(50);
    const rows = async function* () {
      yield { to: phone(0) };
      await vi.waitFor(() => expect(at.api.requests).toHaveLength(1), { timeout: 60_000 });
      throw new RangeError("the file is cut off");
    };
    const campaign = sendMany(at.wipsy, rows(), { ...hola, concurrency: 2 });
    await expect(resultsOf(campaign)).rejects.toThrow("the file is cut off");
    expect(campaign.report).toMatchObject({ isComplete: false, states: { accepted: 1 } });
  });

  test("with an error of onProgress, or if a function returns no rows", async () => {
    await using at = await world();
    const onProgress = () => {
      throw new RangeError("no terminal");
    };
    await expect(resultsOf(sendMany(at.wipsy, people(2), { ...hola, onProgress }))).rejects.toThrow("no terminal");
    const none = sendMany(at.wipsy, (() => 7) as never, hola);
    expect(await failureOf(resultsOf(none))).toMatchObject({ name: "InputError", field: "recipients" });
  });
});

test("pause holds back the next sends, and resume lets them go", async () => {
  await using at = await world();
  const campaign = sendMany(at.wipsy, people(6), { ...hola, concurrency: 2 });
  const states: string[] = [];
  for await (const { state } of campaign) {
    states.push(state);
    if (states.length !== 2) continue;
    campaign.pause();
    await vi.waitFor(() => expect(at.api.sent.length).toBeGreaterThanOrEqual(2), { timeout: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = at.api.sent.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(at.api.sent).toHaveLength(before);
    setTimeout(() => campaign.resume(), 100);
  }
  expect(states).toEqual(Array(6).fill("accepted"));
  expect(campaign.report.isComplete).toBe(true);
});

test("spaces its sends, and what is replayed or excluded does not use up the rate", async () => {
  await using at = await world();
  const times: number[] = [];
  const hook: NonNullable<Parameters<typeof at.client>[0]>["hook"] = (request, next) => {
    times.push(performance.now());
    return next(request);
  };
  const wipsy = at.client({ hook });
  await resultsOf(sendMany(wipsy, people(6), { ...hola, perSecond: 20 }));
  for (const [index, time] of times.slice(1).entries()) {
    // Two may start at once after a pause, and the hook runs a little after the turn.
    expect(time - (times[0] ?? 0)).toBeGreaterThanOrEqual(index * 50 - 20);
  }
  const slow = { ...hola, perSecond: 0.001, exclude: [6, 7].map(phone) };
  const states = await statesOf(sendMany(wipsy, people(9), slow));
  expect(states).toEqual([...Array(6).fill("replayed"), "excluded", "excluded", "accepted"]);
});

test("reads rows when there is room for them", async () => {
  await using at = await world();
  const { seen, rows } = endless();
  let count = 0;
  for await (const _ of sendMany(at.wipsy, rows, { ...hola, concurrency: 2 })) {
    count += 1;
    expect(seen.read).toBeLessThanOrEqual(count + 3);
    if (count === 20) break;
  }
});

describe("onProgress", () => {
  async function progressOf(at: Awaited<ReturnType<typeof world>>, rows: Parameters<typeof sendMany>[1], more = {}) {
    const seen: CampaignProgress[] = [];
    const onProgress = (progress: CampaignProgress) => void seen.push(progress);
    await resultsOf(sendMany(at.wipsy, rows as never, { ...hola, ...more, onProgress }));
    return seen;
  }

  test("gets counts, the rate and the remaining time", async () => {
    await using at = await world();
    const rows = [...people(3), { to: "" }];
    const seen = await progressOf(at, rows, { perSecond: 20 });
    expect(seen.map(({ rows, total }) => [rows, total])).toEqual([1, 2, 3, 4].map((count) => [count, 4]));
    expect(seen[0]).toMatchObject({ states: { invalid: 1 }, perSecond: 0, remainingMs: undefined });
    expect(seen[1]).toMatchObject({ states: { invalid: 1, accepted: 1 }, remainingMs: undefined });
    const { perSecond = 0, remainingMs = 0 } = seen[2] ?? {};
    expect(perSecond).toBeGreaterThan(0);
    expect(remainingMs).toBeCloseTo(1000 / perSecond);
    expect(seen[3]).toMatchObject({ remainingMs: 0 });
  });

  test.each<[string, (rows: object[]) => unknown, object, number | undefined]>([
    ["an array", (rows) => rows, {}, 2],
    ["a Set", (rows) => new Set(rows), {}, 2],
    ["a function", (rows) => () => rows.values(), {}, 2],
    ["an iterator", (rows) => rows.values(), {}, undefined],
    ["an iterator with total", (rows) => rows.values(), { total: 10 }, 10],
  ])("knows the total of %s", async (_what, source, more, total) => {
    await using at = await world();
    const seen = await progressOf(at, source(people(2)) as never, more);
    expect(seen.map((one) => one.total)).toEqual([total, total]);
  });
});
