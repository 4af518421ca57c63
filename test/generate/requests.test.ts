import { describe, expect, test } from "vitest";
import { isWipsyError } from "wipsy-client";
import type { Input } from "../../src/operation/table.ts";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";
import { clientFor } from "./client.ts";
import { tiny } from "./tiny.ts";

// Requests of operations that this API does not have, over a real socket: parameters anywhere, bodies of JSON.

const answer = 'responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }';

function withParameters(path: string, parameters: string) {
  return tiny([], `paths: { "${path}": { get: { operationId: it, parameters: [${parameters}], ${answer} } } }`);
}

const inQuery = (schema: string, rest = "") =>
  withParameters("/t", `{ name: q, in: query, schema: { ${schema} } ${rest} }`);

async function sent(description: ReturnType<typeof tiny>, input: Input) {
  await using server = await serve(() => ({ body: {} }));
  await clientFor(description, server.url).call("it", input);
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
    ["an array with commas", inQuery(strings, ", explode: false"), ["a,b", "c"], "q=a%2Cb,c"],
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
    for (const id of ["..", ["a", ".."], [], { id: 1 }, Number.NaN])
      expect(await refused(open, { path: { id } })).toBe("path.id");
    expect((await sent(open, { path: { id: ["a", 1] } })).url).toBe("/a/a,1/b");
  });
});

describe("headers", () => {
  const description = withParameters(
    "/t",
    [
      "{ name: X-Trace, in: header, schema: { type: string } }",
      "{ name: X-Ids, in: header, schema: { type: array, items: { type: integer } } }",
      "{ name: Accept, in: header, required: true, schema: { type: string } }",
      "{ name: Authorization, in: header, required: true, schema: { type: string } }",
      "{ name: session, in: cookie, schema: { type: string } }",
    ].join(", "),
  );
  test("are sent, and those that the client sets are optional", async () => {
    const { headers } = await sent(description, {
      headers: { "X-Trace": "abc", "X-Ids": [1, 2] },
    });
    expect(headers).toMatchObject({ "x-trace": "abc", "x-ids": "1,2" });
  });
  test.each<[object, string]>([
    [{ headers: { "X-Trace": "a\nb" } }, "headers.X-Trace"],
    [{ headers: { "X-Trace": "日" } }, "headers.X-Trace"],
    [{ headers: { Authorization: "Bearer x" } }, "headers.Authorization"],
    [{ cookies: { session: "x" } }, "cookies"],
  ])("%j is refused", async (input, field) => expect(await refused(description, input)).toBe(field));
});

describe("bodies", () => {
  const withBody = (content: string, rest = "") =>
    tiny(
      [],
      `paths: { /t: { put: { operationId: it, requestBody: { ${rest} content: { ${content} } }, ${answer} } } }`,
    );
  const fields = "schema: { type: object, properties: { a: { type: string }, n: { type: integer } } }";

  test("JSON of another media type, and JSON that is not an object", async () => {
    const api = await sent(withBody(`application/vnd.api+json: { ${fields} }`), { body: { a: "ñ" } });
    expect(api).toMatchObject({ body: '{"a":"ñ"}', headers: { "content-type": "application/vnd.api+json" } });
    const list = withBody("application/json: { schema: { type: array, items: {} } }");
    expect(await sent(list, { body: [1, "b"] })).toMatchObject({ body: '[1,"b"]' });
    expect(await refused(list, { body: { a: 1 } })).toBe("body");
  });
  test("additional fields", async () => {
    const open = withBody("application/json: { schema: { type: object, additionalProperties: { type: string } } }");
    expect((await sent(open, { body: { anything: "x" } })).body).toBe('{"anything":"x"}');
    const named = withBody(`application/json: { ${fields} }`);
    expect(await refused(named, { body: { b: "x" } })).toBe("body.b");
  });
  test("sends JSON if several types are offered, application/json first", async () => {
    const several = withBody(`text/plain: {}, multipart/form-data: { ${fields} }, application/json: { ${fields} }`);
    expect((await sent(several, { body: { a: "x" } })).headers["content-type"]).toBe("application/json");
    const two = withBody(`application/merge-patch+json: { ${fields} }, application/json: { ${fields} }`);
    expect((await sent(two, { body: { a: "x" } })).headers["content-type"]).toBe("application/json");
    const patch = withBody(`text/plain: {}, application/merge-patch+json: { ${fields} }`);
    expect(await sent(patch, { body: { a: "x" } })).toMatchObject({
      body: '{"a":"x"}',
      headers: { "content-type": "application/merge-patch+json" },
    });
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
