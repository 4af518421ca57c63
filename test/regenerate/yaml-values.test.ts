import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { yamlOptions } from "../../scripts/openapi/read/parse.ts";
import { plainValue } from "../../scripts/openapi/read/value.ts";
import { propertySeed } from "../support/seed.ts";
import { saidOf } from "./read-folder.ts";

// Values are made of YAML without the library, which takes minutes for thousands of merges. They are the same ones.

const byLibrary = (text: string): unknown => parseDocument(text, yamlOptions).toJS({ maxAliasCount: -1 });
const byUs = (text: string): unknown => plainValue(parseDocument(text, yamlOptions), 1000);

test.each([
  ["nothing", ""],
  ["scalars and empty values", "a: 1\nb: 0x1f\nc: yes\nd: null\ne:\nf: ~\ng: 2020-01-01\nh: .inf\n"],
  [
    "keys of every kind",
    "1: a\n200: b\ntrue: c\nnull: d\n1.50: e\n0x10: h\n: f\n__proto__: { x: 1 }\nconstructor: g\n",
  ],
  ["an alias, and another of the same name after it is given anew", "a: &x { k: 1 }\nb: *x\nc: &x [2]\nd: *x\n"],
  ["a merge before and after what it does not replace", "a: &a { x: 1, y: 2 }\nb: { x: 0, <<: *a, y: 3 }\n"],
  [
    "a merge of several, the first of which wins",
    "a: &a { x: 1 }\nb: &b { x: 2, y: 3 }\nc: { <<: [*a, *b, { z: 4 }] }\n",
  ],
  ["a merge of what is merged", "a: &a { x: 1 }\nb: &b { <<: *a, y: 2 }\nc: { <<: *b, 7: 3 }\n"],
  ["a merge of an alias of a list", "a: &a [{ x: 1 }, { x: 2, y: 3 }]\nc: { <<: *a }\n"],
  ["a text `<<`", '"<<": 1\na: { "<<": { b: 2 } }\n'],
])("%s", (_name, text) => {
  const value = byUs(text);
  expect(value).toEqual(byLibrary(text));
  expect(JSON.stringify(value)).toBe(JSON.stringify(byLibrary(text)));
});

test("a key that is a number counts by its value", () => {
  expect(byUs("0x10: a\n1.50: b\n'0x10': c\n")).toEqual({ 16: "a", 1.5: "b", "0x10": "c" });
});

test("what an alias stands for is one object", () => {
  const { a, b } = byUs("a: &a { x: 1 }\nb: *a\n") as Record<string, unknown>;
  expect(a).toBe(b);
});

/** Objects `o0`, `o1`, …, each of some keys and of merges and aliases of earlier ones. */
const objects = fc.array(
  fc.record({
    keys: fc.array(fc.constantFrom("a", "b", "c", "1", "0")),
    merged: fc.array(fc.nat(9), { maxLength: 3 }),
    alias: fc.option(fc.nat(9)),
    mergesFirst: fc.boolean(),
  }),
  { maxLength: 8 },
);

test("any merges and aliases", () => {
  fc.assert(
    fc.property(objects, (all) => {
      const lines = all.map(({ keys, merged, alias, mergesFirst }, index) => {
        const earlier = (one: number) => `*o${one % index}`;
        const merge = index > 0 && merged.length > 0 ? [`<<: [${merged.map(earlier).join(", ")}]`] : [];
        const own = [...new Set(keys)].map((key) => `${key}: ${index}`);
        const other = index > 0 && alias !== null ? [`other: ${earlier(alias)}`] : [];
        const parts = mergesFirst ? [...merge, ...own, ...other] : [...own, ...other, ...merge];
        return `o${index}: &o${index} { ${parts.join(", ")} }`;
      });
      const text = `${lines.join("\n")}\n`;
      expect(JSON.stringify(byUs(text))).toBe(JSON.stringify(byLibrary(text)));
    }),
    { seed: propertySeed() },
  );
});

describe("what is small and stands for much", () => {
  const head = 'openapi: 3.1.0\ninfo: { title: Tiny, version: "1" }\npaths: {}\n';
  const tooMuch =
    "api.yaml: Its aliases stand for more than 5000000 values. Write it with references, not with aliases.";
  const letters = [..."abcdefghijkl"];
  const nine = (make: (index: number) => string) => Array.from({ length: 9 }, (_, index) => make(index)).join(", ");
  const line = (write: (last: string | undefined, index: number) => string) =>
    letters.map((letter, index) => `x-${letter}: &${letter} ${write(letters[index - 1], index)}`).join("\n");

  test.each([
    ["lists of lists", line((last) => `[${nine(() => (last ? `*${last}` : "x"))}]`)],
    ["objects of objects", line((last) => `{ ${nine((key) => `k${key}: ${last ? `*${last}` : "x"}`)} }`)],
    [
      "merges of a large object",
      `x-a: &a { ${Array.from({ length: 3000 }, (_, key) => `k${key}: 1`).join(", ")} }\nx-b:\n${"  - { <<: *a }\n".repeat(2000)}`,
    ],
  ])("%s: one clear error", async (_name, text) => {
    expect(await saidOf({ "api.yaml": `${head}${text}\n` })).toBe(tooMuch);
  });

  test("an object merged into itself holds no more than it did", () => {
    expect(byUs("a: &a { x: 1, <<: *a }\n")).toEqual({ a: { x: 1 } });
  });
});

test("as many merges as a large description has are all made", () => {
  // The library goes through the whole document for each of them, which here would take many minutes.
  const count = 8000;
  const names = Array.from({ length: count }, (_, index) => index);
  const text = `a: &a { x: 1 }\n${names.map((one) => `k${one}: { <<: *a, y: ${one} }`).join("\n")}\n`;
  const value = plainValue(parseDocument(text, yamlOptions), count) as Record<string, unknown>;
  expect(Object.keys(value)).toHaveLength(count + 1);
  expect(value[`k${count - 1}`]).toEqual({ x: 1, y: count - 1 });
});
