import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError, ConnectionError } from "wipsy-client";
import { createBudget, failureOfStatus, waitMs } from "../../src/call/retry.ts";
import { propertySeed } from "../support/seed.ts";

const seed = propertySeed();
const lost = new ConnectionError("lost", { outcome: "unknown" });
const answered = (retryAfterMs?: number) =>
  new ApiError("no", {
    ...{ outcome: "rejected", status: 429, headers: new Headers(), body: {}, reason: undefined, code: undefined },
    retryAfterMs,
  });

describe("what an answer that says no is", () => {
  test.each<[number, string | undefined, number | undefined, string]>([
    [429, undefined, undefined, "limited"],
    [429, undefined, 0, "asked-to-wait"],
    [503, undefined, undefined, "failed"],
    [503, "BOOT_ERROR", undefined, "unready"],
    [503, undefined, 1000, "failed"],
    [503, "BOOT_ERROR", 1000, "unready"],
    [500, "BOOT_ERROR", undefined, "failed"],
    [500, undefined, 1000, "failed"],
    [408, undefined, undefined, "failed"],
    [400, undefined, undefined, "refused"],
    [404, undefined, 1000, "refused"],
    [425, undefined, undefined, "refused"],
    [499, undefined, undefined, "refused"],
    [501, undefined, undefined, "refused"],
    [505, undefined, undefined, "refused"],
    ...[502, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530, 546, 599].map(
      (status): [number, undefined, undefined, string] => [status, undefined, undefined, "failed"],
    ),
  ])("%s %s %s: %s", (status, code, wait, failure) => expect(failureOfStatus(status, code, wait)).toBe(failure));
});

describe("the wait before another attempt", () => {
  test.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [4, 4000],
    [5, 8000],
    [6, 8000],
    [2000, 8000],
  ])("after %i attempts it is at most %i ms", (attempts, most) => {
    expect(waitMs(attempts, lost, 1)).toBe(most);
    expect(waitMs(attempts, lost, 0)).toBe(0);
    expect(waitMs(attempts, lost, 0.5)).toBe(most / 2);
  });

  test("is what the server asks, whatever that is", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (asked, attempts, random) => {
          expect(waitMs(attempts, answered(asked), random)).toBe(asked);
        },
      ),
      { seed },
    );
  });

  test("is at random when an answer asks for none", () => expect(waitMs(1, answered(), 0.5)).toBe(250));
});

describe("the budget", () => {
  const spend = (budget: ReturnType<typeof createBudget>, price: number) => {
    let taken = 0;
    while (budget.take(price)) taken += 1;
    return taken;
  };

  test("pays for a hundred retries, or fifty after time-outs", () => {
    expect(spend(createBudget(), 5)).toBe(100);
    expect(spend(createBudget(), 10)).toBe(50);
  });

  test("gets back what retries took that came to an answer, and a little for each other answer", () => {
    const budget = createBudget();
    spend(budget, 5);
    budget.refund(5);
    expect(spend(budget, 5)).toBe(1);
    for (let answers = 0; answers < 4; answers += 1) budget.refund(0);
    expect(budget.take(5)).toBe(false);
    budget.refund(0);
    expect(budget.take(5)).toBe(true);
  });

  test("never holds more than when it was full", () => {
    const budget = createBudget();
    for (let answers = 0; answers < 1000; answers += 1) budget.refund(10);
    expect(spend(budget, 5)).toBe(100);
  });
});
