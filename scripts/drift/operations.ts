import { setHeaders } from "../generate/parameters.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { oncePer } from "../openapi/once.ts";
import type { Place } from "../openapi/operations.ts";
import { isObject, type Json, listOf, mapValues, objectOf, without } from "./json.ts";
import { type Schemas, withByteContent } from "./normal.ts";
import { withStyle } from "./parameter-style.ts";

/** Where an operation is called: `GET /things`. */
export function addressOf({ method, path }: Pick<Operation, "method" | "path">): string {
  return `${method} ${path}`;
}

/** The rows of a description, by address. */
export const rowsByAddress = oncePer(
  (description: Description): ReadonlyMap<string, Row> =>
    new Map(rowsOf(description).rows.map((row) => [addressOf(row.operation), row])),
);

const methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"] as const;

/** An operation of one description. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string | undefined;
  /** What it is called in a report: its operationId, or `METHOD /path`. */
  readonly name: string;
  /** The operation as the description has it, with the parameters and servers of its path. */
  readonly value: Json;
}

/** Every operation of a description, in its order. Unlike the generator's, it takes operations without an operationId. */
export function everyOperation(description: Description): Operation[] {
  return Object.entries(description.paths ?? {}).flatMap(([path, item]) => {
    const pathItem: Json = resolve<Json>(description, item as Json);
    return methods.flatMap((key) => {
      if (!isObject(pathItem[key])) return [];
      const own = resolve<Json>(description, pathItem[key]);
      const parameters = [...listOf(own.parameters), ...listOf(pathItem.parameters)];
      const servers = own.servers ?? pathItem.servers;
      const method = key.toUpperCase();
      const id = typeof own.operationId === "string" ? own.operationId : undefined;
      const value = { ...own, parameters, ...(servers !== undefined && { servers }) };
      return [{ method, path, id, name: id ?? `${method} ${path}`, value }];
    });
  });
}

/** The same operation in two descriptions. */
export interface OperationPair {
  readonly before: Operation;
  readonly after: Operation;
}

/** Which operations are in both descriptions, and which in one only. */
export interface Matched {
  readonly both: readonly OperationPair[];
  readonly removed: readonly Operation[];
  readonly added: readonly Operation[];
}

/** An address with its parameters nameless: their names are no part of it. */
function namelessAddress({ method, path }: Operation): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`;
}

/** An operation is the same when its address is; else when its operationId is: then it has moved. */
export function matchOperations(before: readonly Operation[], after: readonly Operation[]): Matched {
  const byAddress = new Map(after.map((one) => [namelessAddress(one), one]));
  const used = new Set<Operation>();
  const partners = new Map<Operation, Operation>();
  const join = (one: Operation, other: Operation | undefined) => {
    if (other === undefined || used.has(other)) return;
    used.add(other);
    partners.set(one, other);
  };
  for (const one of before) join(one, byAddress.get(namelessAddress(one)));
  const byId = new Map(after.filter((one) => !used.has(one) && one.id !== undefined).map((one) => [one.id, one]));
  for (const one of before) if (!partners.has(one) && one.id !== undefined) join(one, byId.get(one.id));
  return {
    both: [...partners].map(([one, other]) => ({ before: one, after: other })),
    removed: before.filter((one) => !partners.has(one)),
    added: after.filter((one) => !used.has(one)),
  };
}

/** `text/html; charset=utf-8` is `text/html`. */
export function mediaType(name: string): string {
  return (name.split(";")[0] ?? "").trim().toLowerCase();
}

/** What is compared of an operation: its parameters, body and answers, everything that is not a schema in its place. */
export function comparable(description: Description, { value }: Operation, schemas: Schemas): Json {
  const resolved = (part: unknown): Json => (isObject(part) ? resolve<Json>(description, part) : {});
  const withSchema = (part: Json): Json => ({
    ...part,
    ...(part.schema !== undefined && { schema: schemas.normal(part.schema) }),
    ...(part.content !== undefined && { content: contents(part.content) }),
  });
  const contents = (content: unknown): Json =>
    Object.fromEntries(
      Object.entries(objectOf(content)).map(([name, media]) => {
        const type = mediaType(name);
        return [type, withByteContent(type, withSchema(resolved(media)))];
      }),
    );
  const headers = (value: unknown): Json => mapValues(objectOf(value), (header) => withSchema(resolved(header)));
  const answer = (part: unknown): Json => {
    const { headers: all, ...rest } = withSchema(resolved(part));
    return { ...rest, ...(all !== undefined && { headers: headers(all) }) };
  };
  // Nobody gives the headers that the client sets. To find them takes no more of an operation than its parameters.
  const set = setHeaders(description, { operation: value } as unknown as Place);
  const given = listOf(value.parameters)
    .map(resolved)
    .filter((one) => !(one.in === "header" && set.includes(String(one.name))));
  const parameters = given.map((one) => {
    const parameter = withStyle(withSchema(one), schemas);
    return parameter.required === false ? without(parameter, ["required"]) : parameter;
  });
  // The first wins: an operation's own parameter stands before its path's.
  const byName = new Map(parameters.toReversed().map((one) => [`${one.in} ${one.name}`, one]));
  const codes = Object.entries(objectOf(value.responses)).map(([code, part]) => [code.toLowerCase(), answer(part)]);
  return {
    ...without(value, ["operationId", "tags", "security", "servers"]),
    parameters: [...byName.values()].toReversed(),
    ...(value.requestBody !== undefined && { requestBody: bodyOf(withSchema(resolved(value.requestBody))) }),
    responses: Object.fromEntries(codes),
  };
}

function bodyOf(body: Json): Json {
  return body.required === false ? without(body, ["required"]) : body;
}

/** Two lists of parameters with those that are in both at the same places, so that a place says which is meant. */
export function sideBySide(before: readonly unknown[], after: readonly unknown[]): [unknown[], unknown[]] {
  const key = (one: unknown) => `${objectOf(one).in} ${objectOf(one).name}`;
  const names = new Map(after.map((one) => [key(one), one]));
  const common = before.filter((one) => names.has(key(one)));
  const shared = new Set(common.map(key));
  return [
    [...common, ...before.filter((one) => !shared.has(key(one)))],
    [...common.map((one) => names.get(key(one))), ...after.filter((one) => !shared.has(key(one)))],
  ];
}
