import { mediaType } from "../generate/contents.ts";
import { givenParameters } from "../generate/parameters.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";
import type { Place } from "../openapi/operations.ts";
import { isObject, type Json } from "../openapi/walk.ts";
import { objectOf, without } from "./json.ts";
import { type SchemaSide, type Schemas, withoutDefaults } from "./normal.ts";

/** Method and path: `GET /things`. */
export function addressOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

const rowsByAddress = memoized(
  (description: Description) => new Map(rowsOf(description).rows.map((row) => [addressOf(row.operation), row])),
);

/** The generated row of an operation; `undefined` if it has no method. */
export function rowAt(description: Description, place: Place): Row | undefined {
  return rowsByAddress(description).get(addressOf(place));
}

/** The same operation in two descriptions. */
export interface Pair {
  readonly before: Place;
  readonly after: Place;
}

/** An address without parameter names, which do not matter. */
function namelessAddress(place: Place): string {
  return addressOf(place).replace(/\{[^}]*\}/g, "{}");
}

/** Matches operations by address, then by id: those have moved. */
export function matchOperations(before: readonly Place[], after: readonly Place[]) {
  const partners = new Map<Place, Place>();
  const used = new Set<Place>();
  for (const keyOf of [namelessAddress, ({ operation }: Place) => operation.operationId]) {
    const left = new Map(after.filter((one) => !used.has(one)).map((one) => [keyOf(one), one]));
    for (const one of before) {
      const other = left.get(keyOf(one));
      if (other === undefined || partners.has(one) || used.has(other)) continue;
      used.add(other);
      partners.set(one, other);
    }
  }
  return {
    both: [...partners].map(([one, other]): Pair => ({ before: one, after: other })),
    removed: before.filter((one) => !partners.has(one)),
    added: after.filter((one) => !used.has(one)),
  };
}

/** The comparable form of an operation: parameters, content types and answers by name, each schema in normal form. */
export function comparable(
  description: Description,
  place: Place,
  schemas: Readonly<Record<SchemaSide, Schemas>>,
): Json {
  const resolved = (part: unknown): Json => (isObject(part) ? withoutDefaults(resolve<Json>(description, part)) : {});
  const withSchemas = (part: Json, side: SchemaSide): Json => ({
    ...part,
    ...(part.schema !== undefined && { schema: schemas[side].normal(part.schema) }),
    ...(part.content !== undefined && { content: contents(part.content, side) }),
  });
  const contents = (content: unknown, side: SchemaSide): Json =>
    Object.fromEntries(
      Object.entries(objectOf(content)).map(([name, media]) => [mediaType(name), withSchemas(resolved(media), side)]),
    );
  const { parameters: _, requestBody, responses, ...rest } = place.operation;
  // Callers do not pass the headers that the client sets.
  const given = givenParameters(description, place).map(resolved);
  return {
    ...without(withoutDefaults(rest), "operationId", "tags", "security", "servers"),
    parameters: Object.fromEntries(
      given.map((one) => {
        // Every method writes a list item by item: operations with another style are left out.
        const own = without(one, "in", "name", "style", "explode");
        return [`${one.in} ${one.name}`, withSchemas(own, "request")];
      }),
    ),
    ...(requestBody !== undefined && { requestBody: withSchemas(resolved(requestBody), "request") }),
    responses: Object.fromEntries(
      Object.entries(objectOf(responses)).map(([code, answer]) => [
        code.toLowerCase(),
        // Only the body of an answer is typed.
        withSchemas(without(resolved(answer), "headers", "links"), "response"),
      ]),
    ),
  };
}
