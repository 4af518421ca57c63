import { describe, expect, test } from "vitest";
import { driftOf } from "../../scripts/drift/drift.ts";
import { large } from "./large.ts";
import { answer, answers, body, changes, document, type Frame, keys, parameters, paths, said, tiny } from "./tiny.ts";

// What the table of forty leaves out, and what must not count as a change.

async function told(frame: Frame, before: string, after: string): Promise<string[]> {
  return (await changes(frame, before, after)).map((change) => `${change.level} ${change.side} ${said(change)}`);
}

const field = (schema: string) => `{ type: object, properties: { a: ${schema} } }`;
const tuple = (types: string, rest = "") =>
  `{ type: array, prefixItems: [${types.replace(/\w+/g, "{ type: $& }")}]${rest} }`;
const reader = (rest: string) => `${rest}
paths: { /t: { get: { operationId: getThings, responses: {} } } }
components: { securitySchemes: { Key: { type: apiKey, in: header, name: x-key }, Same: { type: apiKey, in: header, name: x-key }, Token: { type: http, scheme: bearer } } }`;
const hosts = (...names: string[]) => names.map((name) => `{ url: https://${name}.example.com }`).join(", ");
const regional = (region: string) =>
  reader(`servers: [{ url: "https://{region}.example.com", variables: { region: { default: ${region} } } }]`);
const itemServed = (name: string) =>
  `paths: { /t: { servers: [${hosts(name)}], get: { operationId: getThings, responses: {} } } }`;
const keyInQuery = (name: string) => `security: [{ Key: [] }]
paths: { /t: { get: { operationId: getThings, responses: {} } } }
components: { securitySchemes: { Key: { type: apiKey, in: query, name: ${name} } } }`;
const withHeader = (key: string) => `security: [{ Key: [] }]
paths: { /t: { get: { operationId: getThings, parameters: [{ name: x-key, in: header, schema: {} }], responses: {} } } }
components: { securitySchemes: { Key: { type: apiKey, in: header, name: ${key} } } }`;
const secured = (security: string) => reader(`security: ${security}`);

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string, ...expected: string[]]>([
  ["a field that can no longer be null", body, field("{ type: string, nullable: true }"), field("{ type: string }"), "breaking request body.a: can no longer be null"],
  ["a response's enum that lost a value", answer, field("{ type: string, enum: [x, y] }"), field("{ type: string, enum: [x] }"), "compatible response 200 a: enum lost `y`"],
  ["a response's enum of numbers is not open", answer, field("{ enum: [1] }"), field("{ enum: [1, 2] }"), "breaking response 200 a: enum gained `2`"],
  ["a response's constant changed", answer, field("{ const: x }"), field("{ const: y }"), "breaking response 200 a: const changed from `x` to `y`"],
  ["a body's constant changed", body, field("{ const: x }"), field("{ const: y }"), "breaking request body.a: const changed from `x` to `y`"],
  ["a response's constant that becomes an enum", answer, field("{ const: x }"), field("{ enum: [x] }"), "breaking response 200 a: const was removed; it was `x`", "compatible response 200 a: is now limited to `x`"],
  ["a response's enum of one value that becomes a constant", answer, field("{ type: string, enum: [x] }"), field("{ type: string, const: x }"), "compatible response 200 a: is no longer limited to `x`", "compatible response 200 a: const was set to `x`"],
  ["a response's constant that becomes any string", answer, field("{ type: string, const: x }"), field("{ type: string }"), "breaking response 200 a: const was removed; it was `x`"],
  ["a response's limit tightened", answer, field("{ type: string, maxLength: 9 }"), field("{ type: string, maxLength: 5 }"), "compatible response 200 a: maxLength changed from `9` to `5`"],
  ["a pattern added", body, field("{ type: string }"), field("{ type: string, pattern: a }"), "breaking request body.a: pattern was set to `a`"],
  ["a format added", body, field("{ type: string }"), field("{ type: string, format: uuid }"), "breaking request body.a: format was set to `uuid`"],
  ["a response's format dropped", answer, field("{ type: string, format: uuid }"), field("{ type: string }"), "breaking response 200 a: format was removed; it was `uuid`"],
  ["a default changed", body, field("{ type: string, default: a }"), field("{ type: string, default: b }"), "breaking request body.a: default changed from `a` to `b`"],
  ["a default of a response", answer, field("{ type: string, default: a }"), field("{ type: string }"), "documentation response 200 a: default was removed; it was `a`"],
  ["an integer where any number was sent", body, field("{ type: number }"), field("{ type: integer }"), "breaking request body.a: type changed from number to integer"],
  ["any number where integers were sent", body, field("{ type: integer }"), field("{ type: number }"), "compatible request body.a: type changed from integer to number"],
  ["any number where integers were returned", answer, field("{ type: integer }"), field("{ type: number }"), "breaking response 200 a: type changed from integer to number"],
  ["one more type in a request", body, field("{ type: string }"), field("{ type: [string, integer] }"), "compatible request body.a: type changed from string to integer or string"],
  ["another type, with the keywords that depend on it", body, field("{ type: string, maxLength: 3 }"), field("{ type: object, required: [b], properties: { b: { type: string } } }"), "breaking request body.a: type changed from string to object"],
  ["a new variant in a request", body, field("{ oneOf: [{ type: string }, { type: integer }] }"), field("{ oneOf: [{ type: integer }, { type: string }, { type: boolean }] }"), "compatible request body.a: gained the variant `boolean`"],
  ["a new variant in a response", answer, field("{ oneOf: [{ type: string }, { type: integer }] }"), field("{ oneOf: [{ type: string }, { type: integer }, { type: boolean }] }"), "breaking response 200 a: gained the variant `boolean`"],
  ["items", answer, field("{ type: array, items: { type: string } }"), field("{ type: array, items: { type: integer } }"), "breaking response 200 a[]: type changed from string to integer"],
  ["a new readOnly field", body, field("{ type: string }"), "{ type: object, required: [id], properties: { a: { type: string }, id: { type: string, readOnly: true } } }"],
  ["an undescribed field became required", body, field("{}"), "{ type: object, required: [z], properties: { a: {} } }", "breaking request body.z: was added as required"],
  ["the same within a field", body, field(field("{}")), field("{ type: object, required: [z], properties: { a: {} } }"), "breaking request body.a.z: was added as required"],
  ["the same within a map", body, "{ type: object, additionalProperties: { type: string } }", "{ type: object, required: [z], additionalProperties: { type: string } }", "breaking request body.z: became required"],
  ["the same within a free-form object", body, "{ type: object }", "{ type: object, required: [z] }", "breaking request body.z: became required"],
  ["an undescribed response field became optional", answer, "{ type: object, required: [z], properties: { a: {} } }", field("{}"), "breaking response 200 z: was removed"],
  ["an object that allows additional properties", body, "{ type: object, properties: { a: {} }, additionalProperties: false }", "{ type: object, properties: { a: {} } }", "compatible request body: additional properties changed from none to unspecified"],
  ["a required body added", keys, "summary: a", "summary: a, requestBody: { required: true, content: { application/json: { schema: { type: object } } } }", "breaking operation method: moved from `wipsy.things.createThing` to `wipsy.things.create`", "breaking request body: was added as required"],
  ["a body removed", keys, "summary: a, requestBody: { content: { application/json: { schema: { type: object } } } }", "summary: a", "breaking operation method: moved from `wipsy.things.create` to `wipsy.things.createThing`", "breaking request body: was removed"],
  ["a status added", answers, '"200": { description: ok }', '"200": { description: ok }, "4XX": { description: no }', "compatible response 4xx: was added"],
  ["a range of statuses with another schema", answers, '"4XX": { description: no, content: { application/json: { schema: { type: string } } } }', '"4XX": { description: no, content: { application/json: { schema: { type: integer } } } }', "breaking response 4xx: type changed from string to integer"],
  ["a deprecated parameter", parameters, "{ name: a, in: query, schema: {} }", "{ name: a, in: query, deprecated: true, schema: {} }", "compatible request query a: is now deprecated"],
  ["a list with another explode", parameters, "{ name: a, in: query, explode: true, schema: { type: array } }", "{ name: a, in: query, explode: false, schema: { type: array } }", "breaking operation no longer has a method: its query parameter a is a list with commas, which only rawClient can send"],
  ["an alternative security requirement added", document, secured("[{ Key: [] }]"), secured("[{ Key: [] }, { Token: [] }]"), "compatible document security: changed from API key in header x-key to API key in header x-key, or HTTP bearer"],
  ["an alternative security requirement removed", document, secured("[{ Key: [] }, { Token: [] }]"), secured("[{ Key: [] }]"), "breaking document security: changed from API key in header x-key, or HTTP bearer to API key in header x-key"],
  ["a server added", document, reader("servers: [{ url: https://a.example.com }]"), reader("servers: [{ url: https://a.example.com }, { url: https://b.example.com }]"), "compatible document servers: `https://b.example.com` was added"],
  ["a `not` added to a request", body, field("{ type: string }"), field("{ type: string, not: { enum: [x] } }"), "breaking request body.a: not was added"],
  ["a wider `not` in a request", body, field("{ type: string, not: { enum: [x] } }"), field("{ type: string, not: { enum: [x, y] } }"), "breaking request body.a: not changed"],
  ["a `not` removed from a response", answer, field("{ type: string, not: { enum: [x] } }"), field("{ type: string }"), "breaking response 200 a: not was removed"],
  ["a `contains` added to a request", body, field("{ type: array, items: { type: string } }"), field("{ type: array, items: { type: string }, contains: { const: x } }"), "breaking request body.a: contains was added"],
  ["a field of any type that becomes forbidden", body, field("true"), field("false"), "breaking request body.a: not was added"],
  ["a tuple in another order", body, field(tuple("string, integer")), field(tuple("integer, string")), "breaking request body.a: prefixItems changed"],
  ["a tuple that becomes a string", body, field(tuple("string, integer")), field("{ type: string }"), "breaking request body.a: type changed from array of anything to string"],
  ["a server's variable has another default", document, regional("eu"), regional("ap"), "breaking document servers: calls now go to `https://ap.example.com` instead of `https://eu.example.com`", "breaking document servers: `https://eu.example.com` was removed", "compatible document servers: `https://ap.example.com` was added"],
  ["two servers in another order", document, reader(`servers: [${hosts("a", "b")}]`), reader(`servers: [${hosts("b", "a")}]`), "breaking document servers: calls now go to `https://b.example.com` instead of `https://a.example.com`"],
  ["the first path's server, if the document has none", document, itemServed("a"), itemServed("b"), "breaking document servers: calls now go to `https://b.example.com` instead of `https://a.example.com`"],
  ["a server that can no longer be called", document, reader(`servers: [${hosts("a")}]`), reader(`servers: [{ url: /v1 }, ${hosts("a")}]`), "breaking document servers: calls now need a baseUrl instead of `https://a.example.com`", "compatible document servers: `/v1` was added"],
  ["a server where there was none", document, reader(""), reader(`servers: [${hosts("a")}]`), "compatible document servers: calls now go to `https://a.example.com`", "compatible document servers: `https://a.example.com` was added"],
  ["the case of a server's path", document, reader("servers: [{ url: https://a.example.com/v1 }]"), reader("servers: [{ url: https://a.example.com/V1 }]"), "breaking document servers: calls now go to `https://a.example.com/V1` instead of `https://a.example.com/v1`", "breaking document servers: `https://a.example.com/v1` was removed", "compatible document servers: `https://a.example.com/V1` was added"],
  ["the case of a key's query parameter", document, keyInQuery("key"), keyInQuery("Key"), "breaking document security: changed from API key in query key to API key in query Key"],
  ["a header parameter that becomes the key's header", document, withHeader("x-other"), withHeader("x-key"), "breaking request header x-key: was removed", "breaking document security: changed from API key in header x-other to API key in header x-key"],
  ["a renamed path", paths, "{ /a: { get: { operationId: getA } } }", "{ /b: { get: { operationId: getA } } }", "breaking operation path: moved from `GET /a` to `GET /b`"],
])("%s", async (_, frame, before, after, ...expected) => {
  expect(await told(frame, before, after)).toEqual(expected);
});

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string]>([
  ["null in the notation of 3.0 and 3.1", answer, field("{ type: string, nullable: true }"), field("{ type: [string, 'null'] }")],
  ["null as a variant", answer, field("{ type: string, nullable: true }"), field("{ oneOf: [{ type: string }, { type: 'null' }] }")],
  ["an allOf as one schema", body, "{ allOf: [{ type: object, required: [a], properties: { a: { type: string } } }, { properties: { b: { type: string } } }] }", "{ type: object, required: [a], properties: { b: { type: string }, a: { type: string } } }"],
  ["the order of variants", answer, "{ oneOf: [{ type: string }, { type: integer }] }", "{ oneOf: [{ type: integer }, { type: string }] }"],
  ["the order of parameters", parameters, "{ name: a, in: query, schema: {} }, { name: b, in: query, schema: {} }", "{ name: b, in: query, schema: {} }, { name: a, in: query, required: false, schema: {} }"],
  ["headers that the client sets", parameters, "", "{ name: Accept, in: header, required: true, schema: {} }, { name: X-Api-Key, in: header, required: true, schema: {} }"],
  ["a renamed security scheme", document, secured("[{ Key: [] }]"), secured("[{ Same: [] }]")],
  ["the case of a key's header and of a scheme", document, secured("[{ Key: [] }, { Token: [] }]"), secured("[{ Key: [] }, { Token: [] }]").replace("x-key", "X-Key").replace("bearer", "Bearer")],
])("no change: %s", async (_, frame, before, after) => {
  expect(await told(frame, before, after)).toEqual([]);
  expect(await told(frame, after, before)).toEqual([]);
});

describe("shared schemas", () => {
  const shared = (schemas: string) => `
paths:
  /things:
    post:
      operationId: createThing
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: array, items: { $ref: "#/components/schemas/Thing" } } } } } } } }
  /more:
    get: { operationId: getMore, responses: { "200": { description: ok } } }
components: { schemas: { ${schemas} } }`;
  const thing = (a: string) =>
    `Thing: { type: object, properties: { a: ${a}, parent: { $ref: "#/components/schemas/Thing" }, other: { allOf: [{ $ref: "#/components/schemas/Thing" }, { description: more, nullable: true }] } } }`;

  test("are reported once per operation that uses them, for request and response", async () => {
    expect(
      await told(document, shared(thing("{ type: string }")), shared(thing("{ type: [string, 'null'] }"))),
    ).toEqual(["breaking response 200 data[].a: can now be null", "compatible request body.a: can now be null"]);
  });
  test("are compared by content if they are renamed or inlined", async () => {
    const named = (name: string, a: string) =>
      shared(`Thing: { properties: { sub: { $ref: "#/components/schemas/${name}" } } }, ${name}: ${field(a)}`);
    const written = (a: string) => shared(`Thing: { properties: { sub: ${field(a)} } }`);
    const text = "{ type: string }";
    // Each is exported under its name.
    const gone = "breaking document the type `One` is no longer exported";
    const come = "compatible document the type `Two` is now exported";
    expect(await told(document, named("One", text), named("Two", text))).toEqual([gone, come]);
    expect(await told(document, named("One", text), written(text))).toEqual([gone]);
    expect(await told(document, written(text), named("Two", text))).toEqual([come]);
    const retyped = [
      "breaking request body.sub.a: type changed from string to integer",
      "breaking response 200 data[].sub.a: type changed from string to integer",
    ];
    expect(await told(document, named("One", text), named("Two", "{ type: integer }"))).toEqual([
      ...retyped,
      gone,
      come,
    ]);
    expect(await told(document, named("One", text), written("{ type: integer }"))).toEqual([...retyped, gone]);
  });
  test("are compared within keywords such as not", async () => {
    const within = (a: string) => shared(`Thing: { not: { $ref: "#/components/schemas/Bad" } }, Bad: ${field(a)}`);
    expect(await told(document, within("{ type: string }"), within("{ type: integer }"))).toEqual([
      "breaking request body: not changed",
      "breaking response 200 data[]: not changed",
    ]);
  });
  test("are exported even if no operation uses them", async () => {
    const free = (schemas: string) => shared(`${thing("{ type: string }")}, ${schemas}`);
    const [one, none] = [free("Free: {}, free: {}, Date: {}"), shared(thing("{ type: string }"))];
    expect(await told(document, one, none)).toEqual([
      "breaking document the type `Free` is no longer exported",
      // `Date` is taken.
      "breaking document the type `Date_` is no longer exported",
    ]);
    expect(await told(document, none, one)).toEqual([
      "compatible document the type `Free` is now exported",
      "compatible document the type `Date_` is now exported",
    ]);
  });
  test("may contain each other in allOf", async () => {
    const circle = (a: string) =>
      shared(
        `Thing: { allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { a: ${a} } }] }, Base: { allOf: [{ $ref: "#/components/schemas/Thing" }, { properties: { b: {} } }] }`,
      );
    const found = await told(document, circle("{ type: string }"), circle("{ type: integer }"));
    expect(found.filter((one) => one.startsWith("breaking")).length).toBeGreaterThan(0);
  });
});

test("names an operation without an operationId by its generated id", async () => {
  const [before, after] = ["string", "integer"].map((type) =>
    tiny(
      paths,
      `{ "/t/{id}": { get: { parameters: [{ name: id, in: path, required: true, schema: { type: ${type} } }] } } }`,
    ),
  );
  if (!before || !after) throw new Error("two descriptions");
  expect((await driftOf(before, after)).changes).toMatchObject([
    { operation: "getTById", side: "request", level: "breaking", where: "path id" },
  ]);
});

test("compares descriptions with circular schemas and leaves them unchanged", async () => {
  const [before, after] = [large(30, false), large(30, true)];
  const copies = structuredClone([before, after]);
  const drift = await driftOf(before, after);
  expect(drift.bump).toBe("major");
  // Every operation requires less than before.
  expect(drift.changes.filter(({ where }) => where === "query limit")).toHaveLength(30);
  expect([before, after]).toEqual(copies);
  expect((await driftOf(before, before)).bump).toBe("none");
});
