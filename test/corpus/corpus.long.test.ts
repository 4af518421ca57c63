import { expect, test } from "vitest";
import { checkAll } from "./check.ts";
import { descriptionsOf } from "./directory.ts";
import { sample } from "./names.ts";
import { figure } from "./report.ts";

// A sample of public descriptions; `npm run corpus` checks them all.

test("public descriptions generate code that type-checks", async () => {
  const results = await checkAll(await descriptionsOf(sample));
  console.log(`corpus sample: ${figure(results)}`);
  expect(results.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
  // Some have only forms, and so no method.
  expect(results.every(({ open }) => open.methods + open.leftOut > 0)).toBe(true);
  expect(results.some(({ open }) => open.methods > 0)).toBe(true);
});
