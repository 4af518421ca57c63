import { expect, test } from "vitest";
import type { Level } from "../../scripts/drift/change.ts";
import { answer, body, changes, type Frame } from "./tiny.ts";

// The verdict on each change of a schema, in a request and in a response: the policy, row by row.

const levels: readonly Level[] = ["documentation", "compatible", "breaking"];

/** The gravest of the changes of a field from one schema to another. */
async function verdict(frame: Frame, before: string, after: string): Promise<Level | undefined> {
  const field = (schema: string) => `{ type: object, properties: { a: ${schema} } }`;
  const found = (await changes(frame, field(before), field(after))).map(({ level }) => level);
  return levels.findLast((level) => found.includes(level));
}

const object = (rest: string) => `{ type: object, ${rest} }`;
const closed = object("properties: { b: { type: string } }, additionalProperties: false");
const plain = object("properties: { b: { type: string } }");
const open = object("properties: { b: { type: string } }, additionalProperties: true");
const texts = object("properties: { b: { type: string } }, additionalProperties: { type: string }");
const union = (...variants: string[]) => `{ anyOf: [${variants.join(", ")}] }`;
const needing = (...names: string[]) =>
  object(`properties: { a: {}, b: {} }, anyOf: [${names.map((name) => `{ required: [${name}] }`).join(", ")}]`);
const mapped = (mapping: string) =>
  `{ oneOf: [{ type: object }, { type: array }], discriminator: { propertyName: kind, mapping: ${mapping} } }`;

const same = undefined;
const yes = "compatible";
const no = "breaking";

// biome-ignore format: a table is read by its columns
test.each<[name: string, before: string, after: string, request: Level | undefined, response: Level | undefined, requestBack: Level | undefined, responseBack: Level | undefined]>([
  // what a value is
  ["any value, a string", "{}", "{ type: string }", no, yes, yes, no],
  ["one more type", "{ type: string }", "{ type: [string, integer] }", yes, no, no, yes],
  ["another type", "{ type: string }", "{ type: boolean }", no, no, no, no],
  ["an integer, any number", "{ type: integer }", "{ type: number }", yes, no, no, yes],
  ["an implied type made explicit", "{ properties: { b: {} } }", "{ type: object, properties: { b: {} } }", same, same, same, same],
  ["null", "{ type: string }", "{ type: string, nullable: true }", yes, no, no, yes],
  ["any value, nothing", "{}", "false", no, no, no, no],
  // values
  ["an enum of two strings, of three", "{ enum: [x, y] }", "{ enum: [x, y, z] }", yes, yes, no, yes],
  ["a string, an enum of two", "{ type: string }", "{ type: string, enum: [x, y] }", no, yes, yes, yes],
  ["an enum of two numbers, of three", "{ enum: [1, 2] }", "{ enum: [1, 2, 3] }", yes, no, no, yes],
  ["an enum, a constant", "{ const: x }", "{ const: y }", no, no, no, no],
  ["a constant, an enum", "{ const: x }", "{ enum: [x] }", no, no, no, yes],
  ["another order", "{ enum: [x, y] }", "{ enum: [y, x] }", same, same, same, same],
  // api-smart-diff's own verdicts
  ["a longer text", "{ type: string, maxLength: 5 }", "{ type: string, maxLength: 6 }", yes, no, no, yes],
  ["a smaller number", "{ type: number, minimum: 5 }", "{ type: number, minimum: 4 }", yes, no, no, yes],
  ["an exclusive bound", "{ type: number }", "{ type: number, exclusiveMaximum: 4 }", no, yes, yes, no],
  ["more items", "{ type: array, items: {}, maxItems: 5 }", "{ type: array, items: {}, maxItems: 6 }", yes, no, no, yes],
  ["a pattern", "{ type: string }", "{ type: string, pattern: a }", no, yes, yes, no],
  ["another pattern", "{ type: string, pattern: a }", "{ type: string, pattern: b }", no, no, no, no],
  ["a multiple", "{ type: integer }", "{ type: integer, multipleOf: 4 }", no, yes, yes, no],
  ["another multiple", "{ type: integer, multipleOf: 2 }", "{ type: integer, multipleOf: 3 }", no, no, no, no],
  ["items that differ", "{ type: array, items: {} }", "{ type: array, items: {}, uniqueItems: true }", no, yes, yes, no],
  // formats, defaults, words
  ["a format", "{ type: string }", "{ type: string, format: date }", no, yes, yes, no],
  ["base64 content", "{ type: string }", "{ type: string, format: binary }", no, yes, yes, no],
  ["another format", "{ type: string, format: date }", "{ type: string, format: uuid }", no, no, no, no],
  ["a default", "{ type: string }", "{ type: string, default: x }", yes, "documentation", no, "documentation"],
  ["another default", "{ type: string, default: x }", "{ type: string, default: y }", no, "documentation", no, "documentation"],
  ["deprecated", "{ type: string }", "{ type: string, deprecated: true }", yes, yes, yes, yes],
  ["words", "{ type: string }", "{ type: string, title: A, example: b, x-c: d }", "documentation", "documentation", "documentation", "documentation"],
  // fields
  ["an optional field", plain, object("properties: { b: { type: string }, c: {} }"), yes, yes, no, no],
  ["a required field", plain, object("required: [c], properties: { b: { type: string }, c: {} }"), no, yes, no, no],
  ["a field that is required", plain, object("required: [b], properties: { b: { type: string } }"), no, yes, yes, no],
  ["a readOnly field", plain, object("properties: { b: { type: string, readOnly: true } }"), no, same, yes, same],
  ["a writeOnly field", plain, object("properties: { b: { type: string, writeOnly: true } }"), same, no, same, yes],
  // the rest of an object
  ["additional properties: unspecified, none", plain, closed, no, yes, yes, yes],
  ["additional properties: unspecified, any", plain, open, yes, yes, no, no],
  ["additional properties: unspecified, strings", plain, texts, no, yes, no, no],
  ["additional properties: any, strings", open, texts, no, yes, yes, no],
  ["additional properties: strings, none", texts, closed, no, no, yes, yes],
  ["a text among texts", texts, object("properties: { b: { type: string }, c: { type: string } }, additionalProperties: { type: string }"), same, same, same, same],
  ["a number among texts", texts, object("properties: { b: { type: string }, c: { type: number } }, additionalProperties: { type: string }"), no, no, no, no],
  ["any object, one of fields", "{ type: object }", plain, no, no, yes, no],
  // unions
  ["one more variant", union("{ type: string }", "{ type: integer }"), union("{ type: string }", "{ type: integer }", "{ type: boolean }"), yes, no, no, yes],
  ["a schema, one of two", "{ type: string, maxLength: 3 }", union("{ type: string, maxLength: 3 }", "{ type: integer }"), yes, no, no, yes],
  ["a variant that is changed", union("{ type: string, maxLength: 3 }", "{ type: integer }"), union("{ type: string, maxLength: 4 }", "{ type: integer }"), yes, no, no, yes],
  ["anyOf and oneOf", "{ anyOf: [{ type: string }, { type: integer }] }", "{ oneOf: [{ type: string }, { type: integer }] }", no, no, no, no],
  ["one of two names is required", object("properties: { a: {}, b: {} }"), needing("a", "b"), no, yes, yes, no],
  ["one required name, one of two", needing("a"), needing("a", "b"), yes, no, no, yes],
  ["a mapping that grows", mapped("{ x: A }"), mapped("{ x: A, y: B }"), "documentation", "documentation", "documentation", "documentation"],
  ["one more allOf part", "{ allOf: [{ type: string }, { maxLength: 3 }] }", "{ allOf: [{ type: string }, { maxLength: 3 }, { pattern: a }] }", no, yes, yes, no],
  ["an allOf part that cannot be merged", "{ allOf: [{ minLength: 1 }, { minLength: 2 }] }", "{ allOf: [{ minLength: 1 }, { minLength: 2 }, { minLength: 3 }] }", no, yes, no, no],
  // compared as a whole
  ["not", "{ type: string }", "{ type: string, not: { enum: [x] } }", no, no, no, no],
  ["a wider not", "{ type: string, not: { enum: [x] } }", "{ type: string, not: { enum: [x, y] } }", no, no, no, no],
  ["an item of a tuple", "{ type: array, prefixItems: [{}] }", "{ type: array, prefixItems: [{}, {}] }", no, no, no, no],
  ["an unknown keyword", "{ type: string }", "{ type: string, minContains: 1 }", no, no, no, no],
])("%s", async (_, before, after, request, response, requestBack, responseBack) => {
  expect(await verdict(body, before, after)).toBe(request);
  expect(await verdict(answer, before, after)).toBe(response);
  expect(await verdict(body, after, before)).toBe(requestBack);
  expect(await verdict(answer, after, before)).toBe(responseBack);
});
