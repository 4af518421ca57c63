import type { JsonType } from "../../src/operation/table.ts";
import type { Description } from "../generate/description.ts";
import { isObject, type Json, type JsonObject, jsonType } from "./json.ts";

/** Where a part of the description stands, key by key. */
export type Pointer = readonly (string | number)[];

/** A pointer as text, to be compared. */
export const keyOf = (pointer: Pointer): string => JSON.stringify(pointer);

/** What stands at a pointer. */
export function valueAt(description: Description, pointer: Pointer): Json | undefined {
  // A description is read from YAML or JSON, and holds nothing else.
  let value = description as unknown as Json | undefined;
  for (const key of pointer) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) && Object.hasOwn(value, String(key)) ? value[key] : undefined;
  }
  return value;
}

/** The object that stands at a pointer; an empty one where there is none. */
export function objectAt(description: Description, pointer: Pointer): JsonObject {
  const value = valueAt(description, pointer);
  return isObject(value) ? value : {};
}

/** Where a part really stands: behind its references. */
export function follow(description: Description, pointer: Pointer): Pointer {
  let at = pointer;
  // A reference to itself would go round for ever.
  for (let step = 0; step < 20; step++) {
    const { $ref } = objectAt(description, at);
    if (typeof $ref !== "string" || !$ref.startsWith("#/")) break;
    at = $ref
      .slice(2)
      .split("/")
      .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  }
  return at;
}

const listAt = (schema: JsonObject, key: string): Json[] => (Array.isArray(schema[key]) ? schema[key] : []);

/** The pointers of the schemas that a schema lists under one of the keys. */
function listed(description: Description, at: Pointer, ...keys: string[]): Pointer[] {
  const schema = objectAt(description, at);
  return keys.flatMap((key) => listAt(schema, key).map((_, index) => [...at, key, index]));
}

/** The types that a schema takes; none: it says nothing of types. `number` comes with `integer`. */
export function typesOf(description: Description, site: Pointer, depth = 0): JsonType[] {
  const at = follow(description, site);
  const { type, nullable } = objectAt(description, at);
  // A description from a file of the vendor is judged by the linter; here a wrong type matches nothing.
  const own = [type ?? []].flat() as JsonType[];
  if (own.length > 0) {
    return [...own, ...(own.includes("number") ? ["integer" as const] : []), ...(nullable ? ["null" as const] : [])];
  }
  if (depth > 20) return [];
  const inner = (...keys: string[]) =>
    listed(description, at, ...keys).map((one) => typesOf(description, one, depth + 1));
  const branches = inner("oneOf", "anyOf");
  const alternatives = branches.some((types) => types.length === 0) ? [] : branches.flat();
  const types = alternatives.length > 0 ? alternatives : (inner("allOf").find((one) => one.length > 0) ?? []);
  return types.length > 0 && nullable ? [...types, "null"] : types;
}

function takes(description: Description, site: Pointer, value: Json): boolean {
  const types = typesOf(description, site);
  return types.length === 0 || types.includes(jsonType(value));
}

/** How many of an object's keys a schema names, and how many others it names. */
function likeness(description: Description, site: Pointer, value: Json): { named: number; others: number } {
  const fields = fieldsOf(description, partsOf(description, site, value));
  const named = isObject(value) ? Object.keys(value).filter((key) => fields.has(key)).length : 0;
  return { named, others: fields.size - named };
}

/**
 * The schemas that together describe a value: the one at `site`, behind its references, with what it is all of and, of
 * the alternatives that take the value's type, the one that names most of its keys; of several, the one that names the
 * fewest others: an object that nothing names a key of is a map, if it may be one.
 */
export function partsOf(description: Description, site: Pointer, value: Json, depth = 0): Pointer[] {
  const at = follow(description, site);
  if (depth > 20) return [at];
  const [branch] = listed(description, at, "oneOf", "anyOf")
    .filter((one) => takes(description, one, value))
    .map((one) => ({ one, ...likeness(description, one, value) }))
    .sort((a, b) => b.named - a.named || a.others - b.others);
  const inner = [...listed(description, at, "allOf"), ...(branch ? [branch.one] : [])];
  return [at, ...inner.flatMap((one) => partsOf(description, one, value, depth + 1))];
}

/** The sites of the fields that these schemas name, by name. */
export function fieldsOf(description: Description, parts: readonly Pointer[]): Map<string, Pointer> {
  const fields = new Map<string, Pointer>();
  for (const part of parts) {
    const { properties } = objectAt(description, part);
    for (const name of Object.keys(isObject(properties) ? properties : {})) {
      fields.set(name, [...part, "properties", name]);
    }
  }
  return fields;
}

/** The values that a schema's enum names; `undefined`: it has none. */
export function enumOf(description: Description, parts: readonly Pointer[]): Json[] | undefined {
  return parts.map((part) => objectAt(description, part).enum).find(Array.isArray);
}
