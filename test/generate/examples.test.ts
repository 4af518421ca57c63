import { expect, test } from "vitest";
import { projectFiles } from "../../scripts/generate/files.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "../corpus/compile.ts";
import { examplesIn, oneProgram } from "../corpus/examples.ts";
import { tiny } from "./tiny.ts";

// Every example in a generated doc comment compiles with the generated types. Each test lists the example calls of one
// description; at the end, all of them are compiled together as programs of a project with the package.

const ok = 'responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }';
const compiled: Record<string, Record<string, string>> = {};

/** The example calls of a description's methods. */
async function shown(description: Description): Promise<string[]> {
  const { files } = await projectFiles(description);
  const programs = examplesIn(files["resources.ts"] ?? "");
  compiled[expect.getState().currentTestName ?? ""] = { ...files, "program.ts": oneProgram(programs) };
  return programs.map((text) => /\b(?:wipsy|agent)\.(\w+\..*?)\)+(?: console.*)?;\n$/s.exec(text)?.[1] ?? text);
}

const body = (content: string, rest = "required: true,") => `requestBody: { ${rest} content: { ${content} } },`;
const put = (inner: string) => tiny([], `paths: { /a: { put: { operationId: a, ${inner} ${ok} } } }`);
const jsonBody = (schema: string, rest = "", outer?: string) =>
  put(body(`application/json: { schema: ${schema} ${rest} }`, outer));

test.each<[string, Description, string[]]>([
  [
    "an object without a type",
    jsonBody("{ type: object, required: [o], properties: { o: { additionalProperties: true } } }"),
    ["default.a({ body: { o: {} } }"],
  ],
  [
    "no value, if none matches the schema",
    jsonBody('{ type: object, required: [n], properties: { n: { type: integer, enum: ["1", "2"] } } }'),
    [],
  ],
  ["an optional body", jsonBody("{ type: object, properties: { a: { type: string } } }", "", " "), ["default.a("]],
  [
    "required fields",
    jsonBody(
      "{ type: object, required: [id, s, n, d, u, e, o, l, x], properties: { id: { type: string, readOnly: true }, s: { type: string }, n: { type: [integer, 'null'], minimum: 3 }, d: { type: string, format: date-time }, u: { type: string, format: uuid }, e: { type: string, enum: [one, two] }, o: { allOf: [{ type: object, required: [k], properties: { k: { const: 5 } } }] }, l: { type: array, items: { oneOf: [{ type: boolean }, { type: string }] } }, x: { type: string, example: shown }, more: { type: string } } }",
    ),
    [
      'default.a({\n  body: {\n    s: "s",\n    n: 3,\n    d: "2030-01-31T12:00:00Z",\n    u: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d",\n    e: "one",\n    o: { k: 5 },\n    l: [true],\n    x: "shown",\n  },\n}',
    ],
  ],
  [
    "the description's example, if it matches the schema",
    jsonBody("{ type: object, properties: { a: { type: string } } }", ', example: { a: "ends */ here \\u2028 `" }'),
    ['default.a({ body: { a: "ends *\\/ here \\u2028 `" } }'],
  ],
  [
    "the description's example without an extra field",
    jsonBody("{ type: object, required: [a], properties: { a: { type: string } } }", ", example: { a: x, zzz: 1 }"),
    ['default.a({ body: { a: "x" } }'],
  ],
  [
    "a new example, if the description's lacks a field or has a wrong type",
    jsonBody(
      "{ type: object, required: [a, b], properties: { a: { type: string }, b: { type: integer } } }",
      ", example: { a: 1 }",
    ),
    ['default.a({ body: { a: "a", b: 1 } }'],
  ],
  [
    "parameters without examples",
    tiny(
      [],
      `paths: { "/no-id/{a}/x/{b-c}": { get: { parameters: [{ name: a, in: path, required: true, schema: { type: integer } }, { name: b-c, in: path, required: true, schema: { type: string } }, { name: q, in: query, required: true, schema: {} }, { name: r, in: query, required: true, schema: { type: array, items: { type: boolean } } }, { name: left, in: query, schema: { type: string } }], ${ok} } } }`,
    ),
    ['default.getNoIdByAXByBC({ query: { q: "q", r: [true] }, path: { a: 1, "b-c": "b-c" } }'],
  ],
  [
    "a parameter's example, if it is valid",
    tiny(
      [],
      `paths: { /a: { get: { operationId: a, parameters: [{ name: q, in: query, required: true, example: "5", schema: { type: integer, minimum: 2 } }, { name: r, in: query, required: true, example: r1, schema: { type: string } }], ${ok} } } }`,
    ),
    ['default.a({ query: { q: 2, r: "r1" } }'],
  ],
  [
    "unions and circular references",
    tiny(
      [],
      `
paths: { /a: { put: { operationId: a, ${body('application/json: { schema: { $ref: "#/components/schemas/Tree" } }')} ${ok} } } }
components: { schemas: {
  Tree: { type: object, required: [children, leaf], properties: { children: { type: array, items: { $ref: "#/components/schemas/Tree" } }, leaf: { anyOf: [{ $ref: "#/components/schemas/Leaf" }, { type: string }] }, up: { $ref: "#/components/schemas/Tree" } } },
  Leaf: { type: object, required: [size], properties: { size: { type: number } }, additionalProperties: { type: number } } } }`,
    ),
    ["default.a({ body: { children: [], leaf: { size: 1 } } }"],
  ],
])("%s", async (_what, description, calls) => {
  expect(await shown(description)).toEqual(calls);
});

test("a namespace's own verbs", async () => {
  const id = (name: string, schema: string) =>
    `parameters: [{ name: ${name}, in: path, required: true, schema: ${schema} }],`;
  const order = "{ type: object, required: [name], properties: { name: { type: string } } }";
  const page = `responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: array, items: ${order} } } } } } } }`;
  const calls = await shown(
    tiny(
      ["Orders", "Users"],
      `
paths:
  /orders:
    get: { operationId: getOrders, tags: [Orders], parameters: [{ name: orderId, in: query, schema: { type: integer, minimum: 7 } }, { name: state, in: query, required: true, schema: { type: string, enum: [open] } }], ${page} }
    post: { operationId: createOrder, tags: [Orders], ${body(`application/json: { schema: ${order} }`)} ${ok} }
  /orders/{id}:
    put: { operationId: updateOrder, tags: [Orders], ${id("id", "{ type: integer }")} ${body(`application/json: { schema: ${order} }`)} ${ok} }
    delete: { operationId: deleteOrder, tags: [Orders], ${id("id", "{ type: integer, example: 12 }")} ${ok} }
  /users: { get: { operationId: getUsers, tags: [Users], ${page} } }
  /users/{id}: { get: { operationId: getUser, tags: [Users], ${id("id", "{ type: string, format: uuid }")} ${ok} } }
  /searches: { post: { operationId: listUsers, tags: [Users], ${body(`application/json: { schema: { type: object, required: [q], properties: { q: { type: string } } } }`)} ${page} } }`,
    ),
  );
  expect(calls).toEqual([
    'orders.list({ state: "open" }',
    'orders.iterate({ state: "open" }',
    "orders.get(7",
    'orders.create({ name: "name" }',
    'orders.update(1, { name: "name" }',
    "orders.delete(12",
    "users.list(",
    "users.iterate(",
    'users.get("2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d"',
    'users.listUsers({ body: { q: "q" } }',
  ]);
});

test("iterate does not accept the parameters that it sets itself", async () => {
  const answered =
    "{ type: object, properties: { data: { type: array, items: { type: object } }, next_cursor: { type: string } } }";
  const page = `responses: { "200": { description: ok, content: { application/json: { schema: ${answered} } } } }`;
  const needed = (names: string[], schema = "{ type: integer, minimum: 1 }") =>
    `parameters: [${names.map((name) => `{ name: ${name}, in: query, required: true, schema: ${schema} }`).join(", ")}]`;
  const sent = "{ type: object, required: [page, q], properties: { page: { type: integer }, q: { type: string } } }";
  const calls = await shown(
    tiny(
      ["Gadgets", "Parts", "Finds"],
      `
paths:
  /gadgets: { get: { operationId: getGadgets, tags: [Gadgets], ${needed(["limit", "offset"])}, ${page} } }
  /parts: { get: { operationId: getParts, tags: [Parts], ${needed(["page", "kind"])}, ${page} } }
  /finds: { post: { operationId: getFinds, tags: [Finds], ${body(`application/json: { schema: ${sent} }`)} ${page} } }`,
    ),
  );
  expect(calls).toEqual([
    "gadgets.list({ limit: 1, offset: 1 }",
    "gadgets.iterate(",
    "parts.list({ page: 1, kind: 1 }",
    "parts.iterate({ kind: 1 }",
    'finds.list({ page: 1, q: "q" }',
    'finds.iterate({ q: "q" }',
  ]);
});

test("agent operations, only with a known session", async () => {
  const scheme = "components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }";
  const session =
    "{ type: object, required: [agentSession], properties: { agentSession: { type: object, required: [agent], properties: { agent: { type: string } } }, a: { type: string } } }";
  const operation = (id: string, rest: string) =>
    `{ post: { operationId: ${id}, security: [{ bearer: [] }], ${rest} ${ok} } }`;
  const withSession = operation("agentGetA", body(`application/json: { schema: ${session} }`));
  const without = operation("agentGetB", body("application/json: { schema: { type: object } }"));
  expect(await shown(tiny([], `paths: { /a: ${withSession}, /b: ${without} }\n${scheme}`))).toEqual([
    "default.agentGetA(",
    "default.agentGetB({ body: {} }",
  ]);
  expect(await shown(tiny([], `paths: { /b: ${without} }\n${scheme}`))).toEqual([]);
});

test("this API's own description", async () => {
  expect((await shown(await bundledDescription())).length).toBeGreaterThan(40);
});

test("all examples compile", () => {
  expect(Object.keys(compiled).length).toBeGreaterThan(11);
  const faults = [...diagnose(compiled)].flatMap(([name, lines]) => lines.map((line) => `${name}: ${line}`));
  expect(faults).toEqual([]);
});
