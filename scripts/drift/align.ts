import type { CompareTransformResolver } from "api-smart-diff";
import { isObject, type Json } from "../openapi/walk.ts";
import { isSame, listOf, objectOf } from "./json.ts";
import { isModifier, type Schemas } from "./normal.ts";
import { typeText } from "./wording.ts";

// Rewrites two schemas of the same place so that they can be compared key by key.

const unions = ["oneOf", "anyOf"];

/** The keywords that constrain a value. */
function shapeOf(schema: Json): string[] {
  return Object.keys(schema).filter((key) => !isModifier(key));
}

/** Wraps a schema in a union if the other side is a union that contains it. */
function wrapInUnion(schema: Json, other: Json): Json {
  const [key = "", ...more] = shapeOf(other);
  if (more.length > 0 || !unions.includes(key) || Object.hasOwn(schema, key)) return schema;
  const entries = Object.entries(schema);
  const variant = Object.fromEntries(entries.filter(([name]) => !isModifier(name)));
  if (!listOf(other[key]).some((one) => isSame(one, variant))) return schema;
  return { ...Object.fromEntries(entries.filter(([name]) => isModifier(name))), [key]: [variant] };
}

/** Replaces a reference with its schema if the other side has an inline schema. */
function inlined(schema: Json, other: Json, schemas: Schemas, left = 9): Json {
  const { $ref: reference, ...rest } = schema;
  const isAlone = typeof reference === "string" && other.$ref === undefined && shapeOf(other).length > 0;
  // `left` bounds circular references.
  if (!isAlone || left === 0) return schema;
  return inlined({ ...structuredClone(schemas.target(reference)), ...rest }, other, schemas, left - 1);
}

function uniqueKey(name: string, taken: Json): string {
  let key = name;
  for (let count = 2; Object.hasOwn(taken, key); count += 1) key = `${name} ${count}`;
  return key;
}

/** Turns two lists of variants into objects in which equal variants share a key. Reports show the keys. */
function keyed(before: readonly unknown[], after: readonly unknown[]): [Json, Json] {
  const [first, second]: [Json, Json] = [{}, {}];
  const left = [...after];
  const removed: unknown[] = [];
  for (const one of before) {
    const index = left.findIndex((other) => isSame(one, other));
    if (index < 0) removed.push(one);
    else {
      const name = uniqueKey(typeText(one), first);
      [first[name], second[name]] = [one, left.splice(index, 1)[0]];
    }
  }
  // Pairs the remaining variants by type.
  for (const one of removed) first[uniqueKey(typeText(one), first)] = one;
  for (const one of left) second[uniqueKey(typeText(one), second)] = one;
  return [first, second];
}

/** The properties of a schema. Those that only the other one has get its `additionalProperties`. */
function fieldsOf({ properties, additionalProperties: rest }: Json, other: Json): Json {
  const names = isObject(rest) ? Object.keys(objectOf(other.properties)) : [];
  return { ...Object.fromEntries(names.map((name) => [name, rest])), ...objectOf(properties) };
}

/** Aligns two schemas in normal form: see normal.ts. */
export function aligned(from: Schemas, to: Schemas): CompareTransformResolver {
  return (one, other) => {
    if (!isObject(one) || !isObject(other)) return [one, other];
    const [first, second] = [wrapInUnion(one, other), wrapInUnion(other, one)];
    const before = { ...inlined(first, second, from) };
    const after = { ...inlined(second, first, to) };
    for (const key of [...unions, "allOf"].filter(
      (name) => Array.isArray(before[name]) && Array.isArray(after[name]),
    )) {
      [before[key], after[key]] = keyed(listOf(before[key]), listOf(after[key]));
    }
    if (before.properties === undefined && after.properties === undefined) return [before, after];
    return [
      { ...before, properties: fieldsOf(before, after) },
      { ...after, properties: fieldsOf(after, before) },
    ];
  };
}
