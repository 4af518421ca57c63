import fc from "fast-check";
import { expect, test } from "vitest";
import { driftOf } from "../../scripts/drift/drift.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";

// Any schemas in any combination: the comparison ends, finds no difference between a description and itself, and works
// in both directions.

const names = ["One", "Two", "Three"];
const text = fc.constantFrom("a", "b", "items", "oneOf", "properties", "required", "constructor");

const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<object>({}, { type: "string" }, { type: ["integer", "null"] }, { type: "number", minimum: 1 }),
    fc.constantFrom<object>({ enum: ["x", "y"] }, { const: 1 }, { type: "string", enum: ["x", null], nullable: true }),
    fc.constantFrom<object | boolean>({ const: "x" }, { type: "string", const: "y" }, false, { not: { enum: ["x"] } }),
    fc.record(
      {
        type: fc.constant("array"),
        prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        items: fc.oneof(fc.boolean(), tie("schema")),
      },
      { requiredKeys: ["type", "prefixItems"] },
    ),
    fc.constantFrom(...names).map((name) => ({ $ref: `#/components/schemas/${name}` })),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record(
      {
        type: fc.constant("object"),
        properties: fc.dictionary(text, tie("schema"), { maxKeys: 3 }),
        required: fc.uniqueArray(text, { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
        description: text,
      },
      { requiredKeys: ["type", "properties"] },
    ),
    fc
      .tuple(fc.constantFrom("allOf", "oneOf", "anyOf"), fc.array(tie("schema"), { minLength: 1, maxLength: 3 }))
      .map(([keyword, variants]) => ({ [keyword]: variants, description: "a union" })),
  ),
}));

const description = fc.array(schema, { minLength: 7, maxLength: 7 }).map((schemas): Description => {
  // A bare reference to itself is not a valid schema.
  const [one, two, three] = schemas.slice(0, 3).map((one) => ("$ref" in Object(one) ? {} : one));
  const own = schemas.slice(3);
  const content = (index: number) => ({ content: { "application/json": { schema: own[index] } } });
  const operations = [0, 1].map((index) => [
    `/t${index}`,
    {
      post: {
        operationId: `operation${index}`,
        requestBody: content(index * 2),
        responses: { "200": { description: "ok", ...content(index * 2 + 1) } },
      },
    },
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Any", version: "1" },
    paths: Object.fromEntries(operations),
    components: { schemas: { One: one, Two: two, Three: three } } as NonNullable<Description["components"]>,
  };
});

test("compares any two descriptions", async () => {
  await fc.assert(
    fc.asyncProperty(description, description, async (before, after) => {
      expect((await driftOf(before, before)).changes).toEqual([]);
      const [there, back] = [await driftOf(before, after), await driftOf(after, before)];
      expect(there.bump === "none").toBe(back.bump === "none");
    }),
    { seed: propertySeed(), numRuns: propertyRuns(15) },
  );
});
