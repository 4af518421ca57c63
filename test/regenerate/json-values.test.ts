import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { readJson } from "../../scripts/openapi/read/json.ts";
import { yamlOptions } from "../../scripts/openapi/read/parse.ts";
import { plainValue } from "../../scripts/openapi/read/value.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";

// JSON is not read as YAML, which takes long. It is the same value, unless a key comes twice: that is left to the other.

const asYaml = (text: string): unknown => plainValue(parseDocument(text, yamlOptions), 1000);

/** Keys and texts that look like something else in one of the two. */
const odd = fc.constantFrom(
  "<<",
  "__proto__",
  '"',
  "\\",
  '\\":',
  "a: b",
  '": {',
  "*a",
  "&a b",
  "200",
  "\n",
  "é",
  "😀",
  "null",
);
const key = fc.oneof(odd, fc.string({ maxLength: 5, unit: "binary" }));
const anyJson = fc.jsonValue({ maxDepth: 5, stringUnit: "binary" });
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, odd, anyJson, fc.array(tie("value"), { maxLength: 4 }), tie("object")),
  object: fc.dictionary(key, tie("value"), { maxKeys: 5 }),
}));

test("any JSON, in one line or in several", () => {
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2, "\t"), (one, indent) => {
      const text = JSON.stringify(one, undefined, indent);
      const read = readJson(text);
      expect(JSON.stringify(read?.value)).toBe(JSON.stringify(one));
      expect(JSON.stringify(read?.value)).toBe(JSON.stringify(asYaml(text)));
      // It was written from a value.
      expect(read?.isInOrder).toBe(true);
    }),
    { seed: propertySeed(), numRuns: propertyRuns(300) },
  );
});

test("a mark of the byte order is no part of it", () => {
  expect(readJson('\uFEFF{ "a": 1 }')).toEqual({ value: { a: 1 }, isInOrder: true });
});

test.each([
  ["a key that comes twice", '{ "a": 1, "b": { "c": 1, "c": 1 } }'],
  ["a key that comes twice, written otherwise", '{ "a": 1, "\\u0061" : 1 }'],
  ["a key that comes twice, in a list", '[{ "a\\"": 1,\n"a\\""\n: 1 }]'],
  ["YAML", "a: 1"],
  ["JSON with a comment", '{ "a": 1 } # one'],
  ["what breaks off", '{ "a": 1'],
  ["nothing", ""],
])("none: %s", (_name, text) => {
  expect(readJson(text)).toBeUndefined();
});

test.each([
  ["whole numbers after other keys", '{ "b": 1, "200": 2 }', false],
  ["whole numbers from large to small", '{ "b": [{ "400": 1, "200": 2 }] }', false],
  ["whole numbers from small to large, before other keys", '{ "200": 1, "400": 2, "default": 3, "04": 4 }', true],
  ["the same keys at several levels", '{ "a": { "a": { "b": 1 }, "b": 2 }, "b\\n": 3 }', true],
])("the order of %s", (_name, text, isInOrder) => {
  expect(readJson(text)).toEqual({ value: JSON.parse(text), isInOrder });
});

test("a text of millions of escapes is left to the reader of YAML", () => {
  expect(readJson(JSON.stringify({ a: "\n".repeat(4_000_000) }))).toBeUndefined();
});
