import { describe, expect, test } from "vitest";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { serve } from "../support/server.ts";
import { clientFor } from "./client.ts";
import { tiny } from "./tiny.ts";

// How the fields of `application/x-www-form-urlencoded` are written: an object as JSON under its name, of an array each
// item, unless the description says it otherwise.

const form = (schema: string, encoding = "{}", schemas = "{}") =>
  tiny(
    [],
    `paths: { /a: { post: { operationId: a, requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: ${schema}, encoding: ${encoding} } } }, responses: { "204": { description: none } } } } }
components: { schemas: ${schemas} }`,
  );

/** The names and values that a server gets. */
async function pairs(description: ReturnType<typeof tiny>, body: object): Promise<string[][]> {
  await using server = await serve(() => ({ status: 204 }));
  await clientFor(description, server.url).call("a", { body });
  return [...new URLSearchParams(server.seen[0]?.body)];
}

const city = "{ type: object, properties: { city: {} } }";
const objects = `{ type: array, items: ${city} }`;
const texts = "{ type: array, items: { type: string } }";
const a = { city: "x" };
const json = '{"city":"x"}';

describe("a field is written in the same way wherever it is described", () => {
  const kinds: [string, string, unknown, string[]][] = [
    ["an object", city, a, [json]],
    ["an object in an object", city, { city: { part: [1] } }, ['{"city":{"part":[1]}}']],
    ["an object or nothing", "{ type: [object, 'null'], properties: { city: {} } }", a, [json]],
    ["objects in an array", objects, [a, { city: 2 }], [json, '{"city":2}']],
    ["arrays in an array", "{ type: array, items: { type: array } }", [[1, "2"], []], ['[1,"2"]', "[]"]],
    ["no objects in an array", objects, [], []],
    ["texts", texts, ["b,c", "d"], ["b,c", "d"]],
    ["texts or nothing", "{ type: [array, 'null'], items: { type: string } }", ["b", "c"], ["b", "c"]],
    ["a text", "{ type: string }", '"b"', ['"b"']],
    ["true", "{ type: boolean }", true, ["true"]],
    ["an object or a text: the object", `{ anyOf: [${city}, { type: string }] }`, a, [json]],
    ["an object or a text: the text", `{ anyOf: [${city}, { type: string }] }`, "b", ["b"]],
    ["one or many: many", `{ oneOf: [${city}, ${objects}] }`, [a], [json]],
    ["a text by its values", "{ enum: [b, c] }", "b", ["b"]],
    ["anything: an object", "{}", a, [json]],
    ["anything: a text", "{}", "b", ["b"]],
    ["anything: a list", "{}", ["b", a], ["b", json]],
  ];
  test.each(kinds)("%s", async (_what, schema, value, written) => {
    const expected = written.map((one) => ["f", one]);
    const own = `{ type: object, properties: { f: ${schema} } }`;
    const other = "{ type: object, properties: { g: { type: integer } } }";
    const reference = '{ $ref: "#/components/schemas/Own" }';
    for (const described of [
      form(own),
      form(`{ oneOf: [${own}, ${other}] }`),
      form(`{ anyOf: [${other}, ${own}] }`),
      form(`{ type: object, properties: { h: {} }, oneOf: [${other}, ${reference}] }`, "{}", `{ Own: ${own} }`),
      form(`{ allOf: [${other}, { oneOf: [{ allOf: [${reference}] }, ${other}] }] }`, "{}", `{ Own: ${own} }`),
    ]) {
      expect(await pairs(described, { f: value })).toEqual(expected);
    }
  });

  test("of the same name in several, each by what it is", async () => {
    const of = (schema: string) => `{ type: object, properties: { f: ${schema} } }`;
    const either = form(`{ oneOf: [${of(city)}, ${of("{ type: string }")}] }`);
    expect(await pairs(either, { f: a })).toEqual([["f", json]]);
    expect(await pairs(either, { f: "b" })).toEqual([["f", "b"]]);
  });

  test("what only additionalProperties or nothing describes", async () => {
    const body = { f: a, g: ["b", "c"], h: 1 };
    const written = [
      ["f", json],
      ["g", "b"],
      ["g", "c"],
      ["h", "1"],
    ];
    expect(await pairs(form("{ type: object, additionalProperties: {} }"), body)).toEqual(written);
    expect(await pairs(form("{ type: object }"), body)).toEqual(written);
    const own = form("{ type: object, properties: { h: { type: integer } }, additionalProperties: true }");
    expect(await pairs(own, body)).toEqual(written);
  });

  test("one that holds itself", async () => {
    const node =
      '{ oneOf: [{ $ref: "#/components/schemas/Node" }, { type: object, properties: { f: { type: object } } }] }';
    const described = form('{ $ref: "#/components/schemas/Node" }', "{}", `{ Node: ${node} }`);
    expect(await pairs(described, { f: a })).toEqual([["f", json]]);
  });
});

describe("what encoding says", () => {
  const own = (schema: string) => `{ type: object, properties: { f: ${schema} } }`;
  test.each<[string, string, string, unknown, string[][]]>([
    ["a list as JSON", texts, "contentType: application/json", ["b", "c"], [["f", '["b","c"]']]],
    ["objects as JSON", objects, "contentType: application/vnd.api+json", [a], [["f", `[${json}]`]]],
    ["one of several types", texts, 'contentType: "text/csv, application/json"', ["b"], [["f", '["b"]']]],
    ["a text as JSON, which it is", "{ type: string }", "contentType: application/json", '{"b":1}', [["f", '{"b":1}']]],
    ["an object as JSON", city, "contentType: application/json", a, [["f", json]]],
    [
      "a list as text",
      texts,
      "contentType: text/plain",
      ["b", "c"],
      [
        ["f", "b"],
        ["f", "c"],
      ],
    ],
    ["an object field by field", city, "style: form, explode: true", a, [["city", "x"]]],
    ["a list with commas", texts, "explode: false", ["b", "c"], [["f", "b,c"]]],
    ["a style before a type", texts, "explode: false, contentType: application/json", ["b", "c"], [["f", "b,c"]]],
  ])("%s", async (_what, schema, encoding, value, written) => {
    const encodings = `{ f: { ${encoding} } }`;
    expect(await pairs(form(own(schema), encodings), { f: value })).toEqual(written);
    expect(await pairs(form(`{ oneOf: [${own(schema)}] }`, encodings), { f: value })).toEqual(written);
  });

  test.each([city, objects])("what cannot be written is left out: %s", (schema) => {
    const encodings = "{ f: { contentType: application/xml } }";
    const why = "its form has a field f as application/xml";
    for (const described of [form(own(schema), encodings), form(`{ oneOf: [${own(schema)}] }`, encodings)]) {
      expect(rowsOf(described).leftOut).toEqual([{ about: "POST /a", why }]);
    }
  });
});
