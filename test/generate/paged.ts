import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import type { Operation, Paging } from "../../src/operation/table.ts";
import { tiny } from "./tiny.ts";

/** A description with pagination. */
export interface Paged {
  readonly name: string;
  readonly description: Description;
  /** The pagination that the generator should find. */
  readonly paging: Paging;
}

interface Parts {
  /** The list's parameters besides `limit`, as YAML. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly limit?: string;
  /** The required parameters. */
  readonly required?: readonly string[];
  /** The answer's properties besides the items, as YAML. */
  readonly answer?: string;
  /** Extra lines of the operation. */
  readonly extra?: string;
  readonly method?: "get" | "post";
  readonly tag?: "Things" | "Messages";
}

/** A tiny description with one list. */
export function listing(parts: Parts): Description {
  const { parameters = {}, required = [], answer = "", extra = "", method = "get", tag = "Things" } = parts;
  const { limit = "{ type: integer, minimum: 1, maximum: 1000 }" } = parts;
  const all = Object.entries({ ...(limit && { limit }), ...parameters });
  const query = all
    .map(([name, schema]) => `{ name: ${name}, in: query, required: ${required.includes(name)}, schema: ${schema} }`)
    .join(", ");
  const body = all.map(([name, schema]) => `${name}: ${schema}`).join(", ");
  const content = (schema: string) => `content: { application/json: { schema: ${schema} } }`;
  const input =
    method === "get"
      ? `parameters: [${query}]`
      : `requestBody: { ${content(`{ type: object, required: [${required.join(", ")}], properties: { ${body} } }`)} }`;
  const item = "{ type: object, properties: { id: { type: string }, created_at: { type: string } } }";
  const answered = `{ type: object, properties: { data: { type: array, items: ${item} }, ${answer} } }`;
  return tiny(
    [tag],
    `
paths:
  /things:
    ${method}:
      operationId: get${tag}
      tags: [${tag}]
      ${input}
      ${extra}
      responses: { "200": { description: ok, ${content(answered)} } }
`,
  );
}

/** The row of a description's one list. */
export function onlyList(description: Description): Operation {
  const row = rowsOf(description).rows[0]?.operation;
  if (row?.list === undefined) throw new Error("no list");
  return row;
}

const text = "{ type: string }";
const number = "{ type: integer }";
const more = "has_more: { type: boolean }";

/** A kind of pagination: the parts of a description, and the expected result of the generator. */
type Known = readonly [name: string, parts: Parts, paging: Paging];

const cursor: Paging = { by: "cursor", parameter: "cursor", next: ["next_cursor"] };
const byCursor = { parameters: { cursor: text }, answer: `next_cursor: ${text}` };

/** Every kind of pagination that the generator knows, as query parameters and as body fields. */
const known: readonly Known[] = [
  ["cursor, next_cursor", byCursor, cursor],
  ["cursor, next_cursor, in a body", { ...byCursor, method: "post" }, cursor],
  [
    "cursor, next_cursor and has_more in an object",
    { parameters: { cursor: text }, answer: `meta: { type: object, properties: { next_cursor: ${text}, ${more} } }` },
    { ...cursor, next: ["meta", "next_cursor"], more: ["meta", "has_more"] },
  ],
  ["starting_after", { parameters: { starting_after: text } }, { by: "cursor", parameter: "starting_after" }],
  [
    "starting_after, has_more",
    { parameters: { starting_after: text }, answer: more },
    { by: "cursor", parameter: "starting_after", more: ["has_more"] },
  ],
  [
    "starting_after, in a body",
    { parameters: { starting_after: text }, method: "post" },
    { by: "cursor", parameter: "starting_after" },
  ],
  ["offset", { parameters: { offset: number } }, { by: "offset", parameter: "offset" }],
  [
    "offset, has_more",
    { parameters: { offset: number }, answer: more },
    { by: "offset", parameter: "offset", more: ["has_more"] },
  ],
  ["offset, in a body", { parameters: { offset: number }, method: "post" }, { by: "offset", parameter: "offset" }],
  ["page", { parameters: { page: number } }, { by: "page", parameter: "page" }],
  [
    "page from 0",
    { parameters: { page: "{ type: integer, minimum: 0 }" } },
    { by: "page", parameter: "page", first: 0 },
  ],
  [
    "page, has_more",
    { parameters: { page: number }, answer: more },
    { by: "page", parameter: "page", more: ["has_more"] },
  ],
  ["page, in a body", { parameters: { page: number }, method: "post" }, { by: "page", parameter: "page" }],
];

/** Every kind of pagination, in lists with these additional parts. */
export function waysWith(parts: Parts): readonly Paged[] {
  return known.map(([name, own, paging]) => ({ name, description: listing({ ...own, ...parts }), paging }));
}

/** Every kind of pagination, in lists of up to 1,000 items per page. */
export const ways = waysWith({});

/** One of {@link ways} by its name. */
export function way(name: string): Paged {
  const found = ways.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no way ${name}`);
  return found;
}
