import { expect, test } from "vitest";
import { changes, type Frame, parameters, paths, said } from "./tiny.ts";

// How an array is written in a query, explicitly or by default: compares what reaches the server.

async function told(frame: Frame, before: string, after: string): Promise<string[]> {
  return (await changes(frame, before, after)).map((change) => `${change.level} ${said(change)}`);
}

const list = "{ type: array, items: { type: string } }";
const inQuery = (schema: string, rest = "") => `{ name: a, in: query, ${rest} schema: ${schema} }`;
const inHeader = (schema: string, rest = "") => `{ name: X-A, in: header, ${rest} schema: ${schema} }`;
const referring = (
  rest = "",
) => `{ /t: { get: { operationId: runIt, parameters: [${inQuery('{ $ref: "#/components/schemas/Names" }', rest)}], responses: {} } } }
components: { schemas: { Names: ${list} } }`;

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string]>([
  ["a list with commas", parameters, inQuery(list), inQuery(list, "explode: false,")],
  ["a list or nothing", parameters, inQuery(`{ oneOf: [${list}, { type: "null" }] }`), inQuery(`{ oneOf: [${list}, { type: "null" }] }`, "explode: false,")],
  ["a list behind a reference", paths, referring(), referring("explode: false,")],
])("breaks: %s", async (_, frame, before, after) => {
  expect(await told(frame, before, after)).toEqual([
    "breaking no longer has a method: its query parameter a is a list with commas, which only rawClient can send",
  ]);
  expect(await told(frame, after, before)).toEqual(["compatible now has a method"]);
});

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string]>([
  ["explicit defaults", parameters, inQuery(list), inQuery(list, "style: form, explode: true,")],
  ["a list in a header", parameters, inHeader(list), inHeader(list, "explode: true,")],
])("no change: %s", async (_, frame, before, after) => {
  expect(await told(frame, before, after)).toEqual([]);
  expect(await told(frame, after, before)).toEqual([]);
});

test("reports a string that becomes a list only once", async () => {
  const [text, several] = [inQuery("{ type: string }"), inQuery(list)];
  expect(await told(parameters, text, several)).toEqual([
    "breaking query a: type changed from string to array of string",
  ]);
});
