import { describe, expect, test } from "vitest";
import { listing, onlyList, ways } from "./paged.ts";

const text = "{ type: string }";
const number = "{ type: integer }";

/** How a list with these parts is paged through. */
function pagingOf(parts: Parameters<typeof listing>[0]) {
  return onlyList(listing(parts)).list?.paging;
}

describe("what the names of parameters and answers say", () => {
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

  test("an answer's next cursor goes before a cursor that repeats what was asked", () => {
    expect(pagingOf({ parameters: { cursor: text }, answer: `cursor: ${text}, next_cursor: ${text}` })?.next).toEqual([
      "next_cursor",
    ]);
  });

  test("at the top goes before in an object", () => {
    const answer = `meta: { type: object, properties: { next_cursor: ${text} } }, next_cursor: ${text}`;
    expect(pagingOf({ parameters: { cursor: text }, answer })?.next).toEqual(["next_cursor"]);
  });

  test("a cursor goes before an offset, an offset before a page", () => {
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
    // Without the parameter comes page 1: so that is the first.
    ["{ type: integer, minimum: 0, default: 1 }", undefined],
  ])("a page that is %s", (page, first) => {
    expect(pagingOf({ parameters: { page } })).toEqual({
      ...{ by: "page", parameter: "page" },
      ...(first === 0 && { first }),
    });
  });
});

describe("what looks like paging and is none", () => {
  test.each<[string, Parameters<typeof listing>[0]]>([
    ["only a limit", {}],
    ["a cursor that no answer gives", { parameters: { cursor: text } }],
    ["a cursor in answers only", { answer: `next_cursor: ${text}, cursor: ${text}` }],
    ["a page in answers only", { answer: `page: ${number}, offset: ${number}, has_more: { type: boolean }` }],
    [
      "a page in an object of answers only",
      { answer: `meta: { type: object, properties: { page: ${number}, next_cursor: ${text} } }` },
    ],
    ["a page that is a name", { parameters: { page: text } }],
    ["an offset that is a time zone's", { parameters: { offset: text } }],
    ["names of objects' own", { parameters: { constructor: text } }],
  ])("%s", (_what, parts) => expect(pagingOf(parts)).toBeUndefined());
});

describe("x-pagination", () => {
  const stated = (mark: string, parts: Parameters<typeof listing>[0] = {}) =>
    pagingOf({
      parameters: { cursor: text, skip: number, p: number },
      answer: `next_cursor: ${text}, page: { type: object, properties: { after: ${text}, more: { type: boolean } } }`,
      ...parts,
      extra: `x-pagination: ${mark}`,
    });

  test("false: none, whatever the names", () => expect(stated("false")).toBeUndefined());

  test.each([
    ["{ by: offset, parameter: skip }", { by: "offset", parameter: "skip" }],
    ["{ by: page, parameter: p, first: 0 }", { by: "page", parameter: "p", first: 0 }],
    ["{ by: page, parameter: p, first: 1 }", { by: "page", parameter: "p", first: 1 }],
    ["{ by: cursor, parameter: cursor }", { by: "cursor", parameter: "cursor" }],
    [
      "{ by: cursor, parameter: cursor, next: page.after, more: page.more }",
      { by: "cursor", parameter: "cursor", next: ["page", "after"], more: ["page", "more"] },
    ],
  ])("%s", (mark, paging) => expect(stated(mark)).toEqual(paging));

  test("in a body", () => {
    expect(stated("{ by: offset, parameter: skip }", { method: "post" })).toEqual({ by: "offset", parameter: "skip" });
  });

  test.each([
    ["{ by: keyset, parameter: cursor }", 'needs "by": cursor, offset or page'],
    ["{ by: cursor }", 'needs "parameter": the name of one that the operation takes'],
    ["{ by: cursor, parameter: after }", 'needs "parameter": the name of one that the operation takes'],
    ["{ by: cursor, parameter: toString }", 'needs "parameter": the name of one that the operation takes'],
    ["{ by: cursor, parameter: cursor, next: page.next }", '"next": no answer has page.next'],
    ["{ by: cursor, parameter: cursor, next: 5 }", '"next": no answer has 5'],
    ["{ by: cursor, parameter: cursor, more: has_more }", '"more": no answer has has_more'],
    ["{ by: page, parameter: p, first: one }", '"first" must be a whole number'],
    ["{ by: page, parameter: p, size: 5 }", "does not know size: it knows by, parameter, next, more, first"],
  ])("%s is refused, with the operation's name", (mark, problem) => {
    expect(() => stated(mark)).toThrow(`getThings: x-pagination ${problem}`);
  });

  test.each(["true", "null", "cursor", "{}", "{ type: offset }"])("%s is another tool's, and nothing here", (mark) => {
    expect(stated(mark)).toEqual(stated(""));
  });
});
