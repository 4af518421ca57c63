import { describe, expect, test } from "vitest";
import { type CallOptions, isWipsyError } from "wipsy-client";
import type { Input } from "../../src/operation/table.ts";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";
import { clientFor } from "./client.ts";
import { tiny } from "./tiny.ts";

// Requests of operations that this API does not have, over a real socket: parameters and bodies.

const answer = 'responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }';

function withParameters(path: string, parameters: string) {
  return tiny([], `paths: { "${path}": { get: { operationId: it, parameters: [${parameters}], ${answer} } } }`);
}

const inQuery = (schema: string, rest = "") =>
  withParameters("/t", `{ name: q, in: query, schema: { ${schema} } ${rest} }`);

async function sent(description: ReturnType<typeof tiny>, input: Input, options?: CallOptions) {
  await using server = await serve(() => ({ body: {} }));
  await clientFor(description, server.url).call("it", input, options);
  const [seen] = server.seen;
  if (seen === undefined) throw new Error("nothing was sent");
  return seen;
}

async function refused(description: ReturnType<typeof tiny>, input: Input): Promise<string | undefined> {
  await using server = await serve(() => ({ body: {} }));
  const error = await failureOf(clientFor(description, server.url).call("it", input));
  expect(server.seen).toEqual([]);
  return isWipsyError(error, "InputError") ? error.field : error.name;
}

describe("query", () => {
  const strings = "type: array, items: { type: string }";
  test.each<[string, ReturnType<typeof tiny>, unknown, string]>([
    ["text", inQuery("type: string"), "a b&c=ñ", "q=a%20b%26c%3D%C3%B1"],
    ["a number", inQuery("type: number"), 1.5, "q=1.5"],
    ["true", inQuery("type: boolean"), true, "q=true"],
    ["an array", inQuery(strings), ["a,b", "c"], "q=a%2Cb&q=c"],
    ["an empty array", inQuery(strings), [], ""],
    ["text of any style", inQuery("type: string", ", style: pipeDelimited, explode: false"), "a|b", "q=a%7Cb"],
  ])("%s", async (_what, description, q, query) => {
    expect((await sent(description, { query: { q } })).url).toBe(query === "" ? "/t" : `/t?${query}`);
  });

  test.each<[string, ReturnType<typeof tiny>, unknown]>([
    ["a date", inQuery(""), new Date(0)],
    ["objects in an array", inQuery("type: array"), [{ a: 1 }]],
    ["an object", inQuery(""), { a: 1 }],
    ["a wrong type", inQuery("type: array"), "a"],
  ])("refuses %s", async (_what, description, q) => {
    expect(await refused(description, { query: { q } })).toBe("query.q");
  });
});

describe("path", () => {
  const description = withParameters(
    "/users/{userId}/files/{name}",
    "{ name: userId, in: path, required: true, schema: { type: integer } }, { name: name, in: path, required: true, schema: { type: string } }",
  );
  test("encodes path parameters", async () => {
    const { url } = await sent(description, { path: { userId: 7, name: "../a b?#ñ%2e$&" } });
    expect(url).toBe("/users/7/files/..%2Fa%20b%3F%23%C3%B1%252e%24%26");
  });
  test.each(["", ".", "..", null, undefined, {}, 5])("refuses %j as a path parameter", async (name) => {
    expect(await refused(description, { path: { userId: 7, name } })).toBe("path.name");
  });
  test("refuses unknown path parameters", async () => {
    expect(await refused(description, { path: { userId: 7, name: "a", other: "b" } })).toBe("path.other");
    expect(await refused(inQuery("type: string"), { path: { id: "a" } })).toBe("path");
  });
  test("refuses .. in a parameter of any type", async () => {
    const open = withParameters("/a/{id}/b", "{ name: id, in: path, required: true }");
    for (const id of ["..", ["a"], [], { id: 1 }, Number.NaN])
      expect(await refused(open, { path: { id } })).toBe("path.id");
    expect((await sent(open, { path: { id: 1 } })).url).toBe("/a/1/b");
  });
});

test("refuses headers in the input, and sends those of the call", async () => {
  const description = withParameters("/t", "{ name: X-Trace, in: header, schema: { type: string } }");
  const headers = { "X-Trace": "abc" };
  // The cast: the input of JavaScript code is not checked by the compiler.
  expect(await refused(description, { headers } as Input)).toBe("headers");
  expect((await sent(description, {}, { headers })).headers).toMatchObject({ "x-trace": "abc" });
});

describe("bodies", () => {
  const withBody = (content: string, rest = "") =>
    tiny(
      [],
      `paths: { /t: { put: { operationId: it, requestBody: { ${rest} content: { ${content} } }, ${answer} } } }`,
    );
  const fields = "schema: { type: object, properties: { a: { type: string }, n: { type: integer } } }";

  test("one of several objects", async () => {
    const either = withBody("application/json: { schema: { oneOf: [{ type: object }, { properties: { b: {} } }] } }");
    expect((await sent(either, { body: { a: "ñ" } })).body).toBe('{"a":"ñ"}');
    expect(await refused(either, { body: [] })).toBe("body");
  });
  test("additional fields", async () => {
    const open = withBody("application/json: { schema: { type: object, additionalProperties: { type: string } } }");
    expect((await sent(open, { body: { anything: "x" } })).body).toBe('{"anything":"x"}');
    const named = withBody(`application/json: { ${fields} }`);
    expect(await refused(named, { body: { b: "x" } })).toBe("body.b");
  });
  test("sends JSON if several types are offered", async () => {
    const several = withBody(`text/plain: {}, "*/*": { ${fields} }, application/json: { ${fields} }`);
    expect((await sent(several, { body: { a: "x" } })).headers["content-type"]).toBe("application/json");
  });
  test("omits an optional body, even with required fields", async () => {
    const optional = withBody(
      "application/json: { schema: { type: object, required: [a], properties: { a: { type: string } } } }",
    );
    expect(await sent(optional, {})).toMatchObject({ body: "" });
    expect(await refused(optional, { body: {} })).toBe("body.a");
  });
});

test("accepts names that every object has", async () => {
  const odd = withParameters(
    "/t",
    '{ name: constructor, in: query, schema: { type: string } }, { name: __proto__, in: query, schema: { type: string } }, { name: "a[b]", in: query, schema: {} }',
  );
  expect((await sent(odd, {})).url).toBe("/t");
  const query = { constructor: "x", ["__proto__"]: "y", "a[b]": "z" };
  expect((await sent(odd, { query })).url).toBe("/t?constructor=x&__proto__=y&a%5Bb%5D=z");
});

test("a method without input takes none", async () => {
  await using server = await serve(() => ({ body: { a: 1 } }));
  const ping = tiny(["Things"], `paths: { /ping: { get: { operationId: ping, tags: [Things], ${answer} } } }`);
  const { things } = clientFor(ping, server.url).namespaces;
  expect([await things?.ping?.(), await things?.ping?.(undefined, { timeout: 5000 })]).toEqual([{ a: 1 }, { a: 1 }]);
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /ping", "GET /ping"]);
});

describe("get, update and delete by an id in the path", () => {
  const id = "parameters: [{ name: id, in: path, required: true, schema: { type: string } }],";
  const body = "requestBody: { content: { application/json: { schema: { type: object, properties: { a: {} } } } } },";
  const description = tiny(
    ["Things"],
    `
paths:
  /things/{id}:
    get: { operationId: getThing, tags: [Things], ${id} ${answer} }
    put: { operationId: updateThing, tags: [Things], ${id} ${body} ${answer} }
    delete: { operationId: deleteThing, tags: [Things], ${id} responses: { "204": { description: gone } } }
`,
  );
  test("are methods", async () => {
    await using server = await serve(({ method }) => (method === "DELETE" ? { status: 204 } : { body: { a: 1 } }));
    const { things } = clientFor(description, server.url).namespaces;
    expect(await things?.get?.("a/1")).toEqual({ a: 1 });
    expect(await things?.update?.("a/1", { a: 2 })).toEqual({ a: 1 });
    expect(await things?.delete?.("a/1")).toBeUndefined();
    expect(server.seen.map(({ method, url, body: sentBody }) => `${method} ${url} ${sentBody}`)).toEqual([
      "GET /things/a%2F1 ",
      'PUT /things/a%2F1 {"a":2}',
      "DELETE /things/a%2F1 ",
    ]);
  });
  test.each([undefined, "", ".."])("refuse %j as an id", async (one) => {
    await using server = await serve(() => ({ body: {} }));
    const { things } = clientFor(description, server.url).namespaces;
    const call = things?.delete?.(one);
    if (call === undefined) throw new Error("no method");
    expect(await failureOf(call)).toMatchObject({ name: "InputError", field: "path.id" });
    expect(server.seen).toEqual([]);
  });
});
