import { type Description, resolve } from "../openapi/document.ts";
import { isObject, type Json, mapObjects } from "../openapi/walk.ts";
import type { Side } from "./change.ts";
import { isSame, listOf, mapValues, objectOf, without } from "./json.ts";

// OpenAPI 3.0 and 3.1 have different ways to say the same, with `allOf` or without. Schemas are compared in a normal form,
// which differs for requests and responses:
// - `nullable: true` for every way to allow null,
// - `required: true` in the field itself, and only the fields of that side (`readOnly`, `writeOnly`),
// - each `allOf` merged into one schema where possible.

/** The sides of an operation that have schemas. */
export type SchemaSide = Extract<Side, "request" | "response">;

/** The schemas of a description in normal form. */
export interface Schemas {
  /** The normal form of a schema. References in it stay references. */
  readonly normal: (schema: unknown) => Json;
  /** The schema that a reference points to. */
  readonly target: (reference: string) => Json;
}

/** Keywords that affect neither types nor the operation table. */
const textKeywords = [
  ...["title", "description", "summary", "example", "examples", "externalDocs", "xml", "$comment", "discriminator"],
];

/** Whether a key is documentation or an extension. */
export function isDocumentation(key: string): boolean {
  return textKeywords.includes(key) || key.startsWith("x-");
}

/** Whether a key leaves the shape of a value as it is, so that it can stand beside a reference. */
export function isModifier(key: string): boolean {
  return isDocumentation(key) || ["nullable", "deprecated", "default", "required"].includes(key);
}

const falseByDefault = ["nullable", "deprecated", "uniqueItems", "required"];

/** Copies an object without keywords that have their default. */
export function withoutDefaults(object: Json): Json {
  const isDefault = (key: string, value: unknown) =>
    value === undefined || (value === false && falseByDefault.includes(key));
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => !isDefault(key, value)));
}

/** Replaces a type, enum value or variant that is null with `nullable: true`. */
function withNullable(schema: Json): Json {
  const result = { ...schema };
  for (const key of ["type", "enum", "oneOf", "anyOf"]) {
    const list = result[key];
    if (!Array.isArray(list)) continue;
    const isNull = (one: unknown) => (key === "enum" ? one === null : one === "null" || objectOf(one).type === "null");
    const left = list.filter((one) => !isNull(one));
    if (left.length === 0) continue;
    if (left.length < list.length) result.nullable = true;
    result[key] = key !== "type" ? left : left.length === 1 ? left[0] : left.toSorted();
  }
  return result;
}

/** Adds the type that other keywords imply. */
function withType(schema: Json): Json {
  const { properties, additionalProperties: rest, items, enum: values = [schema.const] } = schema;
  const isText = listOf(values).every((one) => typeof one === "string");
  const type =
    properties !== undefined || isObject(rest) ? "object" : items !== undefined ? "array" : isText && "string";
  return schema.type === undefined && type ? { ...schema, type } : schema;
}

/** Sorts enum values, because their order does not matter. */
function withSortedEnum(schema: Json): Json {
  if (schema.const === null) return { ...without(schema, "const"), type: "null" };
  return Array.isArray(schema.enum) ? { ...schema, enum: schema.enum.toSorted() } : schema;
}

/** Replaces a union of one variant with that variant. */
function withoutSingleUnion(schema: Json): Json {
  for (const key of ["oneOf", "anyOf"]) {
    const [variant, ...others] = listOf(schema[key]);
    const rest = without(schema, key);
    if (isObject(variant) && others.length === 0 && Object.keys(rest).every(isModifier)) return { ...variant, ...rest };
  }
  return schema;
}

/** Merges two schemas into one. Returns `undefined` if that is impossible. */
function mergePair(one: Json, other: Json): Json | undefined {
  // Both must allow null.
  const result: Json = { ...one, ...other, nullable: one.nullable === true && other.nullable === true };
  for (const key of Object.keys(other).filter((key) => Object.hasOwn(one, key))) {
    if (key === "properties") result[key] = mergeProperties(objectOf(one[key]), objectOf(other[key]));
    else if (!isModifier(key) && !isSame(one[key], other[key])) return undefined;
  }
  return result;
}

function mergeProperties(one: Json, other: Json): Json {
  const both = mapValues(other, (schema, name) =>
    Object.hasOwn(one, name)
      ? withoutDefaults(mergePair(objectOf(one[name]), objectOf(schema)) ?? { allOf: [one[name], schema] })
      : schema,
  );
  return { ...one, ...both };
}

const schemaKeywords = ["items", "additionalProperties"];
const schemaListKeywords = ["oneOf", "anyOf", "allOf"];
/** Keywords that describe fields, or that lead to a schema that may. */
const fieldKeywords = ["properties", "additionalProperties", "patternProperties", ...schemaListKeywords, "$ref"];

/** Returns the schemas of a description as requests or responses use them. */
export function schemasOf(description: Description, side: SchemaSide): Schemas {
  const known = new Map<string, Json>();
  const hidden = side === "request" ? "readOnly" : "writeOnly";

  const isHidden = (schema: Json) => schema[hidden] === true || resolve<Json>(description, schema)[hidden] === true;

  /** The fields of this side. A required field that is not described is an additional property. */
  function fieldsOf({ properties, required, additionalProperties: rest }: Json): Json {
    const names = listOf(required);
    const undescribed = names.map((name) => [String(name), isObject(rest) ? rest : {}]);
    const all = Object.entries({ ...Object.fromEntries(undescribed), ...objectOf(properties) });
    const own = all.filter(([, schema]) => !isHidden(objectOf(schema)));
    const field = (name: string, schema: unknown) => ({ ...normal(schema), required: names.includes(name) });
    return Object.fromEntries(own.map(([name, schema]) => [name, withoutDefaults(field(name, schema))]));
  }

  function children(schema: Json): Json {
    const { properties, required, readOnly: _, writeOnly: __, ...rest } = schema;
    // Other keywords are compared as a whole, including what they refer to.
    const referred = (one: Json, isMap: boolean) => (isMap ? one : resolve<Json>(description, one));
    const result = mapValues(rest, (value, key) => {
      if (schemaKeywords.includes(key) && !(key === "additionalProperties" && value === false)) return normal(value);
      if (schemaListKeywords.includes(key) && Array.isArray(value)) return value.map(normal);
      return objectOf(mapObjects({ [key]: value }, referred))[key];
    });
    const fields = fieldsOf(schema);
    return Object.keys(fields).length === 0 ? result : { ...result, properties: fields };
  }

  function withoutAllOf(schema: Json): Json {
    const { allOf, ...rest } = schema;
    if (!Array.isArray(allOf)) return schema;
    const parts: Json[] = [...allOf, rest];
    const hasShape = (part: Json) => !Object.keys(part).every(isModifier);
    const shapes = parts.filter(hasShape);
    const modifiers = Object.assign({}, ...parts.filter((part) => !hasShape(part)));
    const [only = {}] = shapes;
    if (shapes.length <= 1) return { ...only, ...modifiers };
    const inlined = shapes.map((part) =>
      typeof part.$ref === "string" ? { ...target(part.$ref), ...without(part, "$ref") } : part,
    );
    const merged = inlined.reduce<Json | undefined>((sum, part) => sum && mergePair(sum, part), inlined[0]);
    return merged ? { ...merged, ...modifiers } : schema;
  }

  /** Allows anything in objects without described fields and in arrays without described items. */
  function withContent(schema: Json, described: Json): Json {
    const isOpen = schema.type === "object" && !fieldKeywords.some((key) => Object.hasOwn(described, key));
    if (isOpen) return { ...schema, additionalProperties: {} };
    return schema.type === "array" ? { items: {}, ...schema } : schema;
  }

  function normal(schema: unknown): Json {
    if (schema === false) return { not: {} };
    if (!isObject(schema)) return {};
    const { $ref: reference, ...rest } = schema;
    const own = withType(withNullable(withSortedEnum(children(rest))));
    const whole = typeof reference === "string" ? { allOf: [{ $ref: reference }, own] } : own;
    return withoutDefaults(withContent(withoutSingleUnion(withoutAllOf(whole)), schema));
  }

  function target(reference: string): Json {
    const found = known.get(reference);
    if (found) return found;
    // A circular `allOf` adds nothing.
    known.set(reference, {});
    const result = normal(resolve<Json>(description, { $ref: reference }));
    known.set(reference, result);
    return result;
  }

  return { normal, target };
}
