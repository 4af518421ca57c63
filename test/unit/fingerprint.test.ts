import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../src/lists/fingerprint.ts";
import { propertySeed } from "../support/seed.ts";

const seed = propertySeed();

/** The same value with the keys of its objects reversed. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

test.each<[string, unknown, unknown]>([
  ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["the order of keys further in", { x: [{ a: 1, b: 2 }] }, { x: [{ b: 2, a: 1 }] }],
  ["what JSON leaves out", { a: 1, b: undefined }, { a: 1 }],
])("%s makes no difference", (_what, one, other) => expect(fingerprintOf(one)).toBe(fingerprintOf(other)));

test.each<[string, unknown, unknown]>([
  ["a letter", "Hola", "Holb"],
  ["the case", "a", "A"],
  ["an accent", "a", "á"],
  ["the order of a list", [1, 2], [2, 1]],
  ["depth", [[1], 2], [1, [2]]],
  ["text or number", "1", 1],
  ["nothing or null", undefined, null],
  ["null or absent", { a: null }, {}],
  ["a key or its value", { a: "b" }, { b: "a" }],
  ["beyond 16 bits", "👍", "👎"],
  ["an end", "aa", "aaa"],
])("%s makes a difference", (_what, one, other) => expect(fingerprintOf(one)).not.toBe(fingerprintOf(other)));

test.each<[unknown, string]>([
  [{ id: "a", text: "Hola" }, "1trz2jlq0hh"],
  [null, "1clouadk775"],
  [[], "23c6ngvu7cr"],
  ["👍", "29clqe4pntv"],
])("%j keeps its stored fingerprint", (value, text) => expect(fingerprintOf(value)).toBe(text));

test("equal values have equal fingerprints, different values have different ones", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      // As read back from storage.
      const [a, b] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
      expect(fingerprintOf(turned(a))).toBe(fingerprintOf(a));
      expect(fingerprintOf(a) === fingerprintOf(b)).toBe(isSame(a, b));
    }),
    { seed, numRuns: 500 },
  );
});

function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toStrictEqual(b);
    return true;
  } catch {
    return false;
  }
}

test("100,000 small values have different fingerprints", () => {
  const texts = new Set(Array.from({ length: 100_000 }, (_, index) => fingerprintOf({ id: `m${index}` })));
  expect(texts.size).toBe(100_000);
});
