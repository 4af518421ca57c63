/** A JSON object whose content is not known. */
export type Json = { readonly [key: string]: unknown };

/** A way through a JSON value. */
export type Path = readonly (string | number)[];

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` as an object; an empty one where it is something else. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** `value` as a list; an empty one where it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field of an object's own: one may be called `constructor`. */
export function field(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** What is found along `path`, `undefined` where it ends early. */
export function at(value: unknown, path: Path): unknown {
  let found = value;
  // Own keys only: a property may be called `constructor`.
  for (const key of path) found = found !== null && Object.hasOwn(Object(found), key) ? Object(found)[key] : undefined;
  return found;
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** `object` with `change` applied to each of its values. */
export function mapValues(object: Json, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** `object` without these keys. */
export function without(object: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** `object` with these keys alone. */
export function only(object: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}
