import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Description } from "../../scripts/openapi/document.ts";
import { readDescription } from "../../scripts/openapi/read.ts";
import { folder, head, readFirst, saidOf } from "./read-folder.ts";

/** Reads the first of these files, sees that what is kept of it says the same and names no other file. */
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

describe("what other files hold", () => {
  test("goes into components, with the main file's comments kept", async () => {
    const { description, text } = await bundled({
      "api.yaml": `# The API\n${answer("parts.yaml#/Thing")}# The end\n`,
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
    expect(text).toMatch(/^# The API\n/);
    expect(text).toContain("# The end\n");
  });

  test("is found in two levels, each from the folder of its own file", async () => {
    const { description } = await bundled({
      "api.yaml": answer("./schemas/thing.yaml"),
      "schemas/thing.yaml": "type: object\nproperties:\n  kind: { $ref: ../kinds/kind.json#/definitions/A~1b }\n",
      "kinds/kind.json": '{ "definitions": { "A/b": { "enum": ["a"] } } }',
    });
    expect(answered(description)).toEqual({ $ref: "#/components/schemas/thing" });
    expect(description.components?.schemas).toEqual({
      thing: { type: "object", properties: { kind: { $ref: "#/components/schemas/A_b" } } },
      A_b: { enum: ["a"] },
    });
  });

  test("may lead in circles, and back to the main file", async () => {
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

  test("gets another name where its own is taken", async () => {
    const { description } = await bundled({
      "api.yaml": `${answer("a.yaml#/A")}components: { schemas: { A: { oneOf: [{ $ref: b.yaml#/A }, { $ref: a.yaml#/A }, { $ref: b/a.yaml#/A }] } } }\n`,
      "a.yaml": "A: { type: string }\n",
      "b.yaml": "A: { type: number }\n",
      "b/a.yaml": "A: { type: boolean }\n",
    });
    expect(answered(description)).toEqual({ $ref: "#/components/schemas/a_A" });
    expect(description.components?.schemas).toEqual({
      A: { oneOf: ["b_A", "a_A", "A_2"].map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      a_A: { type: "string" },
      b_A: { type: "number" },
      A_2: { type: "boolean" },
    });
  });

  test("takes the place of a component that is nothing else", async () => {
    const { description } = await bundled({
      "api.yaml": `${answer("#/components/schemas/Thing")}components:\n  schemas:\n    Thing: { $ref: thing.yaml }\n    Other: { $ref: ./thing.yaml }\n`,
      "thing.yaml": "properties: { next: { $ref: 'thing.yaml' } }\n",
    });
    expect(description.components?.schemas).toEqual({
      Thing: { properties: { next: { $ref: "#/components/schemas/Thing" } } },
      Other: { $ref: "#/components/schemas/Thing" },
    });
  });

  test("is of every kind", async () => {
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
Body: { content: { application/json: { examples: { a: { $ref: "#/Example" } }, schema: { discriminator: { propertyName: kind, mapping: { a: "#/A" } } } } } }
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
    expect(description.components).toHaveProperty(
      ["requestBodies", "Body", "content", "application/json", "schema", "discriminator", "mapping", "a"],
      "#/components/schemas/A",
    );
  });

  test("takes the place of the reference in an example and an extension", async () => {
    const { description } = await bundled({
      "api.yaml":
        `${answer("#/components/schemas/A")}components: { schemas: { A: { example: { $ref: example.json }, x-a: { $ref: no.json } } } }\n`.replace(
          ", x-a: { $ref: no.json }",
          ", x-a: [{ $ref: example.json#/a }]",
        ),
      "example.json": '{ "a": { "b": 1 } }',
    });
    expect(description.components?.schemas).toEqual({ A: { example: { a: { b: 1 } }, "x-a": [{ b: 1 }] } });
  });

  test("is bundled where aliases and merge keys are in the way", async () => {
    const { description } = await bundled({
      "api.yaml": `x-ok: &ok { 200: { $ref: parts.yaml#/Ok } }\n${head}  /a: { get: { responses: *ok } }\n  /b: { get: { responses: { <<: *ok } } }\n`,
      "parts.yaml": "Ok: { description: ok, 'x-<<': { '<<': { a: 1 } } }\n",
    });
    const responses = { "200": { $ref: "#/components/responses/Ok" } };
    expect(description.paths).toEqual({ "/a": { get: { responses } }, "/b": { get: { responses } } });
    expect(description.components).toHaveProperty(["responses", "Ok", "x-<<"], { "<<": { a: 1 } });
  });

  test("is bundled into JSON, which becomes YAML", async () => {
    const { text } = await bundled({
      "api.json": JSON.stringify({
        openapi: "3.0.0",
        info: { title: "T", version: "1" },
        paths: { "/a": { $ref: "a.json" } },
      }),
      "a.json": '{ "get": { "responses": {} } }',
    });
    expect(text).toBe(
      'openapi: 3.0.0\ninfo:\n  title: T\n  version: "1"\npaths:\n  /a:\n    get:\n      responses: {}\n',
    );
  });

  test("is bundled in chains of thousands", async () => {
    const schemas = Array.from({ length: 5000 }, (_, index) => [
      `S${index}`,
      { properties: { next: { $ref: `#/S${(index + 1) % 5000}` } } },
    ]);
    const { description } = await readFirst({
      "api.yaml": answer("all.json#/S0"),
      "all.json": JSON.stringify(Object.fromEntries(schemas)),
    });
    expect(Object.keys(description.components?.schemas ?? {})).toHaveLength(5000);
  });
});

describe("what is wrong with another file", () => {
  const api = answer("parts.yaml#/Thing");
  const here = "(The reference in api.yaml:7:74 leads here.)";
  test.each([
    [
      "it is not there",
      undefined,
      "api.yaml:7:74: The reference `parts.yaml#/Thing` leads to parts.yaml. There is no such file. Correct it, or put the file there.",
    ],
    [
      "it does not hold what is named",
      "Other: {}\n",
      "api.yaml:7:74: The reference `parts.yaml#/Thing` points to nothing in parts.yaml. Correct it, or add what it names.",
    ],
    [
      "it is no YAML",
      "a: [1,\nThing: {}\nb: 1\n",
      `parts.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]. ${here} Correct it, or download the file again.`,
    ],
    [
      "it is a page",
      "<html>",
      `parts.yaml:1:1: This is an HTML page, not a description. ${here} Download it with the link “Download OpenAPI description”, not by saving the page.`,
    ],
    ["it breaks a rule", "Thing:\n  type: int\n", /^parts\.yaml:2:3: `type` is "int", but must be one of /],
    [
      "it refers to nothing",
      "Thing: { $ref: '#/No' }\n",
      /^parts\.yaml:1:10: The reference `#\/No` points to nothing\./,
    ],
    [
      "it refers back",
      "Thing: { $ref: 'api.yaml#/paths/~1a/get/responses/200/content/application~1json/schema' }\n",
      /leads only back to itself/,
    ],
  ])("%s", async (_name, parts, said) => {
    const message = await saidOf({ "api.yaml": api, ...(parts !== undefined && { "parts.yaml": parts }) });
    if (typeof said === "string") expect(message).toBe(said);
    else expect(message).toMatch(said);
  });

  test("a file that cannot be read is named once", async () => {
    const message = await saidOf({
      "api.yaml": `${answer("no.yaml#/A")}components: { schemas: { B: { $ref: no.yaml#/B } } }\n`,
    });
    expect(message.match(/There is no such file/g)).toHaveLength(1);
    const syntax = await saidOf({
      "api.yaml": `${answer("parts.yaml#/A")}components: { schemas: { B: { $ref: parts.yaml#/B } } }\n`,
      "parts.yaml": "a: [\n",
    });
    expect(syntax.split("\n")).toHaveLength(1);
  });
});

test("the second description of the project is read with the first bundled into it", async () => {
  await using dir = await folder({
    "main.yaml": answer("#/components/schemas/A").concat("components: { schemas: { A: { type: string } } }\n"),
    "other.yaml": answer("main.yaml#/components/schemas/A"),
  });
  const { description } = await readDescription(join(dir.path, "other.yaml"));
  expect(description.components?.schemas).toEqual({ A: { type: "string" } });
});
