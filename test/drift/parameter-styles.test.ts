import { expect, test } from "vitest";
import { changes, type Frame, parameters, paths, said } from "./tiny.ts";

// How lists and objects are written in a call, stated or by default: what reaches the server is compared.

async function told(frame: Frame, before: string, after: string): Promise<string[]> {
  return (await changes(frame, before, after)).map((change) => `${change.level} ${said(change)}`);
}

const list = "{ type: array, items: { type: string } }";
const object = "{ type: object, properties: { a: { type: string } } }";
const inQuery = (schema: string, rest = "") => `{ name: a, in: query, ${rest} schema: ${schema} }`;
const inHeader = (schema: string, rest = "") => `{ name: X-A, in: header, ${rest} schema: ${schema} }`;
const referring = (
  rest = "",
) => `{ /t: { get: { operationId: runIt, parameters: [${inQuery('{ $ref: "#/components/schemas/Names" }', rest)}], responses: {} } } }
components: { schemas: { Names: ${list} } }`;

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string, there: string, back: string]>([
  ["a list with commas", parameters, inQuery(list), inQuery(list, "explode: false,"), "style changed from `default` to `form`", "style changed from `form` to `default`"],
  ["a list or nothing", parameters, inQuery(`{ oneOf: [${list}, { type: "null" }] }`), inQuery(`{ oneOf: [${list}, { type: "null" }] }`, "explode: false,"), "style changed from `default` to `form`", "style changed from `form` to `default`"],
  ["an object with commas", parameters, inQuery(object), inQuery(object, "explode: false,"), "style changed from `default` to `form`", "style changed from `form` to `default`"],
  ["an object with brackets", parameters, inQuery(object), inQuery(object, "style: deepObject,"), "style changed from `default` to `deepObject`", "style changed from `deepObject` to `default`"],
  ["spaces instead of bars", parameters, inQuery(list, "style: spaceDelimited,"), inQuery(list, "style: pipeDelimited,"), "style changed from `spaceDelimited` to `pipeDelimited`", "style changed from `pipeDelimited` to `spaceDelimited`"],
  ["a list behind a reference", paths, referring(), referring("explode: false,"), "style changed from `default` to `form`", "style changed from `form` to `default`"],
  ["an object in a header", parameters, inHeader(object), inHeader(object, "explode: true,"), "style changed from `default` to `simple, exploded`", "style changed from `simple, exploded` to `default`"],
])("breaks: %s", async (_, frame, before, after, there, back) => {
  const place = before.includes("X-A") ? "header X-A" : "query a";
  expect(await told(frame, before, after)).toEqual([`breaking ${place}: ${there}`]);
  expect(await told(frame, after, before)).toEqual([`breaking ${place}: ${back}`]);
});

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string]>([
  ["what is so by default", parameters, inQuery(list), inQuery(list, "style: form, explode: true,")],
  ["a list without delimiters", parameters, inQuery(list), inQuery(list, "style: spaceDelimited, explode: true,")],
  ["brackets, which are never commas", parameters, inQuery(object, "style: deepObject,"), inQuery(object, "style: deepObject, explode: true,")],
  ["a text", parameters, inQuery("{ type: string }"), inQuery("{ type: string }", "explode: false,")],
  ["one of some values", parameters, inQuery("{ enum: [x] }"), inQuery("{ enum: [x] }", "explode: false,")],
  ["JSON", parameters, `{ name: a, in: query, content: { application/json: { schema: ${object} } } }`, `{ name: a, in: query, explode: false, content: { application/json: { schema: ${object} } } }`],
])("no change: %s", async (_, frame, before, after) => {
  expect(await told(frame, before, after)).toEqual([]);
  expect(await told(frame, after, before)).toEqual([]);
});

test("a text that becomes a list is that alone", async () => {
  const [text, several] = [inQuery("{ type: string }"), inQuery(list)];
  expect(await told(parameters, text, several)).toEqual([
    "breaking query a: type changed from string to array of string",
  ]);
});
