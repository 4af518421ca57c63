import { afterEach, describe, expect, test, vi } from "vitest";
import { type Hook, RateLimitError, TimeoutError, Wipsy, type WipsyOptions } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";

const accepted: Reply = { body: { success: true, messageId: "message-1" } };
const contacts: Reply = { body: { success: true, data: [] } };
const numberOf = (index: number) => ({ to: `+5730011${String(10000 + index)}`, message: "Hola" });
const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);

afterEach(() => void vi.useRealTimers());

/** A client whose hook notes when each request starts. */
function timed(url: string, options: WipsyOptions) {
  const starts: number[] = [];
  const hook: Hook = (request, next) => {
    starts.push(performance.now());
    return next(request);
  };
  return { wipsy: new Wipsy({ apiKey: "test-key", baseUrl: url, hook, ...options }), starts };
}

describe("rate", () => {
  test("spaces requests evenly, in the order of the calls", async () => {
    vi.useFakeTimers();
    const sent: [to: string, at: number][] = [];
    const fetch = async (_: unknown, init?: RequestInit) => {
      sent.push([JSON.parse(String(init?.body)).to, performance.now()]);
      return Response.json(accepted.body);
    };
    const { wipsy } = timed("https://api.example.com", { fetch, rate: { perSecond: 4 } });
    vi.advanceTimersByTime(10_000);
    const began = performance.now();
    const all = Promise.all(indexes(5).map((index) => wipsy.messages.send(numberOf(index))));
    await vi.runAllTimersAsync();
    await all;
    expect(sent).toEqual(indexes(5).map((index) => [numberOf(index).to, began + index * 250]));
  });

  test("bounds the requests under way", async () => {
    let [open, most] = [0, 0];
    await using server = await serve(async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open -= 1;
      return contacts;
    });
    const { wipsy } = timed(server.url, { rate: { concurrency: 4 } });
    await Promise.all(indexes(30).map(() => wipsy.contacts.list()));
    expect(most).toBe(4);
  });

  test("holds for agents of the client", async () => {
    await using server = await serve(() => contacts);
    const { wipsy } = timed(server.url, { rate: { perSecond: 0.01 } });
    const session = { agent: { id: "agent-1", name: "Ana", role: "agent" }, session: { token: "token-1" } };
    await wipsy.contacts.list();
    const error = await failureOf(wipsy.agent({ session: session as never }).chats.list());
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent" });
  });

  test("limits writes only with writesOnly", async () => {
    await using server = await serve(({ method }) => (method === "GET" ? contacts : accepted));
    const { wipsy } = timed(server.url, { rate: { perSecond: 0.01, writesOnly: true } });
    await wipsy.messages.send(numberOf(1));
    await Promise.all(indexes(20).map(() => wipsy.contacts.list()));
    const error = await failureOf(wipsy.messages.send(numberOf(2)));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(server.seen).toHaveLength(21);
  });

  test("fails a call at once that cannot start before its deadline", async () => {
    await using server = await serve(() => accepted);
    const { wipsy } = timed(server.url, { rate: { perSecond: 0.01 } });
    await wipsy.messages.send(numberOf(1));
    const error = await failureOf(wipsy.messages.send(numberOf(2)));
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent", attempts: 0 });
    const { retryAfterMs } = error as TimeoutError;
    expect(retryAfterMs).toBeGreaterThan(60_000 - 1);
    expect(retryAfterMs).toBeLessThanOrEqual(100_000);
    expect(String(error)).toContain("rate limit");
    expect(server.seen).toHaveLength(1);
  });

  test("fails a call whose turn does not come before its deadline", async () => {
    let answer = (_: Reply) => {};
    await using server = await serve(() => new Promise<Reply>((resolve) => (answer = resolve)));
    const { wipsy } = timed(server.url, { rate: { concurrency: 1 } });
    const first = wipsy.messages.send(numberOf(1));
    const error = await failureOf(wipsy.messages.send(numberOf(2), { deadline: 50 }));
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent", attempts: 0, retryAfterMs: undefined });
    await vi.waitFor(() => expect(server.seen).toHaveLength(1), { timeout: 30_000 });
    answer(accepted);
    await first;
    expect(server.seen).toHaveLength(1);
  });

  test("ends the wait when the signal is aborted, and gives the turn to the next call", async () => {
    let answer = (_: Reply) => {};
    await using server = await serve((_seen, count) =>
      count === 1 ? new Promise<Reply>((resolve) => (answer = resolve)) : accepted,
    );
    const { wipsy } = timed(server.url, { rate: { concurrency: 1 } });
    const first = wipsy.messages.send(numberOf(1));
    const controller = new AbortController();
    const second = failureOf(wipsy.messages.send(numberOf(2), { signal: controller.signal }));
    const third = wipsy.messages.send(numberOf(3));
    await vi.waitFor(() => expect(server.seen).toHaveLength(1), { timeout: 30_000 });
    controller.abort();
    expect(await second).toMatchObject({ name: "AbortError", outcome: "not-sent", attempts: 0 });
    answer(accepted);
    await Promise.all([first, third]);
    expect(server.seen.map(({ body }) => JSON.parse(body).to)).toEqual([numberOf(1).to, numberOf(3).to]);
  });

  test.each([
    [{ perSecond: 0 }, "perSecond"],
    [{ perSecond: "2" }, "perSecond"],
    [{ concurrency: 1.5 }, "concurrency"],
    [{ writesOnly: 1 }, "writesOnly"],
    [{ perMinute: 2 }, "perMinute"],
    [2, "rate"],
  ])("refuses %j", (rate, field) => {
    expect(() => new Wipsy({ rate: rate as never })).toThrow(expect.objectContaining({ name: "InputError", field }));
  });
});

describe("an answer that asks to wait", () => {
  const busy = (status: number): Reply => ({ status, headers: { "retry-after-ms": "200" }, body: { error: "Busy" } });

  test.each([429, 503])("pauses every call of the client: %s", async (status) => {
    let answered = 0;
    await using server = await serve((_seen, count) => {
      if (count > 1) return contacts;
      answered = performance.now();
      return busy(status);
    });
    const { wipsy, starts } = timed(server.url, {});
    const error = await failureOf(wipsy.contacts.list({}, { maxRetries: 0 }));
    expect(error).toMatchObject({ status, retryAfterMs: 200 });
    await Promise.all([wipsy.contacts.list(), wipsy.contacts.list()]);
    expect(starts[1]).toBeGreaterThanOrEqual(answered + 200 - 1);
  });

  test("fails calls that wait and cannot start in time", async () => {
    await using server = await serve(() => ({
      status: 429,
      headers: { "retry-after": "3600" },
      body: { error: "Busy" },
    }));
    const { wipsy } = timed(server.url, { rate: { concurrency: 1 } });
    const [first, second] = await Promise.all([
      failureOf(wipsy.messages.send(numberOf(1))),
      failureOf(wipsy.messages.send(numberOf(2))),
    ]);
    expect(first).toBeInstanceOf(RateLimitError);
    expect(second).toMatchObject({ name: "TimeoutError", outcome: "not-sent" });
    expect((second as TimeoutError).retryAfterMs).toBeGreaterThan(3_000_000);
    expect(server.seen).toHaveLength(1);
  });
});

describe("200 sends at once against a server that accepts 20 a second", () => {
  test.each([
    ["with that rate", { perSecond: 20 }],
    ["without a rate", undefined],
  ])("are all sent, at 95 percent of its rate or better: %s", async (_name, rate) => {
    vi.useFakeTimers();
    let [windowStart, inWindow, requests] = [Number.NEGATIVE_INFINITY, 0, 0];
    const fetch = async () => {
      requests += 1;
      const now = performance.now();
      if (now >= windowStart + 1000) [windowStart, inWindow] = [now, 0];
      inWindow += 1;
      const isOver = inWindow > 20;
      const wait = windowStart + 1000 - now;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!isOver) return Response.json({ success: true, messageId: "message-1" });
      return Response.json({ error: "Busy" }, { status: 429, headers: { "retry-after-ms": String(Math.ceil(wait)) } });
    };
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "https://api.example.com", fetch, rate });
    const began = performance.now();
    let ended = 0;
    const sends = indexes(200).map(async (index) => {
      await wipsy.messages.send(numberOf(index));
      ended = performance.now();
    });
    const all = Promise.all(sends);
    await vi.advanceTimersByTimeAsync(60_000);
    await all;
    expect(200 / ((ended - began) / 1000)).toBeGreaterThanOrEqual(0.95 * 20);
    expect(requests).toBeLessThan(200 + 180 + 200);
  });
});
