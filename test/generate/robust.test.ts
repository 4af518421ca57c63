import { describe, expect, test } from "vitest";
import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "../corpus/compile.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// Descriptions from elsewhere. Each test covers one feature; at the end, all generated code is compiled in one program.

const json = (schema: string) =>
  `responses: { "200": { description: ok, content: { application/json: { schema: ${schema} } } } }`;
const ok = json("{ type: object, properties: { a: { type: string } } }");

const generated: Record<string, Record<string, string>> = {};

/** The rows of a description, and its notes. Also compiles the generated code with `use`, a program that uses it. */
async function made(description: Description, use = "") {
  const table = rowsOf(description);
  const files = await generatedFor(description);
  expect(await generatedFor(structuredClone(description))).toEqual(files);
  const head =
    'import type { Namespaces, Operations } from "./resources.ts";\nexport declare const ns: Namespaces;\nexport type Ops = Operations;\n';
  const name = expect.getState().currentTestName ?? "";
  generated[name] = { ...files, ...(use !== "" && { "use.ts": `${head}${use}\n` }) };
  const of = (key: "namespace" | "id" | "name" | "verb") => table.rows.map(({ operation }) => operation[key]);
  const [first] = table.rows;
  return { ...table, files, of, operation: first?.operation };
}

const paths = (yaml: string, tags: string[] = []) => tiny(tags, `paths:\n${yaml}`);

describe("names", () => {
  test("makes an id from method and path for an operation without one", async () => {
    const { of } = await made(
      paths(`
  /: { get: { ${ok} } }
  /users/{id}/posts: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], ${ok} } }
  /files/a-b_c.json: { post: { ${ok} }, delete: { operationId: "", ${ok} } }`),
      'export const a: Promise<{ a?: string }> = ns.default.getUsersByIdPosts({ path: { id: "1" } });',
    );
    expect(of("id")).toEqual(["getRoot", "getUsersByIdPosts", "postFilesABCJson", "deleteFilesABCJson"]);
  });

  test("renames later operations with the same id", async () => {
    const { of, notes } = await made(
      paths(`
  /a: { get: { operationId: same, ${ok} }, put: { operationId: same, ${ok} } }
  /b: { get: { operationId: same, ${ok} }, put: { operationId: putA, ${ok} } }`),
      "export const a = ns.default.putA2();",
    );
    expect(of("id")).toEqual(["same", "putA2", "getB", "putA"]);
    expect(notes.map(({ about, why }) => `${about}: ${why}`)).toEqual([
      `PUT /a: its operationId "same" is another operation's, too: its id here is putA2`,
      `GET /b: its operationId "same" is another operation's, too: its id here is getB`,
    ]);
  });

  test("keeps an id that is not an identifier, and names its method", async () => {
    const ids = [
      "users/list-all",
      "a.b",
      "2fa",
      "delete",
      "!!!",
      "größe",
      "日本",
      "with space",
      'quo"te',
      "a#b",
      "a`b*/",
    ];
    const { of } = await made(
      paths(ids.map((id, index) => `  /p${index}: { get: { operationId: ${JSON.stringify(id)}, ${ok} } }`).join("\n")),
      'export const a = [ns.default.usersListAll(), ns.default.größe(), ns.default.日本(), ns.default._2fa(), ns.default.delete()];\nexport type B = Ops["a#b"]["answer"]["a"];',
    );
    expect(of("id")).toEqual(ids);
    expect(of("name")).toEqual([
      "usersListAll",
      "aB",
      "_2fa",
      undefined,
      "getP4",
      undefined,
      undefined,
      "withSpace",
      "quoTe",
      "aB_",
      "aB__",
    ]);
  });

  test("adds an underscore to names that objects, promises or the client have", async () => {
    const names = ["then", "constructor", "prototype", "toString", "hasOwnProperty", "__proto__", "call", "agent"];
    const { of } = await made(
      paths(names.map((name) => `  /${name}: { get: { operationId: ${name}, tags: [${name}], ${ok} } }`).join("\n")),
      "export const a = [ns.then_.then_(), ns.constructor_.constructor_(), ns.call_.call(), ns.agent_.agent()];",
    );
    expect(of("namespace")).toEqual([
      "then_",
      "constructor_",
      "prototype_",
      "toString_",
      "hasOwnProperty_",
      "proto",
      "call_",
      "agent_",
    ]);
    expect(of("name")).toEqual([
      "then_",
      "constructor_",
      "prototype_",
      "toString_",
      "hasOwnProperty_",
      undefined,
      undefined,
      undefined,
    ]);
    expect(of("id")[5]).toBe("getProto");
  });

  test("names the later of two equal methods by its operationId", async () => {
    const list = json("{ type: object, properties: { data: { type: array, items: { type: object } } } }");
    const { of } = await made(
      paths(
        `
  /a: { get: { operationId: getThings, tags: [Things], ${list} } }
  /b: { get: { operationId: get_things, tags: [things], ${list} } }
  /c: { get: { operationId: list, tags: [Things], ${ok} } }
  /d: { get: { operationId: get-things, tags: [Things], ${list} } }`,
        ["Things"],
      ),
      "export const a = [ns.things.list(), ns.things.iterate(), ns.things.get_things(), ns.things.list_(), ns.things.getThings()];",
    );
    expect(of("verb")).toEqual(["list", undefined, undefined, undefined]);
    expect(of("name")).toEqual([undefined, undefined, "list_", "getThings"]);
  });

  test("a handwritten method keeps its name", async () => {
    const body = "{ type: object, properties: { to: { type: string }, message: { type: string } } }";
    const chats = "{ type: array, items: { type: object } }";
    const { of, operation } = await made(
      paths(`
  /a: { post: { operationId: send, tags: [Messages], ${ok} } }
  /c: { post: { operationId: sendMessage, requestBody: { content: { application/json: { schema: ${body} } } }, ${ok} } }
  /d: { get: { operationId: getChats, tags: [Chats], ${json(`{ type: object, properties: { data: ${chats} } }`)} } }
  /e: { get: { operationId: list, tags: [Chat Buttons], ${ok} } }`),
    );
    // There are no buttons in the answer: the name is free.
    expect(of("name")).toEqual(["send_", undefined, undefined, undefined]);
    expect(operation).not.toHaveProperty("handwritten");
  });

  test("schemas with taken, invalid or odd names", async () => {
    const names = [
      "Error",
      "Error_",
      "Call",
      "Operations",
      "Record",
      "Blob",
      "string",
      "a.b",
      "Größe",
      "Wipsy",
      "__proto__",
      "constructor",
    ];
    const schemas = names.map(
      (name) => `    ${JSON.stringify(name)}: { type: object, properties: { x: { type: string } } }`,
    );
    const body = names.map((name) => `{ $ref: "#/components/schemas/${name}" }`).join(", ");
    const { files } = await made(
      tiny(
        [],
        `paths: { /a: { get: { operationId: a, ${json(`{ anyOf: [${body}] }`)} } } }\ncomponents:\n  schemas:\n${schemas.join("\n")}`,
      ),
      'import type { Call_, Record_, Wipsy_ } from "./resources.ts";\nexport const a: Call_ | Record_ | Wipsy_ = { x: "1" };',
    );
    const aliases = [
      ...(files["resources.ts"] ?? "").matchAll(/^export (?:interface|type) (\w+) (?:extends|=) SchemaOf/gm),
    ];
    expect(aliases.map((match) => match[1])).toEqual(["Error_", "Call_", "Operations_", "Record_", "Blob", "Wipsy_"]);
  });
});

describe("tags", () => {
  test("missing, several, undeclared, without letters, in another script", async () => {
    const tags = [
      "",
      "tags: [],",
      "tags: [First, Second],",
      'tags: ["!!"],',
      'tags: ["Zahlungs-Übersicht"],',
      'tags: ["聊天"],',
      "tags: [SMS],",
      "tags: [5],",
    ];
    const { of } = await made(
      paths(tags.map((tag, index) => `  /p${index}: { get: { operationId: o${index}, ${tag} ${ok} } }`).join("\n")),
      "export const a = [ns.default.o0(), ns.zahlungsÜbersicht.o4(), ns.聊天.o5(), ns._5.o7()];",
    );
    expect(of("namespace")).toEqual([
      "default",
      "default",
      "first",
      "default",
      "zahlungsÜbersicht",
      "聊天",
      "sms",
      "_5",
    ]);
  });
});

describe("an operation that cannot be a method has a note", () => {
  test.each<[string, string, string]>([
    ["/a", `head: { ${ok} }`, "HEAD /a: HEAD is not supported"],
    [
      "/a",
      `get: { servers: [{ url: "https://other.example.com" }], ${ok} }`,
      "GET /a: it has a server of its own, https://other.example.com",
    ],
    ["/a/{id}", `get: { ${ok} }`, "GET /a/{id}: its path has {id}, which is not among its parameters"],
    ["/a?b=c", `get: { ${ok} }`, "GET /a?b=c: its path has a ? or a # in it, where no path can have one"],
    [
      "/a",
      `get: { responses: { "302": { description: elsewhere } } }`,
      "GET /a: it answers with a redirect, which is never followed",
    ],
    ["/a", `post: { requestBody: { content: {} }, ${ok} }`, "POST /a: its body has no content"],
  ])("%s %s", async (path, item, line) => {
    const { rows, leftOut } = await made(
      paths(`  "${path}": { ${item} }\n  /other: { get: { operationId: other, ${ok} } }`),
      "export const a = ns.default.other();",
    );
    expect(leftOut.map(({ about, why }) => `${about}: ${why}`)).toEqual([line]);
    expect(rows).toHaveLength(1);
  });
});

describe("security", () => {
  const schemes = `
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    other: { type: apiKey, in: header, name: X-Other }
    inQuery: { type: apiKey, in: query, name: key }
    bearer: { type: http, scheme: Bearer }
    basic: { type: http, scheme: basic }
    oauth: { type: oauth2, flows: {} }
    open: { type: openIdConnect, openIdConnectUrl: "https://example.com" }
    tls: { type: mutualTLS }`;
  const secured = (security: string, id = "a") =>
    tiny([], `paths: { /a: { get: { operationId: ${id}, security: ${security}, ${ok} } } }${schemes}`);

  test.each<[string, object]>([
    ["[]", { auth: "none" }],
    ["[{}]", { auth: "none" }],
    ["[{ key: [] }]", { auth: "apiKey" }],
    ["[{ bearer: [] }, { key: [] }]", { auth: "apiKey" }],
    ["[{ oauth: [read] }, { inQuery: [] }, { key: [] }]", { auth: "apiKey" }],
    ["[{ basic: [] }, { key: [], bearer: [] }, { key: [] }]", { auth: "apiKey" }],
    ["[{ nothing: [] }, { key: [] }]", { auth: "apiKey" }],
    ["[{ key: [] }, {}]", { auth: "apiKey", authOptional: true }],
    ["[{}, { basic: [] }]", { auth: "none" }],
    ["[{ bearer: [] }, {}]", { auth: "none" }],
  ])("%s", async (security, expected) => {
    const { operation } = await made(secured(security));
    expect(operation).toMatchObject(expected);
    expect(operation).not.toHaveProperty("agent");
  });

  test.each<[string, object]>([
    ["[{ bearer: [] }]", { auth: "bearer", agent: true }],
    ["[{ oauth: [read] }]", { auth: "bearer", agent: true }],
    ["[{ open: [] }]", { auth: "bearer", agent: true }],
    ["[{ key: [], bearer: [] }, { bearer: [] }]", { auth: "bearer", agent: true }],
    ["[{ bearer: [] }, {}]", { auth: "bearer", authOptional: true, agent: true }],
    ["[{ key: [] }, { bearer: [] }]", { auth: "apiKey" }],
  ])("an agent's operation %s", async (security, expected) => {
    const { auth, authOptional, agent } = (await made(secured(security, "agentGetA"))).operation ?? {};
    expect({ auth, ...(authOptional && { authOptional }), ...(agent && { agent }) }).toEqual(expected);
  });

  test.each<[string, string]>([
    ["[{ bearer: [] }]", "bearer"],
    ["[{ oauth: [] }, { open: [] }, { basic: [] }]", "oauth, or open, or basic"],
    ["[{ inQuery: [] }, { tls: [] }]", "inQuery, or tls"],
    ["[{ key: [], bearer: [] }]", "key and bearer"],
    ["[{ nothing: [] }]", "nothing"],
  ])("%s", async (security, needs) =>
    expect((await made(secured(security))).leftOut).toEqual([
      { about: "GET /a", why: `it needs ${needs}, which the client does not support` },
    ]),
  );

  test.each<[string, string[], string, number]>([
    ["the most used one", ["[{ other: [] }]", "[{ bearer: [] }, { other: [] }]", "[{ key: [] }]"], "X-Other", 1],
    ["the first of two that are used equally", ["[{ other: [] }]", "[{ key: [] }]"], "X-Key", 1],
    ["not one that is combined with another", ["[{ other: [], bearer: [] }]", "[{ key: [] }]"], "X-Key", 1],
    ["the first if none is used", ["[]"], "X-Key", 0],
  ])("chooses one of several key headers: %s", async (_what, securities, header, left) => {
    const items = securities.map((security, index) => `/p${index}: { get: { security: ${security}, ${ok} } }`);
    const { files, leftOut } = await made(tiny([], `paths: { ${items.join(", ")} }${schemes}`));
    expect(files["operations.ts"]).toContain(`apiKeyHeader: "${header}",`);
    expect(leftOut).toHaveLength(left);
  });

  test("the description's security applies to operations without their own", async () => {
    const items = `/a: { get: { ${ok} } }, /b: { get: { ${ok} } }, /c: { get: { security: [{ key: [] }], ${ok} } }`;
    const { leftOut } = await made({
      ...tiny([], `paths: { ${items} }${schemes}`),
      security: [{ other: [] }],
    });
    expect(leftOut).toEqual([{ about: "GET /c", why: expect.stringContaining("it needs key") }]);
  });
});

describe("servers", () => {
  const withServers = (servers: object[] | undefined, item = "") => {
    const { servers: _, ...rest } = paths(`  /a: { ${item} get: { operationId: a, ${ok} } }`);
    return { ...rest, ...(servers && { servers }) } as Description;
  };
  test.each<[string, object[] | undefined, string, string[]]>([
    ["one", [{ url: "https://a.example.com/v1/" }], "https://a.example.com/v1", []],
    [
      "two",
      [{ url: "https://a.example.com" }, { url: "https://b.example.com" }],
      "https://a.example.com",
      ["the first of 2 is used, https://a.example.com: give baseUrl for another"],
    ],
    [
      "a variable",
      [{ url: "https://{region}.example.com/{v}", variables: { region: { default: "eu" }, v: { default: 2 } } }],
      "https://eu.example.com/2",
      [],
    ],
    [
      "an open variable",
      [{ url: "https://{region}.example.com" }],
      "",
      ["https://{region}.example.com has a variable without a default: the client needs a baseUrl"],
    ],
    ["a relative URL", [{ url: "/v1" }], "", ["/v1 is not an absolute URL: the client needs a baseUrl"]],
    ["none", undefined, "", ["no server is listed: the client needs a baseUrl"]],
    ["an empty list", [], "", ["no server is listed: the client needs a baseUrl"]],
  ])("%s", async (_what, servers, url, lines) => {
    const { files, notes, rows } = await made(withServers(servers));
    expect(files["operations.ts"]).toContain(`server: ${JSON.stringify(url)},`);
    expect(notes).toEqual(lines.map((why) => ({ about: "servers", why })));
    expect(rows).toHaveLength(1);
  });
  test("uses a path's own if there is no other", async () => {
    const { files, rows } = await made(withServers(undefined, 'servers: [{ url: "https://a.example.com" }],'));
    expect(files["operations.ts"]).toContain('server: "https://a.example.com",');
    expect(rows).toHaveLength(1);
  });
});

describe("bodies and responses in the types", () => {
  const body = (content: string) => `requestBody: { required: true, content: { ${content} } },`;
  test("objects, lists, anything and nothing", async () => {
    await made(
      paths(`
  /a: { post: { operationId: a, ${body("application/json: { schema: { type: object, required: [f], properties: { f: { type: string, format: binary }, n: { type: [integer, 'null'] } } } }")} ${ok} } }
  /c: { post: { operationId: c, responses: { "204": { description: nothing } } } }
  /d: { post: { operationId: d, ${body("application/json: { schema: { oneOf: [{ type: object, properties: { x: { type: number } } }, { type: object, required: [y], properties: { y: { type: string } } }] } }")} ${json("{ type: array, items: { type: integer } }")} } }
  /e: { post: { operationId: e, responses: {} } }
  /f: { post: { operationId: f, responses: { 200: { description: ok, content: { application/json: { schema: { type: string } } } }, 204: { description: none } } } }`),
      `export const a: Promise<{ a?: string }> = ns.default.a({ body: { f: "text", n: null } });
export const c: Promise<undefined> = ns.default.c();
export const d: Promise<number[]>[] = [ns.default.d({ body: { x: 1 } }), ns.default.d({ body: { y: "1" } })];
export const e: Promise<unknown> = ns.default.e();
export const f: Promise<string | undefined> = ns.default.f();
// @ts-expect-error a file is a text in JSON
ns.default.a({ body: { f: new Blob([]) } });
// @ts-expect-error an answer that can be nothing
export const g: Promise<string> = ns.default.f();`,
    );
  });

  test("only query and path parameters are in the input", async () => {
    const parameter = (name: string, where: string, rest = "") =>
      `{ name: ${name}, in: ${where}, ${rest} schema: { type: string } }`;
    const all = [
      parameter("id", "path", "required: true,"),
      parameter("X-Trace", "header"),
      parameter("Accept", "header", "required: true,"),
      parameter("Authorization", "header", "required: true,"),
      parameter("c", "cookie"),
      parameter("q", "query"),
    ];
    const { notes } = await made(
      paths(`  /a/{id}: { get: { operationId: a, parameters: [${all.join(", ")}], ${ok} } }`),
      `export const a = ns.default.a({ path: { id: "1" }, query: { q: undefined } }, { headers: { "X-Trace": "t" } });
// @ts-expect-error headers are an option
ns.default.a({ path: { id: "1" }, headers: { "X-Trace": "t" } });
// @ts-expect-error cookies are not sent
ns.default.a({ path: { id: "1" }, cookies: { c: "x" } });`,
    );
    expect(notes.map(({ why }) => why.split(" is left out")[0])).toEqual([
      "its header parameter X-Trace",
      "its cookie parameter c",
    ]);
  });

  test("a GET omits an optional body with a note, and with a required one has no method", async () => {
    const json = (rest: string) =>
      `requestBody: { ${rest} content: { application/json: { schema: { type: object, properties: { q: { type: string } } } } } },`;
    const { of, rows, leftOut, notes } = await made(
      paths(`
  /a: { get: { operationId: a, parameters: [{ name: n, in: query, schema: { type: string } }], ${json("")} ${ok} } }
  /b: { get: { operationId: b, ${json("required: true,")} ${ok} } }
  /c: { delete: { operationId: c, ${json("required: true,")} ${ok} } }`),
      `export const a = [ns.default.a(), ns.default.c({ body: { q: "x" } })];
// @ts-expect-error it takes no body
ns.default.a({ body: { q: "x" } });`,
    );
    expect(of("id")).toEqual(["a", "c"]);
    expect(rows[0]?.operation).not.toHaveProperty("body");
    const line = (why: string) => `its body ${why}: no fetch sends a body with GET`;
    expect(leftOut).toEqual([{ about: "GET /b", why: line("must be given") }]);
    expect(notes).toEqual([{ about: "GET /a", why: line("is left out, as it may be") }]);
  });

  test("an operation's parameter overrides its path's", async () => {
    const { operation } = await made(
      paths(
        `  /a: { parameters: [{ name: q, in: query, required: true, schema: { type: string } }, { name: r, in: query, schema: { type: string } }], get: { operationId: a, parameters: [{ name: q, in: query, schema: { type: integer } }], ${ok} } }`,
      ),
      'export const a = ns.default.a({ query: { q: 1, r: "r" } });',
    );
    expect(operation).toMatchObject({ query: { q: { type: "integer" }, r: { type: "string" } } });
    expect(operation?.query?.q).not.toHaveProperty("required");
  });
});

describe("schemas", () => {
  const schema = async (text: string, components = "") => {
    const body = `requestBody: { required: true, content: { application/json: { schema: ${text} } } },`;
    const { operation } = await made(
      tiny([], `paths: { /a: { post: { operationId: a, ${body} ${json(text)} } } }\n${components}`),
    );
    return { body: operation?.body, isOpen: operation?.bodyOpen ?? false };
  };
  const field = async (text: string, components = "") =>
    (await schema(`{ type: object, properties: { f: ${text} } }`, components)).body?.f;
  const node = `components: { schemas: {
    Node: { type: object, properties: { next: { $ref: "#/components/schemas/Node" }, all: { type: array, items: { $ref: "#/components/schemas/Node" } } } },
    Tree: { allOf: [{ $ref: "#/components/schemas/Node" }, { type: object, properties: { up: { $ref: "#/components/schemas/Tree" } } }] },
    Either: { oneOf: [{ type: string }, { type: array, items: { $ref: "#/components/schemas/Either" } }] },
    Alias: { $ref: "#/components/schemas/Node" },
    Text: { type: string, enum: [a, b] } } }`;

  test.each<[string, object]>([
    ["{ type: string, const: a }", { type: "string", enum: ["a"] }],
    ["{ const: 5 }", { enum: [5] }],
    ["{ type: string, nullable: true, enum: [a, b] }", { type: ["string", "null"], enum: ["a", "b", null] }],
    ["{ type: [string, 'null'] }", { type: ["string", "null"] }],
    ["{ type: file }", {}],
    ["true", {}],
    ["false", {}],
    ["{ enum: [{ a: 1 }] }", {}],
    ["{ type: string, enum: [1, 2] }", {}],
    ["{ anyOf: [{ type: string }, { type: integer }] }", {}],
    ["{ oneOf: [{ type: string }], type: string }", { type: "string" }],
    ["{ allOf: [{ type: string }, { minLength: 1 }] }", { type: "string" }],
    ["{ not: { type: string } }", {}],
    ["{ type: integer, minimum: 0, exclusiveMinimum: true }", { type: "integer", minimum: 0 }],
    ["{ type: integer, exclusiveMinimum: 3 }", { type: "integer" }],
    ['{ $ref: "#/components/schemas/Text" }', { type: "string", enum: ["a", "b"] }],
    ['{ $ref: "#/components/schemas/Text", description: more }', { type: "string", enum: ["a", "b"] }],
    ['{ $ref: "#/components/schemas/Alias" }', { type: "object" }],
    ['{ $ref: "#/components/schemas/Either" }', {}],
  ])("a field %s", async (text, expected) => expect(await field(text, node)).toEqual(expected));

  test.each<[string, string[] | undefined, boolean]>([
    ['{ $ref: "#/components/schemas/Tree" }', ["next", "all", "up"], false],
    ['{ $ref: "#/components/schemas/Alias" }', ["next", "all"], false],
    ["{ type: object }", [], true],
    ["{ type: object, additionalProperties: true, properties: { a: {} } }", ["a"], true],
    ["{ type: object, additionalProperties: false, properties: { a: {} } }", ["a"], false],
    [
      "{ type: object, properties: { a: {} }, oneOf: [{ properties: { b: {} } }, { properties: { c: {} } }] }",
      ["a"],
      true,
    ],
    ["{ allOf: [{ type: object }] }", [], true],
    ["{}", undefined, false],
    ["{ type: [object, 'null'] }", undefined, false],
    ["{ type: array }", undefined, false],
    ["{ oneOf: [{ type: object }, { type: string }] }", undefined, false],
    ['{ anyOf: [{ $ref: "#/components/schemas/Node" }, { properties: { a: {} } }] }', [], true],
    ['{ $ref: "#/components/schemas/Either" }', undefined, false],
    ["true", undefined, false],
  ])("a body %s", async (text, names, isOpen) => {
    const found = await schema(text, node);
    expect(found.body && Object.keys(found.body)).toEqual(names);
    expect(found.isOpen).toBe(isOpen);
  });

  test("readOnly fields need not be sent", async () => {
    expect(
      (await schema("{ type: object, required: [id, a], properties: { id: { type: string, readOnly: true }, a: {} } }"))
        .body,
    ).toEqual({
      id: { type: "string" },
      a: { required: true },
    });
  });

  test("circular references, $defs, discriminators", async () => {
    await made(
      tiny(
        [],
        `
paths: { /a: { get: { operationId: a, ${json('{ $ref: "#/components/schemas/Pet" }')} } }, /b: { get: { operationId: b, ${json('{ $ref: "#/components/schemas/Local" }')} } } }
components:
  schemas:
    Pet: { type: object, discriminator: { propertyName: kind, mapping: { cat: "#/components/schemas/Cat" } }, required: [kind], properties: { kind: { type: string } } }
    Cat: { allOf: [{ $ref: "#/components/schemas/Pet" }, { type: object, properties: { lives: { type: integer } } }] }
    Local: { type: object, $defs: { Inner: { type: string } }, properties: { x: { $ref: "#/components/schemas/Local/$defs/Inner" } } }
    Self: { $ref: "#/components/schemas/Self" }
    Other: { type: array, items: { $ref: "#/components/schemas/Same" } }
    Same: { $ref: "#/components/schemas/Other" }
    NullOr: { type: "null", oneOf: [{ type: string }, { type: array, items: { $ref: "#/components/schemas/NullOr" } }] }`,
      ),
    );
  });
});

describe("references into another definition", () => {
  const body = (schema: string) => `requestBody: { content: { application/json: { schema: ${schema} } } },`;
  const got = "export const a: Promise<{ b?: string }> = ns.default.e();";
  const d = (rest: string) => `/d: { post: { operationId: d, ${rest} } }`;
  const e = (rest: string, kept = ok) => `/e: { post: { operationId: e, ${rest} ${kept} } }`;
  const inner = "{ type: object, properties: { b: { type: string } } }";
  test.each<[string, string, string, string, string]>([
    [
      "#/paths/~1d/post/parameters/0",
      `${d(`parameters: [{ name: p, in: query, schema: { type: string } }], ${ok}`)}`,
      e('parameters: [{ $ref: "REF" }],'),
      "",
      'export const a = [ns.default.e(), ns.default.e({ query: { p: "x" } })];\n// @ts-expect-error it is a text\nns.default.e({ query: { p: 1 } });',
    ],
    [
      "#/paths/~1d/post/parameters/0/schema",
      d(`parameters: [{ name: p, in: query, schema: { type: string, enum: [x] } }], ${ok}`),
      e('parameters: [{ name: q, in: query, schema: { $ref: "REF" } }],'),
      "",
      'export const a = [ns.default.e(), ns.default.e({ query: { q: "x" } })];\n// @ts-expect-error another value\nns.default.e({ query: { q: "y" } });',
    ],
    [
      "#/paths/~1d/post/responses/200/content/application~1json/schema",
      d(json(inner)),
      e("", json('{ $ref: "REF" }')),
      "",
      got,
    ],
    ["#/paths/~1d/post/responses/200", d(json(inner)), e("", 'responses: { "200": { $ref: "REF" } }'), "", got],
    [
      "#/paths/~1d/post/requestBody",
      d(`${body(inner)} ${ok}`),
      e('requestBody: { $ref: "REF" },'),
      "",
      'export const a = ns.default.e({ body: { b: "x" } });\n// @ts-expect-error it is a text\nns.default.e({ body: { b: 1 } });',
    ],
    [
      "#/paths/~1d/post/requestBody/content/application~1json/schema/properties/x",
      d(`${body(`{ type: object, properties: { x: ${inner} } }`)} ${ok}`),
      e(body('{ $ref: "REF" }')),
      "",
      'export const a = ns.default.e({ body: { b: "x" } });\n// @ts-expect-error it is a text\nns.default.e({ body: { b: 1 } });',
    ],
    [
      "#/components/responses/R/content/application~1json/schema/properties/a",
      "",
      e("", json('{ $ref: "REF" }')),
      `responses: { R: { description: r, content: { application/json: { schema: { type: object, properties: { a: ${inner} } } } } } }`,
      got,
    ],
    [
      "#/components/schemas/C/allOf/0",
      "",
      e("", json('{ $ref: "REF" }')),
      `schemas: { C: { allOf: [${inner}] } }`,
      got,
    ],
    [
      "#/components/schemas/G/oneOf/1",
      "",
      e("", json('{ $ref: "REF" }')),
      `schemas: { G: { oneOf: [{ type: string }, ${inner}], discriminator: { propertyName: b, mapping: { x: "REF" } } } }`,
      got,
    ],
    [
      "#/components/schemas/G/items",
      "",
      e("", json('{ $ref: "REF" }')),
      `schemas: { G: { type: array, items: ${inner} } }`,
      got,
    ],
    [
      "#/components/schemas/G/properties/g",
      "",
      e("", json('{ $ref: "REF" }')),
      'schemas: { G: { type: object, properties: { g: { type: object, properties: { b: { type: string }, more: { type: array, items: { $ref: "REF" } } } } } }, components_schemas_G_properties_g: { type: string } }',
      "export const a: Promise<{ b?: string } | undefined> = ns.default.e().then((one) => one.more?.[0]?.more?.[0]);",
    ],
    ["#/x-defs/In", "", e("", json('{ $ref: "REF" }')), "", got],
  ])("%s", async (reference, first, second, components, use) => {
    const text = `x-defs: { In: ${inner} }\npaths: { ${first === "" ? "" : `${first}, `}${second} }\ncomponents: { ${components} }`;
    const { rows, leftOut } = await made(tiny([], text.replaceAll("REF", reference)), use);
    expect(leftOut).toEqual([]);
    expect(rows).toHaveLength(first === "" ? 1 : 2);
  });

  test("a broken one under an unknown key", async () => {
    const { rows } = await made(
      paths(
        `  /e: { get: { operationId: e, ${json('{ type: object, odd: { $ref: "#/no/where%" }, odder: { $ref: "#/no/where" } }')} } }`,
      ),
      "export const a = ns.default.e();",
    );
    expect(rows).toHaveLength(1);
  });

  test("a callback that leads back to its own operation", async () => {
    const { rows } = await made(
      paths(`  /e: { post: { operationId: e, callbacks: { done: { "{$url}": { $ref: "#/paths/~1e" } } }, ${ok} } }`),
      "export const a: Promise<{ a?: string }> = ns.default.e();",
    );
    expect(rows).toHaveLength(1);
  });
});

test("texts that could end a comment, long ones, other scripts", async () => {
  const text = "ends */ here ` $ \\u2028 línea 日本 🙂";
  const { files } = await made(
    tiny(
      ["T"],
      `
paths: { /a: { get: { operationId: a, tags: [T], deprecated: true, summary: ${JSON.stringify(text)}, description: ${JSON.stringify(`${text}\r\n`.repeat(2000))}, ${ok} } } }
components: { schemas: { Old: { type: object, deprecated: true, description: ${JSON.stringify(text)}, properties: { a: { type: string, description: ${JSON.stringify(text)} } } } } }`,
    ),
    "export const a = ns.t.a();",
  );
  expect(files["resources.ts"]?.match(/@deprecated/g)).toHaveLength(3);
});

test("a percent sign in names", async () => {
  await made(
    tiny(
      [],
      `
paths: { "/a%/b": { get: { operationId: "a%", parameters: [{ name: "q%", in: query, schema: { type: string } }], ${json('{ $ref: "#/components/schemas/S" }')} } } }
components: { schemas: { S: { type: object, required: ["%"], properties: { "%": { anyOf: [{ type: string }] } } } } }`,
    ),
    'export const a: Promise<{ "%": string }> = ns.default.a({ query: { "q%": "x" } });',
  );
});

test("no operations, no schemas, paths that are extensions or references", async () => {
  await made(tiny([], "paths: {}"));
  const { of } = await made(
    tiny(
      [],
      `
paths: { x-note: hello, /a: { $ref: "#/components/pathItems/A" }, /b: null }
components: { pathItems: { A: { get: { operationId: a, ${ok} } } } }
webhooks: { done: { post: { operationId: a, responses: {} } } }`,
    ),
    "export const a: Promise<{ a?: string }> = ns.default.a();",
  );
  expect(of("id")).toEqual(["a"]);
});

test("all generated code compiles, and so do programs that use it", () => {
  expect(Object.keys(generated).length).toBeGreaterThan(70);
  const faults = [...diagnose(generated)].flatMap(([name, lines]) => lines.map((line) => `${name}: ${line}`));
  expect(faults).toEqual([]);
});
