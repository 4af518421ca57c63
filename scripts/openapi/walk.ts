import type { Description } from "./document.ts";

/** An object of a description. */
export type Json = { [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object with what `change` makes of each of its values; anything else as it is. */
export function mapValues(value: unknown, change: (one: unknown) => unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}

const values = new Set(["example", "examples", "default", "enum", "const"]);

/** What holds values, not schemas. */
function holdsValues(key: string): boolean {
  return values.has(key) || key.startsWith("x-");
}

/** What holds parts under names that the description chooses: `default` and `enum` are names there like any other. */
const maps = new Set([
  ...["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  ...["schemas", "responses", "requestBodies", "headers", "parameters", "securitySchemes", "links", "callbacks"],
  ...["pathItems", "webhooks", "paths", "content", "encoding", "variables"],
]);

/**
 * `value` with what `change` makes of each object in it, deepest first. What nothing changes in is given as it is, not
 * copied: large descriptions are walked through a dozen times. Examples and extensions are values, not schemas: left alone.
 * A map of names by itself, such as `responses`, is to be given within an object that has it under that key.
 *
 * @param change is told whether an object is such a map; it must not change the object itself
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
    // In a map, `properties` is a name, too.
    const item = mapObjects(value[key], change, !isMap && maps.has(key));
    if (item === value[key]) continue;
    if (changed === value) changed = { ...value };
    changed[key] = item;
  }
  return change(changed, isMap);
}

/** The parts of `components` that are reached from `value`, as `schemas/Name`. */
export function reached(description: Description, value: unknown): Set<string> {
  const found = new Set<string>();
  const pending = [value];
  const note = (object: Json, isMap: boolean): Json => {
    const { $ref: reference } = object;
    // In a map, `$ref` is a name, too.
    if (isMap || typeof reference !== "string") return object;
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(reference) ?? [];
    if (kind === undefined || name === undefined || found.has(`${kind}/${name}`)) return object;
    found.add(`${kind}/${name}`);
    // Later, not now: schemas may refer to one another in chains of thousands.
    pending.push((description.components?.[kind as "schemas"] as Json | undefined)?.[name]);
    return object;
  };
  // What is pushed on the way is looked at, too.
  for (const part of pending) mapObjects(part, note);
  return found;
}
