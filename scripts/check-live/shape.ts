import { isObject, type Json, type JsonObject, jsonType } from "./json.ts";

/** The types of values as a schema writes them: `integer` goes into `number`, and null comes last. */
function typesIn(values: readonly Json[]): string[] {
  const types = new Set<string>(values.map(jsonType));
  if (types.has("number")) types.delete("integer");
  return [...types].sort((a, b) => Number(a === "null") - Number(b === "null"));
}

/** What objects hold, under whatever key. */
function heldBy(values: readonly Json[]): Json[] {
  return values.filter(isObject).flatMap((object) => Object.values<Json>(object));
}

/**
 * A schema that says no more than that these values are as it has them. An object becomes a map: nothing describes it, so
 * its keys are data, and stay out. `version` is that of OpenAPI: 3.0 has no type null and no list of types.
 */
export function schemaOf(values: readonly Json[], version: string): JsonObject {
  const held = heldBy(values);
  const items = values.flatMap((value) => (Array.isArray(value) ? value : []));
  return {
    ...typed(typesIn(values), version),
    ...(held.length > 0 && { additionalProperties: schemaOf(held, version) }),
    ...(values.some(Array.isArray) && { items: schemaOf(items, version) }),
  };
}

function typed(types: readonly string[], version: string): JsonObject {
  const others = types.filter((type) => type !== "null");
  // Of a field that was only ever null, the type is not known.
  if (others.length === 0) return {};
  const [only = ""] = others;
  if (!version.startsWith("3.0")) return { type: types.length === 1 ? only : [...types] };
  return { ...(others.length === 1 && { type: only }), ...(types.length > others.length && { nullable: true }) };
}

/** The shape of values as TypeScript would write it, without the keys of objects. */
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
  const held = heldBy([...objects]);
  return held.length === 0 ? "{}" : `{ [key]: ${shapeText(held)} }`;
}
