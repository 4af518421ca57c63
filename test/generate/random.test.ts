import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { generatedFor } from "./generated.ts";

// Random descriptions, valid but odd: generation does not throw, accounts for every operation, and writes valid
// TypeScript.

const seed = propertySeed();

const oddName = fc.oneof(
  fc.constantFrom(
    "then",
    "constructor",
    "__proto__",
    "toString",
    "call",
    "list",
    "get",
    "data",
    "$ref",
    "default",
    "enum",
  ),
  fc.constantFrom("getThings", "createThing", "updateThing", "deleteThing", "sendMessage", "Things", "limit", "cursor"),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const components = ["A", "B", "C"];
const reference = fc.constantFrom(...components).map((name) => ({ $ref: `#/components/schemas/${name}` }));

const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<unknown>({}, { type: "string", format: "binary" }, { type: "integer", minimum: 1 }, { const: 1 }),
    fc.constantFrom<unknown>(
      { enum: ["a", null] },
      { type: ["string", "null"] },
      { type: "object" },
      { nullable: true },
    ),
    reference,
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(oddName, tie("schema"), { maxKeys: 3 }),
      required: fc.array(oddName, { maxLength: 2 }),
      additionalProperties: fc.option(tie("schema"), { nil: false }),
    }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }), not: tie("schema") }),
  ),
}));

const mediaTypes = [
  "application/json",
  "application/problem+json",
  "multipart/form-data",
  "text/plain",
  "image/png",
  "*/*",
];
const content = fc.dictionary(
  fc.constantFrom(...mediaTypes, "application/x-www-form-urlencoded"),
  fc.option(fc.record({ schema }), { nil: {} }),
  { minKeys: 1, maxKeys: 2 },
);
const parameter = fc.record(
  {
    name: oddName.filter((name) => name !== ""),
    in: fc.constantFrom("query", "header", "cookie"),
    required: fc.boolean(),
    schema,
    style: fc.constantFrom("form", "simple", "deepObject", "pipeDelimited"),
    explode: fc.boolean(),
    example: fc.jsonValue({ maxDepth: 1 }),
  },
  { requiredKeys: ["name", "in", "schema"] },
);
const response = fc.record({ description: fc.constant("an answer"), content }, { requiredKeys: ["description"] });
const operation = fc.record(
  {
    operationId: oddName,
    tags: fc.array(oddName, { maxLength: 2 }),
    summary: fc.string(),
    description: fc.constantFrom("ends */ here", "a\r\nb", "`x`", ""),
    deprecated: fc.boolean(),
    parameters: fc.uniqueArray(parameter, { maxLength: 3, selector: (one) => `${one.in} ${one.name}` }),
    requestBody: fc.record({ required: fc.boolean(), content }),
    responses: fc.dictionary(fc.constantFrom("200", "201", "204", "2XX", "302", "404", "default"), response, {
      maxKeys: 3,
    }),
    security: fc.array(fc.constantFrom<object>({}, { key: [] }, { basic: [] }, { bearer: [], key: [] }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ["responses"] },
);
const item = fc.dictionary(fc.constantFrom("get", "put", "post", "delete", "patch", "head"), operation, { maxKeys: 2 });
const description = fc.record({
  openapi: fc.constantFrom("3.0.3", "3.1.0"),
  info: fc.constant({ title: "Random", version: "1" }),
  tags: fc.array(
    oddName.map((name) => ({ name })),
    { maxLength: 2 },
  ),
  paths: fc.dictionary(fc.constantFrom("/", "/a", "/a/b", "/things", "/things/{id}", "/größe"), item, { maxKeys: 4 }),
  components: fc.record({
    schemas: fc.record({ A: schema, B: schema, C: schema }),
    securitySchemes: fc.constant({
      key: { type: "apiKey", in: "header", name: "x-key" },
      basic: { type: "http", scheme: "basic" },
      bearer: { type: "http", scheme: "bearer" },
    }),
  }),
});

function syntaxErrors(name: string, text: string): string[] {
  // The default target knows the letters of an old Unicode only, and an operation id may have newer ones.
  const compilerOptions = { target: ts.ScriptTarget.ES2022 };
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, fileName: name, compilerOptions });
  return diagnostics.map((one) => `${name}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`);
}

describe("for any description", () => {
  test("every operation has a row with its own method, or a note", () => {
    fc.assert(
      fc.property(description, (made) => {
        // The types of openapi-typescript know less than is valid.
        const { rows, leftOut } = rowsOf(made as unknown as Description);
        const count = Object.values(made.paths).reduce((sum, one) => sum + Object.keys(one).length, 0);
        expect(rows.length + leftOut.length).toBe(count);
        const methods = rows
          .filter(({ operation: one }) => one.verb !== "list" && !one.handwritten)
          .map(({ operation: one }) => `${one.agent} ${one.namespace} ${one.verb ?? one.name ?? one.id}`);
        expect(new Set(methods).size).toBe(methods.length);
        expect(new Set(rows.map(({ operation: one }) => one.id)).size).toBe(rows.length);
      }),
      { seed, numRuns: propertyRuns(1000) },
    );
  });

  test("generates valid TypeScript, the same every time", async () => {
    await fc.assert(
      fc.asyncProperty(description, async (made) => {
        const files = await generatedFor(made as unknown as Description);
        expect(Object.entries(files).flatMap(([name, text]) => syntaxErrors(name, text))).toEqual([]);
        expect(await generatedFor(structuredClone(made) as unknown as Description)).toEqual(files);
      }),
      { seed, numRuns: propertyRuns(60) },
    );
  });
});
