import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { DescriptionError, readDescription } from "../../scripts/generate/read.ts";
import { propertySeed } from "../support/seed.ts";
import { folder } from "./read-folder.ts";

const seed = propertySeed();

// JSON has no -0.
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

const schema = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.record({ type: fc.constantFrom("string", "integer"), description: fc.string({ unit: "grapheme" }) }),
    fc.constant({ $ref: "#/components/schemas/A" }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ type: fc.constant("object"), properties: fc.dictionary(fc.string(), tie("schema"), { maxKeys: 3 }) }),
    fc.record({
      example: json,
      enum: fc.array(fc.oneof(fc.string(), fc.constantFrom("yes", "2025-11-02", "012"))),
    }),
  ),
})).schema;

const description = fc.record({
  openapi: fc.constantFrom("3.0.3", "3.1.0"),
  info: fc.record({ title: fc.string({ unit: "grapheme" }), version: fc.constantFrom("1.0", "2025-11-02") }),
  paths: fc.dictionary(
    fc.string({ unit: fc.constantFrom("a", "b", "ñ", "-") }).map((name) => `/${name}`),
    fc.record({
      get: fc.record({
        summary: fc.string({ unit: "grapheme" }),
        responses: fc.record({
          "200": fc.record({
            description: fc.string(),
            content: fc.record({ "application/json": fc.record({ schema }) }),
          }),
        }),
      }),
    }),
    { minKeys: 1, maxKeys: 3 },
  ),
  components: fc.record({ schemas: fc.record({ A: schema, Z: fc.constant({ type: "string" }) }) }),
});

/** Whether `part` may be what is left of `value` when its text was cut off: less of it, never anything else. */
function isPart(part: unknown, value: unknown): boolean {
  if (typeof part === "string" && typeof value === "string") return value.startsWith(part.trimEnd());
  if (typeof part !== "object" || part === null || typeof value !== "object" || value === null) {
    // Of a number or a word less may be another: 12 of 123. `null` is what a key without a value holds.
    return part === null || String(value).startsWith(String(part)) || (part === "" && value !== undefined);
  }
  return Object.entries(part).every(([key, inner]) => {
    if (Object.hasOwn(value, key)) return isPart(inner, (value as Record<string, unknown>)[key]);
    return false;
  });
}

async function read(path: string): Promise<unknown> {
  try {
    return (await readDescription(path)).description;
  } catch (error) {
    if (error instanceof DescriptionError) return error;
    throw error;
  }
}

test("what was written is read, as JSON and as YAML, and what is kept of it too", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.yaml");
  const property = fc.asyncProperty(description, fc.boolean(), async (value, asJson) => {
    // Two names that lead only to each other are no description.
    fc.pre(!("$ref" in value.components.schemas.A));
    await writeFile(path, asJson ? JSON.stringify(value) : stringify(value, { aliasDuplicateObjects: false }));
    const first = await readDescription(path);
    expect(first.description).toEqual(value);
    await writeFile(path, first.text);
    expect(await readDescription(path)).toEqual(first);
  });
  await fc.assert(property, { seed, numRuns: 150 });
});

test("JSON that is cut off anywhere is refused, naming the file", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.json");
  const property = fc.asyncProperty(description, fc.nat(), fc.boolean(), async (value, at, inLines) => {
    const bytes = Buffer.from(JSON.stringify(value, undefined, inLines ? 2 : 0));
    await writeFile(path, bytes.subarray(0, at % bytes.length));
    const error = await read(path);
    expect(error).toBeInstanceOf(DescriptionError);
    expect(String(error)).toMatch(/^DescriptionError: .*api\.json/);
  });
  await fc.assert(property, { seed, numRuns: 300 });
});

test("YAML that is cut off anywhere is refused, or is less of the same", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.yaml");
  const property = fc.asyncProperty(description, fc.nat(), async (value, at) => {
    const bytes = Buffer.from(stringify(value, { aliasDuplicateObjects: false }));
    await writeFile(path, bytes.subarray(0, at % bytes.length));
    const result = await read(path);
    if (result instanceof DescriptionError) expect(result.message).toMatch(/^.*api\.yaml/);
    else expect({ result, isPart: isPart(result, value) }).toEqual({ result, isPart: true });
  });
  await fc.assert(property, { seed, numRuns: 300 });
});
