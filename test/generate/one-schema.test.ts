import { describe, expect, test } from "vitest";
import type { Description } from "../../scripts/openapi/document.ts";
import { described, faultsOf } from "./round-trip.ts";
import { onlyRow } from "./tiny.ts";

// The compiler and the operation table agree on inputs, for schemas that they could interpret differently.

const reference = (name: string) => `{ $ref: "#/components/schemas/${name}" }`;
const schemas = (text: string) => `{ schemas: { ${text} } }`;
const object = "{ type: object, properties: { id: { type: string } } }";

/** The lines of a program that do not compile, counted from its first one. */
async function refused(description: Description, lines: readonly string[]): Promise<number[]> {
  const faults = await faultsOf(description, [...lines, "export type Both = [Sent, Answered];"].join("\n"));
  const places = faults.map((fault) => /^use\.ts:(\d+)/.exec(fault)?.[1] ?? fault);
  return [...new Set(places)].map((line) => Number(line) - 4);
}

/** The names of a body's fields in the table: `name` for required ones, `name?` for optional ones. */
function fields(description: Description): string[] {
  const { body = {}, bodyOpen } = onlyRow(description);
  const names = Object.entries(body).map(([name, { required }]) => (required ? name : `${name}?`));
  return bodyOpen ? [...names, "…"] : names;
}

/** The same description in OpenAPI 3.0. */
const in30 = (description: Description): Description => ({ ...description, openapi: "3.0.3" });

describe("an index signature includes the named fields", () => {
  const labels = (rest: string) => `{ type: object, properties: { count: { type: integer } }, ${rest} }`;
  test.each([
    ["additionalProperties", labels("additionalProperties: { type: string }")],
    ["patternProperties", labels('patternProperties: { "^x-": { type: string } }')],
    ["both", labels('additionalProperties: { type: string }, patternProperties: { "^x-": { type: string } }')],
  ])("%s", async (_how, schema) => {
    const description = described(reference("Labels"), reference("Labels"), schemas(`Labels: ${schema}`));
    const lines = [
      'import type { Labels } from "./resources.ts";',
      'export const sent: Sent = { count: 1, color: "red" };',
      "export const count = (one: Answered): number | undefined => one.count;",
      "export const other = (one: Labels): string | number | undefined => one.color;",
      "export const wrong: Sent = { color: true };",
    ];
    expect(await refused(description, lines)).toEqual([4]);
    expect(fields(description)).toEqual(["count?", "…"]);
  });

  test("ignores an infinite bound", async () => {
    const description = described("{ type: object, properties: { n: { type: number, maximum: .inf } } }", object);
    expect(await refused(description, ["export const sent: Sent = { n: 1 };"])).toEqual([]);
    expect(onlyRow(description).body).toEqual({ n: { type: "number" } });
  });
});

describe("anyOf and oneOf beside properties add to them", () => {
  const either = "[{ required: [email] }, { required: [phone] }]";
  const whole =
    "[{ required: [email], properties: { email: { type: string } } }, { required: [phone], properties: { phone: { type: string } } }]";
  const lead = (union: string, own: string) =>
    `{ type: object, required: [name], properties: { name: { type: string }${own} }, ${union} }`;
  const contacts = ", email: { type: string }, phone: { type: string }";
  test.each([
    ["anyOf, where each only requires", lead(`anyOf: ${either}`, contacts)],
    ["oneOf, where each only requires", lead(`oneOf: ${either}`, contacts)],
    ["anyOf, where each has fields", lead(`anyOf: ${whole}`, "")],
    ["anyOf in allOf", `{ allOf: [${lead("", contacts).replace(", }", " }")}, { anyOf: ${either} }] }`],
  ])("%s", async (_how, schema) => {
    const description = described(reference("Lead"), reference("Lead"), schemas(`Lead: ${schema}`));
    const lines = [
      'export const sent: Sent[] = [{ name: "a", email: "e" }, { name: "a", phone: "p" }];',
      "export const name = (one: Answered): string => one.name;",
      'export const noName: Sent = { email: "e" };',
      'export const neither: Sent = { name: "a" };',
    ];
    expect(await refused(description, lines)).toEqual([2, 3]);
    expect(fields(description)[0]).toBe("name");
    expect(onlyRow(description).bodyOpen).toBe(true);
  });

  test("enums in anyOf narrow the type beside them", async () => {
    const description = described(
      "{ type: object, properties: { n: { type: string, anyOf: [{ enum: [a] }, { enum: [b] }] } } }",
      object,
    );
    const lines = ['export const a: Sent = { n: "a" };', 'export const c: Sent = { n: "c" };'];
    expect(await refused(description, lines)).toEqual([1]);
  });
});

describe("keywords beside a reference", () => {
  const album = "Album: { type: object, properties: { title: { type: string } } }";
  const more =
    'Create: { $ref: "#/components/schemas/Album", required: [title], properties: { cover: { type: string } } }';
  const described31 = described(reference("Create"), object, schemas(`${album}, ${more}`));
  const lines = [
    'export const both: Sent = { title: "a", cover: "c" };',
    "export const neither: Sent = {};",
    'export const title: Sent = { title: "a" };',
  ];

  test("count in 3.1", async () => {
    expect(await refused(described31, lines)).toEqual([1]);
    expect(fields(described31).toSorted()).toEqual(["cover?", "title"]);
  });
  test("do not count in 3.0", async () => {
    expect(await refused(in30(described31), lines)).toEqual([0]);
    expect(fields(in30(described31))).toEqual(["title?"]);
  });
  test("count beside an inline reference, and narrow its values", async () => {
    const name = '{ $ref: "#/components/schemas/Name", enum: [b] }';
    const one = described(
      `{ type: object, properties: { name: ${name} } }`,
      object,
      schemas("Name: { type: string, enum: [a, b] }"),
    );
    expect(
      await refused(one, ['export const b: Sent = { name: "b" };', 'export const a: Sent = { name: "a" };']),
    ).toEqual([1]);
    expect(onlyRow(one).body?.name).toEqual({ type: "string", enum: ["b"] });
  });
  test("may be null", async () => {
    const name = '{ $ref: "#/components/schemas/Name", nullable: true }';
    const one = described(`{ type: object, properties: { name: ${name} } }`, object, schemas("Name: { type: string }"));
    for (const description of [one, in30(one)]) {
      expect(await refused(description, ["export const none: Sent = { name: null };"])).toEqual([]);
      expect(onlyRow(description).body?.name?.type).toEqual(["string", "null"]);
    }
  });
});

describe("keywords beside a reference to a parameter, a response or a path", () => {
  const whole = (paths: string, components: string): Description => {
    const { paths: _, components: __, ...rest } = described(object, object);
    return {
      ...rest,
      ...(JSON.parse(`{ "paths": ${paths}, "components": ${components} }`) as Pick<
        Description,
        "paths" | "components"
      >),
    };
  };
  const ok =
    '"responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "type": "object" } } } } }';

  test("a parameter", async () => {
    const description = whole(
      `{ "/a": { "get": { "operationId": "a", "parameters": [{ "$ref": "#/components/parameters/Q", "required": true, "description": "Which one." }], ${ok} } } }`,
      '{ "parameters": { "Q": { "name": "q", "in": "query", "schema": { "type": "string" } } } }',
    );
    const use = (query: string) =>
      `export const one: Operations["a"]["input"] = ${query};\nexport type Both = [Sent, Answered];`;
    const head = (text: string) => text.replace("[Sent, Answered]", "Operations");
    const without = (text: string) =>
      faultsOf(description, head(use(text))).then((all) =>
        all.filter((one) => !one.startsWith("use.ts:2") && !one.startsWith("use.ts:3")),
      );
    expect(await without('{ query: { q: "x" } }')).toEqual([]);
    expect(await without("{ query: {} }")).toHaveLength(1);
    expect(onlyRow(description).query).toEqual({ q: { type: "string", required: true } });
  });

  test("a path", () => {
    const description = whole(
      `{ "/a": { "$ref": "#/components/pathItems/A", "parameters": [{ "name": "q", "in": "query", "schema": { "type": "string" } }] } }`,
      `{ "pathItems": { "A": { "get": { "operationId": "a", ${ok} } } } }`,
    );
    expect(onlyRow(description)).toMatchObject({ id: "a", query: { q: { type: "string" } } });
  });
});

describe("$defs", () => {
  const order =
    "Order: { type: object, required: [line], $defs: { Line: { type: object, required: [sku], properties: { sku: { type: string } } } }, properties: { line: { $ref: '#/components/schemas/Order/$defs/Line' } } }";
  test("are not a field, and can be referenced", async () => {
    const description = described(reference("Order"), reference("Order"), schemas(order));
    const lines = [
      'export const sent: Sent = { line: { sku: "1" } };',
      "export const sku = (one: Answered): string => one.line.sku;",
      "export const wrong: Sent = { line: {} };",
    ];
    expect(await refused(description, lines)).toEqual([2]);
    expect(fields(description)).toEqual(["line"]);
  });
});

describe("a required name", () => {
  test("is required in the part that defines the field", async () => {
    const base = "Base: { type: object, properties: { name: { type: string } } }";
    const both = `{ allOf: [${reference("Base")}, { required: [name] }] }`;
    const deep = `{ required: [name], allOf: [{ allOf: [${reference("Base")}] }] }`;
    for (const one of [both, deep]) {
      const description = described(one, one, schemas(base));
      const lines = [
        'export const sent: Sent = { name: "a" };',
        "export const name = (one: Answered): string => one.name;",
        "export const none: Sent = {};",
      ];
      expect(await refused(description, lines)).toEqual([2]);
      expect(fields(description)).toEqual(["name"]);
    }
  });
  test("is required in each part that defines the field", async () => {
    const one = (type: string) => `{ type: object, properties: { n: { type: ${type} } } }`;
    const either = `{ type: object, required: [n], oneOf: [${one("string")}, ${one("integer")}] }`;
    const description = described(either, either);
    const lines = [
      'export const sent: Sent[] = [{ n: "a" }, { n: 1 }];',
      "export const n = (one: Answered): string | number => one.n;",
      "export const none: Sent = {};",
    ];
    expect(await refused(description, lines)).toEqual([2]);
    expect(fields(description)).toEqual(["n", "…"]);
  });
  test("without a field has any type", async () => {
    const description = described("{ type: object, required: [x], properties: { y: { type: string } } }", object);
    const lines = ["export const sent: Sent[] = [{ x: 1 }, { x: {} }];", 'export const none: Sent = { y: "" };'];
    expect(await refused(description, lines)).toEqual([1]);
    expect(fields(description).toSorted()).toEqual(["x", "y?"]);
  });
});
