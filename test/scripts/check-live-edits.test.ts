import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import type { Difference } from "../../scripts/check-live/differences.ts";
import { markSeen, settle, textOf } from "../../scripts/check-live/edits.ts";
import type { Json } from "../../scripts/check-live/json.ts";
import { marksFrom } from "../../scripts/check-live/marks.ts";
import { patchOf, withSeen } from "../../scripts/check-live/patch.ts";
import { schemaOf, shapeText } from "../../scripts/check-live/shape.ts";
import { sightingsOf } from "../../scripts/check-live/sightings.ts";
import type { Description } from "../../scripts/generate/description.ts";
import { root } from "../support/run.ts";

const difference = (kind: Difference["kind"], name: string, values: Json[]): Difference => ({
  kind,
  shown: "",
  site: ["S"],
  name,
  values,
  places: values.length,
  of: values.length,
});

/** The schema S after one difference was settled in it. */
function settled(schema: string, one: Difference, version = "3.1.0"): string {
  const document = parseDocument(`# kept\nS:\n${schema.replace(/^/gm, "  ")}\n`);
  settle(document, one, version);
  const text = textOf(document);
  expect(text).toMatch(/^# kept\n/);
  return text.replace("# kept\nS:\n", "").replace(/^ {2}/gm, "").trimEnd();
}

const none = difference("null", "", [null]);
test.each([
  ["type: string", none, "3.1.0", 'type: [string, "null"]'],
  ["type: [string, integer]", none, "3.1.0", 'type: [string, integer, "null"]'],
  ["type: string\ndescription: x", none, "3.0.3", "type: string\nnullable: true\ndescription: x"],
  ["type: string\nenum: [a, b]", none, "3.1.0", 'type: [string, "null"]\nenum: [a, b, null]'],
  ["type: string\nenum:\n  - a", none, "3.0.3", "type: string\nenum:\n  - a\n  - null\nnullable: true"],
  ['$ref: "#/T"\ndescription: x', none, "3.1.0", 'anyOf:\n  - $ref: "#/T"\n  - type: "null"\ndescription: x'],
  ['$ref: "#/T"', none, "3.0.3", 'allOf:\n  - $ref: "#/T"\nnullable: true'],
  ["oneOf:\n  - type: string", none, "3.1.0", 'oneOf:\n  - type: string\n  - type: "null"'],
  ["properties: { x: {} }\ntype: string", none, "3.1.0", 'properties: {x: {}}\ntype: [string, "null"]'],
  ["enum: [a, null]", difference("enum", "", ["bb", "bb", "Ana", 3]), "3.1.0", "enum: [a, bb, null]"],
])("%j: %j in OpenAPI %#", (schema, one, version, expected) => {
  expect(settled(schema, one, version)).toBe(expected);
});

test("a new field of a schema of 3.0 that was also null", () => {
  const text = settled("type: object\nproperties:\n  a: {}", difference("unknown", "city", ["x", null]), "3.0.3");
  expect(parse(text).properties.city).toMatchObject({ type: "string", nullable: true, "x-evidence": "documented" });
});

test("a mark is changed, or comes where the others stand, once", () => {
  const document = parseDocument("A:\n  x-evidence: inferred # why\n  b: 1\nB:\n  type: string\n  description: x\n");
  for (const _ of [1, 2]) for (const at of [["A"], ["B"]]) markSeen(document, { at, covers: [] });
  expect(textOf(document)).toBe(
    "A:\n  x-evidence: documented # why\n  x-seen: live\n  b: 1\nB:\n  type: string\n  x-evidence: documented\n  x-seen: live\n  description: x\n",
  );
});

test.each<[Json[], string, object]>([
  [[1, 2.5], "number", { type: "number" }],
  [["a", null], "string | null", { type: ["string", "null"] }],
  [[null], "null", {}],
  [[[]], "unknown[]", { type: "array", items: {} }],
  [[["a", 1]], "(string | integer)[]", { type: "array", items: { type: ["string", "integer"] } }],
  [[{}], "{}", { type: "object" }],
  // Nothing describes such objects: what they are keyed by is data.
  [
    [{ a: 1 }, { a: 2, b: { c: true } }],
    "{ [key]: integer | { [key]: boolean } }",
    {
      type: "object",
      additionalProperties: { type: ["integer", "object"], additionalProperties: { type: "boolean" } },
    },
  ],
  [[{ Ana: 1, a: 2 }], "{ [key]: integer }", { type: "object", additionalProperties: { type: "integer" } }],
])("the shape of %j", (values, text, schema) => {
  expect(shapeText(values)).toBe(text);
  expect(schemaOf(values, "3.1.0")).toEqual(schema);
});

const tree = {
  openapi: "3.1.0",
  S: {
    allOf: [{ $ref: "#/Base" }, { properties: { kids: { type: "array", items: { $ref: "#/S" } } } }],
  },
  Base: {
    properties: {
      id: { type: "string" },
      any: { additionalProperties: true },
      map: { additionalProperties: { type: "string" } },
    },
  },
  Cat: { oneOf: [{ properties: { purrs: {} } }, { properties: { barks: {}, id: {} } }] },
} as unknown as Description;

test("allOf, recursion, maps and free-form objects: what the description names, and what it does not", () => {
  const answer = { id: "1", any: { x: 1 }, map: { "+57": "a" }, kids: [{ id: "2", age: 3, kids: [{ name: "a" }] }] };
  const { known, unknown } = sightingsOf(tree, ["S"], answer);
  expect(known.map(({ shown }) => shown)).toEqual([
    "",
    "id",
    "any",
    "map",
    "map.*",
    "kids",
    "kids[]",
    "kids[].id",
    "kids[].kids",
    "kids[].kids[]",
  ]);
  expect(unknown.map(({ shown }) => shown)).toEqual(["kids[].age", "kids[].kids[].name"]);
  expect(unknown[0]?.owner).toEqual(["S", "allOf", 1]);
});

test("of two alternatives, the one that names more of the keys is meant", () => {
  const { unknown } = sightingsOf(tree, ["Cat"], { barks: 1, id: 2, wings: 3 });
  expect(unknown.map(({ shown, owner }) => [shown, owner])).toEqual([["wings", ["Cat", "oneOf", 1]]]);
});

const keyed = {
  openapi: "3.1.0",
  S: {
    properties: {
      id: { type: "string" },
      free: { type: "object" },
      open: { additionalProperties: true },
      unknown: { type: "object", "x-evidence": "inferred" },
      map: { additionalProperties: { properties: { a: {} } } },
      both: { properties: { a: {} }, additionalProperties: { type: "string" } },
      named: { properties: { a: {} }, additionalProperties: true },
      either: { oneOf: [{ properties: { a: {} } }, { type: "object", additionalProperties: { type: "string" } }] },
      list: { type: "array" },
    },
  },
} as unknown as Description;

test.each<[what: string, answer: Json, known: string[], unknown: [string, string | undefined][]]>([
  ["that the description names is shown", { id: "1" }, ["id"], []],
  ["of an object with named properties is a new field", { named: { juan: 1 } }, ["named"], [["named.juan", "juan"]]],
  ["within a new field is data", { fresh: { juan: 1 } }, [], [["fresh", "fresh"]]],
  ["that reads as no field is data", { "+57 300": 1 }, [], [["*", "+57 300"]]],
  ["of an object without named properties is data", { free: { juan: 1 }, open: { juan: 1 } }, ["free", "open"], []],
  [
    "of an object that nothing is known of is data, and told",
    { unknown: { juan: 1 } },
    ["unknown"],
    [["unknown", undefined]],
  ],
  ["of a map is data", { map: { juan: { a: 1, b: 2 } } }, ["map", "map.*", "map.*.a"], [["map.*.b", "b"]]],
  ["beside named properties of a map is data", { both: { a: 1, juan: "x" } }, ["both", "both.a", "both.*"], []],
  [
    "of what is a map or an object is data, if nothing names one",
    { either: { juan: "x" } },
    ["either", "either.*"],
    [],
  ],
  ["of an object in place of a list is data", { list: { juan: 1 } }, ["list"], []],
])("a key %s", (_, answer, known, unknown) => {
  const sightings = sightingsOf(keyed, ["S"], answer);
  expect(sightings.known.slice(1).map(({ shown }) => shown)).toEqual(known);
  expect(sightings.unknown.map(({ shown, name }) => [shown, name])).toEqual(unknown);
});

test("without an answer, nothing of the description changes", async () => {
  const text = await readFile(`${root}openapi/wipsy.yaml`, "utf8");
  const description = parse(text) as Description;
  expect(withSeen(text, description, [], marksFrom(description, []))).toBe(text);
});

test("a patch keeps the style of a file that is written in another", async () => {
  const before =
    "openapi: '3.1.0'   # by hand\nS: { type:   string }\n\n\nT:\n    - a\n\n\nA:\n  x-evidence:    partial\n";
  const document = parseDocument(before);
  markSeen(document, { at: ["A"], covers: [] });
  const patch = await patchOf(before, textOf(document));
  expect(patch.split("\n").filter((line) => /^[+-](?![+-])/.test(line))).toEqual([
    "-  x-evidence:    partial",
    "+  x-evidence: documented",
    "+  x-seen: live",
  ]);
});
