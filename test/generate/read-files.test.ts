import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Description } from "../../scripts/openapi/document.ts";
import { readDescription } from "../../scripts/openapi/read.ts";
import { folder, head, readFirst, saidOf } from "./read-folder.ts";

/** Reads the first of these files, and checks that the stored copy is equivalent and refers to no other file. */
async function bundled(files: Readonly<Record<string, string>>): Promise<{ description: Description; text: string }> {
  const read = await readFirst(files);
  const again = await readFirst({ "wipsy.yaml": read.text });
  expect(again).toEqual({ description: read.description, text: read.text });
  const refs = [...JSON.stringify(read.description).matchAll(/"\$ref":"(.*?)"/g)].map(([, ref]) => ref);
  for (const ref of refs) expect(ref).toMatch(/^#\//);
  return read;
}

const answer = (ref: string) =>
  `${head}  /a:\n    get:\n      responses:\n        200: { description: ok, content: { application/json: { schema: { $ref: "${ref}" } } } }\n`;
const answered = (description: Description) =>
  JSON.parse(JSON.stringify(description)).paths["/a"].get.responses["200"].content["application/json"].schema;

describe("content of other files", () => {
  test("goes into components", async () => {
    const { description } = await bundled({
      "api.yaml": answer("parts.yaml#/Thing"),
      "parts.yaml":
        "Thing: { type: object, properties: { name: { $ref: '#/Name' } } }\nName: { type: string }\nUnused: 1\n",
    });
    expect(answered(description)).toEqual({ $ref: "#/components/schemas/Thing" });
    expect(description.components).toEqual({
      schemas: {
        Thing: { type: "object", properties: { name: { $ref: "#/components/schemas/Name" } } },
        Name: { type: "string" },
      },
    });
  });

  test("is found through two levels, each relative to its file", async () => {
    const { description } = await bundled({
      "api.yaml": answer("./schemas/thing.yaml"),
      "schemas/thing.yaml": "type: object\nproperties:\n  kind: { $ref: ../kinds/kind.json#/definitions/A_b }\n",
      "kinds/kind.json": '{ "definitions": { "A_b": { "enum": ["a"] } } }',
    });
    expect(answered(description)).toEqual({ $ref: "#/components/schemas/thing" });
    expect(description.components?.schemas).toEqual({
      thing: { type: "object", properties: { kind: { $ref: "#/components/schemas/A_b" } } },
      A_b: { enum: ["a"] },
    });
  });

  test("may be circular and refer to the main file", async () => {
    const { description } = await bundled({
      "api.yaml": `${answer("a.yaml#/A")}components: { schemas: { Own: { type: string } } }\n`,
      "a.yaml": "A: { properties: { b: { $ref: 'b.yaml#/B' }, self: { $ref: '#/A' } } }\n",
      "b.yaml": "B: { properties: { a: { $ref: 'a.yaml#/A' }, own: { $ref: 'api.yaml#/components/schemas/Own' } } }\n",
    });
    const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    expect(description.components?.schemas).toEqual({
      Own: { type: "string" },
      A: { properties: { b: to("B"), self: to("A") } },
      B: { properties: { a: to("A"), own: to("Own") } },
    });
  });

  test("gets another name if its own is taken", async () => {
    const { description } = await bundled({
      "api.yaml": `${answer("a.yaml#/A")}components: { schemas: { A: { oneOf: [{ $ref: b.yaml#/A }, { $ref: a.yaml#/A }, { $ref: b/a.yaml#/A }] } } }\n`,
      "a.yaml": "A: { type: string }\n",
      "b.yaml": "A: { type: number }\n",
      "b/a.yaml": "A: { type: boolean }\n",
    });
    expect(answered(description)).toEqual({ $ref: "#/components/schemas/a_A" });
    expect(description.components?.schemas).toEqual({
      A: { oneOf: ["b_A", "a_A", "a_A-2"].map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      a_A: { type: "string" },
      b_A: { type: "number" },
      "a_A-2": { type: "boolean" },
    });
  });

  test("can be of every kind", async () => {
    const { description } = await bundled({
      "api.yaml": `${head}  /a: { $ref: paths.yaml#/~1a }\n`,
      "paths.yaml": `/a:
  parameters: [{ $ref: "parts.yaml#/Limit" }]
  post:
    requestBody: { $ref: "parts.yaml#/Body" }
    responses: { 200: { $ref: "parts.yaml#/Ok" } }
`,
      "parts.yaml": `
Limit: { name: limit, in: query, schema: { type: integer } }
Body: { content: { application/json: { examples: { a: { $ref: "#/Example" } } } } }
Ok: { description: ok, headers: { X-A: { $ref: "#/Header" } } }
Example: { value: { $ref: 1 } }
Header: { schema: { $ref: "#/A" } }
A: { type: string }
`,
    });
    expect(description.paths?.["/a"]).toEqual({
      parameters: [{ $ref: "#/components/parameters/Limit" }],
      post: {
        requestBody: { $ref: "#/components/requestBodies/Body" },
        responses: { "200": { $ref: "#/components/responses/Ok" } },
      },
    });
    expect(Object.keys(description.components ?? {}).sort()).toEqual([
      "examples",
      "headers",
      "parameters",
      "requestBodies",
      "responses",
      "schemas",
    ]);
  });

  test("is bundled despite aliases and merge keys", async () => {
    const { description } = await bundled({
      "api.yaml": `x-ok: &ok { 200: { $ref: parts.yaml#/Ok } }\n${head}  /a: { get: { responses: *ok } }\n  /b: { get: { responses: { <<: *ok } } }\n`,
      "parts.yaml": "Ok: { description: ok, 'x-<<': { '<<': { a: 1 } } }\n",
    });
    const responses = { "200": { $ref: "#/components/responses/Ok" } };
    expect(description.paths).toEqual({ "/a": { get: { responses } }, "/b": { get: { responses } } });
    expect(description.components).toHaveProperty(["responses", "Ok", "x-<<"], { "<<": { a: 1 } });
  });

  test("is bundled from JSON into YAML", async () => {
    const { text } = await bundled({
      "api.json": JSON.stringify({
        openapi: "3.0.0",
        info: { title: "T", version: "1" },
        paths: { "/a": { $ref: "a.json" } },
      }),
      "a.json": '{ "get": { "responses": {} } }',
    });
    expect(text).toBe(
      "openapi: 3.0.0\ninfo:\n  title: T\n  version: '1'\npaths:\n  /a:\n    get:\n      responses: {}\n",
    );
  });
});

describe("errors in another file", () => {
  const api = answer("parts.yaml#/Thing");
  test.each([
    ["it does not exist", undefined, /^api\.yaml:7:\d+: .*parts\.yaml: There is no such file/],
    ["the named part is missing", "Other: {}\n", /^api\.yaml:7:\d+: Can't resolve/],
    ["it is not YAML", "a: [1,\nThing: {}\nb: 1\n", /^api\.yaml:7:\d+: .*parts\.yaml:3:1: It is not valid YAML/],
    ["it is an HTML page", "<html>", /^api\.yaml:7:\d+: .*parts\.yaml:1:1: This is an HTML page/],
    ["it breaks a rule", "Thing:\n  type: int\n", /^parts\.yaml:2:9: `type`/],
    [
      "it has a broken reference",
      "Thing: { $ref: '#/No' }\n",
      /parts\.yaml:1:10: The reference `#\/No` points to nothing/,
    ],
    [
      "it has a circular reference",
      "Thing: { $ref: 'api.yaml#/paths/~1a/get/responses/200/content/application~1json/schema' }\n",
      /circular/,
    ],
  ])("%s", async (_name, parts, said) => {
    expect(await saidOf({ "api.yaml": api, ...(parts !== undefined && { "parts.yaml": parts }) })).toMatch(said);
  });
});

test("two cycles of references across files give one error", async () => {
  const message = await saidOf({
    "api.yaml": `${head}  /a: { get: { responses: { 200: { $ref: "b.yaml#/A" }, 201: { $ref: "d.yaml#/A" } } } }\n`,
    "b.yaml": "A: { $ref: 'c.yaml#/A' }\n",
    "c.yaml": "A: { $ref: 'b.yaml#/A' }\n",
    "d.yaml": "A: { headers: { X: { $ref: 'e.yaml#/A' } } }\n",
    "e.yaml": "A: { schema: { $ref: 'f.yaml#/A' } }\n",
    "f.yaml": "A: { properties: { x: { $ref: 'g.yaml#/A' } } }\n",
    "g.yaml": "A: { $ref: 'h.yaml#/A' }\n",
    "h.yaml": "A: { $ref: 'g.yaml#/A' }\n",
  });
  expect(message).toMatch(/^api\.yaml: .*circular/);
});

test("reads the project's second description with the first bundled into it", async () => {
  await using dir = await folder({
    "main.yaml": answer("#/components/schemas/A").concat("components: { schemas: { A: { type: string } } }\n"),
    "other.yaml": answer("main.yaml#/components/schemas/A"),
  });
  const { description } = await readDescription(join(dir.path, "other.yaml"));
  expect(description.components?.schemas).toEqual({ A: { type: "string" } });
});
