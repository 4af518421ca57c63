import { expect, test } from "vitest";
import { checkPaths } from "../support/live-check.ts";

// The report on one answer, compared with one schema.

/** The lines about the differences between a schema and an answer. */
async function differencesOf(schema: object, body: unknown, openapi = "3.1.0"): Promise<string[]> {
  const responses = { "200": { description: "It.", content: { "application/json": { schema } } } };
  const paths = { "/thing": { get: { operationId: "getThing", tags: ["Things"], responses } } };
  const { code, out } = await checkPaths({ openapi, paths, components: { schemas } }, () => ({ body }));
  const [, report = ""] = /^getThing: .*\n((?: {2}.*\n)*)/m.exec(out) ?? [];
  expect(code).toBe(/^ {2}(?!never)/m.test(report) ? 3 : 0);
  return report.split("\n").flatMap((line) => (line === "" ? [] : [line.trim().replaceAll(/ {2,}/g, " ")]));
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
  ["nothing if the answer matches the description", properties({ id: text }), { id: "1" }, []],
  [
    "null where none is described",
    properties({ id: text }),
    { id: null },
    ["other type id null in 1 of 1; described: string"],
  ],
  ["another type", properties({ id: text }), { id: 1 }, ["other type id integer in 1 of 1; described: string"]],
  [
    "a missing field",
    { ...properties({ id: text }), required: ["id"] },
    {},
    ["missing the answer id is required, absent in 1 of 1", "never seen id"],
  ],
  ["any other rule", properties({ age: { minimum: 1 } }), { age: 0 }, ["breaks a rule age minimum: 1 of 1"]],
  [
    "an answer that fits two alternatives",
    { oneOf: [{ type: "object" }, { maxProperties: 3 }] },
    {},
    ["breaks a rule the answer oneOf: 1 of 1"],
  ],
  [
    "a new field once, if no other field is allowed",
    { ...properties({ id: text }), additionalProperties: false },
    { id: "1", b: 1 },
    ["not described b integer, in 1 of 1"],
  ],
  [
    "fields of allOf and of recursive schemas",
    tree,
    { id: "1", kids: [{ id: "2", age: 3, kids: [{ name: "a" }] }] },
    ["not described kids[].age integer, in 1 of 3", "not described kids[].kids[].name string, in 1 of 3"],
  ],
  [
    "what no alternative describes",
    pet,
    { barks: 1, id: 2, wings: 3 },
    ["breaks a rule the answer oneOf: 1 of 1", "not described wings integer, in 1 of 1", "never seen purrs"],
  ],
  [
    "only the name of a new field, with the shape of its value",
    properties({ id: text }),
    { id: "1", fresh: { juan: 1 } },
    ["not described fresh object, in 1 of 1"],
  ],
  [
    "no key that does not read as a field name",
    properties({ id: text }),
    { id: "1", "+57 300": 1 },
    ["not described * integer, in 1 of 1"],
  ],
  ["nothing of a free-form object", properties({ free: { type: "object" } }), { free: { juan: 1 } }, []],
  [
    "a free-form object that is only inferred",
    properties({ free: inferred }),
    { free: { juan: 1 } },
    ["not described free object, in 1 of 1"],
  ],
  [
    "what a map holds, without its keys",
    properties({ map }),
    { map: { juan: { a: "x", b: 2 } } },
    ["not described map.*.b integer, in 1 of 1"],
  ],
];
test.each(cases)("reports %s", async (_, schema, answer, lines) => {
  expect(await differencesOf(schema, answer)).toEqual(lines);
});

test.each<[value: unknown[], shape: string]>([
  [[1, 2.5], "Array<integer | number>"],
  [["a", null], "Array<string | null>"],
  [[], "Array<unknown>"],
  [[[1], ["a"]], "Array<Array<integer | string>>"],
  [[{ a: 1 }, { a: 2, b: { c: true } }], "Array<object>"],
])("writes the shape of %j without its keys", async (fresh, shape) => {
  expect(await differencesOf(properties({ id: text }), { id: "1", fresh })).toEqual([
    `not described fresh ${shape}, in 1 of 1`,
  ]);
});

test("reads OpenAPI 3.0's nullable", async () => {
  const schema = properties({ id: { type: "string", nullable: true } });
  expect(await differencesOf(schema, { id: null }, "3.0.3")).toEqual([]);
  expect(await differencesOf(schema, { id: 1 }, "3.0.3")).toEqual([
    "other type id integer in 1 of 1; described: string | null",
  ]);
});
