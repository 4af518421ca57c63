import { isDeepStrictEqual } from "node:util";
import { isObject, type Json } from "../openapi/walk.ts";

/** A path through a JSON value. */
export type Path = readonly (string | number)[];

/** `value` as an object; an empty one if it is something else. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** `value` as a list; an empty one if it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export const isSame: (a: unknown, b: unknown) => boolean = isDeepStrictEqual;

/** `object` with `change` applied to each of its values. */
export function mapValues(object: Json, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** `object` without these keys. */
export function without(object: Json, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The keys of both objects, each once. */
export function keysOf(one: Json, other: Json): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

/** The values of `one` that are not in `other`. */
export function missingIn(other: readonly unknown[], one: readonly unknown[]): unknown[] {
  const known = new Set(other.map((value) => JSON.stringify(value)));
  return one.filter((value) => !known.has(JSON.stringify(value)));
}
