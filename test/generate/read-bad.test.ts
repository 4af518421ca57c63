import { expect, test } from "vitest";
import { head, saidOf, whole } from "./read-folder.ts";

// Each mistake gives one message that begins with file, line and column and says what to do. Wording may change.

const get = "    get: { responses: { 200: { description: ok } } }\n";

/** A file, the place of its mistake, and a key word of the message. */
type Case = [name: string, content: string | Uint8Array, place: string, said: RegExp];

const notADescription: Case[] = [
  ["an empty file", "", "", /empty/],
  ["blank lines", " \n\n", "", /empty/],
  ["an archive", "PK\u0003\u0004\u0000\u0000", "", /archive/],
  ["another encoding", Buffer.from(`${whole}# a\u00f1o\n`, "latin1"), "", /UTF-8/],
  ["an HTML page", "\n<!DOCTYPE html>\n<html><body>openapi: 3.1.0</body></html>", ":1:1", /HTML/],
  ["XML", '<?xml version="1.0"?>\n<a/>', ":1:1", /XML/],
  ["a text", "Hello, world\n", ":1:1", /not an OpenAPI description/],
  ["text that is not YAML", "Hello: world\nfoo\nbar: 1\n", ":3:4", /not valid YAML/],
  ["a list", "- 1\n", ":1:1", /not an OpenAPI description/],
  ["other data", '{ "error": "not found" }', ":1:1", /not an OpenAPI description/],
  ["Swagger 2", 'info: {}\nswagger: "2.0"\n', ":2:1", /Swagger 2\.0.*npx swagger2openapi .* api\.yaml/],
  ["OpenAPI 3.2", "openapi: 3.2.0\n", ":1:1", /3\.2\.0.*only 3\.0 and 3\.1/],
  ["a version that is a number", "openapi: 3.1\n", ":1:1", /as text/],
];

const invalidSyntax: Case[] = [
  ["truncated JSON", '{"openapi":"3.1.0","info":{"title":"T","ver', ":2:1", /cut off/],
  ["truncated YAML", "openapi: 3.1.0\ninfo:\n  title: T\n  versi\n", ":4:8", /cut off/],
  ["truncated YAML that is still YAML", `${whole}components:\n  sch`, ":7:3", /cut off/],
  [
    "YAML truncated in a word of its first operation",
    `${head}  /things:\n    get:\n      description: What there i`,
    ":5:5",
    /cut off/,
  ],
  [
    "YAML of 3.0 truncated between two lines of an operation",
    `${whole.replace("3.1.0", "3.0.3")}    put:\n      description: >-\n        What there is.\n`,
    ":6:5",
    /cut off/,
  ],
  ["a tab", "openapi: 3.1.0\ninfo:\n\ttitle: T\npaths: {}\n", ":3:1", /tab/],
  ["two documents", `${whole}---\na: 1\n`, "", /single document/],
  ["a duplicate key", `${whole}info: {}\n`, ":6:1", /duplicated/],
  [
    "a duplicate status, once in quotes",
    `${head}  /a:\n    get:\n      responses:\n        200: { description: a }\n        "200": { description: b }\n`,
    ":8:9",
    /duplicated/,
  ],
  ["an unknown alias", `${whole}tags:\n  - name: *bold\n`, ":7:16", /bold/],
  ["a value that contains itself", `${whole}x-a: &a [*a]\n`, "", /contains itself/],
  ["deep nesting", `{"openapi":${"[".repeat(100_000)}`, ":1:110", /nesting/],
  [
    "deep nesting by aliases",
    `${whole}x-0: &x0 [1]\n${Array.from({ length: 500 }, (_, n) => `x-${n + 1}: &x${n + 1} [*x${n}]\n`).join("")}`,
    "",
    /levels deep/,
  ],
];

const brokenRules: Case[] = [
  ["no info", "openapi: 3.0.3\npaths: {}\n", ":1:1", /`info`/],
  ["no version", "openapi: 3.0.3\ninfo:\n  title: T\npaths: {}\n", ":2:1", /`version`/],
  ["no paths", "openapi: 3.1.0\ninfo: { title: T, version: '1' }\ncomponents: {}\n", ":1:1", /no operation/],
  ["no operation", `${head}  /a: {}\n`, ":3:1", /no operation/],
  ["a path without a slash", `${head}  a:\n${get}`, ":4:3", /`a`/],
  ["a misspelled method", `${head}  /a:\n${get}    pots: {}\n`, ":6:5", /`pots`/],
  ["a misspelled status", `${head}  /a:\n    get: { responses: { OK: {} } }\n`, ":5:25", /`OK`/],
  [
    "an empty schema",
    `${head}  /a:\n    get:\n      responses:\n        200:\n          content:\n            application/json:\n              schema:\n`,
    ":10:15",
    /`Schema`/,
  ],
  ["an object instead of a list", `${head}  /a:\n    get: { parameters: { name: a, in: query } }\n`, ":5:24", /array/],
  ["a parameter without a name", `${head}  /a:\n    get:\n      parameters:\n        - in: query\n`, ":7:11", /`name`/],
  ["an unknown type", `${whole}components:\n  schemas:\n    A:\n      type: int\n`, ":9:13", /`type`/],
  [
    "a duplicate parameter",
    `${head}  /a:\n    get:\n      parameters:\n        - { name: b, in: query }\n        - { name: b, in: query }\n`,
    ":8:11",
    /unique/,
  ],
  ["an undefined security scheme", `${whole}security:\n  - Key: []\n`, ":7:5", /`Key`/],
  [
    "an API key without a name",
    `${whole}components:\n  securitySchemes:\n    Key: { type: apiKey, in: header }\n`,
    ":8:5",
    /`name`/,
  ],
];

const schemas = (text: string) => `${whole}components:\n  schemas:\n    ${text}\n`;
const reference = (ref: string) => `${head}  /a:\n    get: { responses: { 200: { $ref: "${ref}" } } }\n`;

const brokenReferences: Case[] = [
  ["to nothing", reference("#/components/responses/No"), ":5:32", /`#\/components\/responses\/No` points to nothing/],
  [
    "to a property that every object has",
    `${reference("#/components/constructor")}components: {}\n`,
    ":5:32",
    /nothing/,
  ],
  ["to itself", schemas('A: { $ref: "#/components/schemas/A" }'), ":8:10", /leads only back to itself/],
  [
    "in a cycle of two",
    schemas('B: { $ref: "#/components/schemas/C" }\n    C: { $ref: "#/components/schemas/B" }'),
    ":8:10",
    /leads only back to itself/,
  ],
  ["to a missing anchor", reference("#ok"), ":5:30", /resolve/],
  ["with a lone %", reference("#/components/responses/100%"), ":5:32", /Write `%25`/],
];

test.each([...notADescription, ...invalidSyntax, ...brokenRules])("%s", async (_name, content, place, said) => {
  const message = await saidOf({ "api.yaml": content });
  expect(message).toMatch(said);
  expect(message.startsWith(`api.yaml${place}: `), message).toBe(true);
});

test.each(brokenReferences)("a reference %s", async (_name, content, place, said) => {
  const message = await saidOf({ "api.yaml": content });
  expect(message).toMatch(said);
  expect(message.startsWith(`api.yaml${place}: `), message).toBe(true);
});

test("a file that does not exist, and a folder", async () => {
  expect(await saidOf({ "api.yaml": whole }, "no.yaml")).toMatch(/^no\.yaml: There is no such file/);
  expect(await saidOf({ "api.yaml": whole }, ".")).toMatch(/^\.: It is a folder/);
});

test("names at most five problems", async () => {
  const paths = [1, 2, 3, 4, 5, 6, 7].map((n) => `  /${n}: { get: [] }\n`).join("");
  const lines = (await saidOf({ "api.yaml": head + paths })).split("\n");
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe("And 2 more problems.");
});
