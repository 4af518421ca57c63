import type { Description } from "../../scripts/openapi/document.ts";

type Schema = Record<string, unknown>;

/** A pseudo-random number that depends only on its inputs, for the same variety in every run. */
function pick(...inputs: readonly number[]): number {
  return inputs.reduce((sum, one) => (sum * 31 + one * 17 + 7) % 9973, 1);
}

function fieldOf(schema: number, index: number, count: number, changed: boolean): Schema {
  const words = `Field ${index} of schema ${schema}: ${"words that a description has ".repeat(2)}`;
  // Schemas refer to their neighbors, in circles.
  const target = `#/components/schemas/Part${(schema - (schema % 10) + (pick(schema, index) % 10)) % count}`;
  const isTouched = changed && pick(schema, index, 3) % 20 === 0;
  const kinds: Schema[] = [
    { type: "string", maxLength: isTouched ? 50 : 100, description: words },
    { type: isTouched ? "number" : "integer", description: words },
    { type: "string", enum: isTouched ? ["one", "two"] : ["one", "two", "three"], description: words },
    { $ref: target },
    { type: "array", items: { $ref: target }, description: words },
    { oneOf: [{ $ref: target }, { type: isTouched ? "boolean" : "string" }], description: words },
    { allOf: [{ $ref: target }], nullable: !isTouched, description: words },
    { type: "object", additionalProperties: { type: isTouched ? "integer" : "string" }, description: words },
  ];
  return kinds[pick(index, schema) % kinds.length] ?? {};
}

/** An invented description with `count` operations and as many schemas, with circular references. */
export function large(count: number, changed: boolean): Description {
  const numbers = [...Array(count).keys()];
  const schemas = numbers.map((schema) => {
    const fields = [...Array(14).keys()].map((index) => [`field${index}`, fieldOf(schema, index, count, changed)]);
    return [`Part${schema}`, { type: "object", required: ["field0"], properties: Object.fromEntries(fields) }];
  });
  const json = (name: number) => ({ "application/json": { schema: { $ref: `#/components/schemas/Part${name}` } } });
  const paths = numbers.map((index) => [
    `/api-part-${index}`,
    {
      post: {
        operationId: `createPart${index}`,
        tags: ["Parts"],
        parameters: [{ name: "limit", in: "query", schema: { type: "integer", maximum: changed ? 50 : 100 } }],
        requestBody: { required: true, content: json(index) },
        responses: { "200": { description: "The part", content: json(pick(index) % count) } },
      },
    },
  ]);
  return {
    openapi: "3.0.3",
    info: { title: "Large", version: "1.0.0" },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  };
}
