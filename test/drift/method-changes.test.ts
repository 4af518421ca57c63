import { expect, test } from "vitest";
import { changes, type Frame, paths, said } from "./tiny.ts";

// Changes that look harmless but remove methods or move them to another operation.

const json = (schema: string) => `{ "200": { description: ok, content: { application/json: { schema: ${schema} } } } }`;
const object = (properties: string) => `{ type: object, properties: { ${properties} } }`;
const items = "data: { type: array, items: { type: object, properties: { id: { type: string } } } }";
const thing = "data: { type: object, required: [id], properties: { id: { type: string } } }";

function operation(id: string, tag: string, rest: string, answer: string): string {
  return `{ operationId: ${id}, tags: [${tag}], ${rest} responses: ${json(object(answer))} }`;
}
const text = "schema: { type: string }";
const listing = (parameters: string, answer = "things: { type: array, items: { type: object } }") =>
  `{ /things: { get: ${operation("getThings", "Things", `parameters: [${parameters}],`, answer)} } }`;
const sending = (message: string) =>
  `{ /messages: { post: ${operation("sendMessage", "Messages", `requestBody: { required: true, content: { application/json: { schema: ${object(`to: { type: string }, message: ${message}`)} } } },`, "ok: {}")} } }`;
const creating = (answer: string) =>
  `{ /things: { post: ${operation("createThing", "Things", `requestBody: { content: { application/json: { schema: ${object("a: {}")} } } },`, answer)} } }`;
const getting = (parameters: string) =>
  `{ "/things/{id}": { get: ${operation("getThing", "Things", `parameters: [{ name: id, in: path, required: true, ${text} }${parameters}],`, thing)} } }`;
const keyed = (id: string) =>
  operation(id, "Things", `parameters: [{ name: id, in: query, required: true, ${text} }],`, "a: {}");
const load = operation("loadThing", "Things", "", "a: {}");
const answering = (responses: string) =>
  `{ /t: { post: { operationId: runIt, tags: [Things], responses: { ${responses} } } } }`;
const okay = (properties: string) =>
  `{ description: ok, content: { application/json: { schema: ${object(properties)} } } }`;
const ok = `"200": ${okay("a: { type: string }")}`;
const texts = (contents: string) => `"200": { description: ok, content: { ${contents} } }`;
const form = "application/x-www-form-urlencoded";
const textField = "{ schema: { type: object, properties: { a: { type: string } } } }";
const taking = (contents: string) =>
  `{ /t: { post: { operationId: runIt, tags: [Things], requestBody: { content: { ${contents} } }, responses: {} } } }`;
const marked = (effect: string, method = "post") =>
  `{ /t: { ${method}: { operationId: runIt, tags: [Things]${effect} } } }`;
const things = "things: { type: array, items: { type: object } }";
const cursor = `{ name: cursor, in: query, ${text} }`;
const cookie = (rest = "") => `{ name: session, in: cookie, ${rest} ${text} }`;
const page = (schema: string, more = "") => `{ name: page, in: query, ${more} schema: { type: ${schema} } }`;
const next = `${things}, next_cursor: { type: string }`;
const unpaged = (mark: string) =>
  `{ /things: { get: ${operation("getThings", "Things", `${mark} parameters: [${page("integer")}],`, things)} } }`;
const searching = (answer: string) =>
  `{ /things: { post: ${operation("getThings", "Things", `requestBody: { content: { application/json: { schema: ${object("cursor: { type: string }")} } } },`, answer)} } }`;
const tags = (tag: string) => `{ /things: { get: ${operation("getThings", tag, "", items)} } }`;

type Row = [name: string, before: string, after: string, ...expected: string[]];

// biome-ignore format: a table is read by its columns
const grave: Row[] = [
  ["a second array removes the list methods", listing(""), listing("", "things: { type: array, items: { type: object } }, tags: { type: array, items: {} }"), "breaking method: moved from `wipsy.things.list`, `wipsy.things.iterate` to `wipsy.things.getThings`", "compatible 200 tags: was added"],
  ["a parameter beside the id removes get", getting(""), getting(", { name: expand, in: query, schema: { type: boolean } }"), "breaking method: moved from `wipsy.things.get` to `wipsy.things.getThing`", "compatible query expand: was added"],
  ["with a second field, the envelope is no longer unwrapped", creating(thing), creating(`${thing}, request_id: { type: string }`), "breaking method: now resolves to the whole response instead of only `data` of the response", "compatible 200 request_id: was added"],
  ["send requires a message of type string", sending("{ type: string }"), sending("{ anyOf: [{ type: string }, { type: object }] }"), "breaking method: moved from `wipsy.messages.send` to `wipsy.messages.sendMessage`", "compatible body.message: gained the variant `object`"],
  ["an earlier operation has the same id", `{ /b: { get: ${load} } }`, `{ /a: { get: ${load} }, /b: { get: ${load} } }`, "breaking operationId: changed from `loadThing` to `getB`; `loadThing` is now `GET /a`", "compatible was added: GET /a"],
  ["an earlier operation has the same method", `{ /b: { get: ${keyed("getThing")} } }`, `{ /a: { get: ${keyed("GetThing")} }, /b: { get: ${keyed("getThing")} } }`, "breaking method: moved from `wipsy.things.get` to `wipsy.things.getThing`; `wipsy.things.get` is now `GET /a`", "compatible was added: GET /a"],
];

// biome-ignore format: a table is read by its columns
const others: Row[] = [
  ["an optional header keeps the list methods", listing(""), listing(`{ name: X-Trace, in: header, ${text} }`), "compatible header X-Trace: was added"],
  ["a list whose items are in another array", listing("", "things: { type: array, items: { type: object } }"), listing("", `things: { type: array, items: { type: object } }, ${items}`), "breaking method: now resolves to the items of `data` instead of the items of `things`", "compatible 200 data: was added"],
  ["an id that gets its own method", listing(`{ name: thingId, in: query, required: true, ${text} }`), listing(`{ name: thingId, in: query, ${text} }`), "breaking method: only `get` still takes `thingId`", "compatible method: `wipsy.things.get` was added", "compatible query thingId: became optional"],
  ["a list that gains a method", listing(""), listing(`{ name: thingId, in: query, ${text} }`), "compatible method: `wipsy.things.get` was added", "compatible query thingId: was added"],
  ["an operation gets an id", "{ /t: { put: { tags: [Things] } } }", "{ /t: { put: { tags: [Things], operationId: setIt } } }", "breaking operationId: changed from `putT` to `setIt`"],
  ["an id equal to the generated one", "{ /t: { put: { tags: [Things] } } }", "{ /t: { put: { tags: [Things], operationId: putT } } }"],
  ["a write that counts as a read", marked(""), marked(", x-effect: read"), "breaking effect: changed from `write` to `read`: the client now retries it even if the server may have executed it", "documentation x-effect changed"],
  ["a write that counts as idempotent", marked(""), marked(", x-effect: idempotent"), "breaking effect: changed from `write` to `idempotent`: the client now retries it even if the server may have executed it", "documentation x-effect changed"],
  ["a put that counts as a read", marked("", "put"), marked(", x-effect: read", "put"), "breaking effect: changed from `idempotent` to `read`", "documentation x-effect changed"],
  ["a read that counts as a write", marked(", x-effect: read"), marked(", x-effect: write"), "compatible effect: changed from `read` to `write`", "documentation x-effect changed"],
  ["an explicit effect equal to the derived one", marked("", "get"), marked(", x-effect: read", "get"), "documentation x-effect changed"],
  ["an id that is named like a read", "{ /t: { post: { operationId: loadThings } } }", "{ /t: { post: { operationId: getThings } } }", "breaking operationId: changed from `loadThings` to `getThings`", "breaking method: moved from `wipsy.default.loadThings` to `wipsy.things.getThings`", "breaking effect: changed from `write` to `read`: the client now retries it even if the server may have executed it"],
  ["an operation is now only inferred", marked(""), marked(", x-evidence: inferred"), "breaking evidence: changed from `documented` to `inferred`: calls now need `allowInferred`", "documentation x-evidence changed"],
  ["an inferred operation is now documented", marked(", x-evidence: inferred"), marked(", x-evidence: partial"), "compatible evidence: changed from `inferred` to `partial`: calls no longer need `allowInferred`", "documentation x-evidence changed"],
  ["an operation is now partly documented", marked(""), marked(", x-evidence: partial"), "documentation x-evidence changed"],
  ["a second success without a body", answering(ok), answering(`${ok}, "202": { description: later }`), "breaking 202: the method can now resolve to nothing, not only object", "compatible 202: was added"],
  ["a 204 beside a 200", answering(ok), answering(`${ok}, "204": { description: gone }`), "breaking 204: the method can now resolve to nothing, not only object", "compatible 204: was added"],
  ["a second success without a body beside a 204", answering(`${ok}, "204": { description: gone }`), answering(`${ok}, "204": { description: gone }, "202": { description: later }`), "compatible 202: was added"],
  ["a second success with the same schema", answering(ok), answering(`${ok}, "201": ${okay("a: { type: string }")}`), "compatible 201: was added"],
  ["a second success with another schema", answering(ok), answering(`${ok}, "201": ${okay("b: { type: string }")}`), "breaking 201: the method can now resolve to another object", "compatible 201: was added"],
  ["a response body where there was none", answering('"204": { description: gone }'), answering(`"204": { description: gone }, ${ok}`), "compatible 200: was added"],
  ["JSON beside text in a response", answering(texts("text/csv: {}")), answering(texts("text/csv: {}, application/json: { schema: { type: object, properties: { a: {} } } }")), "compatible now has a method", "compatible 200: content type `application/json` was added"],
  ["text instead of JSON in a response", answering(texts("application/json: {}")), answering(texts("text/csv: {}")), "breaking no longer has a method: it answers with text/csv, which only rawClient can read", "breaking 200: content type `application/json` was removed", "compatible 200: content type `text/csv` was added"],
  ["text beside JSON in a response", answering(texts("application/json: {}")), answering(texts("application/json: {}, text/csv: {}")), "compatible 200: content type `text/csv` was added"],
  ["a 200 beside default", answering('"default": { description: any }'), answering('"default": { description: any }, "200": { description: ok }'), "compatible 200: was added"],
  ["JSON beside a form in a body", taking(`${form}: ${textField}`), taking(`${form}: ${textField}, application/json: ${textField}`), "compatible now has a method", "compatible body: content type `application/json` was added"],
  ["a file beside JSON in a response", answering(ok), answering(`${ok}, "201": { description: made, content: { image/png: {} } }`), "breaking no longer has a method: it answers with image/png, which only rawClient can read", "compatible 201: was added"],
  ["a required cookie", listing(cookie()), listing(cookie("required: true,")), "breaking no longer has a method: its parameter session goes into \"cookie\", which only rawClient can send", "breaking cookie session: became required"],
  ["a form beside JSON in a body", taking(`application/json: ${textField}`), taking(`${form}: ${textField}, application/json: ${textField}`), "compatible body: content type `application/x-www-form-urlencoded` was added"],
  ["application/json beside */* in a body", taking(`"*/*": ${textField}`), taking(`application/json: ${textField}, "*/*": ${textField}`), "compatible now has a method", "compatible body: content type `application/json` was added"],
  ["another id, and no longer a list", tags("Things"), "{ /things: { get: { operationId: readThings, tags: [Things], responses: { '200': { description: ok } } } } }", "breaking operationId: changed from `getThings` to `readThings`", "breaking method: moved from `wipsy.things.list`, `wipsy.things.iterate` to `wipsy.things.readThings`", "breaking 200: content was removed"],
  ["a list under another tag", tags("Things"), tags("Others")],
  ["another tag for an operation without a noun", "{ /t: { post: { operationId: load, tags: [Things] } } }", "{ /t: { post: { operationId: load, tags: [Others] } } }", "breaking method: moved from `wipsy.things.load` to `wipsy.others.load`"],
  ["a second tag", tags("Things"), tags("Things, Others")],
];

// biome-ignore format: a table is read by its columns
const paging: Row[] = [
  ["a response gains the cursor that the list takes", listing(cursor), listing(cursor, next), "breaking method: only `list` still takes `cursor`: `iterate` now sets it", "compatible 200 next_cursor: was added"],
  ["the same with the cursor in a body", searching(things), searching(next), "breaking method: only `list` still takes `cursor`: `iterate` now sets it", "compatible 200 next_cursor: was added"],
  ["a page that can be a number", listing(page("string")), listing(page("[string, integer]")), "breaking method: only `list` still takes `page`: `iterate` now sets it", "compatible query page: type changed from string to integer or string"],
  ["a list gains a cursor parameter", listing("", next), listing(cursor, next), "compatible query cursor: was added"],
  ["a cursor instead of the page", listing(page("integer")), listing(`${page("integer")}, ${cursor}`, next), "compatible method: `iterate` now takes `page`", "compatible query cursor: was added", "compatible 200 next_cursor: was added"],
  ["a cursor instead of a required page", listing(page("integer", "required: true,")), listing(`${page("integer", "required: true,")}, ${cursor}`, next), "breaking method: `iterate` now requires `page`", "compatible query cursor: was added", "compatible 200 next_cursor: was added"],
  ["a page instead of the cursor", listing(`${page("integer")}, ${cursor}`, next), listing(page("integer"), next), "breaking method: only `list` still takes `page`: `iterate` now sets it", "breaking query cursor: was removed"],
  ["pagination disabled", unpaged(""), unpaged("x-pagination: false,"), "breaking method: `iterate` now takes `page` and no longer sets it, so it may end early", "documentation x-pagination changed"],
];

async function told(frame: Frame, before: string, after: string): Promise<string[]> {
  return (await changes(frame, before, after)).map((change) => `${change.level} ${said(change)}`);
}

test.each([...grave, ...others, ...paging])("%s", async (_, before, after, ...expected) => {
  expect(await told(paths, before, after)).toEqual(expected);
  expect(await told(paths, after, after)).toEqual([]);
});

test("six of them remove a method", () => {
  expect(grave).toHaveLength(6);
  expect(grave.every(([, , , first]) => first?.startsWith("breaking "))).toBe(true);
});

test("compares a new success status with the previous response", async () => {
  const variants = (...types: string[]) =>
    `{ description: ok, content: { application/json: { schema: { anyOf: [${types.map((type) => `{ type: ${type} }`).join(", ")}] } } } }`;
  const before = answering(`"200": ${variants("string", "integer")}`);
  const after = answering(`"200": ${variants("integer", "string")}, "201": ${variants("integer")}`);
  expect(await told(paths, before, after)).toEqual(["compatible 201: was added"]);
});
