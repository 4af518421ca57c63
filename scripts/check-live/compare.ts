import { unescapePointer } from "@redocly/openapi-core";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Operation } from "../../src/operation/table.ts";
import { type Description, jsonSchema, resolve } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects } from "../openapi/walk.ts";
import type { Answer } from "./ask.ts";
import { isEnumWord, isFieldName, typeOf } from "./privacy.ts";

/** Keywords that can fail in a variant that was not meant, from the vaguest. */
const vague = ["oneOf", "anyOf", "type"];

/** Keywords whose errors are left to `unknownFields`. */
const ofOtherFields = ["additionalProperties", "unevaluatedProperties"];

/** Drops vague errors where the same place has a clearer one, or a place below it has any. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const rank = ({ keyword, params }: ErrorObject) => vague.indexOf(params.type === "null" ? "anyOf" : keyword);
  const own = errors.filter(({ keyword }) => !ofOtherFields.includes(keyword));
  const explains = (one: ErrorObject, other: ErrorObject) =>
    one.instancePath === other.instancePath
      ? rank(one) === -1 || rank(one) > rank(other)
      : one.instancePath.startsWith(`${other.instancePath}/`);
  return own.filter((error) => rank(error) === -1 || !own.some((other) => explains(other, error)));
}

/** Describes a validation error. Shows only names and values from the description. */
function textOf({ keyword, data, schema, params }: ErrorObject): string {
  if (keyword === "required") return `${params.missingProperty} is missing`;
  if (keyword === "type") return `is ${typeOf(data)}, described as ${[schema].flat().join(" or ")}`;
  if (keyword === "enum")
    return `${isEnumWord(data) ? data : "a value"} is not in its enum ${[schema].flat().map(String).join(", ")}`;
  return typeof schema === "object" ? `violates ${keyword}` : `violates ${keyword} ${schema}`;
}

/** Returns the names of all described fields. */
function fieldNames(description: Description): Set<string> {
  const names = new Set<string>();
  mapObjects(description, (object, isMap) => {
    if (!isMap) for (const name of Object.keys(Object(object.properties))) names.add(name);
    return object;
  });
  return names;
}

/** Replaces `nullable`, which JSON Schema does not have. */
function withoutNullable(description: Description): Description {
  return mapObjects(description, (object, isMap) => {
    const { nullable, ...rest } = object;
    if (isMap || nullable === undefined) return object;
    return nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
    // The cast: it is still a description.
  }) as Description;
}

/**
 * Returns a function that lists the differences between a response and the description. The list shows only types, field names
 * and words that look like enum values.
 */
export function comparerOf(given: Description): (operation: Operation, answer: Answer) => string[] {
  const description = withoutNullable(given);
  const operations = new Map(operationsOf(description).map(({ operation }) => [operation.operationId, operation]));
  const described = fieldNames(description);
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false, logger: false });
  addFormats.default(ajv);
  // They are booleans in OpenAPI 3.0.
  for (const keyword of ["exclusiveMinimum", "exclusiveMaximum"]) ajv.removeKeyword(keyword);
  // References point into the whole description.
  const validatorOf = memoized((schema: object) => ajv.compile({ ...description, ...schema }));

  /** A schema and all its parts. */
  function partsOf(schema: unknown): Json[] {
    const part = resolve<Json>(description, Object(schema));
    return [part, ...[part.allOf, part.oneOf, part.anyOf].flatMap((list) => [list ?? []].flat().flatMap(partsOf))];
  }

  /** Finds fields that no schema describes. Keys of a map or a free-form object are data, not fields. */
  function unknownFields(value: unknown, schemas: readonly unknown[], path: string): string[] {
    const parts = schemas.flatMap(partsOf);
    if (Array.isArray(value)) {
      const items = parts.flatMap((part) => part.items ?? []);
      return value.flatMap((item) => unknownFields(item, items, `${path}[]`));
    }
    if (!isObject(value)) return [];
    const fields = parts.flatMap(({ properties }) => (isObject(properties) ? [properties] : []));
    const others = parts.flatMap(({ additionalProperties }) =>
      isObject(additionalProperties) ? [additionalProperties] : [],
    );
    const isInferred = parts.some((part) => part["x-evidence"] === "inferred");
    return Object.entries(value).flatMap(([key, inner]) => {
      const own = fields.flatMap((each) => (Object.hasOwn(each, key) ? [each[key]] : []));
      const all = [...own, ...others];
      if (all.length > 0) return unknownFields(inner, all, `${path}.${own.length > 0 ? key : "*"}`);
      if (fields.length === 0 && !isInferred) return [];
      return [`${path}.${fields.length > 0 && isFieldName(key) ? key : "*"}: is not described, ${typeOf(inner)}`];
    });
  }

  function pathOf(pointer: string): string {
    const keys = pointer.split("/").slice(1).map(unescapePointer);
    return keys.map((key) => (/^\d+$/.test(key) ? "[]" : `.${described.has(key) ? key : "*"}`)).join("");
  }

  const lineOf = (line: string) => line.replace(/^\./, "").replace(/^:/, "the response:");

  return ({ id }, { status, contentType, body }) => {
    const responses: Record<string, object> = { ...operations.get(id)?.responses };
    const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find((one) => one in responses);
    if (key === undefined) return ["the response: this status is not described"];
    const { content } = resolve<{ content?: Record<string, object> }>(description, responses[key] ?? {});
    const schema = jsonSchema(content);
    if ((content && !(contentType in content)) || (schema && body === undefined))
      return ["the response: its content type is not described, or it is not JSON"];
    if (!schema) return [];
    const validate = validatorOf(schema);
    validate(body);
    const errors = relevant(validate.errors ?? []).map((error) => `${pathOf(error.instancePath)}: ${textOf(error)}`);
    return [...errors, ...unknownFields(body, [schema], "")].map(lineOf);
  };
}
