import { expect, test } from "vitest";
import { schemaFile } from "../../scripts/generate/schema.ts";
import { mergeDescriptions } from "../../scripts/openapi/bundled.ts";
import { tiny } from "./tiny.ts";

const description = tiny(
  [],
  `
paths:
  /t:
    post:
      operationId: doIt
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Asked" } } } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Answered" } } } }
components:
  schemas:
    Asked: { type: object, properties: { kind: { type: string, enum: [a, b], default: a } } }
    Answered:
      type: object
      x-evidence: partial
      properties:
        kind: { type: string, enum: [a, b] }
        kinds: { type: array, items: { type: string, enum: [c] } }
        state: { type: [string, "null"], enum: [on, null] }
        number: { type: integer, enum: [1, 2] }
        inner: { $ref: "#/components/schemas/Inner" }
        free: { type: object }
    Inner: { type: object, properties: { kind: { type: string, enum: [d], x-evidence: inferred } } }
`,
);
const text = (await schemaFile(description)).replace(/\s+/g, " ");

test("enums are open in answers at any depth, and closed in requests", () => {
  expect(text).toContain('Asked: { /** * @default a * @enum {string} */ kind?: "a" | "b"; };');
  expect(text).toContain('kind?: ("a" | "b") | (string & {});');
  expect(text).toContain('kinds?: ("c" | (string & {}))[];');
  expect(text).toContain('state?: ("on" | null) | (string & {});');
  expect(text).toContain('kind?: "d" | (string & {});');
  expect(text).toContain("number?: 1 | 2;");
});

test("a field with a default is optional, and an object without properties accepts anything", () => {
  expect(text).toContain("kind?:");
  expect(text).toContain("free?: Record<string, unknown>;");
});

test("evidence reaches the doc comments", () => {
  expect(text).toContain("Evidence: partial.");
  expect(text).toMatch(/Evidence: inferred\. \*\/ kind\?/);
});

test("documented parts override inferred ones", () => {
  const documented = tiny(
    ["Things"],
    "paths: { /t: { get: { operationId: real } } }\ncomponents: { schemas: { A: { type: string } } }",
  );
  const inferred = tiny(
    [],
    "paths: { /t: { get: { operationId: guess }, put: { operationId: extra } }, /u: { get: { operationId: more } } }\ncomponents: { schemas: { A: { type: number }, B: { type: boolean } } }",
  );
  const { paths, components, tags } = mergeDescriptions(documented, inferred);
  expect(paths).toEqual({
    "/t": { get: { operationId: "real" }, put: { operationId: "extra" } },
    "/u": { get: { operationId: "more" } },
  });
  expect(components?.schemas).toEqual({ A: { type: "string" }, B: { type: "boolean" } });
  expect(tags).toEqual([{ name: "Things" }]);
});
