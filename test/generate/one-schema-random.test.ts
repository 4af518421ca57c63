import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOf, propertiesOf } from "../../scripts/generate/fields.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { sampleOf } from "../../scripts/generate/samples.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import type { Field, Operation } from "../../src/operation/table.ts";
import { checkInput } from "../../src/request/input.ts";
import { diagnose } from "../corpus/compile.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { generatedFor } from "./generated.ts";

// Random bodies: the operation table accepts values made from the schemas, values made from the table compile, and both
// require the same fields. All are compiled in one program.

const seed = propertySeed();
const name = fc.constantFrom("text", "id", "count", "kind", "list", "inner", "any");
const reference = (to: string) => ({ $ref: `#/components/schemas/${to}` });
const marks = fc.constantFrom<object>({}, {}, { readOnly: true }, { description: "One." });
const marked = (...schemas: object[]) =>
  fc.tuple(fc.constantFrom(...schemas), marks).map(([one, mark]) => ({ ...one, ...mark }));

// A name has the same type everywhere: with two exclusive types, nothing could be sent.
const plain = {
  text: marked({ type: "string" }, { type: ["string", "null"] }, { type: "string", nullable: true }),
  id: marked({ type: "string", format: "uuid" }),
  count: marked({ type: "integer", minimum: 2 }, { type: "number", maximum: 9 }, { type: "integer" }),
  kind: marked({ type: "string", enum: ["x", "y"] }, { const: "x" }, { type: "string" }),
  list: marked({ type: "array", items: { type: "string" } }, { type: "array" }),
  any: marked({}),
};
const required = fc.uniqueArray(name, { maxLength: 2 });
const objectWith = (properties: fc.Arbitrary<object>) =>
  fc.record({ type: fc.constant("object"), properties, required }, { requiredKeys: ["properties"] });

/** What a reference leads to leads nowhere. */
const closed = objectWith(fc.record(plain, { requiredKeys: [] }));
const inner = fc.oneof(closed, marked(reference("A"), reference("B")));
const object = objectWith(fc.record({ ...plain, inner }, { requiredKeys: [] }));
const demand = fc.record({ required: fc.uniqueArray(name, { minLength: 1 }) });
const union = fc.constantFrom("anyOf", "oneOf");
const body = fc.oneof(
  object,
  fc.constantFrom(reference("A"), reference("B")),
  fc.tuple(object, demand).map(([one, more]) => ({ ...reference("A"), ...one, ...more })),
  fc
    .array(fc.oneof(closed, demand, fc.constant(reference("A"))), { minLength: 1, maxLength: 3 })
    .map((allOf) => ({ allOf })),
  fc.tuple(object, fc.array(closed, { minLength: 1, maxLength: 2 })).map(([one, allOf]) => ({ ...one, allOf })),
  fc
    .tuple(object, union, fc.array(demand, { minLength: 1, maxLength: 2 }))
    .map(([one, key, all]) => ({ ...one, [key]: all })),
  fc.tuple(object, plain.text).map(([one, additionalProperties]) => ({ ...one, additionalProperties })),
);

const description = fc
  .record({ openapi: fc.constantFrom("3.0.3", "3.1.0"), body, A: closed, B: closed })
  .map(({ openapi, body: schema, A, B }): Description => {
    const content = { "application/json": { schema } };
    const post = { operationId: "a", requestBody: { required: true, content }, responses: {} };
    const whole = {
      openapi,
      info: { title: "", version: "" },
      paths: { "/a": { post } },
      components: { schemas: { A, B } },
    };
    // The cast: the types of openapi-typescript know less than is valid.
    return whole as unknown as Description;
  });

/** A value that the table accepts under a name; `other` if the table does not know its structure. */
function valueFor({ type, enum: values, minimum, maximum, format }: Field, other: unknown): unknown {
  const [only] = [type ?? []].flat();
  if (values) return values[0];
  if (format === "uuid") return "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d";
  const texts: Record<string, unknown> = {
    string: "s",
    integer: minimum ?? 0,
    number: maximum ?? 0,
    boolean: false,
    null: null,
  };
  return only !== undefined && only in texts ? texts[only] : other;
}

const without = (value: object, name: string) =>
  Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
const accepts = (operation: Operation, value: unknown) => () => checkInput(operation, { body: value });

/** The lines of a program that checks a description's body with the compiler; the table is checked here. */
function linesFor(given: Description): string[] {
  const { rows, description: normal } = rowsOf(given);
  const [row] = rows;
  const { operation, body: own } = row ?? expect.fail("no operation");
  const { schema } = own?.content ?? expect.fail("no body");
  const line = (value: unknown, isRefused = false) =>
    `${isRefused ? "// @ts-expect-error it does not fit\n" : ""}one = ${JSON.stringify(value)};`;
  const sample = sampleOf(normal, schema, "text");
  const lines: string[] = [];
  if (sample !== undefined) {
    expect(accepts(operation, sample)).not.toThrow();
    lines.push(line(sample));
  }
  const parts = partsOf(normal, schema);
  const isOneOfSeveral = parts.some((part) => part.oneOf ?? part.anyOf);
  if (isOneOfSeveral || operation.body === undefined) return lines;
  const { schemas } = propertiesOf(normal, schema);
  const needed = Object.entries(operation.body).filter(([, { required }]) => required);
  const entries = needed.map(([key, field]) => [key, valueFor(field, sampleOf(normal, schemas[key], key))] as const);
  const value = Object.fromEntries(entries);
  expect(accepts(operation, value)).not.toThrow();
  lines.push(line(value));
  for (const [key] of needed) {
    expect(accepts(operation, without(value, key))).toThrow(key);
    lines.push(line(without(value, key), true));
  }
  if (!operation.bodyOpen) {
    expect(accepts(operation, { ...value, other: 1 })).toThrow("other");
    lines.push(line({ ...value, other: 1 }, true));
  }
  return lines;
}

test("the table accepts values of the schemas, and values of the table compile", async () => {
  const folders: Record<string, Record<string, string>> = {};
  for (const given of fc.sample(description, { seed, numRuns: propertyRuns(300) })) {
    const head =
      'import type { Operations } from "./resources.ts";\ndeclare let one: Operations["a"]["input"]["body"];\n';
    const lines = linesFor(given);
    // Never read otherwise, which a project may refuse.
    folders[JSON.stringify(given)] = {
      ...(await generatedFor(given)),
      "use.ts": `${head}${lines.join("\n")}\nexport const last = () => one;\n`,
    };
  }
  const faults = [...diagnose(folders)].flatMap(([given, lines]) =>
    lines.length > 0 ? [{ given, lines, use: folders[given]?.["use.ts"] }] : [],
  );
  expect(faults).toEqual([]);
});
