import fc from "fast-check";
import { expect, test } from "vitest";
import { jittered, nextInterval } from "../../src/feed/pace.ts";
import { propertySeed } from "../support/seed.ts";

const seed = propertySeed();
const bounds = { min: 2000, max: 30_000 };

test.each([
  ["the shortest as soon as something happens", 24_000, true, 2000],
  ["1.5 times as long when nothing happens", 2000, false, 3000],
  ["and again", 3000, false, 4500],
  ["up to the maximum, less the jitter", 20_000, false, 24_000],
  ["and no longer", 24_000, false, 24_000],
])("the next interval is %s", (_what, last, hasHappened, wait) => {
  expect(nextInterval(last, hasHappened, bounds)).toBe(wait);
});

test("both bounds are equal", () => {
  const one = { min: 500, max: 500 };
  expect(nextInterval(500, false, one)).toBe(500);
  expect(jittered(500, 1, one)).toBe(500);
});

test.each([
  [2000, 0, 2000],
  [2000, 0.5, 2250],
  [2000, 1, 2500],
  [24_000, 1, 30_000],
  [29_000, 1, 30_000],
])("an interval of %i with jitter %f is %i", (wait, random, lengthened) => {
  expect(jittered(wait, random, bounds)).toBe(lengthened);
});

test("intervals stay within the bounds, grow while idle, and are shortest after events", () => {
  const time = fc.double({ min: 0.001, max: 2 ** 31 - 1, noNaN: true });
  const round = fc.record({ hasHappened: fc.boolean(), random: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(time, time, fc.array(round), (one, other, rounds) => {
      const [min, max] = one < other ? [one, other] : [other, one];
      let wait = min;
      for (const { hasHappened, random } of rounds) {
        const next = nextInterval(wait, hasHappened, { min, max });
        const waited = jittered(next, random, { min, max });
        expect(waited).toBeGreaterThanOrEqual(min);
        expect(waited).toBeLessThanOrEqual(max);
        if (hasHappened) expect(next).toBe(min);
        else expect(next).toBeGreaterThanOrEqual(wait);
        wait = next;
      }
    }),
    { seed },
  );
});

test("idle intervals grow to the maximum, less the jitter", () => {
  let wait = bounds.min;
  for (let round = 0; round < 10; round += 1) wait = nextInterval(wait, false, bounds);
  expect(wait).toBe(24_000);
});
