import type { SchemaObject } from "openapi-typescript";
import type { ListShape, Paging } from "../../src/operation.ts";
import { type Description, type Place, resolve } from "./description.ts";
import { itemSchema, propertiesOf, type Schema, type Schemas } from "./fields.ts";
import { singular } from "./words.ts";

/** What a list is recognised by. */
export interface ListParts {
  readonly place: Place;
  readonly namespace: string;
  readonly query: Schemas;
  readonly body: Schemas | undefined;
  readonly answer: Schemas;
}

/** The parameters that page through a list, and what each of them takes. */
const parameters: Readonly<Record<string, Paging["by"]>> = {
  cursor: "cursor",
  next_cursor: "cursor",
  nextCursor: "cursor",
  starting_after: "cursor",
  startingAfter: "cursor",
  offset: "offset",
  page: "page",
};

/** Where an answer has a field with one of these names: at its top, or in an object there. */
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

/** The number of a list's first page: 0 where the parameter says that it can be. */
function firstPage(description: Description, schema: Schema): number | undefined {
  const { default: unasked, minimum } = resolve<SchemaObject>(description, schema) as Record<string, unknown>;
  return unasked === 0 || minimum === 0 ? 0 : undefined;
}

/** What `x-pagination` of an operation says: `false`, or what {@link Paging} holds, with paths as `meta.next_cursor`. */
interface Stated {
  readonly by: Paging["by"];
  readonly parameter: string;
  readonly next?: string;
  readonly more?: string;
  readonly first?: number;
}

function stated({ by, parameter, next, more, first }: Stated, { place, body, query }: ListParts): Paging {
  const refuse = (problem: string): never => {
    throw new Error(`${place.operation.operationId}: x-pagination ${problem}`);
  };
  if (!["cursor", "offset", "page"].includes(by)) refuse('needs "by": cursor, offset or page');
  if (!(parameter in (body ?? query).schemas)) refuse('needs "parameter": the name of one that the operation takes');
  const path = (text: string | undefined) => text?.split(".");
  const [nextPath, morePath] = [path(next), path(more)];
  return {
    ...{ by, parameter },
    ...(nextPath && { next: nextPath }),
    ...(morePath && { more: morePath }),
    ...(first !== undefined && { first }),
  };
}

/** Where an answer has the cursor that this parameter takes; `"last id"` where it is the last item's, `undefined` where nothing gives it. */
function nextOf(description: Description, parameter: string, answer: Schemas): string[] | "last id" | undefined {
  const next = pathTo(description, answer, ["next_cursor", "nextCursor"]);
  if (next) return next;
  return /^starting/.test(parameter) ? "last id" : pathTo(description, answer, ["cursor"]);
}

/** Other tools have an extension of this name, too. */
function isStated(mark: unknown): mark is Stated {
  return typeof mark === "object" && mark !== null && "by" in mark;
}

/** How a list is paged through, from the names of its parameters and of what it answers. */
function pagingOf(description: Description, parts: ListParts): Paging | undefined {
  const mark = (parts.place.operation as { "x-pagination"?: Stated | false })["x-pagination"];
  if (mark === false) return undefined;
  if (isStated(mark)) return stated(mark, parts);
  const { schemas } = parts.body ?? parts.query;
  const more = pathTo(description, parts.answer, ["has_more", "hasMore"]);
  for (const [parameter, by] of Object.entries(parameters)) {
    const schema = schemas[parameter];
    const next = by === "cursor" ? nextOf(description, parameter, parts.answer) : undefined;
    // A cursor that no answer gives cannot be followed.
    if (schema === undefined || (by === "cursor" && next === undefined)) continue;
    const first = by === "page" ? firstPage(description, schema) : undefined;
    return {
      ...{ by, parameter },
      ...(Array.isArray(next) && { next }),
      ...(more && { more }),
      ...(first !== undefined && { first }),
    };
  }
  return undefined;
}

/** The property of an answer that holds its items: `data`, or the only one that holds many. */
function itemsKey(description: Description, { schemas }: Schemas): string | undefined {
  const many = Object.entries(schemas).flatMap(([key, schema]) => (itemSchema(description, schema) ? [key] : []));
  return many.includes("data") ? "data" : many.length === 1 ? many[0] : undefined;
}

/** How many items a list gives when not asked: `null` where its `limit` has no known default, `undefined` without a `limit`. */
function defaultLimit(description: Description, { schemas }: Schemas): number | null | undefined {
  if (schemas.limit === undefined) return undefined;
  const { default: known } = resolve<SchemaObject>(description, schemas.limit) as { default?: number };
  return known ?? null;
}

/** What makes a message one and the same, and puts messages in order. */
function messageParts(description: Description, { namespace }: ListParts, item?: Schema): Partial<ListShape> {
  const { schemas } = propertiesOf(description, item);
  return {
    ...("whatsapp_message_id" in schemas && { alias: "whatsapp_message_id" }),
    ...(namespace === "messages" && "created_at" in schemas && { order: "created_at" }),
  };
}

/** How an operation answers with items, `undefined` where it does not. */
export function listOf(description: Description, parts: ListParts): ListShape | undefined {
  const { namespace, query, body, answer } = parts;
  const items = itemsKey(description, answer);
  const schema = items === undefined ? undefined : answer.schemas[items];
  if (items === undefined || schema === undefined) return undefined;
  const limit = defaultLimit(description, body ?? query);
  const id = `${singular(namespace)}Id`;
  const hasId = id in query.schemas && !query.required.includes(id);
  const paging = pagingOf(description, parts);
  return {
    ...{ items, in: body ? "body" : "query" },
    ...(hasId && { id }),
    ...(limit !== undefined && { limit }),
    ...messageParts(description, parts, itemSchema(description, schema)),
    ...(paging && { paging }),
  };
}
