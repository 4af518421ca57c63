import { expect, test } from "vitest";
import { pairwise } from "../support/pairwise.ts";

const first = ["a", "b", "c", "d", "e"];
const second = [1, 2, 3];

test.each([[["x"]], [["x", "y"]], [["x", "y", "z"]]])(
  "every two levels occur together, with %j as the third factor",
  (third) => {
    const made = pairwise(first, second, third);
    expect(made).toHaveLength(first.length * second.length);
    for (const a of first) for (const b of second) expect(made).toContainEqual([a, b, expect.anything()]);
    for (const a of first) for (const c of third) expect(made).toContainEqual([a, expect.anything(), c]);
    for (const b of second) for (const c of third) expect(made).toContainEqual([expect.anything(), b, c]);
  },
);

test("refuses a third factor that cannot occur with all others", () => {
  expect(() => pairwise(["a", "b"], [1, 2, 3], ["x", "y", "z"])).toThrow(RangeError);
});
