import type { Description } from "./description.ts";

/** An object of a description. */
export type Json = { [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What holds values, not schemas. */
function holdsValues(key: string): boolean {
  return ["example", "examples", "default", "enum", "const"].includes(key) || key.startsWith("x-");
}

/** What holds parts under names that the description chooses: `default` and `enum` are names there like any other. */
const maps = [
  ...["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  ...["schemas", "responses", "requestBodies", "headers", "parameters", "securitySchemes", "links", "callbacks"],
  ...["pathItems", "webhooks", "paths", "content", "encoding", "variables"],
];

/**
 * `value` with what `change` makes of each object in it, deepest first. Examples and extensions are values, not schemas: left alone.
 * A map of names by itself, such as `responses`, is to be given within an object that has it under that key.
 *
 * @param change is told whether an object is such a map
 */
export function mapObjects(value: unknown, change: (object: Json, isMap: boolean) => Json, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    // In a map, `properties` is a name, too.
    !isMap && holdsValues(key) ? item : mapObjects(item, change, !isMap && maps.includes(key)),
  ]);
  return change(Object.fromEntries(entries), isMap);
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
