import type { CompareTransformResolver } from "api-smart-diff";
import { isObject, type Json } from "../openapi/walk.ts";
import { isSame, listOf, objectOf } from "./json.ts";
import { isRemark, type Schemas } from "./normal.ts";
import { typeText } from "./wording.ts";

// Makes two schemas of the same place comparable key by key.

const unions = ["oneOf", "anyOf"];

/** The keys that say what a value is. */
function shapeOf(schema: Json): string[] {
  return Object.keys(schema).filter((key) => !isRemark(key));
}

/** A schema as a union of one, if the other side is a union that contains it. */
function asUnion(schema: Json, other: Json): Json {
  const [key = "", ...more] = shapeOf(other);
  if (more.length > 0 || !unions.includes(key) || Object.hasOwn(schema, key)) return schema;
  const entries = Object.entries(schema);
  const variant = Object.fromEntries(entries.filter(([name]) => !isRemark(name)));
  if (!listOf(other[key]).some((one) => isSame(one, variant))) return schema;
  return { ...Object.fromEntries(entries.filter(([name]) => isRemark(name))), [key]: [variant] };
}

/** Replaces a reference by its schema if the other side has a schema in its place. */
function written(schema: Json, other: Json, schemas: Schemas, left = 9): Json {
  const { $ref: reference, ...rest } = schema;
  const isAlone = typeof reference === "string" && other.$ref === undefined && shapeOf(other).length > 0;
  // A circular reference stays as it is.
  if (!isAlone || left === 0) return schema;
  return written({ ...structuredClone(schemas.behind(reference)), ...rest }, other, schemas, left - 1);
}

function freeKey(name: string, taken: Json): string {
  let key = name;
  for (let count = 2; Object.hasOwn(taken, key); count += 1) key = `${name} ${count}`;
  return key;
}

/** Two lists of variants as objects: equal variants get the same key, whatever their order. Keys are used in reports. */
function named(before: readonly unknown[], after: readonly unknown[]): [Json, Json] {
  const [first, second]: [Json, Json] = [{}, {}];
  const left = [...after];
  const gone: unknown[] = [];
  for (const one of before) {
    const index = left.findIndex((other) => isSame(one, other));
    if (index < 0) gone.push(one);
    else {
      const name = freeKey(typeText(one), first);
      [first[name], second[name]] = [one, left.splice(index, 1)[0]];
    }
  }
  // Variants of the same type are compared with one another.
  for (const one of gone) first[freeKey(typeText(one), first)] = one;
  for (const one of left) second[freeKey(typeText(one), second)] = one;
  return [first, second];
}

/** The properties of a schema, and for those that only the other one has, its `additionalProperties`. */
function fieldsOf({ properties, additionalProperties: rest }: Json, other: Json): Json {
  const names = isObject(rest) ? Object.keys(objectOf(other.properties)) : [];
  return { ...Object.fromEntries(names.map((name) => [name, rest])), ...objectOf(properties) };
}

/** Aligns two schemas in the form of normal.ts. */
export function aligned(from: Schemas, to: Schemas): CompareTransformResolver {
  return (one, other) => {
    if (!isObject(one) || !isObject(other)) return [one, other];
    const [first, second] = [asUnion(one, other), asUnion(other, one)];
    const before = { ...written(first, second, from) };
    const after = { ...written(second, first, to) };
    for (const key of [...unions, "allOf"].filter(
      (name) => Array.isArray(before[name]) && Array.isArray(after[name]),
    )) {
      [before[key], after[key]] = named(listOf(before[key]), listOf(after[key]));
    }
    if (before.properties === undefined && after.properties === undefined) return [before, after];
    return [
      { ...before, properties: fieldsOf(before, after) },
      { ...after, properties: fieldsOf(after, before) },
    ];
  };
}
