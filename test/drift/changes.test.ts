import { expect, test } from "vitest";
import type { Level, Side } from "../../scripts/drift/change.ts";
import { answer, answers, body, changes, document, type Frame, keys, parameters, paths, said } from "./tiny.ts";

// Forty changes, each the only one between two descriptions: 27 are breaking, 13 are not.

type Row = readonly [name: string, frame: Frame, before: string, after: string, level: Level, side: Side, says: string];

const things = "/things: { get: { operationId: getThings, tags: [Things], responses: {} } }";
const query = (rest: string) => `{ name: kind, in: query, ${rest} }`;
const text = "schema: { type: string }";
const object = (rest: string) => `{ type: object, properties: { a: { type: string }, b: { type: string } }${rest} }`;
const field = (schema: string) => `{ type: object, properties: { a: ${schema} } }`;
const secured = (name: string) => `
security: [{ Key: [] }]
paths: { /things: { get: { operationId: getThings, tags: [Things], responses: {} } } }
components: { securitySchemes: { Key: { type: apiKey, in: header, name: ${name} } } }`;
const served = (url: string) => `servers: [{ url: ${url} }]\npaths: {}`;

// biome-ignore format: a table is read by its columns
const rows: readonly Row[] = [
  // the operation
  ["operation removed", paths, `{ ${things}, /more: { get: { operationId: getMore } } }`, `{ ${things} }`, "breaking", "operation", "was removed"],
  ["method changed", paths, "{ /t: { put: { operationId: setIt } } }", "{ /t: { patch: { operationId: setIt } } }", "breaking", "operation", "path: moved from `PUT /t` to `PATCH /t`; compatible effect: changed from `idempotent` to `write`"],
  ["operationId changed", paths, "{ /t: { put: { operationId: setIt } } }", "{ /t: { put: { operationId: putIt } } }", "breaking", "operation", "operationId: changed from `setIt` to `putIt`"],
  ["a new tag moves the method", paths, "{ /t: { put: { operationId: setIt, tags: [Things] } } }", "{ /t: { put: { operationId: setIt, tags: [Others] } } }", "breaking", "operation", "method: moved from `wipsy.things.setIt` to `wipsy.others.setIt`"],
  ["operation added", paths, `{ ${things} }`, `{ ${things}, /more: { get: { operationId: getMore } } }`, "compatible", "operation", "was added: GET /more"],
  ["operation deprecated", keys, "deprecated: false", "deprecated: true", "compatible", "operation", "is now deprecated"],
  ["summary, description and externalDocs", keys, "summary: One", "summary: Two, description: More, externalDocs: { url: https://example.com }", "documentation", "operation", "summary changed; description changed; externalDocs changed"],
  // the document
  ["security scheme's header", document, secured("x-key"), secured("x-api-key"), "breaking", "document", "security: changed from API key in header x-key to API key in header x-api-key"],
  ["server's address", document, served("https://one.example.com"), served("https://two.example.com"), "breaking", "document", "servers: calls now go to `https://two.example.com` instead of `https://one.example.com`; servers: `https://one.example.com` was removed; compatible servers: `https://two.example.com` was added"],
  // parameters
  ["required parameter added", parameters, "", query(`required: true, ${text}`), "breaking", "request", "query kind: was added as required"],
  ["parameter removed", parameters, query(text), "", "breaking", "request", "query kind: was removed"],
  ["parameter renamed", parameters, query(text), `{ name: sort, in: query, ${text} }`, "breaking", "request", "query kind: was removed; compatible query sort: was added"],
  ["parameter's type", parameters, query("schema: { type: string }"), query("schema: { type: integer }"), "breaking", "request", "query kind: type changed from string to integer"],
  ["parameter's location", parameters, query(text), `{ name: kind, in: header, ${text} }`, "breaking", "request", "query kind: was removed; compatible header kind: was added"],
  ["parameter became required", parameters, query(text), query(`required: true, ${text}`), "breaking", "request", "query kind: became required"],
  ["optional parameter added", parameters, "", query(text), "compatible", "request", "query kind: was added"],
  ["parameter's enum gained a value", parameters, query("schema: { enum: [a] }"), query("schema: { enum: [a, b] }"), "compatible", "request", "query kind: enum gained `b`"],
  ["parameter became optional", parameters, query(`required: true, ${text}`), query(text), "compatible", "request", "query kind: became optional"],
  ["parameter's default added", parameters, query("schema: { type: string }"), query("schema: { type: string, default: a }"), "compatible", "request", "query kind: default was set to `a`"],
  // the body
  ["required field added", body, field("{ type: string }"), object(", required: [b]"), "breaking", "request", "body.b: was added as required"],
  ["field removed", body, object(""), field("{ type: string }"), "breaking", "request", "body.b: was removed"],
  ["field's type", body, field("{ type: string }"), field("{ type: integer }"), "breaking", "request", "body.a: type changed from string to integer"],
  ["field's enum lost a value", body, field("{ type: string, enum: [x, y] }"), field("{ type: string, enum: [x] }"), "breaking", "request", "body.a: enum lost `y`"],
  ["field became required", body, object(""), object(", required: [a]"), "breaking", "request", "body.a: became required"],
  ["field's limit tightened", body, field("{ type: string, maxLength: 20 }"), field("{ type: string, maxLength: 10 }"), "breaking", "request", "body.a: maxLength changed from `20` to `10`"],
  ["additional properties no longer allowed", body, object(""), object(", additionalProperties: false"), "breaking", "request", "body: additional properties changed from unspecified to none"],
  ["body became required", keys, "requestBody: { content: { application/json: {} } }", "requestBody: { required: true, content: { application/json: {} } }", "breaking", "request", "body: became required"],
  ["optional field added", body, field("{ type: string }"), object(""), "compatible", "request", "body.b: was added"],
  ["field became optional", body, object(", required: [a]"), object(""), "compatible", "request", "body.a: became optional"],
  ["field's limit loosened", body, field("{ type: integer, maximum: 10 }"), field("{ type: integer, maximum: 20 }"), "compatible", "request", "body.a: maximum changed from `10` to `20`"],
  ["field's format dropped", body, field("{ type: string, format: uuid }"), field("{ type: string }"), "compatible", "request", "body.a: format was removed; it was `uuid`"],
  // answers
  ["response's field removed", answer, object(""), field("{ type: string }"), "breaking", "response", "200 b: was removed"],
  ["response's field's type", answer, field("{ type: string }"), field("{ type: integer }"), "breaking", "response", "200 a: type changed from string to integer"],
  ["response's field can be null", answer, field("{ type: string }"), field("{ type: [string, 'null'] }"), "breaking", "response", "200 a: can now be null"],
  ["response's field became optional", answer, object(", required: [a]"), object(""), "breaking", "response", "200 a: became optional"],
  ["response's bound loosened", answer, field("{ type: integer, maximum: 10 }"), field("{ type: integer, maximum: 20 }"), "breaking", "response", "200 a: maximum changed from `10` to `20`"],
  ["status removed", answers, '"200": { description: ok }, "202": { description: later }', '"200": { description: ok }', "breaking", "response", "202: was removed"],
  ["content type", answers, '"400": { description: no, content: { application/json: {} } }', '"400": { description: no, content: { text/csv: {} } }', "breaking", "response", "400: content type `application/json` was removed; compatible 400: content type `text/csv` was added"],
  ["response's field added", answer, field("{ type: string }"), object(""), "compatible", "response", "200 b: was added"],
  ["response's enum gained a value", answer, field("{ type: string, enum: [x] }"), field("{ type: string, enum: [x, y] }"), "compatible", "response", "200 a: enum gained `y`"],
];

test.each(rows)("%s", async (_, frame, before, after, level, side, says) => {
  const found = await changes(frame, before, after);
  expect(found[0]).toMatchObject({ level, side });
  const text = found.map((change) => `${change.level === level ? "" : `${change.level} `}${said(change)}`);
  expect(text.join("; ")).toBe(says);
  expect(new Set(found.map((change) => change.side))).toEqual(new Set([side]));
  expect(await changes(frame, before, before)).toEqual([]);
});

test("covers forty changes, of which 27 are breaking", () => {
  const breaking = rows.filter(([, , , , level]) => level === "breaking");
  expect([rows.length, breaking.length]).toEqual([40, 27]);
  expect(new Set(rows.map(([name]) => name)).size).toBe(40);
});
