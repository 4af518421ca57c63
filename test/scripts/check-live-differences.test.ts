import { expect, test } from "vitest";
import { checkPaths } from "../support/live-check.ts";

// The report on one answer, compared with one schema.

/** The lines about the differences between a schema and an answer. */
async function differencesOf(schema: object, body: unknown, openapi = "3.1.0"): Promise<string[]> {
  const responses = { "200": { description: "It.", content: { "application/json": { schema } } } };
  const paths = { "/thing": { get: { operationId: "getThing", tags: ["Things"], responses } } };
  const { code, out } = await checkPaths({ openapi, paths, components: { schemas } }, () => ({ body }));
  const [, report = ""] = /^getThing: .*\n((?: {2}.*\n)*)/m.exec(out) ?? [];
  expect(code).toBe(report === "" ? 0 : 3);
  return report.split("\n").flatMap((line) => (line === "" ? [] : [line.trim()]));
}

const text = { type: "string" };
const properties = (fields: object) => ({ type: "object", properties: fields });
const schemas = {
  Base: properties({ id: text }),
  Tree: {
    allOf: [
      { $ref: "#/components/schemas/Base" },
      { properties: { kids: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } },
    ],
  },
};
const tree = { $ref: "#/components/schemas/Tree" };
const pet = { oneOf: [properties({ purrs: {} }), properties({ barks: {}, id: {} })] };
const inferred = { type: "object", "x-evidence": "inferred" };
const map = { type: "object", additionalProperties: properties({ a: text }) };

const cases: [what: string, schema: object, answer: unknown, lines: string[]][] = [
  ["nothing if the response is as described", properties({ id: text }), { id: "1" }, []],
  ["null where it is not allowed", properties({ id: text }), { id: null }, ["id: is null, described as string (1)"]],
  ["another type", properties({ id: text }), { id: 1 }, ["id: is number, described as string (1)"]],
  ["a missing field", { ...properties({ id: text }), required: ["id"] }, {}, ["the response: id is missing (1)"]],
  ["any other rule", properties({ age: { minimum: 1 } }), { age: 0 }, ["age: violates minimum 1 (1)"]],
  [
    "a response that matches two variants",
    { oneOf: [{ type: "object" }, { maxProperties: 3 }] },
    {},
    ["the response: violates oneOf (1)"],
  ],
  [
    "a new field once, if no other field is allowed",
    { ...properties({ id: text }), additionalProperties: false },
    { id: "1", b: 1 },
    ["b: is not described, number (1)"],
  ],
  [
    "fields of allOf and of recursive schemas",
    tree,
    { id: "1", kids: [{ id: "2", age: 3, kids: [{ name: "a" }] }] },
    ["kids[].age: is not described, number (1)", "kids[].kids[].name: is not described, string (1)"],
  ],
  [
    "what no variant describes",
    pet,
    { barks: 1, id: 2, wings: 3 },
    ["the response: violates oneOf (1)", "wings: is not described, number (1)"],
  ],
  [
    "only the name of a new field, with the shape of its value",
    properties({ id: text }),
    { id: "1", fresh: { juan: 1 } },
    ["fresh: is not described, object (1)"],
  ],
  [
    "no key that does not look like a field name",
    properties({ id: text }),
    { id: "1", "+57 300": 1 },
    ["*: is not described, number (1)"],
  ],
  ["nothing of a free-form object", properties({ free: { type: "object" } }), { free: { juan: 1 } }, []],
  [
    "a free-form object that is only inferred",
    properties({ free: inferred }),
    { free: { juan: 1 } },
    ["free.*: is not described, number (1)"],
  ],
  [
    "the values of a map, without its keys",
    properties({ map }),
    { map: { juan: { a: "x", b: 2 } } },
    ["map.*.b: is not described, number (1)"],
  ],
];
test.each(cases)("reports %s", async (_, schema, answer, lines) => {
  expect(await differencesOf(schema, answer)).toEqual(lines);
});

const either = (...schemas: object[]) => ({ type: "object", properties: { f: { oneOf: schemas } } });
const named = { ...properties({ id: text }), required: ["id"] };
const nothing = { type: "null" };

// biome-ignore format: a table is read by its columns
test.each<[what: string, schema: object, answer: unknown, lines: string[]]>([
  ["an error within the variant of its type", either(named, nothing), { f: { id: 1 } }, ["f.id: is number, described as string (1)"]],
  ["a field that the variant of its type lacks", either(named, { type: "array", items: named }), { f: {} }, ["f: id is missing (1)"]],
  ["an error in an item, if the other variant is a single item", either(named, { type: "array", items: named }), { f: [{ id: "1" }, {}] }, ["f[]: id is missing (1)"]],
  ["a type of no variant", either(text, nothing), { f: 1 }, ["f: is number, described as string (1)"]],
  ["a value that violates each variant in another way", either({ ...text, minLength: 3 }, { ...text, pattern: "z" }), { f: "a" }, ["f: violates minLength 3 (1)", "f: violates pattern z (1)"]],
])("reports of a union: %s", async (_, schema, answer, lines) => {
  expect(await differencesOf(schema, answer)).toEqual(lines);
});

test("counts the same difference of several items once", async () => {
  const items = { type: "array", items: properties({ id: text }) };
  expect(await differencesOf(items, [{ id: 1 }, { id: 2, a: 1 }, { a: 2 }])).toEqual([
    "[].id: is number, described as string (2)",
    "[].a: is not described, number (2)",
  ]);
});

test("reads nullable of OpenAPI 3.0", async () => {
  const schema = properties({ id: { type: "string", nullable: true }, of: { nullable: true, allOf: [named] } });
  expect(await differencesOf(schema, { id: null, of: null }, "3.0.3")).toEqual([]);
  expect(await differencesOf(schema, { id: 1, of: {} }, "3.0.3")).toEqual([
    "id: is number, described as string (1)",
    "of: id is missing (1)",
  ]);
});
