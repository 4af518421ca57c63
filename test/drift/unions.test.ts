import { expect, test } from "vitest";
import { answer, body, changes, document, type Frame, said } from "./tiny.ts";

// A schema that becomes one of several variants, or the reverse: it stays the same, and variants are added or removed.

async function told(frame: Frame, before: string, after: string): Promise<string[]> {
  return (await changes(frame, before, after)).map((change) => `${change.level} ${said(change)}`);
}

const object = (name: string, type = "string") =>
  `{ type: object, required: [${name}], properties: { ${name}: { type: ${type} } } }`;
const either = (...schemas: string[]) => `{ oneOf: [${schemas.join(", ")}] }`;
const field = (schema: string) => `{ type: object, properties: { f: ${schema} } }`;
const [one, other] = ["One", "Other"].map((name) => `{ $ref: "#/components/schemas/${name}" }`) as [string, string];
const referring = (schema: string, a = "string") => `
paths: { /t: { post: { operationId: runIt, requestBody: { content: { application/json: { schema: ${schema} } } }, responses: {} } } }
components: { schemas: { One: ${object("a", a)}, Other: ${object("b")} } }`;

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string, there: string, back: string]>([
  ["a body", body, object("a"), either(object("a"), object("b")), "compatible body: gained the variant `object`", "breaking body: lost the variant `object`"],
  ["a response", answer, object("a"), either(object("b"), object("a")), "breaking 200: gained the variant `object`", "compatible 200: lost the variant `object`"],
  ["a field", body, field(object("a")), field(either(object("a"), "{ type: string }")), "compatible body.f: gained the variant `string`", "breaking body.f: lost the variant `string`"],
  ["a field that can be null", body, field("{ type: string, maxLength: 3, nullable: true }"), field("{ nullable: true, anyOf: [{ type: string, maxLength: 3 }, { type: integer }] }"), "compatible body.f: gained the variant `integer`", "breaking body.f: lost the variant `integer`"],
  ["a schema by its name", referring, one, either(one, other), "compatible body: gained the variant `Other`", "breaking body: lost the variant `Other`"],
])("%s", async (_, frame, before, after, there, back) => {
  expect(await told(frame, before, after)).toEqual([there]);
  expect(await told(frame, after, before)).toEqual([back]);
});

test("two other variants replace one", async () => {
  const found = await told(body, object("a"), either(object("b"), object("c")));
  expect(found).toContain("breaking body: type changed from object to object or object");
});

test("compares the content as before", async () => {
  expect(await told(document, referring(one), referring(either(one, other), "integer"))).toEqual([
    "breaking body.a (variant One): type changed from string to integer",
    "compatible body: gained the variant `Other`",
  ]);
});
