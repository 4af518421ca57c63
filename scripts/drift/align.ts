import type { CompareTransformResolver } from "api-smart-diff";
import { isObject, type Json } from "../openapi/walk.ts";
import { isSame, listOf, objectOf } from "./json.ts";
import { isRemark, type Schemas } from "./normal.ts";

// Two schemas at the same place, made comparable key by key.

const unions = ["oneOf", "anyOf"];
const lists = [...unions, "allOf"];

/** The keys that say what a value is. */
function shapeOf(schema: Json): string[] {
  return Object.keys(schema).filter((key) => !isRemark(key) && key !== "discriminator");
}

/** A schema as a union of it alone, where the other side has it among several. */
function asUnion(schema: Json, other: Json): Json {
  const [key = "", ...more] = shapeOf(other);
  if (more.length > 0 || !unions.includes(key) || Object.hasOwn(schema, key)) return schema;
  const entries = Object.entries(schema);
  const variant = Object.fromEntries(entries.filter(([name]) => !isRemark(name)));
  if (!listOf(other[key]).some((one) => isSame(one, variant))) return schema;
  return { ...Object.fromEntries(entries.filter(([name]) => isRemark(name))), [key]: [variant] };
}

/** What a reference stands for, where only one side refers and the other says something. */
function written(schema: Json, other: Json, schemas: Schemas, left = 9): Json {
  const { $ref: reference, ...rest } = schema;
  const isAlone = typeof reference === "string" && other.$ref === undefined && shapeOf(other).length > 0;
  // One that leads back to itself is left as it is.
  if (!isAlone || left === 0) return schema;
  return written({ ...structuredClone(schemas.behind(reference)), ...rest }, other, schemas, left - 1);
}

/** Two lists of variants by name, the same ones by the same name. Their order means nothing. */
function named(before: readonly unknown[], after: readonly unknown[]): [Json, Json] {
  const first: Json = {};
  const second: Json = {};
  const left = [...after];
  const gone: unknown[] = [];
  for (const one of before) {
    const index = left.findIndex((other) => isSame(one, other));
    const name = String(Object.keys(first).length + 1);
    if (index < 0) gone.push(one);
    else [first[name], second[name]] = [one, left.splice(index, 1)[0]];
  }
  // One variant in place of one other is that variant changed; of several nobody can say which replaced which.
  const isChanged = gone.length === 1 && left.length === 1;
  const count = Object.keys(first).length + 1;
  for (const [index, one] of gone.entries()) first[isChanged ? String(count) : `before ${index + 1}`] = one;
  for (const [index, one] of left.entries()) second[isChanged ? String(count) : `after ${index + 1}`] = one;
  return [first, second];
}

/** The fields of a schema, and what its rest says of those that only the other one names. */
function fieldsOf({ properties, additionalProperties: rest }: Json, other: Json): Json {
  const own = objectOf(properties);
  const named = isObject(rest) ? Object.keys(objectOf(other.properties)) : [];
  return { ...Object.fromEntries(named.map((name) => [name, rest])), ...own };
}

/** Aligns two schemas as `normal` makes them. */
export function aligned(from: Schemas, to: Schemas): CompareTransformResolver {
  return (one, other) => {
    if (!isObject(one) || !isObject(other)) return [one, other];
    const [first, second] = [asUnion(one, other), asUnion(other, one)];
    const before = { ...written(first, second, from) };
    const after = { ...written(second, first, to) };
    for (const key of lists.filter((name) => Array.isArray(before[name]) && Array.isArray(after[name]))) {
      [before[key], after[key]] = named(listOf(before[key]), listOf(after[key]));
    }
    if (before.properties === undefined && after.properties === undefined) return [before, after];
    return [
      { ...before, properties: fieldsOf(before, after) },
      { ...after, properties: fieldsOf(after, before) },
    ];
  };
}
