import type { ListShape, Paging } from "../../src/operation/table.ts";
import { singular } from "../openapi/casing.ts";
import type { Description } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { fieldOf, itemSchema, partsOf, propertiesOf, type Schema, type Schemas } from "./fields.ts";

/** The parts of an operation that show whether it is a list. */
export interface ListParts {
  readonly place: Place;
  readonly namespace: string;
  readonly query: Schemas;
  readonly body: Schemas | undefined;
  readonly answer: Schemas;
}

/** Returns a parameter's numeric default; `undefined` if the description gives none. */
function unaskedNumber(description: Description, schema: Schema): number | undefined {
  // A default can also stand beside a reference.
  const all = [schema, ...partsOf(description, schema)].map((part) => (Object(part) as { default?: unknown }).default);
  return all.find((one) => typeof one === "number");
}

/** Returns the number of a list's first page: the parameter's default, or else its minimum. */
export function firstPage(description: Description, schema: Schema): number | undefined {
  return unaskedNumber(description, schema) ?? fieldOf(description, schema).minimum;
}

/** Whether a schema allows any number. A `page` may also be a name, and an `offset` a time zone. */
function isNumber(description: Description, schema: Schema): boolean {
  const { type = "number", enum: values } = fieldOf(description, schema);
  return !values && [type].flat().some((one) => one === "integer" || one === "number");
}

/** Pagination parameters, with the kind of pagination each implies. */
const parameters: Readonly<Record<string, Paging["by"]>> = {
  cursor: "cursor",
  next_cursor: "cursor",
  nextCursor: "cursor",
  starting_after: "cursor",
  startingAfter: "cursor",
  offset: "offset",
  page: "page",
};

/** Finds the path to a field with one of these names, at most two levels deep. */
function pathTo(description: Description, { schemas }: Schemas, names: readonly string[]): string[] | undefined {
  const top = names.find((name) => name in schemas);
  if (top !== undefined) return [top];
  for (const [key, schema] of Object.entries(schemas)) {
    const inner = propertiesOf(description, schema).schemas;
    const name = names.find((one) => one in inner);
    if (name !== undefined) return [key, name];
  }
  return undefined;
}

/** Returns `first: 0` if pages are known to start at 0. */
function fromZero(description: Description, by: Paging["by"], schema: Schema | undefined): Pick<Paging, "first"> {
  const isFromZero = by === "page" && schema !== undefined && firstPage(description, schema) === 0;
  return isFromZero ? { first: 0 } : {};
}

/** Returns the pagination that a parameter supports; `undefined` if only its name suggests pagination. */
function pagingBy(
  description: Description,
  by: Paging["by"],
  parameter: string,
  { answer, ...parts }: ListParts,
): Paging | undefined {
  const schema = (parts.body ?? parts.query).schemas[parameter];
  if (schema === undefined) return undefined;
  if (by === "cursor") {
    const isLastId = /^starting/.test(parameter);
    const next =
      pathTo(description, answer, ["next_cursor", "nextCursor"]) ??
      (isLastId ? undefined : pathTo(description, answer, ["cursor"]));
    // Without a cursor in the answer there is no next page to ask for.
    if (next) return { by, parameter, next };
    return isLastId ? { by, parameter } : undefined;
  }
  if (!isNumber(description, schema)) return undefined;
  return { by, parameter, ...fromZero(description, by, schema) };
}

/** Infers a list's pagination from the names of its parameters and answer fields. `x-pagination: false` disables it. */
function pagingOf(description: Description, parts: ListParts): Paging | undefined {
  const { "x-pagination": mark } = parts.place.operation as { "x-pagination"?: unknown };
  if (mark === false) return undefined;
  const more = pathTo(description, parts.answer, ["has_more", "hasMore"]);
  for (const [parameter, by] of Object.entries(parameters)) {
    const paging = pagingBy(description, by, parameter, parts);
    if (paging) return { ...paging, ...(more && { more }) };
  }
  return undefined;
}

/** Returns the names of an answer's array properties. */
function arrayKeys(description: Description, { schemas }: Schemas): string[] {
  return Object.entries(schemas).flatMap(([key, schema]) => (itemSchema(description, schema) ? [key] : []));
}

/** Returns the property that holds a list's items: `data`, or the only array. */
function itemsKey(description: Description, answer: Schemas): string | undefined {
  const many = arrayKeys(description, answer);
  return many.includes("data") ? "data" : many.length === 1 ? many[0] : undefined;
}

/** Returns the default of `limit`: `null` if it is unknown, `undefined` if there is no `limit`. */
function defaultLimit(description: Description, { schemas }: Schemas): number | null | undefined {
  if (schemas.limit === undefined) return undefined;
  return unaskedNumber(description, schemas.limit) ?? null;
}

/** Returns the fields that identify and order messages. */
function messageParts(description: Description, { namespace }: ListParts, item?: Schema): Partial<ListShape> {
  const { schemas } = propertiesOf(description, item);
  return {
    ...("whatsapp_message_id" in schemas && { alias: "whatsapp_message_id" }),
    ...(namespace === "messages" && "created_at" in schemas && { order: "created_at" }),
  };
}

/** Whether a list can be read to its end: its `limit` is a number, and its first page needs no cursor. */
function isReadable(description: Description, { schemas, required }: Schemas, paging: Paging | undefined): boolean {
  const { limit } = schemas;
  const needsCursor = paging?.by === "cursor" && required.includes(paging.parameter);
  return !needsCursor && (limit === undefined || isNumber(description, limit));
}

/** Returns an operation's list shape; `undefined` if it is not a list, or cannot be read to its end. */
export function listOf(description: Description, parts: ListParts): ListShape | undefined {
  const { namespace, query, body, answer } = parts;
  const items = itemsKey(description, answer);
  const schema = items === undefined ? undefined : answer.schemas[items];
  if (items === undefined || schema === undefined) return undefined;
  const paging = pagingOf(description, parts);
  if (!isReadable(description, body ?? query, paging)) return undefined;
  const limit = defaultLimit(description, body ?? query);
  const id = `${singular(namespace)}Id`;
  const hasId = id in query.schemas && !query.required.includes(id);
  return {
    ...{ items, in: body ? "body" : "query" },
    ...(hasId && { id }),
    ...(limit !== undefined && { limit }),
    ...messageParts(description, parts, itemSchema(description, schema)),
    ...(paging && { paging }),
  };
}

/** Explains why a list-like operation has no `list` method; `undefined` if the operation is not list-like. */
export function whyNoList(description: Description, parts: ListParts, isNamedList: boolean): string | undefined {
  const { query, body, answer, place } = parts;
  const arrays = arrayKeys(description, answer);
  const { schemas, required } = body ?? query;
  const paging = Object.keys(parameters).filter((name) => name in schemas);
  const isPaged = place.method === "GET" && ("limit" in schemas || paging.length > 0);
  if (arrays.length === 0 || !(isNamedList || isPaged)) return undefined;
  const because = (why: string) => `it has no list method: ${why}`;
  if (!isNamedList) return because("its operationId is not get and the plural noun of its tag");
  if (!itemsKey(description, answer)) return because(`its answer has several arrays (${arrays.join(", ")})`);
  const isReadableList = isReadable(description, { schemas, required }, pagingOf(description, parts));
  if (!isReadableList) return because("its first page requires a cursor, or its limit does not take any number");
  return because("it takes path parameters, or a query beside its body");
}
