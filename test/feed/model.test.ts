import fc from "fast-check";
import { test } from "vitest";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { runModel } from "./model.ts";
import { steps } from "./steps.ts";

const seed = propertySeed();
const numRuns = propertyRuns(25);

const counts = fc.constantFrom(0, 1, 3, 30, 49, 50, 51, 70, 120);

const settings = fc.record({
  // The largest page, and which messages it has.
  window: fc.constantFrom(
    { side: "newest" as const, most: undefined },
    { side: "newest" as const, most: 50 },
    { side: "newest" as const, most: 100 },
    { side: "oldest" as const, most: undefined },
    { side: "oldest" as const, most: 50 },
    { side: "oldest" as const, most: 100 },
  ),
  order: fc.constantFrom("ascending" as const, "descending" as const),
  status: fc.constantFrom(undefined, "active" as const),
  since: fc.boolean(),
  before: fc.array(counts, { maxLength: 3 }),
  others: fc.array(counts, { maxLength: 2 }),
});

test("delivers each message once, and reports a gap exactly when one was missed", async () => {
  await fc.assert(fc.asyncProperty(settings, steps, runModel), { seed, numRuns });
});
