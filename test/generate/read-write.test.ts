import { expect, test } from "vitest";
import { withoutOneSided } from "../../scripts/generate/read-write.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { described, faultsOf, json } from "./round-trip.ts";
import { tiny } from "./tiny.ts";

// Fields that only one side writes are not required of the other.

const user =
  "{ type: object, required: [id, name, password], properties: { id: { type: string, readOnly: true }, name: { type: string }, password: { type: string, writeOnly: true } } }";
const right =
  'export const sent: Sent = { name: "Ana", password: "x" };\nexport const id = (one: Answered): string | undefined => one.id;\n';

test.each<[string, Description]>([
  ["inline", described(user, user)],
  [
    "one schema for requests and responses",
    described(
      '{ $ref: "#/components/schemas/User" }',
      '{ $ref: "#/components/schemas/User" }',
      `{ schemas: { User: ${user} } }`,
    ),
  ],
  ["inline, with default as the only response", described(user, user, "{}", "default")],
  [
    "one schema for both, with default as the only response",
    described(
      '{ $ref: "#/components/schemas/User" }',
      '{ $ref: "#/components/schemas/User" }',
      `{ schemas: { User: ${user} } }`,
      "default",
    ),
  ],
  [
    "a shared response named default",
    tiny(
      [],
      `paths: { /a: { post: { operationId: a, requestBody: { $ref: "#/components/requestBodies/example" }, responses: { default: { $ref: "#/components/responses/default" } } } } }
components: { schemas: { enum: ${user} }, requestBodies: { example: { required: true, ${json('{ $ref: "#/components/schemas/enum" }')} } }, responses: { default: { description: ok, ${json('{ $ref: "#/components/schemas/enum" }')} } } }`,
    ),
  ],
  [
    "through another schema",
    described(
      '{ $ref: "#/components/schemas/Alias" }',
      '{ $ref: "#/components/schemas/User" }',
      `{ schemas: { User: ${user}, Alias: { allOf: [{ $ref: "#/components/schemas/User" }] } } }`,
    ),
  ],
  [
    "required beside the schema that has the fields",
    described(
      '{ $ref: "#/components/schemas/User" }',
      '{ $ref: "#/components/schemas/User" }',
      `{ schemas: { User: { required: [id, name, password], allOf: [{ $ref: "#/components/schemas/Base" }] }, Base: { type: object, properties: { id: { type: string, readOnly: true }, name: { type: string }, password: { type: string, writeOnly: true } } } } }`,
    ),
  ],
  [
    "readOnly beside a reference",
    described(
      '{ $ref: "#/components/schemas/User" }',
      '{ $ref: "#/components/schemas/User" }',
      `{ schemas: { Id: { type: string }, User: { type: object, required: [id, name, password], properties: { id: { $ref: "#/components/schemas/Id", readOnly: true }, name: { type: string }, password: { type: string, writeOnly: true } } } } }`,
    ),
  ],
])("%s", async (_what, description) => {
  expect(await faultsOf(description, right)).toEqual([]);
  const wrong = [
    'export const noName: Sent = { password: "x" };',
    "export const password = (one: Answered): string => one.password;",
    // The server's fields may be sent, with their own type.
    'export const whole: Sent = { id: "1", name: "Ana", password: "x" };',
    'export const otherId: Sent = { id: 1, name: "Ana", password: "x" };',
  ];
  const lines = (await faultsOf(description, wrong.join("\n"))).map((fault) => fault.split(":", 2).join(":"));
  expect(lines).toEqual(["use.ts:4", "use.ts:5", "use.ts:7"]);
});

test("within a schema that refers to itself and to others", async () => {
  const description = described(
    '{ $ref: "#/components/schemas/Tree" }',
    '{ $ref: "#/components/schemas/Tree" }',
    `{ schemas: {
      Tree: { type: object, required: [leaf], properties: { leaf: { $ref: "#/components/schemas/Leaf" }, trees: { type: array, items: { $ref: "#/components/schemas/Tree" } } } },
      Leaf: { type: object, required: [id], properties: { id: { type: string, readOnly: true } } } } }`,
  );
  const program =
    "export const sent: Sent = { leaf: {}, trees: [{ leaf: {}, trees: [] }] };\nexport const id = (one: Answered): string | undefined => one.trees?.[0]?.leaf.id;\n";
  expect(await faultsOf(description, program)).toEqual([]);
  expect(await faultsOf(description, "export const none: Sent = {};\nexport const no: Answered = {};")).toHaveLength(2);
});

test("properties named like schema keywords", async () => {
  const names = ["default", "example", "examples", "enum", "properties", "responses"];
  const given = names.map((name) => `${name}: { $ref: "#/components/schemas/Leaf" }`).join(", ");
  // One that lists what is called examples, and says no type.
  const lists = 'lists: { properties: { examples: { items: { $ref: "#/components/schemas/Leaf" } } } }';
  const tree = `{ type: object, required: [${names.join(", ")}], properties: { ${given}, ${lists} } }`;
  const reference = '{ $ref: "#/components/schemas/Tree" }';
  const description = described(
    reference,
    reference,
    `{ schemas: { Tree: ${tree}, Leaf: { type: object, required: [id, kind], properties: { id: { type: string, readOnly: true }, kind: { type: string, enum: [a] } } } } }`,
  );
  const fields = names.map((name) => `${name}: { kind: "a" }`).join(", ");
  const of = (field: string) => names.map((name) => `one.${name}.${field}`).join(", ");
  const program = [
    `export const sent: Sent = { ${fields} };`,
    `export const ids = (one: Answered): (string | undefined)[] => [${of("id")}];`,
    // Enums in answers are open: any string is one of their values.
    ...names.map((name) => `export const ${name}_kind: Answered["${name}"]["kind"] = "another";`),
    "export const listed = (one: Answered) => one.lists?.examples;",
  ].join("\n");
  expect(await faultsOf(description, program)).toEqual([]);
  const wrong = names.map((name) => `export const no_${name}: Sent["${name}"] = { id: "1" };`);
  expect(await faultsOf(description, `${wrong.join("\n")}\nexport type Whole = Answered;`)).toHaveLength(names.length);
});

test("defaults and examples stay unchanged", async () => {
  const value = '{ required: [id], properties: { id: { readOnly: true } }, enum: ["a"] }';
  const reference = '{ $ref: "#/components/schemas/Plain" }';
  const plain = `{ type: object, default: ${value}, example: ${value}, enum: [${value}], properties: { id: { type: string, default: ${value} } } }`;
  const description = described(reference, reference, `{ schemas: { Plain: ${plain} } }`);
  expect(withoutOneSided(description)).toEqual(description);
});

test("readOnly and writeOnly fields are required on one side only", async () => {
  const sent =
    "{ type: object, required: [id, b], properties: { id: { type: string, readOnly: true }, b: { type: string, writeOnly: true } } }";
  const description = described(
    '{ $ref: "#/components/schemas/New" }',
    '{ $ref: "#/components/schemas/Old" }',
    `{ schemas: { New: ${sent}, Old: ${sent} } }`,
  );
  const program = 'export const sent: Sent = { b: "" };\nexport const answered: Answered = { id: "" };';
  expect(await faultsOf(description, program)).toEqual([]);
  const wrong = "export const sent: Sent = {};\nexport const answered: Answered = {};";
  expect(await faultsOf(description, wrong)).toHaveLength(2);
});
