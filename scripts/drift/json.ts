import { isDeepStrictEqual } from "node:util";
import { isObject, type Json } from "../openapi/walk.ts";

/** A path through a JSON value. */
export type Path = readonly (string | number)[];

/** Returns `value` if it is an object, else an empty object. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** Returns `value` if it is an array, else an empty array. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether two JSON values are equal, in whatever order their keys are. */
export const isSame: (a: unknown, b: unknown) => boolean = isDeepStrictEqual;

/** Applies `change` to each value of an object. */
export function mapValues(object: Json, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** Copies an object without these keys. */
export function without(object: Json, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The values of `one` that are not in `other`. */
export function missingIn(other: readonly unknown[], one: readonly unknown[]): unknown[] {
  const known = new Set(other.map((value) => JSON.stringify(value)));
  return one.filter((value) => !known.has(JSON.stringify(value)));
}
