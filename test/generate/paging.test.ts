import { describe, expect, test } from "vitest";
import { methodsOf } from "../../scripts/generate/methods.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { listing, onlyList, ways } from "./paged.ts";
import { tiny } from "./tiny.ts";

const text = "{ type: string }";
const number = "{ type: integer }";

/** The pagination of a list with these parts. */
function pagingOf(parts: Parameters<typeof listing>[0]) {
  return onlyList(listing(parts)).list?.paging;
}

describe("finds pagination by the names of parameters and response fields", () => {
  test.each(ways)("$name", ({ description, paging }) => {
    const isPost = JSON.stringify(description).includes('"requestBody"');
    expect(onlyList(description).list).toEqual({ items: "data", in: isPost ? "body" : "query", limit: null, paging });
  });

  test.each([
    ["next_cursor", "next_cursor", ["next_cursor"]],
    ["cursor", "nextCursor", ["nextCursor"]],
    ["nextCursor", "nextCursor", ["nextCursor"]],
    ["cursor", "cursor", ["cursor"]],
    ["starting_after", "next_cursor", ["next_cursor"]],
    ["startingAfter", "next_cursor", ["next_cursor"]],
  ])("%s, answered with %s", (parameter, answered, next) => {
    const parts = { parameters: { [parameter]: text }, answer: `${answered}: ${text}` };
    expect(pagingOf(parts)).toEqual({ by: "cursor", parameter, next });
  });

  test("prefers a response's next cursor to one that repeats the request", () => {
    expect(pagingOf({ parameters: { cursor: text }, answer: `cursor: ${text}, next_cursor: ${text}` })?.next).toEqual([
      "next_cursor",
    ]);
  });

  test("prefers the top level to a nested object", () => {
    const answer = `meta: { type: object, properties: { next_cursor: ${text} } }, next_cursor: ${text}`;
    expect(pagingOf({ parameters: { cursor: text }, answer })?.next).toEqual(["next_cursor"]);
  });

  test("prefers a cursor to an offset, and an offset to a page", () => {
    const parameters = { page: number, offset: number };
    expect(pagingOf({ parameters })?.by).toBe("offset");
    expect(pagingOf({ parameters: { ...parameters, cursor: text }, answer: `next_cursor: ${text}` })?.by).toBe(
      "cursor",
    );
  });

  test.each([
    ["{}", undefined],
    ['{ type: [integer, "null"] }', undefined],
    ["{ type: integer, minimum: 1 }", undefined],
    ["{ type: integer, default: 1 }", undefined],
    ["{ type: integer, default: 0 }", 0],
    ["{ type: integer, minimum: 0 }", 0],
    // Without the parameter, the server returns page 1, so that is the first.
    ["{ type: integer, minimum: 0, default: 1 }", undefined],
    ["{ allOf: [{ type: integer, minimum: 0 }], default: 1 }", undefined],
    // The type of its parts says it as well.
    ["{ allOf: [{ type: integer, default: 0 }] }", 0],
    ["{ anyOf: [{ type: integer, minimum: 0 }, { type: 'null' }] }", 0],
    ["{ anyOf: [{ type: integer, minimum: 1 }, { type: 'null' }], default: 0 }", 0],
    ["{ oneOf: [{ allOf: [{ type: integer, default: 0 }] }] }", 0],
    ["{ anyOf: [{ type: integer, minimum: 1 }, { type: 'null' }] }", undefined],
    ["{ type: integer, minimum: 0, default: null }", 0],
  ])("a page that is %s", (page, first) => {
    expect(pagingOf({ parameters: { page } })).toEqual({
      ...{ by: "page", parameter: "page" },
      ...(first === 0 && { first }),
    });
  });
});

test("finds a page behind and beside a reference", () => {
  const page = (schema: string, components: string) => {
    const { components: made = {} } = tiny([], `components: ${components}`);
    return onlyList({ ...listing({ parameters: { page: schema } }), components: made }).list?.paging?.first;
  };
  const ref = "$ref: '#/components/schemas/Page'";
  expect(page(`{ ${ref} }`, "{ schemas: { Page: { type: integer, default: 0 } } }")).toBe(0);
  expect(page(`{ allOf: [{ ${ref} }] }`, "{ schemas: { Page: { type: integer, default: 0 } } }")).toBe(0);
  expect(page(`{ ${ref}, default: 0 }`, "{ schemas: { Page: { type: integer, minimum: 1 } } }")).toBe(0);
});

describe("ignores similar names that are not pagination", () => {
  test.each<[string, Parameters<typeof listing>[0]]>([
    ["only a limit", {}],
    ["a cursor that no response contains", { parameters: { cursor: text } }],
    ["a cursor only in responses", { answer: `next_cursor: ${text}, cursor: ${text}` }],
    ["a page only in responses", { answer: `page: ${number}, offset: ${number}, has_more: { type: boolean }` }],
    [
      "a page only in a nested object of responses",
      { answer: `meta: { type: object, properties: { page: ${number}, next_cursor: ${text} } }` },
    ],
    ["a page that is a name", { parameters: { page: text } }],
    ["an offset that is a time zone's", { parameters: { offset: text } }],
    ["a page that is a name, or nothing", { parameters: { page: "{ anyOf: [{ type: string }, { type: 'null' }] }" } }],
    ["a page that is one of several strings", { parameters: { page: "{ enum: [first, last] }" } }],
    ["names that every object has", { parameters: { constructor: text } }],
  ])("%s", (_what, parts) => expect(pagingOf(parts)).toBeUndefined());
});

describe("a list that cannot be read to its end keeps its own method name", () => {
  const rowOf = (parts: Parameters<typeof listing>[0]) => rowsOf(listing(parts)).rows[0]?.operation;
  test.each<[string, Parameters<typeof listing>[0]]>([
    ["a limit that is a string", { limit: '{ type: string, default: "10" }' }],
    ["a limit that is one of several strings", { limit: '{ enum: ["10", "20"] }' }],
    ["a limit that is a string or null", { limit: "{ anyOf: [{ type: string }, { type: 'null' }] }" }],
    ["a limit that is a string, in a body", { limit: text, method: "post" }],
    ["a required cursor", { parameters: { cursor: text }, answer: `next_cursor: ${text}`, required: ["cursor"] }],
    [
      "a required cursor in a body",
      { parameters: { cursor: text }, answer: `next_cursor: ${text}`, required: ["cursor"], method: "post" },
    ],
    ["a required id of the last item", { parameters: { starting_after: text }, required: ["starting_after"] }],
  ])("%s", (_what, parts) => {
    const row = rowOf(parts);
    expect(row).toMatchObject({ id: "getThings", namespace: "things" });
    expect(row).not.toHaveProperty("list");
    expect(row).not.toHaveProperty("verb");
  });
});

/** The doc comment of `iterate`. */
function iterateSays(parts: Parameters<typeof listing>[0]): string | undefined {
  const description = listing(parts);
  const [row] = rowsOf(description).rows;
  return row && methodsOf(description, row).find(({ name }) => name === "iterate")?.does;
}

test("iterate's doc says how much it can reach", () => {
  const limit = (rest: string) => iterateSays({ limit: `{ type: integer, ${rest} }` });
  expect(limit("maximum: 100")).toContain("At most 100 ");
  expect(limit("minimum: 1")).toContain("double");
});

describe("the doc of iterate on the first page", () => {
  const said = (page: string) => iterateSays({ parameters: { page } });
  const unknown = "the description does not say which page";
  test("says that the first page is unknown", () => {
    expect(said(number)).toContain(unknown);
    expect(said("{ anyOf: [{ type: integer }, { type: 'null' }] }")).toContain(unknown);
  });
  test("says nothing if the description defines it", () => {
    expect(said("{ type: integer, default: 1 }")).not.toContain(unknown);
    expect(said("{ type: integer, minimum: 0 }")).not.toContain(unknown);
  });
});

test("x-pagination: false disables pagination; other values are ignored", () => {
  const stated = (mark: string) =>
    pagingOf({ parameters: { cursor: text }, answer: `next_cursor: ${text}`, extra: `x-pagination: ${mark}` });
  expect(stated("false")).toBeUndefined();
  expect(stated("{ type: offset }")).toMatchObject({ by: "cursor" });
});
