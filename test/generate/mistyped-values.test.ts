import { expect, test } from "vitest";
import { isWipsyError } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";
import { clientFor } from "./client.ts";
import { described, faultsOf } from "./round-trip.ts";

// Enum values that their type does not allow, such as unquoted `true`, `no` or `1` in YAML: values that compile can be
// sent.

test.each<[string, string, unknown]>([
  ["a boolean in place of a string", "{ type: string, enum: [true, false] }", true],
  ["a number in place of a string", "{ type: string, enum: [1, 2] }", 2],
  ["a number as a string", '{ type: integer, enum: ["1", "2"] }', "1"],
  ["strings, one of them a number", "{ type: string, enum: [a, 1] }", "a"],
  ["the same, with a number", "{ type: string, enum: [a, 1] }", 1],
  ["a nullable string", "{ type: [string, 'null'], enum: [true, null] }", true],
  ["the same, with null", "{ type: [string, 'null'], enum: [true, null] }", null],
  ["a string that is always a number", "{ type: string, const: 5 }", 5],
])("%s", async (_what, schema, value) => {
  const body = `{ type: object, required: [flag], properties: { flag: ${schema} } }`;
  const description = described(body, "{ type: object }");
  const program = `export const sent: Sent = { flag: ${JSON.stringify(value)} };\nexport type Whole = Answered;\n`;
  expect(await faultsOf(description, program)).toEqual([]);
  await using server = await serve(() => ({ body: {} }));
  await clientFor(description, server.url).call("a", { body: { flag: value } });
  expect(server.seen.map((seen) => JSON.parse(seen.body))).toEqual([{ flag: value }]);
});

test("checks both type and enum if they agree", async () => {
  const body = "{ type: object, properties: { flag: { type: string, enum: ['true'] }, other: { type: integer } } }";
  await using server = await serve(() => ({ body: {} }));
  const client = clientFor(described(body, "{ type: object }"), server.url);
  for (const [name, value] of [
    ["flag", true],
    ["flag", "false"],
    ["other", "1"],
  ] as const) {
    const error = await failureOf(client.call("a", { body: { [name]: value } }));
    expect(isWipsyError(error, "InputError") && error.field).toBe(`body.${name}`);
  }
  expect(server.seen).toEqual([]);
});
