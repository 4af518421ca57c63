import type { Description } from "./document.ts";

/** An object in a description. */
export type Json = { [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Maps an object's values. Returns anything else unchanged. */
export function mapValues(value: unknown, change: (one: unknown) => unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}

const values = new Set(["example", "examples", "default", "enum", "const"]);

/** Whether a key holds values rather than schemas. */
function holdsValues(key: string): boolean {
  return values.has(key) || key.startsWith("x-");
}

/** Keys of maps whose names the description chooses. In a map, `default` and `enum` are ordinary names. */
const maps = new Set([
  ...["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  ...["schemas", "responses", "requestBodies", "headers", "parameters", "securitySchemes", "links", "callbacks"],
  ...["pathItems", "webhooks", "paths", "content", "encoding", "variables"],
]);

/**
 * Applies `change` to each object in a value, deepest first. Unchanged parts are shared, not copied, because large
 * descriptions are walked a dozen times. Examples and extensions are skipped, as they are values rather than schemas.
 * Pass a map of names, such as `responses`, inside an object that has it under that key.
 *
 * @param change gets the object and whether it is such a map; it must not mutate the object
 */
export function mapObjects(value: unknown, change: (object: Json, isMap: boolean) => Json, isMap = false): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => mapObjects(item, change));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) return value;
  let changed = value;
  for (const key of Object.keys(value)) {
    if (!isMap && holdsValues(key)) continue;
    // In a map, `properties` is an ordinary name.
    const item = mapObjects(value[key], change, !isMap && maps.has(key));
    if (item === value[key]) continue;
    if (changed === value) changed = { ...value };
    changed[key] = item;
  }
  return change(changed, isMap);
}

/** Returns the components that a value refers to, directly or indirectly, as `schemas/Name`. */
export function reached(description: Description, value: unknown): Set<string> {
  const found = new Set<string>();
  const pending = [value];
  const note = (object: Json, isMap: boolean): Json => {
    const { $ref: reference } = object;
    // In a map, `$ref` is an ordinary name.
    if (isMap || typeof reference !== "string") return object;
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(reference) ?? [];
    if (kind === undefined || name === undefined || found.has(`${kind}/${name}`)) return object;
    found.add(`${kind}/${name}`);
    // Queued instead of recursing: chains of schemas can be thousands long.
    pending.push((description.components?.[kind as "schemas"] as Json | undefined)?.[name]);
    return object;
  };
  // The loop also visits parts that `note` adds meanwhile.
  for (const part of pending) mapObjects(part, note);
  return found;
}
