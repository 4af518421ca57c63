import { describe, expect, test } from "vitest";
import { isWipsyError } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";
import { clientFor } from "./client.ts";
import { tiny } from "./tiny.ts";

// Answers of operations that this API does not have, over a real socket.

const get = (responses: string, method = "get") =>
  tiny([], `paths: { /t: { ${method}: { operationId: it, responses: { ${responses} } } } }`);
const content = (type: string, schema = "") => `{ description: ok, content: { "${type}": { ${schema} } } }`;
const object = "schema: { type: object, properties: { a: {} } }";

const html: Reply = { body: "<!doctype html><title>Log in</title>", headers: { "content-type": "text/html" } };
const text = (body: string, type = "text/plain"): Reply => ({ body, headers: { "content-type": type } });

/** The result of a description's operation for an answer, and the `accept` header of its request. */
async function given(description: ReturnType<typeof tiny>, reply: Reply) {
  await using server = await serve(() => reply);
  const value = await clientFor(description, server.url).call("it", {}, { maxRetries: 0 });
  return { value, accept: server.seen[0]?.headers.accept };
}

async function failure(description: ReturnType<typeof tiny>, reply: Reply) {
  await using server = await serve(() => reply);
  return await failureOf(clientFor(description, server.url).call("it", {}, { maxRetries: 0 }));
}

test("returns an envelope with optional content as a whole", async () => {
  const properties = "properties: { success: { type: boolean }, data: { type: object } }";
  const schema = `schema: { type: object, required: [success], ${properties} }`;
  await using server = await serve(() => ({ body: { success: true } }));
  const client = clientFor(get(`"200": ${content("application/json", schema)}`, "post"), server.url);
  expect(await client.namespaces.default?.it?.()).toEqual({ success: true });
});

describe("returns the described content", () => {
  test.each<[string, string, Reply, unknown]>([
    ["an object", `"200": ${content("application/json", object)}`, { body: { a: 1 } }, { a: 1 }],
    ["a list", `"200": ${content("application/json", "schema: { type: array }")}`, { body: [1] }, [1]],
    ["null", `"200": ${content("application/json", "schema: { type: 'null' }")}`, { body: "null" }, null],
    ["JSON of any kind", `"200": ${content("application/json")}`, { body: '"a"' }, "a"],
    ["nothing", `"204": { description: none }`, { status: 204 }, undefined],
    ["nothing, with a 200", `"200": { description: none }`, text(""), undefined],
    ["text where nothing is described", `"200": { description: none }`, text("OK"), "OK"],
    ["either: the object", `"200": ${content("application/json", object)}, "204": {}`, { body: { a: 1 } }, { a: 1 }],
    ["either: nothing", `"200": ${content("application/json", object)}, "204": {}`, { status: 204 }, undefined],
    ["a range", `"2XX": ${content("application/json", object)}`, { status: 203, body: { a: 1 } }, { a: 1 }],
    ["default", `default: ${content("application/json", "schema: { type: array }")}`, { body: [] }, []],
    ["another success", `"200": ${content("application/json", object)}`, { status: 201, body: { a: 2 } }, { a: 2 }],
    ["JSON without a description", "", { body: [1] }, [1]],
    ["text without a description", "", text("x"), "x"],
    ["nothing without a description", "", text(""), undefined],
    ["JSON of any type", `"200": ${content("*/*", object)}`, { body: { a: 1 } }, { a: 1 }],
    ["text of any type", `"200": ${content("*/*", "schema: { type: string }")}`, text("x"), "x"],
  ])("%s", async (_what, responses, reply, value) => {
    expect((await given(get(responses), reply)).value).toEqual(value);
  });

  test("asks for JSON if several types are offered", async () => {
    const several = `"200": { description: ok, content: { text/csv: {}, application/json: { ${object} } } }`;
    const asked = { value: { a: 1 }, accept: "application/json" };
    expect(await given(get(several), { body: { a: 1 } })).toEqual(asked);
  });
});

describe("undescribed content is a DecodeError", () => {
  test.each<[string, string, Reply]>([
    ["an HTML page instead of an object", `"200": ${content("application/json", object)}`, html],
    ["a list instead of an object", `"200": ${content("application/json", object)}`, { body: [] }],
    ["an empty object", `"200": ${content("application/json", object)}`, text("")],
    ["nothing instead of a list", `"200": ${content("application/json", "schema: { type: array }")}`, text("")],
    ["an HTML page instead of nothing", `"204": { description: none }`, html],
    ["an HTML page instead of nothing, with a 200", `"200": { description: none }`, html],
  ])("%s", async (_what, responses, reply) => {
    expect(isWipsyError(await failure(get(responses), reply), "DecodeError")).toBe(true);
  });
});

test("success: false is a failure for any described content", async () => {
  for (const responses of [`"204": {}`, "", `"200": ${content("application/json", "schema: {}")}`]) {
    const error = await failure(get(responses), { body: { success: false, error: "no" } });
    expect(error).toMatchObject({ name: "ApiError", reason: "no" });
  }
});

test("sends no key if the description needs none, and an optional key if there is one", async () => {
  const security = (alternatives: string) =>
    tiny(
      [],
      `paths: { /t: { get: { operationId: it, security: ${alternatives}, responses: {} } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }`,
    );
  await using server = await serve(() => ({ body: {} }));
  await clientFor(security("[]"), server.url).call("it");
  await clientFor(security("[{ key: [] }, {}]"), server.url).call("it");
  await clientFor(security("[{ key: [] }, {}]"), server.url, "").call("it");
  expect(server.seen.map(({ headers }) => headers["x-api-key"])).toEqual([undefined, "test-key", undefined]);
});
