import { isObject, type Json, type JsonObject, jsonType } from "./json.ts";
import { isFieldName } from "./public-words.ts";

/** The types of values as a schema writes them: `integer` goes into `number`, and null comes last. */
function typesIn(values: readonly Json[]): string[] {
  const types = new Set<string>(values.map(jsonType));
  if (types.has("number")) types.delete("integer");
  return [...types].sort((a, b) => Number(a === "null") - Number(b === "null"));
}

/** What objects have under one key. */
function under(objects: readonly JsonObject[], key: string): Json[] {
  return objects.flatMap((object) => (Object.hasOwn(object, key) ? [object[key] as Json] : []));
}

/**
 * A schema that says no more than that these values are as it has them. An object that is keyed by anything but names of
 * fields becomes a map. `version` is that of OpenAPI: 3.0 has no type null and no list of types.
 */
export function schemaOf(values: readonly Json[], version: string): JsonObject {
  const objects = values.filter(isObject);
  const keys = [...new Set(objects.flatMap(Object.keys))];
  const inner = (key: string) => schemaOf(under(objects, key), version);
  const isMap = !keys.every(isFieldName);
  const named = Object.fromEntries(keys.map((key) => [key, inner(key)]));
  const ofObject = isMap
    ? { additionalProperties: schemaOf(objects.flatMap(Object.values), version) }
    : keys.length > 0 && { properties: named };
  const items = values.flatMap((value) => (Array.isArray(value) ? value : []));
  const rest = { ...ofObject, ...(values.some(Array.isArray) && { items: schemaOf(items, version) }) };
  return { ...typed(typesIn(values), version), ...rest };
}

function typed(types: readonly string[], version: string): JsonObject {
  const others = types.filter((type) => type !== "null");
  // Of a field that was only ever null, the type is not known.
  if (others.length === 0) return {};
  const [only = ""] = others;
  if (!version.startsWith("3.0")) return { type: types.length === 1 ? only : [...types] };
  return { ...(others.length === 1 && { type: only }), ...(types.length > others.length && { nullable: true }) };
}

/** The shape of values as TypeScript would write it, names and types only. */
export function shapeText(values: readonly Json[]): string {
  const ofType = (type: string): string => {
    if (type === "array") return `${alternatives(values.flatMap((value) => (Array.isArray(value) ? value : [])))}[]`;
    return type === "object" ? objectText(values.filter(isObject)) : type;
  };
  return typesIn(values).map(ofType).join(" | ");
}

function alternatives(values: readonly Json[]): string {
  const text = values.length === 0 ? "unknown" : shapeText(values);
  return text.includes(" | ") ? `(${text})` : text;
}

function objectText(objects: readonly JsonObject[]): string {
  const keys = [...new Set(objects.flatMap(Object.keys))];
  if (keys.length === 0) return "{}";
  if (!keys.every(isFieldName)) return `{ [key]: ${shapeText(objects.flatMap(Object.values))} }`;
  const field = (key: string) => {
    const values = under(objects, key);
    return `${key}${values.length < objects.length ? "?" : ""}: ${shapeText(values)}`;
  };
  return `{ ${keys.map(field).join(", ")} }`;
}
