import { expect, test } from "vitest";
import { head, saidOf, whole } from "./read-folder.ts";

const get = "    get: { responses: { 200: { description: ok } } }\n";
const wanted =
  "Give the description itself: the file behind the link “Download OpenAPI description”. It has a field `openapi`, such as `openapi: 3.1.0`.";

/** What was saved, and what is said of it. */
const noDescription: [name: string, content: string | Uint8Array, said: string][] = [
  ["nothing", "", "api.yaml: It is empty. Download it again."],
  ["blanks", " \n\n", "api.yaml: It is empty. Download it again."],
  [
    "an archive",
    "PK\u0003\u0004\u0000\u0000",
    "api.yaml: It is no text. If it is an archive, unpack it, and name the .yaml or .json file in it.",
  ],
  [
    "another encoding",
    Buffer.from(`${whole}# a\u00f1o\n`, "latin1"),
    "api.yaml:6:1: This line is not UTF-8. Save the file as UTF-8.",
  ],
  [
    "a page",
    "\n<!DOCTYPE html>\n<html><body>openapi: 3.1.0</body></html>",
    "api.yaml:1:1: This is an HTML page, not a description. Download it with the link “Download OpenAPI description”, not by saving the page.",
  ],
  [
    "XML",
    '<?xml version="1.0"?>\n<a/>',
    "api.yaml:1:1: This is XML, not a description. Download it with the link “Download OpenAPI description”, not by saving the page.",
  ],
  ["a text", "Hello, world\n", `api.yaml:1:1: This is plain text, not an OpenAPI description. ${wanted}`],
  ["a longer text", "Hello: world\nfoo\nbar: 1\n", `api.yaml:1:1: This is no OpenAPI description. ${wanted}`],
  ["a list", "# a list\n- 1\n", `api.yaml:2:1: This is a list, not an OpenAPI description. ${wanted}`],
  [
    "other data",
    '{ "error": "not found" }',
    `api.yaml:1:1: It has no field \`openapi\`: it is no description. ${wanted}`,
  ],
  [
    "a Postman collection",
    '{ "info": { "name": "A" }, "item": [] }',
    "api.yaml:1:1: This is a Postman collection, not an OpenAPI description. Export it as OpenAPI.",
  ],
  [
    "a package.json",
    '{ "name": "a", "version": "1.0.0", "scripts": {} }',
    `api.yaml:1:1: This is a package.json, not an OpenAPI description. ${wanted}`,
  ],
  [
    "AsyncAPI",
    "asyncapi: 2.6.0\n",
    `api.yaml:1:1: This is an AsyncAPI description, not an OpenAPI description. ${wanted}`,
  ],
  [
    "Swagger",
    'info: {}\nswagger: "2.0"\n',
    "api.yaml:2:1: This is Swagger 2.0, which came before OpenAPI 3. Convert it first, with `npx swagger2openapi --outfile openapi3.yaml api.yaml`.",
  ],
  [
    "OpenAPI 3.2",
    "openapi: 3.2.0\n",
    "api.yaml:1:1: This is OpenAPI 3.2.0; only 3.0 and 3.1 can be read. Ask for, or convert to, one of these.",
  ],
  [
    "a version that is a number",
    "openapi: 3.1\n",
    'api.yaml:1:1: `openapi` must be the version as text, but is 3.1. Write three numbers, such as "3.1.0".',
  ],
];

/** What is wrong with YAML or JSON itself. */
const badSyntax: [name: string, content: string, said: string][] = [
  [
    "JSON that breaks off",
    '{"openapi":"3.1.0","info":{"title":"T","ver',
    "api.yaml:1:44: The file looks cut off here. A text in quotes has no end. Download it again, or complete it.",
  ],
  [
    "YAML that breaks off",
    "openapi: 3.1.0\ninfo:\n  title: T\n  versi\n",
    "api.yaml:4:8: The file looks cut off here. Implicit map keys need to be followed by map values. Download it again, or complete it.",
  ],
  [
    "YAML that breaks off and is still YAML",
    `${whole}components:\n  sch`,
    "api.yaml:6:1: `components` must be an object, but is text. Correct it. The last line has no end: if the file is cut off, download it again.",
  ],
  [
    "YAML that breaks off in the middle of a word of its first operation",
    `${head}  /things:\n    get:\n      description: What there i`,
    "api.yaml:5:5: The file looks cut off here: it ends in `get`, which has no `responses`. Download it again, or complete it.",
  ],
  [
    "YAML of 3.0 that breaks off between two lines of an operation",
    `${whole.replace("3.1.0", "3.0.3")}    put:\n      description: >-\n        What there is.\n`,
    "api.yaml:6:5: The file looks cut off here: it ends in `put`, which has no `responses`. Download it again, or complete it.",
  ],
  [
    "a tab",
    "openapi: 3.1.0\ninfo:\n\ttitle: T\npaths: {}\n",
    "api.yaml:3:1: Tabs are not allowed as indentation. Correct it, or download the file again.",
  ],
  [
    "a colon in a text",
    "openapi: 3.1.0\ninfo:\n  title: A: B\npaths: {}\n",
    "api.yaml:3:10: Nested mappings are not allowed in compact mappings. Correct it, or download the file again.",
  ],
  [
    "two documents",
    `${whole}---\na: 1\n`,
    "api.yaml:6:1: The file holds a second document, after `---`. Correct it, or download the file again.",
  ],
  [
    "a key that comes twice",
    `${whole}info: {}\n`,
    "api.yaml:6:1: The key `info` was there already, in line 2. Take one of the two out.",
  ],
  [
    "a status that comes twice, once in quotes",
    `${head}  /a:\n    get:\n      responses:\n        200: { description: a }\n        "200": { description: b }\n`,
    "api.yaml:8:9: The key `200` was there already, in line 7. Take one of the two out.",
  ],
  [
    "a key that is no text",
    `${whole}servers: [{ url: {{host}} }]\n`,
    "api.yaml:6:19: A key must be text, but this one is a list, an object or an alias. Put it in quotes.",
  ],
  [
    "a key that is an alias",
    `${whole}x-a: &k key\nx-b:\n  ? *k\n  : 1\n`,
    "api.yaml:8:5: A key must be text, but this one is a list, an object or an alias. Put it in quotes.",
  ],
  [
    "an alias of nothing",
    `${whole}tags:\n  - name: *bold\n`,
    "api.yaml:7:11: The alias `*bold` has no anchor before it. Correct its name, or put the text in quotes.",
  ],
  [
    "a merge of nothing",
    `${whole}tags:\n  - name: a\n    <<: yes\n`,
    "api.yaml:8:5: The key `<<` merges objects, but this is none. Put the key in quotes, or correct it.",
  ],
  [
    "something that holds itself",
    `${whole}x-a: &a [*a]\n`,
    "api.yaml: It is nested more than 400 levels deep, or something in it holds itself. Write it flatter.",
  ],
  [
    "what is nested very deep",
    `{"openapi":${"[".repeat(100_000)}`,
    "api.yaml: It is nested more than 400 levels deep, or something in it holds itself. Write it flatter.",
  ],
  [
    "what is nested deep by its aliases",
    `${whole}x-0: &x0 [1]\n${Array.from({ length: 500 }, (_, n) => `x-${n + 1}: &x${n + 1} [*x${n}]\n`).join("")}`,
    "api.yaml: It is nested more than 400 levels deep, or something in it holds itself. Write it flatter.",
  ],
  [
    "aliases of aliases",
    `${whole}x-0: &x0 [1]\n${[1, 2, 3, 4, 5, 6, 7].map((n) => `x-${n}: &x${n} [${`*x${n - 1},`.repeat(10)}]\n`).join("")}`,
    "api.yaml: Its aliases stand for more than 5000000 values. Write it with references, not with aliases.",
  ],
];

/** What the rules of OpenAPI forbid. */
const badRules: [name: string, content: string, said: string][] = [
  ["no info", "openapi: 3.0.3\npaths: {}\n", "api.yaml:1:1: The description lacks `info`. Add it."],
  ["no version", "openapi: 3.0.3\ninfo:\n  title: T\npaths: {}\n", "api.yaml:2:1: `info` lacks `version`. Add it."],
  [
    "a version that is a number",
    "openapi: 3.0.3\ninfo:\n  title: T\n  version: 1.0\npaths: {}\n",
    "api.yaml:4:3: `version` must be text, but is a number. Put it in quotes.",
  ],
  [
    "no paths",
    "openapi: 3.1.0\ninfo: { title: T, version: '1' }\ncomponents: {}\n",
    "api.yaml:1:1: It has no `paths`: there is nothing to generate. Give the description that has them.",
  ],
  [
    "no operation",
    `${head}  /a: {}\n`,
    "api.yaml:3:1: Its `paths` hold no operation: there is nothing to generate. Give the description that has them.",
  ],
  [
    "a path without a slash",
    `${head}  a:\n${get}`,
    "api.yaml:4:3: `a` is no path: a path begins with `/`. Correct it, or begin its name with x-.",
  ],
  [
    "a misspelt method",
    `${head}  /a:\n${get}    pots: {}\n`,
    "api.yaml:6:5: `pots` is no HTTP method. Correct it, or begin its name with x-.",
  ],
  [
    "a misspelt status",
    `${head}  /a:\n    get: { responses: { OK: {} } }\n`,
    "api.yaml:5:25: `OK` is no status. Write a number such as 200, a range such as 4XX, or default.",
  ],
  [
    "something empty",
    `${head}  /a:\n    get:\n      responses:\n        200:\n          content:\n            application/json:\n              schema:\n`,
    "api.yaml:10:15: `schema` must be an object, but is empty. Fill it in, or take it out.",
  ],
  [
    "a list that is none",
    `${head}  /a:\n    get: { parameters: { name: a, in: query } }\n`,
    "api.yaml:5:12: `parameters` must be a list, but is an object. Correct it.",
  ],
  [
    "a parameter without a name, in a place that there is not",
    `${head}  /a:\n    get:\n      parameters:\n        - in: boddy\n`,
    'api.yaml:7:11: Item 1 of `parameters` lacks `name`. Add it.\nAlso api.yaml:7:11: `in` is "boddy", but must be one of query, header, path, cookie.',
  ],
  [
    "a type that there is not",
    `${whole}components:\n  schemas:\n    A:\n      type: int\n`,
    'api.yaml:9:7: `type` is "int", but must be one of object, array, string, number, integer, boolean, null. Correct it.',
  ],
  [
    "a parameter that comes twice",
    `${head}  /a:\n    get:\n      parameters:\n        - { name: b, in: query }\n        - { name: b, in: query }\n`,
    "api.yaml:8:11: The parameter `b` in query is there already. Take one of the two out.",
  ],
  [
    "a security scheme where none is defined",
    `${whole}security:\n  - Key: []\n`,
    "api.yaml:7:5: The security scheme `Key` is not defined, and no other is. Correct its name, or add it to `components.securitySchemes`.",
  ],
  [
    "a key without a name",
    `${whole}components:\n  securitySchemes:\n    Key: { type: apiKey, in: header }\n`,
    "api.yaml:8:5: `Key` lacks `name`. Add it.",
  ],
];

/** References within a file. */
const badReferences: [name: string, content: string, said: string][] = [
  [
    "to nothing",
    `${head}  /a:\n    get: { responses: { 200: { $ref: "#/components/responses/No" } } }\n`,
    "api.yaml:5:32: The reference `#/components/responses/No` points to nothing. Correct it, or add what it names.",
  ],
  [
    "to what every object has",
    `${head}  /a:\n    get: { responses: { 200: { $ref: "#/components/constructor" } } }\ncomponents: {}\n`,
    "api.yaml:5:32: The reference `#/components/constructor` points to nothing. Correct it, or add what it names.",
  ],
  [
    "to nothing, in a file that was cut off",
    `${head}  /a:\n    get: { responses: { 200: { $ref: "#/components/responses/No" } } }\ninfo2: x`,
    "api.yaml:5:32: The reference `#/components/responses/No` points to nothing. Correct it, or add what it names. The last line has no end: if the file is cut off, download it again.",
  ],
  [
    "of a discriminator",
    `${whole}components:\n  schemas:\n    A:\n      discriminator: { propertyName: a, mapping: { b: "#/components/schemas/B" } }\n`,
    "api.yaml:9:52: The reference `#/components/schemas/B` points to nothing. Correct it, or add what it names.",
  ],
  [
    "in a circle",
    `${whole}components:\n  schemas:\n    A: { $ref: "#/components/schemas/A" }\n    B: { $ref: "#/components/schemas/C" }\n    C: { $ref: "#/components/schemas/B" }\n`,
    "api.yaml:8:10: The reference `#/components/schemas/A` leads only back to itself. Let it lead to a definition.\n" +
      "Also api.yaml:9:10: The reference `#/components/schemas/C` leads only back to itself.\n" +
      "Also api.yaml:10:10: The reference `#/components/schemas/B` leads only back to itself.",
  ],
  [
    "to a schema, where a response must be",
    `${head}  /a:\n    get: { responses: { 200: { $ref: "#/components/schemas/S" } } }\ncomponents: { schemas: { S: {} } }\n`,
    "api.yaml:5:32: The reference `#/components/schemas/S` leads to a schema, but must lead to a response. Name one such as `#/components/responses/Name`.",
  ],
  [
    "to a response, where a schema must be",
    `${head}  /a:\n    get: { responses: { 200: { content: { text/a: { schema: { $ref: "#/paths/~1a/get/responses/201" } } } }, 201: {} } }\n`,
    "api.yaml:5:63: The reference `#/paths/~1a/get/responses/201` leads to a response, but must lead to a schema. Name one such as `#/components/schemas/Name`.",
  ],
  [
    "to a header, where a parameter must be",
    `${head}  /a:\n    get: { parameters: [{ $ref: "#/components/headers/H" }], responses: {} }\ncomponents: { headers: { H: {} } }\n`,
    "api.yaml:5:27: The reference `#/components/headers/H` leads to a header, but must lead to a parameter. Name one such as `#/components/parameters/Name`.",
  ],
  [
    "to an operation, where a path must be",
    `${whole}  /a: { $ref: "#/paths/~1things/get" }\n`,
    "api.yaml:6:9: The reference `#/paths/~1things/get` leads to an operation, but must lead to a path. Correct it.",
  ],
  [
    "by an anchor",
    `${head}  /a:\n    get: { responses: { 200: { $ref: "#ok" } } }\n`,
    "api.yaml:5:32: The reference `#ok` is not a path within a file. Write one such as `#/components/schemas/Name`.",
  ],
  [
    "with a lone %",
    `${head}  /a:\n    get: { responses: { 200: { $ref: "#/components/responses/100%" } } }\n`,
    "api.yaml:5:32: The reference `#/components/responses/100%` holds a `%` that escapes nothing. Write `%25` for it.",
  ],
];

test.each([...noDescription, ...badSyntax, ...badRules])("%s", async (_name, content, said) => {
  expect(await saidOf({ "api.yaml": content })).toBe(said);
});

test.each(badReferences)("a reference %s", async (_name, content, said) => {
  expect(await saidOf({ "api.yaml": content })).toBe(said);
});

test("a file that is not there, and a folder", async () => {
  expect(await saidOf({ "api.yaml": whole }, "no.yaml")).toBe(
    "no.yaml: There is no such file. Check the path; it is taken from the current folder.",
  );
  expect(await saidOf({ "api.yaml": whole }, ".")).toBe(".: It is a folder. Name the file in it.");
});

test("at most five problems are named", async () => {
  const paths = [1, 2, 3, 4, 5, 6, 7].map((n) => `  /${n}: { get: [] }\n`).join("");
  const lines = (await saidOf({ "api.yaml": head + paths })).split("\n");
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe("And 2 more problems.");
});
