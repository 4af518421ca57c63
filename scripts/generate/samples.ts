import type { ParameterObject } from "openapi-typescript";
import type { Field } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { fieldOf, partsOf, propertiesOf, type Said, type Schemas, said } from "./fields.ts";
import type { Row } from "./rows.ts";

// Values for examples, made from the schemas that the types are made of, so that they compile. Descriptions have examples
// that their own schemas do not allow: of those what fits is taken.

/** An example that is nested deeper is read by nobody. */
const deepest = 6;
/** How many schemas are tried for one example: they may lead to one another in more ways than there is time for. */
const mostTried = 10_000;

/** Whether every object has something of another type under one of these names: without a value of its own none fits. */
export function isInherited(names: readonly string[], value: object): boolean {
  return names.some((name) => name in Object.prototype && !Object.hasOwn(value, name));
}

interface Making {
  readonly description: Description;
  /** What it is the value of: a text is made of it. */
  readonly name: string;
  /** The schemas that it is within. */
  readonly within: readonly Said[];
  readonly count: { tried: number };
}

const texts: Readonly<Record<string, string>> = {
  date: "2030-01-31",
  "date-time": "2030-01-31T12:00:00Z",
  email: "name@example.com",
  uri: "https://example.com",
  uuid: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d",
};

/** The value of a plain type: the example where it is of that type, else a made one. */
function plainSample(making: Making, { type, format, minimum }: Said, hint: unknown): unknown {
  const isOf = { integer: Number.isInteger(hint), number: Number.isFinite(hint) }[String(type)] ?? typeof hint === type;
  if (isOf) return hint;
  const made = { boolean: true, string: texts[String(format)] ?? making.name, null: null };
  const least = Number.isFinite(minimum) ? minimum : 1;
  return Object.hasOwn(made, String(type)) ? made[type as keyof typeof made] : least;
}

function arraySample(making: Making, [list = {}, ...others]: readonly Said[], hint: unknown): unknown {
  const { items, prefixItems } = list;
  if (others.length > 0) return [];
  if (prefixItems) return undefined;
  const given: unknown[] = Array.isArray(hint) ? hint : [undefined];
  if (items === undefined) return Array.isArray(hint) ? hint : [];
  return given.map((one) => made(making, items, one)).filter((one) => one !== undefined);
}

function objectSample(making: Making, { schemas, required }: Schemas, more: unknown, hint: unknown): unknown {
  const given = isRecord(hint) ? hint : {};
  const names = Object.keys(schemas);
  const wanted = [...Object.keys(given), ...names.filter((name) => required.includes(name))];
  const entries = [...new Set(wanted)].map((name) => {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : more;
    return [name, made({ ...making, name }, schema, Object.hasOwn(given, name) ? given[name] : undefined)] as const;
  });
  const sample = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const isWhole = required.every((name) => Object.hasOwn(sample, name));
  return isWhole && !isInherited(names, sample) ? sample : undefined;
}

/** The value of one of several: of the first that takes the example as it is, else of the first. */
function oneSample(making: Making, parts: readonly unknown[], hint: unknown): unknown {
  const values = parts.map((part) => made(making, part, hint)).filter((value) => value !== undefined);
  return values.find((value) => JSON.stringify(value) === JSON.stringify(hint)) ?? values[0];
}

/** The type of a value: of several types the one of the example. */
function typeOf(own: Said, { type = [] }: Field, isObject: boolean, hint: unknown): unknown {
  if (own.items || own.prefixItems) return "array";
  const types = [type].flat().filter((one) => one !== "null");
  const found = Array.isArray(hint) ? "array" : typeof hint;
  return types.find((one) => one === found) ?? types[0] ?? (isObject ? "object" : [type].flat()[0]);
}

/** What isn't sure to fit has no sample: unions and tuples within `allOf`. Several lists at once share the empty one. */
function shaped(making: Making, own: Said, hint: unknown): unknown {
  const { description, name } = making;
  const { allOf, oneOf, anyOf, additionalProperties } = own;
  if (!allOf && (oneOf || anyOf)) return oneSample(making, oneOf ?? anyOf ?? [], hint);
  const parts = partsOf(description, own);
  const [list = own, ...others] = parts.filter((part) => part.items || part.prefixItems);
  if (allOf && parts.some((part) => part.oneOf || part.anyOf || part.prefixItems)) return undefined;
  const schemas = propertiesOf(description, own);
  const field = fieldOf(description, own);
  if (field.enum) return namedSample(field.enum, hint);
  const hasFields = parts.some((part) => part.properties || part.additionalProperties || part.patternProperties);
  const type = typeOf(list, field, hasFields, hint);
  if (type === undefined) return hint ?? name;
  if (type === "array") return arraySample(making, [list, ...others], hint);
  if (type !== "object") return plainSample(making, { ...own, ...field, type }, hint);
  const isFree = additionalProperties === undefined && Object.keys(schemas.schemas).length === 0;
  const more = isRecord(additionalProperties) || additionalProperties === true ? additionalProperties : isFree;
  return objectSample(making, schemas, more, hint);
}

/** One of the values that a schema names; none where that is an object or an array. */
function namedSample(values: readonly unknown[], hint: unknown): unknown {
  const value = values.includes(hint) ? hint : (values.find((one) => one !== null) ?? values[0]);
  return typeof value === "object" && value !== null ? undefined : value;
}

function made(making: Making, schema: unknown, given?: unknown): unknown {
  const { within, count } = making;
  const own = said(making.description, schema);
  count.tried += 1;
  const isEndless = within.includes(own) || within.length > deepest || count.tried > mostTried;
  // Nothing fits the schema `false`.
  if (schema === false || isEndless) return undefined;
  if (given === null && (own.nullable === true || [own.type].flat().includes("null"))) return null;
  const [example] = [own.examples].flat();
  const hint = given ?? own.example ?? example ?? own.default;
  const values = own.const === undefined ? own.enum : [own.const];
  if (Array.isArray(values) && own.type !== "object") return namedSample(values, hint);
  return shaped({ ...making, within: [...within, own] }, own, hint);
}

/** A value of a schema: as an example has it, as far as that fits, else the least. `undefined` where none is found. */
export function sampleOf(description: Description, schema: unknown, name: string, example?: unknown): unknown {
  return made({ description, name, within: [], count: { tried: 0 } }, schema, example);
}

type Values = Record<string, unknown>;

/** Values to call an operation with. */
export interface Examples {
  readonly query: Values;
  readonly path: Values;
  readonly headers: Values;
  readonly body: Values;
}

/** The first example that a parameter or a content has. */
function exampleIn(description: Description, holder: object | undefined): unknown {
  const { example, examples } = (holder ?? {}) as { example?: unknown; examples?: Record<string, object> };
  const [first] = Object.values(examples ?? {});
  return first ? (resolve<object>(description, first) as { value?: unknown }).value : example;
}

/** Example values for an operation, as the description has them: they need not fit. */
export function examplesOf(description: Description, { place, body }: Row): Examples {
  const parameters = (place.operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  const valuesIn = (where: string): Values =>
    Object.fromEntries(
      parameters.flatMap((one) => {
        const example = one.in === where ? exampleIn(description, one) : undefined;
        return example === undefined ? [] : [[one.name, example]];
      }),
    );
  const example = exampleIn(description, body?.content.media);
  return {
    query: valuesIn("query"),
    path: valuesIn("path"),
    headers: valuesIn("header"),
    body: isRecord(example) ? example : {},
  };
}

/** A value for a parameter that fits its type: the description's own, or one that is made. */
export function parameterSample(
  description: Description,
  row: Row,
  part: Exclude<keyof Examples, "body">,
  name: string,
): unknown {
  const schema = row.parameters[part].schemas[name];
  return schema && sampleOf(description, schema, name, examplesOf(description, row)[part][name]);
}

/** An example of what an operation answers when it succeeds; `undefined` where there is none. */
export function answerSample(description: Description, { answers: [answer] }: Row): unknown {
  const { schema, media } = answer?.content ?? {};
  return media && sampleOf(description, schema, "text", exampleIn(description, media));
}

/** A body that fits its type: the description's own, or one that is made. `undefined` where there is none. */
export function bodySample(description: Description, { body }: Row): unknown {
  if (body === undefined) return undefined;
  const { schema, media } = body.content;
  return sampleOf(description, schema, "text", exampleIn(description, media));
}
