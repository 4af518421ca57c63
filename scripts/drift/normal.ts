import { contentKind } from "../../src/operation/content.ts";
import { isBytes } from "../generate/contents.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { field, isObject, type Json, listOf, mapValues, objectOf, without } from "./json.ts";
import { constKey, holdsList, holdsNamed, holdsOne, isDocumentation, refKey } from "./keywords.ts";
import { mergeAllOf } from "./merge-all-of.ts";

// Bytes, in the words of OpenAPI 3.0: what 3.1 says of them otherwise is brought to these.

const bytes: Json = { type: "string", format: "binary" };

/** A schema whose bytes, as they are or as text, are told by its `format`. */
export function withByteFormat(schema: Json): Json {
  const { type, format, contentMediaType, contentEncoding } = schema;
  if (format !== undefined) return schema;
  const rest = without(schema, ["contentMediaType", "contentEncoding"]);
  const isText = type === "string" && contentMediaType === undefined && contentEncoding === "base64";
  if (isText) return { ...rest, format: "byte" };
  return contentMediaType === "application/octet-stream" && isBytes(schema) ? { ...rest, ...bytes } : schema;
}

/** One of the contents of a body or an answer. Where its type is one of bytes it is a Blob, whatever its schema says. */
export function withByteContent(type: string, media: Json): Json {
  // A type that is left open can be JSON.
  const isOpen = type === "*/*" || type === "application/*";
  if (isOpen || contentKind(type) !== "binary") return media;
  const words = Object.entries(objectOf(media.schema)).filter(([key]) => isDocumentation(key));
  return { ...media, schema: { ...Object.fromEntries(words), ...bytes } };
}

// Two descriptions may say the same thing in the words of OpenAPI 3.0 and of 3.1, with `allOf` or without. What is
// compared is one way of saying it: `nullable` for null, one schema for an `allOf`, `enum` for `const`.

/** The schemas of one description in that one way. */
export interface Schemas {
  /** A schema where it stands; what it refers to stays behind its reference. */
  readonly normal: (schema: unknown) => Json;
  /** The schema that a reference points to. */
  readonly behind: (reference: string) => Json;
}

const closing = ["additionalProperties", "unevaluatedProperties", "unevaluatedItems"];

/** What is so where nothing is said. */
const byDefault: Json = {
  ...{ nullable: false, deprecated: false, readOnly: false, writeOnly: false, uniqueItems: false },
  ...{ minLength: 0, minItems: 0, minProperties: 0 },
};

function withoutNoise(schema: Json): Json {
  const noise = (key: string, value: unknown) =>
    (value !== undefined && field(byDefault, key) === value) ||
    (key === "required" && listOf(value).length === 0) ||
    (key === "additionalProperties" && (value === true || (isObject(value) && Object.keys(value).length === 0)));
  return Object.fromEntries(Object.entries(schema).filter(([key, value]) => !noise(key, value)));
}

/** `minimum: 1, exclusiveMinimum: true` of 3.0 as 3.1 has it. */
function withExclusiveNumbers(schema: Json): Json {
  let result = schema;
  for (const [bound, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    if (typeof schema[exclusive] !== "boolean") continue;
    const rest = without(result, [exclusive]);
    result = schema[exclusive] ? { ...without(rest, [bound]), [exclusive]: schema[bound] } : rest;
  }
  return result;
}

function isNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const { type, const: constant, enum: values } = schema;
  return type === "null" || constant === null || (Array.isArray(values) && values.every((one) => one === null));
}

/** `null` as one of several types or values, or as a variant. */
const isNullIn = {
  type: (one: unknown) => one === "null",
  enum: (one: unknown) => one === null,
  oneOf: isNull,
  anyOf: isNull,
};

/** One type by itself, several in one order, so that their order means nothing. */
function typeOf(types: readonly unknown[]): unknown {
  return types.length > 1 ? types.toSorted() : (types[0] ?? "null");
}

/** Null, however it is said, as `nullable`. */
function withNullable(schema: Json): Json {
  const { const: constant, ...rest } = schema;
  const isText = typeof constant === "string";
  const result: { [key: string]: unknown } =
    constant === undefined ? rest : { ...rest, enum: [constant], ...(isText && { [constKey]: true }) };
  let nullable = schema.nullable === true;
  for (const [key, isNullHere] of Object.entries(isNullIn)) {
    const list = result[key];
    if (!Array.isArray(list)) continue;
    const left = list.filter((one) => !isNullHere(one));
    nullable ||= left.length < list.length;
    result[key] = key === "type" ? typeOf(left) : left;
  }
  const { nullable: _, ...others } = result;
  return nullable && result.type !== "null" ? { ...others, nullable } : others;
}

/** Whether only words, or `nullable`, are said beside a reference. */
function isRemark(key: string): boolean {
  return isDocumentation(key) || ["nullable", "deprecated", "default", "readOnly", "writeOnly"].includes(key);
}

/** A union of one as that one. */
function withoutSingleUnion(schema: Json): Json {
  for (const key of ["oneOf", "anyOf"]) {
    const [variant, ...others] = listOf(schema[key]);
    const rest = without(schema, [key]);
    if (isObject(variant) && others.length === 0 && Object.keys(rest).every(isRemark)) return { ...variant, ...rest };
  }
  return schema;
}

/** The schemas of `description`. What is behind a reference is worked out once, when it is first asked for. */
export function schemasOf(description: Description): Schemas {
  const known = new Map<string, Json>();
  /** What is known while a cycle is being taken in. */
  const meanwhile = new Map<string, Json>();
  /** The references that are being taken in: an `allOf` that comes back to one of them is left as it is. */
  const open: string[] = [];
  let cuts = 0;

  function children(schema: Json): Json {
    return mapValues(schema, (value, key) => {
      // `false` closes an object; elsewhere it is a schema that nothing passes.
      if (value === false && closing.includes(key)) return false;
      if (holdsOne.some((one) => one === key)) return normal(value);
      if (holdsNamed.some((one) => one === key) && isObject(value)) return mapValues(value, normal);
      if (holdsList.some((one) => one === key)) return listOf(value).map(normal);
      return value;
    });
  }

  function taken(part: Json): Json {
    const reference = part[refKey];
    if (typeof reference !== "string") return part;
    if (open.includes(reference)) {
      cuts += 1;
      return part;
    }
    return { ...behind(reference), ...without(part, [refKey]) };
  }

  function withoutAllOf(schema: Json): Json {
    if (!Array.isArray(schema.allOf)) return schema;
    const { allOf, ...rest } = schema;
    const parts = (allOf as Json[]).filter((part) => Object.keys(part).length > 0);
    const [first] = parts;
    if (first && parts.length === 1 && Object.keys(rest).every(isRemark)) return { ...first, ...rest };
    const { nullable, ...own } = rest;
    const merged = mergeAllOf([...parts.map(taken), ...(Object.keys(own).length > 0 ? [own] : [])]);
    return merged ? { ...merged, ...(nullable === true && { nullable }) } : schema;
  }

  function normal(schema: unknown): Json {
    if (schema === false) return { not: {} };
    if (!isObject(schema)) return {};
    if (typeof schema.$ref === "string") {
      const rest = without(schema, ["$ref"]);
      const reference = { [refKey]: schema.$ref };
      if (Object.keys(rest).every(isRemark)) return withoutNoise({ ...reference, ...rest });
      return withoutAllOf({ allOf: [reference, normal(rest)] });
    }
    const plain = withByteFormat(withNullable(withExclusiveNumbers(withoutNoise(schema))));
    return withoutNoise(withoutSingleUnion(withoutAllOf(children(plain))));
  }

  function behind(reference: string): Json {
    const found = known.get(reference) ?? meanwhile.get(reference);
    if (found) return found;
    const cutsBefore = cuts;
    open.push(reference);
    const result = normal(resolve<object>(description, { $ref: reference }));
    open.pop();
    // Inside a cycle the result depends on where the cycle was entered: it is kept for longer only if nothing was cut there.
    const isWhole = open.length === 0 || cuts === cutsBefore;
    (isWhole ? known : meanwhile).set(reference, result);
    if (open.length === 0) meanwhile.clear();
    return result;
  }

  return { normal, behind };
}
