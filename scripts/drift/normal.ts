import { contentKind } from "../../src/request/media.ts";
import { isBytes } from "../generate/contents.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { isObject, type Json } from "../openapi/walk.ts";
import type { Side } from "./change.ts";
import { isSame, mapValues, objectOf, without } from "./json.ts";

// Two descriptions may say the same in the words of OpenAPI 3.0 and of 3.1, with `allOf` or without. What is compared is
// one form of it, made for the request or for the response:
// - `nullable: true` for every way to allow null, `format: binary` for every way to say bytes,
// - `required: true` within a field, and no field that the other side alone has (`readOnly`, `writeOnly`),
// - `enum` for `const`; `const: true` beside it in a response, where an enum of texts is open and a constant is not,
// - an `allOf` merged into one schema where that is possible.

/** The sides of an operation that schemas stand on. */
export type SchemaSide = Extract<Side, "request" | "response">;

/** The schemas of one description in that form. */
export interface Schemas {
  /** A schema; references in it stay references. */
  readonly normal: (schema: unknown) => Json;
  /** The schema that a reference points to. */
  readonly behind: (reference: string) => Json;
}

const words = ["title", "description", "summary", "example", "examples", "externalDocs", "xml", "$comment"];

/** Whether a key holds words for people, or an extension. */
export function isDocumentation(key: string): boolean {
  return words.includes(key) || key.startsWith("x-");
}

/** What says nothing about a value's shape, so that it can stand beside a reference. */
export function isRemark(key: string): boolean {
  return isDocumentation(key) || ["nullable", "deprecated", "default", "required"].includes(key);
}

/** What is so by default. */
const defaults: Json = {
  ...{ nullable: false, deprecated: false, uniqueItems: false, required: false },
  ...{ minLength: 0, minItems: 0, minProperties: 0 },
};

/** `object` without what is so by default. */
export function withoutDefaults(object: Json): Json {
  const isNoise = (key: string, value: unknown) =>
    value === undefined || (Object.hasOwn(defaults, key) && defaults[key] === value);
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => !isNoise(key, value)));
}

const bytes: Json = { type: "string", format: "binary" };

/** A content of a body or an answer. One whose type is of bytes is bytes, whatever its schema says. */
export function withByteContent(type: string, media: Json): Json {
  const isOpen = type === "*/*" || type === "application/*";
  return isOpen || contentKind(type) !== "binary" ? media : { ...media, schema: bytes };
}

function withBytes(schema: Json): Json {
  const { type, format, contentMediaType, contentEncoding } = schema;
  if (format !== undefined) return schema;
  if (isBytes(schema)) {
    return {
      ...(contentMediaType === "application/octet-stream" ? without(schema, "contentMediaType") : schema),
      ...bytes,
    };
  }
  const isText = type === "string" && contentMediaType === undefined && contentEncoding === "base64";
  return isText ? { ...without(schema, "contentEncoding"), format: "byte" } : schema;
}

/** `minimum: 1, exclusiveMinimum: true` of 3.0 as 3.1 has it. */
function withExclusiveNumbers(schema: Json): Json {
  const result = { ...schema };
  for (const [bound, exclusive] of [
    ["minimum", "exclusiveMinimum"] as const,
    ["maximum", "exclusiveMaximum"] as const,
  ]) {
    if (typeof schema[exclusive] !== "boolean") continue;
    delete result[exclusive];
    if (!schema[exclusive]) continue;
    delete result[bound];
    result[exclusive] = schema[bound];
  }
  return result;
}

function isNull(schema: unknown): boolean {
  const { type, const: constant, enum: values } = objectOf(schema);
  return type === "null" || constant === null || (Array.isArray(values) && values.every((one) => one === null));
}

/** How null is among several types, values or variants. */
const nullIn = {
  type: (one: unknown) => one === "null",
  enum: (one: unknown) => one === null,
  oneOf: isNull,
  anyOf: isNull,
};

function withNullable(schema: Json): Json {
  const result = { ...schema };
  for (const [key, isNullHere] of Object.entries(nullIn)) {
    const list = result[key];
    if (!Array.isArray(list)) continue;
    const left = list.filter((one) => !isNullHere(one));
    if (left.length === 0) continue;
    if (left.length < list.length) result.nullable = true;
    result[key] = key !== "type" ? left : left.length === 1 ? left[0] : left.toSorted();
  }
  return result;
}

/** The type that the other keywords imply where none is stated. */
function withType(schema: Json): Json {
  const { type, properties, items, enum: values } = schema;
  if (type !== undefined || schema.$ref !== undefined) return schema;
  const kinds = new Set(Array.isArray(values) ? values.map((one) => typeof one) : []);
  const [kind] = kinds;
  if (kinds.size === 1 && (kind === "string" || kind === "number")) return { ...schema, type: kind };
  const isObjectLike = properties !== undefined || isObject(schema.additionalProperties);
  return isObjectLike ? { ...schema, type: "object" } : items === undefined ? schema : { ...schema, type: "array" };
}

/** A union of one as that one. */
function withoutSingleUnion(schema: Json): Json {
  for (const key of ["oneOf", "anyOf"]) {
    const [variant, ...others] = Array.isArray(schema[key]) ? schema[key] : [];
    const rest = without(schema, key);
    if (variant && others.length === 0 && Object.keys(rest).every(isRemark)) return { ...variant, ...rest };
  }
  return schema;
}

/** The one schema that says what both say, `undefined` where there is none. */
function mergePair(one: Json, other: Json): Json | undefined {
  const result: Json = { ...one, ...other };
  for (const key of Object.keys(other).filter((key) => Object.hasOwn(one, key))) {
    if (key === "properties") result[key] = mergeProperties(objectOf(one[key]), objectOf(other[key]));
    else if (!isRemark(key) && !isSame(one[key], other[key])) return undefined;
  }
  return result;
}

function mergeProperties(one: Json, other: Json): Json {
  const both = mapValues(other, (schema, name) =>
    Object.hasOwn(one, name)
      ? (mergePair(objectOf(one[name]), objectOf(schema)) ?? { allOf: [one[name], schema] })
      : schema,
  );
  return { ...one, ...both };
}

/** What is only compared, not understood: any change of it breaks. */
export const opaque = {
  one: ["not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties"],
  named: ["patternProperties", "dependentSchemas", "prefixItems"],
} as const;

const holdsOne: readonly string[] = ["items", "additionalProperties", ...opaque.one];
const holdsNamed: readonly string[] = opaque.named;
const holdsList = ["oneOf", "anyOf", "allOf"];
/** What says which fields there are, or refers to something that does. */
const fielding = ["properties", "additionalProperties", "patternProperties", ...holdsList, "$ref"];

/** The schemas of `description` as they are on one side. */
export function schemasOf(description: Description, side: SchemaSide): Schemas {
  const known = new Map<string, Json>();
  const foreign = side === "request" ? "readOnly" : "writeOnly";

  function isForeign(schema: unknown): boolean {
    const own = objectOf(schema);
    return own[foreign] === true || resolve<Json>(description, own)[foreign] === true;
  }

  /** The fields of this side. A required one that nothing describes is one of the rest. */
  function fieldsOf({ properties, required, additionalProperties: rest }: Json): Json {
    const names = Array.isArray(required) ? required : [];
    const undescribed = names.map((name) => [String(name), isObject(rest) ? rest : {}]);
    const all = Object.entries({ ...Object.fromEntries(undescribed), ...objectOf(properties) });
    const own = all.filter(([, schema]) => !isForeign(schema));
    const field = (name: string, schema: unknown) => ({
      ...normal(schema),
      ...(names.includes(name) && { required: true }),
    });
    return Object.fromEntries(own.map(([name, schema]) => [name, field(name, schema)]));
  }

  function children(schema: Json): Json {
    const { properties, required, readOnly: _, writeOnly: __, ...rest } = schema;
    const result = mapValues(rest, (value, key) => {
      if (holdsOne.includes(key) && !(key === "additionalProperties" && value === false)) return normal(value);
      if (holdsNamed.includes(key)) return mapValues(Object(value), normal);
      return holdsList.includes(key) && Array.isArray(value) ? value.map(normal) : value;
    });
    const fields = fieldsOf(schema);
    return Object.keys(fields).length === 0 ? result : { ...result, properties: fields };
  }

  /** Texts alone: of other values the generated types close the enum of a response, too. */
  function withEnum({ const: constant, ...rest }: Json): Json {
    const values = rest.enum;
    if (constant === undefined) return Array.isArray(values) ? { ...rest, enum: values.toSorted() } : rest;
    if (constant === null) return { ...rest, type: "null" };
    return { ...rest, enum: [constant], ...(side === "response" && typeof constant === "string" && { const: true }) };
  }

  function withoutAllOf(schema: Json): Json {
    const { allOf, ...rest } = schema;
    if (!Array.isArray(allOf)) return schema;
    const parts: Json[] = [...allOf, rest];
    const isSaying = (part: Json) => !Object.keys(part).every(isRemark);
    const saying = parts.filter(isSaying);
    const remarks = Object.assign({}, ...parts.filter((part) => !isSaying(part)));
    const [only = {}] = saying;
    if (saying.length <= 1) return { ...only, ...remarks };
    const written = saying.map((part) =>
      typeof part.$ref === "string" ? { ...behind(part.$ref), ...without(part, "$ref") } : part,
    );
    const merged = written.reduce<Json | undefined>((sum, part) => sum && mergePair(sum, part), {});
    return merged ? { ...merged, ...remarks } : schema;
  }

  /** An object of which no fields are described has any: the generated types give it an index. */
  function withIndex(schema: Json, described: Json): Json {
    const isOpen = schema.type === "object" && !fielding.some((key) => Object.hasOwn(described, key));
    return isOpen ? { ...schema, additionalProperties: {} } : schema;
  }

  function normal(schema: unknown): Json {
    if (schema === false) return { not: {} };
    if (!isObject(schema)) return {};
    const { $ref: reference, ...rest } = schema;
    const own = withType(withBytes(withNullable(withEnum(withExclusiveNumbers(children(rest))))));
    const whole = typeof reference === "string" ? { allOf: [{ $ref: reference }, own] } : own;
    return withoutDefaults(withIndex(withoutSingleUnion(withoutAllOf(whole)), schema));
  }

  function behind(reference: string): Json {
    const found = known.get(reference);
    if (found) return found;
    // An `allOf` that leads back to itself says nothing more there.
    known.set(reference, {});
    const result = normal(resolve<Json>(description, { $ref: reference }));
    known.set(reference, result);
    return result;
  }

  // In one order: where an `allOf` goes in a circle, the result depends on where that is entered.
  const names = Object.keys(description.components?.schemas ?? {}).filter((name) => /^[\w.-]+$/.test(name));
  for (const name of names) behind(`#/components/schemas/${name}`);
  return { normal, behind };
}
