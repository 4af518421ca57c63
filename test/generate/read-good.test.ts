import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { projectFiles } from "../../scripts/generate/files.ts";
import { readDescription } from "../../scripts/openapi/read.ts";
import { root } from "../support/run.ts";
import { folder, head, readFirst, whole } from "./read-folder.ts";

/** Reads a file, then its stored copy. */
async function readTwice(name: string, content: string | Uint8Array) {
  const read = await readFirst({ [name]: content });
  expect((await readFirst({ "wipsy.yaml": read.text })).description).toEqual(read.description);
  return read;
}

test.each(["3.0.0", "3.0.3", "3.1.0", "3.1.1"])("keeps YAML of OpenAPI %s unchanged", async (version) => {
  const text = `# A comment\n${whole.replace("3.1.0", version)}\n# The end`;
  const read = await readTwice("api.yaml", text);
  expect(read.text).toBe(text);
  expect(read.description).toEqual({
    openapi: version,
    info: { title: "Tiny", version: "1" },
    paths: { "/things": { get: { responses: { "200": { description: "ok" } } } } },
  });
});

test("keeps the project's own description unchanged", async () => {
  const text = await readFile(join(root, "openapi/wipsy.yaml"), "utf8");
  const read = await readDescription(join(root, "openapi/wipsy.yaml"));
  expect(read.text).toBe(text);
  expect(read.description).toEqual(parse(text));
});

test("one operation without a method does not affect the others", async () => {
  const ok = "responses: { 200: { description: ok } }";
  const text = `${head}  /a/{id}:
    get: { ${ok} }
  /b:
    get: { security: [{ Gone: [] }], ${ok} }
  /c:
    get: { security: [{ Gone: [] }, { Key: [] }], ${ok} }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: x-key }
`;
  const { description } = await readTwice("api.yaml", text);
  const { leftOut, files } = await projectFiles(description);
  expect(leftOut).toEqual([
    { about: "GET /a/{id}", why: "its path has {id}, which is not among its parameters" },
    { about: "GET /b", why: "it needs Gone, which the client does not support" },
  ]);
  expect(files["resources.ts"]).toContain("getC(");
});

const json = {
  openapi: "3.0.3",
  info: { title: "Año 🙂 e\u0301 \u2028", version: "1.0", description: "Two\nlines: # no comment\n\n" },
  paths: {
    "/b": {
      get: { responses: { default: { description: "yes" }, "404": { description: "" }, "200": { description: "no" } } },
    },
    "/a": { get: { responses: {} } },
  },
  "x-values": [
    "2025-11-02",
    "012",
    "1e3",
    "~",
    " ",
    "on",
    "- a",
    true,
    null,
    1.5,
    -0.1,
    [],
    {},
    { "": 1, "<<": { a: 1 } },
  ],
};
const jsonText = JSON.stringify(json, undefined, "\t");

test.each([
  ["with tabs", jsonText],
  ["in one line", JSON.stringify(json)],
  [
    "with escapes",
    JSON.stringify(json).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  ],
])("JSON %s becomes YAML", async (_name, content) => {
  const { description, text } = await readTwice("api.json", content);
  expect(description).toEqual(json);
  expect(text).toMatch(/^openapi: 3\.0\.3\ninfo:\n {2}title: /);
  expect(text).toContain("Año 🙂");
  expect(text).toContain("- '2025-11-02'");
});

test("JSON may have bare carriage returns as line ends", async () => {
  const text = jsonText.replaceAll("\n", "\r");
  expect((await readTwice("api.json", text)).text).toBe((await readTwice("api.json", jsonText)).text);
});

test("UTF-8 with its byte order mark", async () => {
  const { description, text } = await readTwice("api.yaml", Buffer.from(`\ufeff${whole}# ñ 🙂\n`));
  expect(description.info.title).toBe("Tiny");
  expect(text.replace("\ufeff", "")).toBe(`${whole}# ñ 🙂\n`);
});

test("reads YAML 1.2 with merge keys", async () => {
  const { description } = await readTwice(
    "api.yaml",
    `%YAML 1.1\n---\n${head}  /a:\n    get: &get\n      responses: { 200: { description: yes }, 4XX: { description: 2025-11-02 } }\n    put:\n      <<: *get\n      tags: [on, no]\n    post: *get\nx-on: { on: 2025-11-02, no: 012 }\n`,
  );
  const responses = { "200": { description: "yes" }, "4XX": { description: "2025-11-02" } };
  expect(description.paths).toEqual({
    "/a": { get: { responses }, put: { tags: ["on", "no"], responses }, post: { responses } },
  });
  expect(description).toHaveProperty("x-on", { on: "2025-11-02", no: 12 });
});

test("an anchor may be used any number of times", async () => {
  const uses = Array.from({ length: 500 }, (_, index) => `        ${index + 100}: *bad\n`).join("");
  const { description } = await readFirst({
    "api.yaml": `${head}  /a:\n    get:\n      responses:\n        default: &bad { description: bad }\n${uses}`,
  });
  expect(description.paths?.["/a"]).toHaveProperty("get.responses.599.description", "bad");
});

// Accepted, even if OpenAPI or style rules object.
test.each([
  ["a response without a description", `${head}  /a:\n    get: { responses: { 200: {} } }\n`],
  ["an operation without responses", `${head}  /a:\n    get: {}\n`],
  [
    "fields that OpenAPI does not have",
    `${whole}foo: 1\ncomponents:\n  bar: 2\n  schemas: { A: { type: object, baz: [3] } }\n`,
  ],
  ["a license without a name", whole.replace("title", "license: { url: 1 }, title")],
  ["a trailing slash, and no tags or summaries", `${whole}servers: [{ url: "https://api.example.com/" }]\n`],
  ["nullable without a type", `${whole}components: { schemas: { A: { nullable: true } } }\n`],
  [
    "a list of types in 3.0",
    `${whole.replace("3.1.0", "3.0.3")}components: { schemas: { A: { type: [string, "null"] } } }\n`,
  ],
  ["boolean schemas", `${whole}components: { schemas: { A: true, B: { not: false, items: true } } }\n`],
  [
    "a path parameter that the path does not name",
    `${head}  /a:\n    parameters: [{ name: b, in: path }]\n    get: {}\n`,
  ],
  ["a property called $ref", `${whole}components: { schemas: { A: { properties: { $ref: { type: string } } } } }\n`],
  [
    "a $ref that is a value",
    `${whole}components: { schemas: { A: { example: { $ref: "no.yaml#/x" }, default: { $ref: 1 } } } }\n`,
  ],
  [
    "a mapping to a schema's name",
    `${whole}components: { schemas: { A: { discriminator: { propertyName: a, mapping: { b: A } } } } }\n`,
  ],
  ["extensions", `${head}  x-a: 1\n  /a:\n    x-b: [2]\n    get: { x-c: { $ref: "#/no" }, responses: { x-d: 1 } }\n`],
])("accepts %s", async (_name, content) => {
  const { text, description } = await readTwice("api.yaml", content);
  expect(text).toBe(content);
  expect(description).toEqual(parse(content));
});

test("thousands of schemas may refer to one another", async () => {
  const schemas = Array.from({ length: 5000 }, (_, index) => [
    `S${index}`,
    { properties: { next: { $ref: `#/components/schemas/S${(index + 1) % 5000}` } } },
  ]);
  const content = JSON.stringify({ ...parse(whole), components: { schemas: Object.fromEntries(schemas) } });
  expect((await readFirst({ "api.json": content })).description).toEqual(JSON.parse(content));
});

test("a path is relative to the current folder", async () => {
  await using dir = await folder({ "api.yaml": whole });
  const here = process.cwd();
  process.chdir(dir.path);
  try {
    expect((await readDescription("api.yaml")).text).toBe(whole);
    await expect(readDescription("no.yaml")).rejects.toThrow(/^no\.yaml: /);
  } finally {
    process.chdir(here);
  }
});

test.each([
  ["without a final line break", `${head}  /a:\n    get:\n      responses:\n        200:\n          description: ok`],
  [
    "with responses before the rest of an operation",
    `${head}  /a:\n    get:\n      responses: {}\n      description: A word`,
  ],
  ["of 3.1, with an operation without responses", `${head}  /a:\n    get:\n      summary: A\n`],
  [
    "of 3.0, with such an operation before its end",
    `${head.replace("3.1.0", "3.0.3")}  /a:\n    get:\n      summary: A\ntags: []`,
  ],
  ["in flow style", `${head.replace("3.1.0", "3.0.3")}  /a: { get: { summary: A } }`],
  ["with a path's own parameters last", `${head}  /a:\n    get: {}\n    parameters: []\n    summary: of all`],
])("reads a complete file: %s", async (_what, text) => {
  expect((await readFirst({ "api.yaml": text })).text).toBe(text);
});
