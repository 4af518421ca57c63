import type { Description } from "../openapi/document.ts";
import { type Said, type Schema, said } from "./fields.ts";

/** What a schema says itself, then what those say that it is made of, each once. */
function partsOf(description: Description, schema: Schema, seen = new Set<Said>()): Said[] {
  const own = said(description, schema);
  if (seen.has(own)) return [];
  seen.add(own);
  // Words can stand beside a reference, too.
  const beside = Object(schema) === own ? [] : [Object(schema) as Said];
  const inner = [own.allOf ?? [], own.oneOf ?? [], own.anyOf ?? []].flat();
  return [...beside, own, ...inner.flatMap((one) => partsOf(description, one, seen))];
}

/** A number, also where it is written as a text. */
function numberFrom(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The least that one schema allows of a whole number. */
function leastOf({ minimum, exclusiveMinimum }: Said): number | undefined {
  // OpenAPI 3.0 has a mark there, 3.1 a number.
  if (exclusiveMinimum === true) return typeof minimum === "number" ? minimum + 1 : undefined;
  return numberFrom(minimum) ?? (typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : undefined);
}

function firstOf(parts: readonly Said[], numberOf: (part: Said) => number | undefined): number | undefined {
  return parts.map(numberOf).find((one) => one !== undefined);
}

/** What comes where a number is not given, `undefined` where nothing says it. */
export function unaskedNumber(description: Description, schema: Schema): number | undefined {
  return firstOf(partsOf(description, schema), (part) => numberFrom(part.default));
}

/** The number of a list's first page: what comes unasked, or else the least that can be; `undefined` where neither is said. */
export function firstPage(description: Description, schema: Schema): number | undefined {
  return unaskedNumber(description, schema) ?? firstOf(partsOf(description, schema), leastOf);
}

/** Whether a value can be a number, as far as the description says: a `page` may be somebody's, an `offset` a time zone's. */
export function isNumber(description: Description, schema: Schema): boolean {
  const parts = partsOf(description, schema);
  const values = parts.flatMap((part) => (Array.isArray(part.enum) ? part.enum : "const" in part ? [part.const] : []));
  if (values.length > 0) return values.some((one) => typeof one === "number");
  const types = parts.flatMap(({ type }) => type ?? []);
  return types.length === 0 || types.includes("integer") || types.includes("number");
}
