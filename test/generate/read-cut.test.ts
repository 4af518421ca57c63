import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { DescriptionError, readDescription } from "../../scripts/openapi/read.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { folder } from "./read-folder.ts";

const seed = propertySeed();

/** Without blocks: the library prints a block that begins with a blank line wrong. */
function toYaml(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, blockQuote: false });
}

/** The characters of strings, without colon and `<`, so that a truncated string is never a key or a merge. */
const unit = fc.constantFrom(...Array.from("ab yesno012.-#'\"\\{}[],&*!|>%@`?~=/\n\tñ🙂\u0301\u2028"));
const text = fc.string({ unit });
// JSON has no -0.
const json = fc.jsonValue({ stringUnit: unit }).map((value): unknown => JSON.parse(JSON.stringify(value)));

const schema = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.record({ type: fc.constantFrom("string", "integer"), description: text }),
    fc.constant({ $ref: "#/components/schemas/A" }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ type: fc.constant("object"), properties: fc.dictionary(text, tie("schema"), { maxKeys: 3 }) }),
    fc.record({
      example: json,
      enum: fc.array(fc.oneof(text, fc.constantFrom("yes", "2025-11-02", "012"))),
    }),
  ),
})).schema;

const description = fc.record({
  openapi: fc.constantFrom("3.0.3", "3.1.0"),
  info: fc.record({ title: text, version: fc.constantFrom("1.0", "2025-11-02") }),
  paths: fc.dictionary(
    fc.string({ unit: fc.constantFrom("a", "b", "ñ", "-") }).map((name) => `/${name}`),
    fc.record({
      get: fc.record({
        summary: text,
        responses: fc.record({
          "200": fc.record({
            description: text,
            content: fc.record({ "application/json": fc.record({ schema }) }),
          }),
        }),
      }),
    }),
    { minKeys: 1, maxKeys: 3 },
  ),
  components: fc.record({ schemas: fc.record({ A: schema, Z: fc.constant({ type: "string" }) }) }),
});

/** Whether `part` may come from truncating the text of `value`: a part of it, never something else. */
function isPart(part: unknown, value: unknown): boolean {
  // A key that lost its value; a truncated number may be any other, and a lone sign a list.
  if (part === null || typeof value === "number") return true;
  if (typeof value === "object" && value !== null) {
    // The first key of an object is a text, as long as it lacks its colon.
    if (typeof part !== "object") return Object.keys(value).some((key) => key.startsWith(String(part)));
    return Object.entries(part).every(
      ([key, inner]) => Object.hasOwn(value, key) && isPart(inner, (value as Record<string, unknown>)[key]),
    );
  }
  return String(value).startsWith(String(part).trimEnd());
}

async function read(path: string): Promise<unknown> {
  try {
    return (await readDescription(path)).description;
  } catch (error) {
    if (error instanceof DescriptionError) return error;
    throw error;
  }
}

test("reads a description as JSON and YAML, and the stored copy, too", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.yaml");
  const property = fc.asyncProperty(description, fc.boolean(), async (value, asJson) => {
    // Two names that refer only to each other make an invalid description.
    fc.pre(!("$ref" in value.components.schemas.A));
    await writeFile(path, asJson ? JSON.stringify(value) : toYaml(value));
    const first = await readDescription(path);
    expect(first.description).toEqual(value);
    await writeFile(path, first.text);
    expect(await readDescription(path)).toEqual(first);
  });
  await fc.assert(property, { seed, numRuns: propertyRuns(150) });
});

test("refuses JSON truncated anywhere, and names the file", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.json");
  const property = fc.asyncProperty(description, fc.nat(), fc.boolean(), async (value, at, inLines) => {
    const bytes = Buffer.from(JSON.stringify(value, undefined, inLines ? 2 : 0));
    await writeFile(path, bytes.subarray(0, at % bytes.length));
    const error = await read(path);
    expect(error).toBeInstanceOf(DescriptionError);
    expect(String(error)).toMatch(/^DescriptionError: .*api\.json/);
  });
  await fc.assert(property, { seed, numRuns: propertyRuns(200) });
});

test("refuses YAML truncated anywhere, or reads a part of it", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.yaml");
  const property = fc.asyncProperty(description, fc.nat(), async (value, at) => {
    const bytes = Buffer.from(toYaml(value));
    await writeFile(path, bytes.subarray(0, at % bytes.length));
    const result = await read(path);
    if (result instanceof DescriptionError) expect(result.message).toMatch(/^.*api\.yaml/);
    else expect({ result, isPart: isPart(result, value) }).toEqual({ result, isPart: true });
  });
  await fc.assert(property, { seed, numRuns: propertyRuns(200) });
});

/** `value` with its `at`-th part replaced, counted from the outermost. */
function replaced(value: unknown, at: number, by: unknown): unknown {
  let left = at;
  const visit = (one: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(one)) return one.map(visit);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(value);
}

const odd = fc.oneof(
  json,
  fc
    .constantFrom("#", "#/", "#/paths", "#/components/schemas/A", "no.yaml#/a", "//", "%", "", "#/%")
    .map(($ref) => ({ $ref })),
  fc
    .constantFrom("parameters", "security", "tags", "servers", "$ref", "discriminator", "allOf")
    .chain((key) => json.map((value) => ({ [key]: value }))),
);

test("any replaced value gives a result or a clear error", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.json");
  const property = fc.asyncProperty(description, fc.nat({ max: 40 }), odd, async (value, at, by) => {
    await writeFile(path, JSON.stringify(replaced(value, at, by)));
    const result = await read(path);
    if (result instanceof DescriptionError) expect(result.message).toMatch(/^.*api\.json/);
  });
  await fc.assert(property, { seed, numRuns: propertyRuns(250) });
});

test("any bytes give a result or a clear error", async () => {
  await using dir = await folder({});
  const path = join(dir.path, "api.yaml");
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.string({ maxLength: 4 }).map((text) => Buffer.from(text)),
  );
  const property = fc.asyncProperty(description, fc.nat(), fc.nat({ max: 3 }), bytes, async (value, at, length, by) => {
    const text = Buffer.from(toYaml(value));
    const start = at % text.length;
    await writeFile(path, Buffer.concat([text.subarray(0, start), by, text.subarray(start + length)]));
    const result = await read(path);
    if (result instanceof DescriptionError) expect(result.message).toMatch(/^.*api\.yaml/);
  });
  await fc.assert(property, { seed, numRuns: propertyRuns(250) });
});
