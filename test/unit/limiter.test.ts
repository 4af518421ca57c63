import { afterEach, expect, test, vi } from "vitest";
import { createLimiter } from "../../src/call/rate.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const left = () => 60_000;

test("keeps the rate although each timer fires late", async () => {
  vi.useFakeTimers();
  const setTimer = globalThis.setTimeout;
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((callback: () => void, ms = 0, ...given: unknown[]) =>
    // The cast: the real one has a promisified form, which nothing here uses.
    setTimer(callback, ms + 30, ...(given as []))) as typeof setTimeout);
  const limiter = createLimiter({ perSecond: 10 });
  const began = performance.now();
  const starts: number[] = [];
  for (let ticket = 1; ticket <= 4; ticket += 1)
    Promise.resolve(limiter.start({ ticket, left })).then(() => starts.push(performance.now() - began));
  await vi.advanceTimersByTimeAsync(1000);
  expect(starts).toEqual([0, 130, 230, 330]);
});

test("gives back the turn of a call that is aborted right after it got it", async () => {
  const limiter = createLimiter({ concurrency: 1 });
  limiter.start({ ticket: 1, left });
  const controller = new AbortController();
  const second = limiter.start({ ticket: 2, left, signal: controller.signal });
  limiter.end();
  controller.abort();
  await expect(second).rejects.toMatchObject({ failure: "aborted" });
  // It starts at once.
  expect(limiter.start({ ticket: 3, left })).toBeUndefined();
});

test("does not start a call whose time is over, but the next one", async () => {
  const limiter = createLimiter({ concurrency: 1 });
  limiter.start({ ticket: 1, left });
  let own = 60_000;
  const second = limiter.start({ ticket: 2, left: () => own });
  const third = limiter.start({ ticket: 3, left });
  own = 0;
  limiter.end();
  await expect(second).rejects.toMatchObject({ failure: "tooLate" });
  await third;
});
