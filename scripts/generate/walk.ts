import type { Description } from "./description.ts";

/** An object of a description. */
export type Json = { [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` with what `change` makes of each object in it, deepest first. Examples are values, not schemas: left alone. */
export function mapObjects(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (!isObject(value)) return value;
  const kept = ["example", "examples", "default", "enum"];
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    kept.includes(key) ? item : mapObjects(item, change),
  ]);
  return change(Object.fromEntries(entries));
}

/** The names of the schemas that are reached from `value`. */
export function reached(description: Description, value: unknown, found = new Set<string>()): Set<string> {
  mapObjects(value, (object) => {
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(String(object.$ref)) ?? [];
    if (kind !== undefined && name !== undefined && !found.has(`${kind}/${name}`)) {
      found.add(`${kind}/${name}`);
      const parts = description.components?.[kind as "schemas"] as Json | undefined;
      reached(description, parts?.[name], found);
    }
    return object;
  });
  return found;
}
