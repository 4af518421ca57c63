import type { ParameterObject } from "openapi-typescript";
import { isRecord } from "../../src/operation/values.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { fieldOf, partsOf, propertiesOf, type Said, said } from "./fields.ts";
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

function numberSample({ type, minimum, maximum }: Said, hint: unknown): number {
  const [least, most] = [minimum, maximum].map((one) => (Number.isFinite(one) ? Number(one) : undefined));
  const isOf = [type].flat().includes("number") ? Number.isFinite(hint) : Number.isInteger(hint);
  const wanted = isOf ? Number(hint) : (least ?? 1);
  return Math.min(most ?? wanted, Math.max(least ?? wanted, wanted));
}

function arraySample(making: Making, { items, prefixItems }: Said, hint: unknown): unknown {
  const given: unknown[] = Array.isArray(hint) ? hint : [];
  if (prefixItems) {
    const all = prefixItems.map((schema, index) => made(making, schema, given[index]));
    return all.includes(undefined) ? undefined : all;
  }
  if (items === undefined) return given;
  const all = given.length > 0 ? given.map((one) => made(making, items, one)) : [made(making, items)];
  return all.filter((one) => one !== undefined);
}

function objectSample(making: Making, own: Said, hint: unknown): unknown {
  const { properties = {}, required, additionalProperties: more } = own;
  const given = isRecord(hint) ? hint : {};
  const named = Object.keys(properties);
  const needed: unknown[] = Array.isArray(required) ? required : [];
  const other = isRecord(more) || more === true ? more : more === undefined && named.length === 0;
  const wanted = [...Object.keys(given), ...named.filter((name) => needed.includes(name))];
  const entries = [...new Set(wanted)].map((name) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : other;
    return [name, made({ ...making, name }, schema, Object.hasOwn(given, name) ? given[name] : undefined)] as const;
  });
  const sample = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const isWhole = needed.every((name) => Object.hasOwn(sample, String(name)));
  return isWhole && !isInherited(named, sample) ? sample : undefined;
}

/** Two values as one that is both. */
function joined(one: unknown, other: unknown): unknown {
  const isAlike = typeof one === typeof other && Array.isArray(one) === Array.isArray(other);
  if (!isRecord(one) || !isRecord(other)) return isAlike ? other : undefined;
  const entries = Object.entries(other).map(([name, value]) => [
    name,
    Object.hasOwn(one, name) ? joined(one[name], value) : value,
  ]);
  const all = { ...one, ...Object.fromEntries(entries) };
  return Object.values(all).includes(undefined) ? undefined : all;
}

const shapes = ["type", "properties", "additionalProperties", "patternProperties", "items", "prefixItems"];

function allSample(making: Making, own: Said, hint: unknown): unknown {
  const { description, name } = making;
  const parts = partsOf(description, own);
  const { enum: values, ...field } = fieldOf(description, own);
  if (values) return namedSample(values, hint);
  const { schemas, required } = propertiesOf(description, own);
  const more = parts
    .map(({ additionalProperties }) => additionalProperties)
    .find((one) => one === true || isRecord(one));
  const object = {
    type: "object",
    properties: schemas,
    required,
    ...(more !== undefined && { additionalProperties: more }),
  };
  const typed = parts.findLast(({ type, items }) => type !== undefined || items !== undefined);
  const { allOf: _, oneOf: __, anyOf: ___, ...plain } = typed ?? {};
  const whole = Object.keys(schemas).length > 0 ? object : typed && { ...plain, ...field };
  const unions = parts.flatMap(({ oneOf, anyOf }) => (oneOf || anyOf ? [oneOf ?? anyOf ?? []] : []));
  const all = [...(whole ? [shaped(making, whole, hint)] : []), ...unions.map((one) => oneSample(making, one, hint))];
  if (all.length === 0) return hint ?? name;
  return all.includes(undefined) ? undefined : all.reduce(joined);
}

/** The value of one of several: of the first that takes an example as it is, or else of the first. */
function oneSample(making: Making, parts: readonly unknown[], hint: unknown): unknown {
  let first: unknown;
  for (const part of parts) {
    const value = made(making, part, hint);
    const isRight = hint === undefined || JSON.stringify(value) === JSON.stringify(hint);
    if (value !== undefined && isRight) return value;
    first ??= value;
  }
  return first;
}

/** The type of a value that a schema has, of several the one that an example is of. */
function typeOf({ type, items, prefixItems }: Said, hint: unknown): unknown {
  const types = [type ?? (items || prefixItems ? "array" : "object")].flat().filter((one) => one !== "null");
  const own = Array.isArray(hint)
    ? "array"
    : Number.isInteger(hint) && types.includes("integer")
      ? "integer"
      : typeof hint;
  return types.find((one) => one === own) ?? types[0];
}

function shaped(making: Making, own: Said, hint: unknown): unknown {
  const { allOf, oneOf, anyOf, format } = own;
  if (allOf) return allSample(making, own, hint);
  if (oneOf || anyOf) return oneSample(making, oneOf ?? anyOf ?? [], hint);
  if (!shapes.some((key) => key in own)) return hint ?? making.name;
  const type = typeOf(own, hint);
  if (type === undefined) return null;
  if (type === "array") return arraySample(making, own, hint);
  if (type === "object") return objectSample(making, own, hint);
  if (type === "boolean") return typeof hint === "boolean" ? hint : true;
  if (type !== "string") return numberSample(own, hint);
  return typeof hint === "string" ? hint : (texts[String(format)] ?? making.name);
}

/** The value of those that a schema names; one that is an object or an array is not compared. */
function namedSample(values: readonly unknown[], hint: unknown): unknown {
  const value = values.includes(hint) ? hint : (values.find((one) => one !== null) ?? values[0]);
  return typeof value === "object" && value !== null ? undefined : value;
}

function made(making: Making, schema: unknown, given?: unknown): unknown {
  const { within, count } = making;
  const own = said(making.description, schema);
  count.tried += 1;
  const isEndless = within.includes(own) || within.length > deepest || count.tried > mostTried;
  // `false` is a schema, too, of which nothing is.
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

/** A body that fits its type: the description's own, or one that is made. `undefined` where there is none. */
export function bodySample(description: Description, { body }: Row): unknown {
  if (body === undefined) return undefined;
  const { schema, media } = body.content;
  return sampleOf(description, schema, "text", exampleIn(description, media));
}
