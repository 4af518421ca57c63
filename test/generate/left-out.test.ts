import { describe, expect, test } from "vitest";
import { type OperationTable, Wipsy } from "wipsy-client";
import { rawClient } from "wipsy-client/raw";
import type { Types } from "../../generated/resources.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { serve } from "../support/server.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// Requests and answers are JSON. Other operations have no method but a line in the report, and types
// for rawClient.

const object = "{ type: object, properties: { a: { type: string } } }";
const file = "schema: { type: string, format: binary }";
const answer = `responses: { "200": { description: ok, content: { application/json: { schema: ${object} } } } }`;

const operation = (rest: string) => tiny([], `paths: { "/a/{id}": { post: { operationId: sendIt, ${rest} } } }`);
const id = "{ name: id, in: path, required: true, schema: { type: string } }";
const taking = (content: string) =>
  operation(`parameters: [${id}], requestBody: { content: { ${content} } }, ${answer}`);
const giving = (contents: string) => operation(`parameters: [${id}], responses: { ${contents} }`);
const gives = (type: string, schema = "") =>
  giving(`"200": { description: ok, content: { "${type}": { ${schema} } } }`);
const withParameter = (parameter: string) => operation(`parameters: [${id}, { ${parameter} }], ${answer}`);

describe("has no method, and a note says why", () => {
  test.each<[string, Description, string]>([
    ["a form", taking(`application/x-www-form-urlencoded: { schema: ${object} }`), "application/x-www-form-urlencoded"],
    ["a multipart form", taking(`multipart/form-data: { schema: ${object} }`), "multipart/form-data"],
    ["a text", taking("text/plain: { schema: { type: string } }"), "text/plain"],
    ["XML", taking(`application/xml: { schema: ${object} }`), "application/xml"],
    ["bytes", taking(`application/octet-stream: { ${file} }`), "application/octet-stream"],
    ["a body of any type", taking(`"*/*": { schema: ${object} }`), "*/*"],
    [
      "another JSON media type in a body",
      taking(`application/merge-patch+json: { schema: ${object} }`),
      "merge-patch+json",
    ],
    ["a body that is a list", taking("application/json: { schema: { type: array } }"), "not an object"],
    ["a body without a schema", taking("application/json: {}"), "not an object"],
    ["a text response", gives("text/csv"), "text/csv"],
    ["another JSON media type in a response", gives("application/hal+json", `schema: ${object}`), "hal+json"],
    ["a binary response", gives("image/png", file), "image/png"],
    ["a binary response of any type", gives("*/*", file), "*/*"],
    ["a form as a response", gives("application/x-www-form-urlencoded", `schema: ${object}`), "urlencoded"],
    [
      "bytes with one of several statuses",
      giving(
        `"200": { description: ok, content: { application/json: {} } }, "201": { content: { application/zip: {} } }`,
      ),
      "application/zip",
    ],
    ["a required header", withParameter("name: X-H, in: header, required: true, schema: {}"), "header"],
    ["a required cookie", withParameter("name: c, in: cookie, required: true, schema: {}"), "cookie"],
    ["an object in the query", withParameter("name: q, in: query, schema: { type: object }"), "object"],
    ["an object or nothing", withParameter(`name: q, in: query, schema: { type: [object, "null"] }`), "object"],
    ["a deep object", withParameter(`name: q, in: query, style: deepObject, schema: ${object}`), "object"],
    ["a list in the path", operation(`parameters: [${id.replace("string", "array")}], ${answer}`), "commas"],
    ["a list with commas", withParameter("name: q, in: query, explode: false, schema: { type: array }"), "commas"],
    [
      "a space-delimited list",
      withParameter("name: q, in: query, style: spaceDelimited, schema: { type: array }"),
      "spaceDelimited",
    ],
    [
      "a pipe-delimited list",
      withParameter("name: q, in: query, style: pipeDelimited, explode: false, schema: { type: array }"),
      "pipeDelimited",
    ],
    ["JSON in the query", withParameter("name: q, in: query, content: { application/json: {} }"), "application/json"],
  ])("%s", async (_what, description, why) => {
    const { rows, leftOut } = rowsOf(description);
    expect(rows).toEqual([]);
    expect(leftOut).toEqual([{ about: "POST /a/{id}", why: expect.stringContaining(why) }]);
    expect(leftOut[0]?.why).toContain("rawClient");
    const files = await generatedFor(description);
    expect(`${files["operations.ts"]}${files["resources.ts"]}`).not.toContain("sendIt");
    expect(files["schema.ts"]).toContain('"/a/{id}"');
  });

  test("another style of a path parameter", () => {
    const matrix = operation(`parameters: [${id.replace("in: path,", "in: path, style: matrix,")}], ${answer}`);
    expect(rowsOf(matrix).leftOut).toEqual([{ about: "POST /a/{id}", why: expect.stringContaining("matrix") }]);
  });
});

test.each<[string, Description]>([
  ["JSON beside a form", taking(`multipart/form-data: { ${file} }, application/json: { schema: ${object} }`)],
  ["one of two objects", taking(`application/json: { schema: { oneOf: [${object}, { type: object }] } }`)],
  [
    "a response in JSON or binary",
    giving('"200": { description: ok, content: { image/png: {}, application/json: {} } }'),
  ],
  ["a response of any type", gives("*/*", `schema: ${object}`)],
  ["a binary error", giving('"204": { description: ok }, "500": { content: { image/png: {} } }')],
  ["a text in any style", withParameter("name: q, in: query, style: deepObject, schema: { type: string }")],
])("has a method: %s", (_what, description) => {
  const { rows, leftOut } = rowsOf(description);
  expect(leftOut).toEqual([]);
  expect(rows).toHaveLength(1);
});

test.each(["header", "cookie"])("has a method without an optional %s, and a note", (where) => {
  const { rows, leftOut, notes } = rowsOf(withParameter(`name: X-H, in: ${where}, schema: { type: object }`));
  expect([rows.length, leftOut]).toEqual([1, []]);
  const why = `its ${where} parameter X-H is left out: pass it in the call option headers`;
  expect(notes).toEqual([{ about: "POST /a/{id}", why }]);
});

test("rawClient sends the parts of a form, with the key", async () => {
  const upload = taking(`multipart/form-data: { schema: { type: object, properties: { photo: { type: string } } } }`);
  expect(rowsOf(upload).rows).toEqual([]);
  const operations: OperationTable<Types> = { version: "1", server: "", apiKeyHeader: "x-shop-key", rows: {} };
  await using server = await serve(() => ({ body: { a: "kept" } }));
  const wipsy = new Wipsy({ operations, apiKey: "test-key", baseUrl: server.url });
  // The casts: the types are those of the bundled description.
  const { data } = await rawClient(wipsy).POST(
    "/a/{id}" as never,
    {
      params: { path: { id: "7" } },
      body: { photo: new File(["pixels"], "one.png", { type: "image/png" }) },
      bodySerializer: (body: { photo: File }) => {
        const form = new FormData();
        form.append("photo", body.photo);
        return form;
      },
    } as never,
  );
  expect(data).toEqual({ a: "kept" });
  const [seen] = server.seen;
  expect(seen).toMatchObject({ method: "POST", url: "/a/7", headers: { "x-shop-key": "test-key" } });
  const type = seen?.headers["content-type"] ?? "";
  const form = await new Response(seen?.body ?? "", { headers: { "content-type": type } }).formData();
  const photo = form.get("photo");
  if (!(photo instanceof File)) throw new Error("no file");
  expect([photo.name, photo.type, await photo.text()]).toEqual(["one.png", "image/png", "pixels"]);
});
