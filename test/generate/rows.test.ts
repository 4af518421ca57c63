import { describe, expect, test } from "vitest";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { onlyRow, tiny } from "./tiny.ts";

const answer = (schema: string) =>
  `{ "200": { description: ok, content: { application/json: { schema: ${schema} } } } }`;
const envelope = "{ type: object, properties: { success: { type: boolean }, data: { type: object } } }";

describe("effect", () => {
  test.each([
    ["get", "getThings", "", "read"],
    ["post", "getThings", "", "read"],
    ["post", "listThings", "", "read"],
    ["post", "searchThings", "", "read"],
    ["post", "get_things", "", "read"],
    ["post", "search-things-by-name", "", "read"],
    // Words that contain a verb are other words.
    ["post", "getOrders", "", "read"],
    ["post", "getBrandSettings", "", "read"],
    ["post", "getOrCreateThing", "", "write"],
    ["post", "getAndDeleteThing", "", "write"],
    ["post", "get_or_create_thing", "", "write"],
    ["post", "getOrAddThing", "", "write"],
    ["post", "getORAddThing", "", "write"],
    ["post", "getAPIUsers", "", "read"],
    ["post", "listThenArchive", "", "write"],
    ["post", "searchAndSendThings", "", "write"],
    ["post", "getThingUpsert", "", "write"],
    ["post", "getSetThing", "", "write"],
    ["post", "getNewToken", "", "write"],
    // What is given out once, or given away.
    ["post", "getNextJob", "", "write"],
    ["post", "getOTP", "", "write"],
    ["post", "getOTPCode", "", "write"],
    ["post", "get_login_code", "", "write"],
    ["post", "getUploadToken", "", "write"],
    ["post", "getPhoneVerification", "", "write"],
    ["post", "getTicket", "", "write"],
    ["post", "searchTickets", "", "read"],
    ["post", "getChatsAndSnooze", "", "write"],
    ["post", "getChatSnooze", "", "write"],
    ["post", "listChatsPin", "", "write"],
    ["get", "getOrCreateThing", "", "read"],
    ["put", "getOrCreateThing", "", "idempotent"],
    ["post", "getOrCreateThing", "x-effect: read,", "read"],
    ["post", "getThings", "x-effect: write,", "write"],
    // None of the three words: a typo must not make a write retryable.
    ["post", "getThings", "x-effect: maybe,", "write"],
    ["post", "getThings", "x-effect: Write,", "write"],
    ["get", "getThings", "x-effect: Write,", "write"],
    ["put", "putThing", "x-effect: [write],", "write"],
    ["post", "createThing", "", "write"],
    // The verb decides, not a word within the name: a write retried as a read would act twice.
    ["post", "createWatchList", "", "write"],
    ["post", "forgetThing", "", "write"],
    ["patch", "getThing", "", "write"],
    ["put", "putThing", "", "idempotent"],
    ["delete", "deleteThing", "", "idempotent"],
    ["put", "putThing", "x-effect: write,", "write"],
    ["post", "countThings", "x-effect: read,", "read"],
  ])("%s %s %s is %s", (method, id, mark, effect) => {
    const row = onlyRow(
      tiny(["Things"], `paths: { /t: { ${method}: { operationId: ${id}, ${mark} responses: ${answer(envelope)} } } }`),
    );
    expect(row.effect).toBe(effect);
  });

  test("reports an unknown x-effect", () => {
    const notesOf = (mark: string) =>
      rowsOf(tiny([], `paths: { /t: { post: { operationId: getThings, ${mark} responses: {} } } }`)).notes;
    expect(notesOf("x-effect: Write,")).toEqual([
      {
        about: "POST /t",
        why: 'its x-effect is "Write", not read, idempotent or write: it counts as a write, and is not repeated',
      },
    ]);
    expect(notesOf("x-effect: write,")).toEqual([]);
    expect(notesOf("")).toEqual([]);
  });
});

describe("evidence", () => {
  test("is documented without a mark, as in the vendor's file", () => {
    expect(onlyRow(tiny([], `paths: { /t: { get: { operationId: a, responses: {} } } }`)).evidence).toBe("documented");
    expect(
      onlyRow(tiny([], `paths: { /t: { get: { operationId: a, x-evidence: inferred, responses: {} } } }`)).evidence,
    ).toBe("inferred");
  });
});

describe("lists", () => {
  const list = (parameters: string, schema: string) =>
    onlyRow(
      tiny(
        ["Things"],
        `paths: { /t: { get: { operationId: getThings, tags: [Things], parameters: [${parameters}], responses: ${answer(schema)} } } }`,
      ),
    );
  const oneOrMany =
    "{ type: object, properties: { data: { oneOf: [{ type: object }, { type: array, items: { type: object } }] } } }";
  const id = "{ name: thingId, in: query, schema: { type: string, format: uuid } }";
  const limit = (rest: string) => `{ name: limit, in: query, schema: { type: integer${rest} } }`;

  test("one or many, with an optional id, makes list and get", () => {
    expect(list(id, oneOrMany)).toMatchObject({ verb: "list", list: { items: "data", in: "query", id: "thingId" } });
  });
  test("the limit has its default, or null if it is unknown", () => {
    expect(list(limit(", default: 50"), oneOrMany).list?.limit).toBe(50);
    expect(list(limit(", default: all"), oneOrMany).list?.limit).toBeNull();
    expect(list(limit(""), oneOrMany).list?.limit).toBeNull();
    expect(list("", oneOrMany).list).not.toHaveProperty("limit");
  });
  test("the items may be under any key if only one has an array", () => {
    expect(
      list("", "{ type: object, properties: { things: { type: array }, total: { type: integer } } }").list?.items,
    ).toBe("things");
    expect(list("", "{ type: object, properties: { a: { type: array }, b: { type: array } } }")).not.toHaveProperty(
      "list",
    );
  });
  test("an answer without an array makes no list: the method keeps its operationId", () => {
    expect(list("", "{ type: object, properties: { data: { type: object } } }")).not.toHaveProperty("verb");
  });
});

describe("create, update, delete", () => {
  const row = (method: string, id: string, rest: string) =>
    onlyRow(
      tiny(
        ["Things"],
        `paths: { /t: { ${method}: { operationId: ${id}, tags: [Things], ${rest} responses: ${answer(envelope)} } } }`,
      ),
    );
  const body =
    "requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } },";
  const id = "parameters: [{ name: thingId, in: query, required: true, schema: { type: string } }],";
  const two = "parameters: [{ name: a, in: query, required: true }, { name: b, in: query, required: true }],";

  test.each([
    ["post", "createThing", body, { verb: "create", unwrap: "data" }],
    ["put", "updateThing", id + body, { verb: "update", key: "thingId" }],
    ["delete", "deleteThing", id, { verb: "delete", key: "thingId" }],
  ])("%s %s", (method, name, rest, expected) => expect(row(method, name, rest)).toMatchObject(expected));

  test.each([
    ["", "data"],
    ["required: [data],", "data"],
    ["required: [success, data],", "data"],
    // Of an answer that says what it must have, and not that it is the data, there may be none.
    ["required: [success],", undefined],
  ])("an envelope with %s gives %s", (required, unwrap) => {
    const schema = envelope.replace("{", `{ ${required}`);
    const description = tiny(
      ["Things"],
      `paths: { /t: { post: { operationId: createThing, tags: [Things], ${body} responses: ${answer(schema)} } } }`,
    );
    expect(onlyRow(description).verb).toBe("create");
    expect(onlyRow(description).unwrap).toBe(unwrap);
  });

  test.each([
    ["post", "createThing", id + body],
    ["post", "createThing", ""],
    ["put", "updateThing", body],
    ["put", "updateThing", two + body],
    ["delete", "deleteThing", id + body],
  ])("%s %s of another shape keeps its operationId", (method, name, rest) => {
    expect(row(method, name, rest)).not.toHaveProperty("verb");
  });
});

test("methods that take only an id have no input type", () => {
  const id = "{ name: id, in: path, required: true, schema: { type: string } }";
  const methods = ["get", "delete"].map(
    (verb) => `${verb}: { operationId: ${verb}Thing, tags: [Things], responses: ${answer(envelope)} }`,
  );
  const description = tiny(["Things"], `paths: { "/t/{id}": { parameters: [${id}], ${methods.join(", ")} } }`);
  const found = rowsOf(description).rows.map(({ operation: { verb }, inputName }) => ({ verb, inputName }));
  expect(found).toEqual(["get", "delete"].map((verb) => ({ verb, inputName: "" })));
});

test("parameters and fields have what is checked before sending", () => {
  const row = onlyRow(
    tiny(
      [],
      `
paths:
  /t:
    parameters: [{ $ref: "#/components/parameters/Limit" }]
    post:
      operationId: doIt
      requestBody: { content: { application/json: { schema: { allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { b: { type: [string, "null"] } } }] } } } }
      responses: {}
components:
  parameters: { Limit: { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 9 } } }
  schemas: { Base: { required: [a], properties: { a: { type: string, format: uuid, nullable: true }, c: { enum: [x, y] }, d: {} } } }
`,
    ),
  );
  expect(row.query).toEqual({ limit: { type: "integer", minimum: 1, maximum: 9 } });
  expect(row.body).toEqual({
    a: { type: ["string", "null"], format: "uuid", required: true },
    b: { type: ["string", "null"] },
    c: { enum: ["x", "y"] },
    d: {},
  });
});

test("a dangling reference is an error that names it", () => {
  expect(() =>
    rowsOf(tiny([], 'paths: { /t: { get: { operationId: a, parameters: [{ $ref: "#/nothing" }] } } }')),
  ).toThrow("#/nothing points to nothing");
});
