import { unescapePointer } from "@redocly/openapi-core";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import type { SchemaValidateFunction } from "ajv/dist/types/index.js";
import addFormats from "ajv-formats";
import type { Operation } from "../../src/operation/table.ts";
import { groupBy } from "../generate/print.ts";
import { type Description, jsonSchema, resolve } from "../openapi/document.ts";
import { oncePer } from "../openapi/once.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects } from "../openapi/walk.ts";
import type { Answer } from "./ask.ts";
import { isFieldName, typeOf } from "./privacy.ts";

/** A value in an answer. */
interface Place {
  /** The path as it may be shown: `data[].customer.city`. */
  readonly shown: string;
  readonly value: unknown;
  /** The schemas that describe it. */
  readonly schemas: readonly Json[];
}

/** A difference between an answer and the description. */
interface Finding extends Place {
  /** The JSON Schema keyword that it violates, or `undescribed`, `status` or `media type`. */
  readonly kind: string;
  /** The field that is undescribed or missing. */
  readonly name: string;
  /** The schema that it differs from. */
  readonly schema: Json;
  /** The value that has this schema; for an undescribed field, the object around it. */
  readonly place: Place;
}

/** An answer compared with its description. */
export interface Compared {
  readonly answer: Answer;
  readonly places: readonly Place[];
  readonly findings: readonly Finding[];
}

/** By JSON pointer into the answer. */
type Places = ReadonlyMap<string, Place>;

/** The types that schemas name. */
export const typesOf = (schemas: readonly Json[]) => [...new Set(schemas.flatMap(({ type = [] }) => type))];

function isOfType(value: unknown, schema: Json): boolean {
  const types = typesOf([schema]);
  return types.includes(typeOf(value)) || (types.includes("number") && typeof value === "number");
}

/** A step of a path without personal data, which the keys of a map can be. */
function stepOf({ value, schemas }: Place, key: string): string {
  if (Array.isArray(value)) return "[]";
  const isDescribed = schemas.some(({ properties }) => Object.hasOwn(Object(properties), key));
  const isMap = schemas.some(({ additionalProperties }) => isObject(additionalProperties));
  return isDescribed || (!isMap && isFieldName(key)) ? `.${key}` : ".*";
}

/** The values of an answer, from the visits of the validator. */
function placesOf(visits: readonly { path: string; value: unknown; schema: Json }[]): Places {
  const places = new Map<string, Place>();
  for (const [path, visitors] of groupBy(visits, (visit) => visit.path)) {
    const [, parent = "", key = ""] = /^(.*)\/(.*)$/.exec(path) ?? [];
    const owner = places.get(parent);
    const shown = owner ? owner.shown + stepOf(owner, unescapePointer(key)) : "";
    const value = visitors[0]?.value;
    const schemas = [...new Set(visitors.map(({ schema }) => schema))];
    // Ignore alternatives of another type if one has the value's type.
    const isMatched = schemas.some((schema) => isOfType(value, schema));
    const meant = schemas.filter((schema) => !isMatched || schema.type === undefined || isOfType(value, schema));
    places.set(path, { shown, value, schemas: meant });
  }
  return places;
}

/** The fields of an object that no schema describes. */
function undescribedIn(places: Places, path: string, place: Place): Finding[] {
  const { value, schemas, shown } = place;
  const schema = schemas.findLast(({ properties }) => properties) ?? schemas.at(-1);
  if (!isObject(value) || !schema) return [];
  const finding = { ...place, place, kind: "undescribed", schema, name: "" };
  if (!schemas.some(({ properties, additionalProperties: more }) => properties || isObject(more))) {
    // The keys of a free-form object are data. One that is only inferred is reported as a whole.
    const isInferred = schemas.some((one) => one["x-evidence"] === "inferred");
    return isInferred && Object.keys(value).length > 0 ? [finding] : [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    if (places.has(`${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`)) return [];
    const step = stepOf(place, key);
    return [{ ...finding, value: inner, shown: shown + step, name: step === ".*" ? "" : key }];
  });
}

function findingsIn(places: Places, errors: readonly ErrorObject[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const { instancePath, keyword: kind, parentSchema: schema = {}, params } of errors) {
    const place = places.get(instancePath);
    // The first is reported as undescribed, the second by the errors of its alternatives.
    const isRepeated = /^(additional|unevaluated)Properties$/.test(kind) || (/^(one|any)Of$/.test(kind) && errors[1]);
    if (!place || isRepeated) continue;
    const isWrongType = typesOf(place.schemas).length > 0 && !place.schemas.some((one) => isOfType(place.value, one));
    // A wrong type also violates the enum; a right type still violates the alternatives of other types.
    if (kind === (isWrongType ? "enum" : "type")) continue;
    const name = String(params.missingProperty ?? "");
    // Several alternatives can fail the same way in the same place.
    found.set(`${instancePath} ${kind} ${name}`, { ...place, place, kind, schema, name });
  }
  return [...found.values(), ...[...places].flatMap(([path, place]) => undescribedIn(places, path, place))];
}

/** Compares answers with the description. */
export function comparerOf(description: Description): (operation: Operation, answer: Answer) => Compared {
  const visits: { path: string; value: unknown; schema: Json }[] = [];
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false, logger: false });
  addFormats.default(ajv);
  // Booleans in OpenAPI 3.0.
  for (const keyword of ["exclusiveMinimum", "exclusiveMaximum"]) ajv.removeKeyword(keyword);
  // Our own keyword in every schema records which values the schema applies to. It never fails.
  const validate: SchemaValidateFunction = (_, value, schema = {}, at) =>
    visits.push({ path: at?.instancePath ?? "", value, schema }) > 0;
  ajv.addKeyword({ keyword: "visited", validate });
  // The cast: the result is still a description.
  const marked = mapObjects(description, (object, isMap) => {
    const { nullable, type, ...rest } = object;
    if (isMap) return object;
    const types = type !== undefined && { type: nullable === true ? [type, "null"].flat() : type };
    return { ...rest, ...types, visited: true };
  }) as Description;
  const operations = new Map(operationsOf(marked).map(({ operation }) => [operation.operationId, operation]));
  // References point into the whole description.
  const validatorOf = oncePer((schema: object) => ajv.compile({ ...marked, ...schema }));
  return ({ id }, answer) => {
    const { status, contentType, body } = answer;
    const responses: Record<string, object> = { ...operations.get(id)?.responses };
    const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find((one) => one in responses);
    const { content } = resolve<{ content?: Record<string, object> }>(marked, responses[key ?? ""] ?? {});
    const schema = jsonSchema(content);
    const isDescribed = key !== undefined && (!content || contentType in content);
    if (!isDescribed || (schema && body === undefined)) {
      const whole = { shown: "", value: body, schemas: [], schema: {}, name: "" };
      return { answer, places: [], findings: [{ ...whole, place: whole, kind: key ? "media type" : "status" }] };
    }
    if (!schema) return { answer, places: [], findings: [] };
    visits.length = 0;
    const check = validatorOf(schema);
    check(body);
    const places = placesOf(visits);
    return { answer, places: [...places.values()], findings: findingsIn(places, check.errors ?? []) };
  };
}

/** The differences of an operation's answers, one for each schema and kind. */
export function differencesIn(answers: readonly Compared[]) {
  const places = answers.flatMap((answer) => answer.places);
  const schemas = [...new Set(places.flatMap((place) => place.schemas))];
  const findings = answers.flatMap((answer) => answer.findings);
  const groups = groupBy(findings, ({ schema, kind, name }) => `${schemas.indexOf(schema)} ${kind} ${name}`);
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const same = [first, ...others];
    // Several data keys of one object count once.
    const count = new Set(same.map(({ place }) => place)).size;
    const of = places.filter((place) => place.schemas.includes(first.schema)).length || count;
    return [{ ...first, values: same.map(({ value }) => value), share: `${count} of ${of}` }];
  });
}

/** `values` is the account's data: never show it. `share`: how many values of the schema differ. */
export type Difference = ReturnType<typeof differencesIn>[number];

/** The described fields that no answer has. */
export function neverSeen(answers: readonly Compared[]): string[] {
  const places = answers.flatMap((answer) => answer.places);
  const seen = new Set<unknown>(places.flatMap(({ schemas }) => schemas));
  const unseen = new Map<unknown, string>();
  for (const { shown, schemas } of places) {
    for (const [name, schema] of schemas.flatMap(({ properties }) => Object.entries(Object(properties)))) {
      if (isObject(schema) && !seen.has(schema) && !unseen.has(schema)) unseen.set(schema, `${shown}.${name}`);
    }
  }
  return [...unseen.values()];
}
