import type { ParameterObject } from "openapi-typescript";
import type { JsonType } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import { type Description, resolve } from "../openapi/document.ts";
import type { Content } from "./contents.ts";
import { fieldOf, partsOf, propertiesOf, type Said, said } from "./fields.ts";
import type { Row } from "./rows.ts";

// Sample values for doc comments. They come from the same schemas as the types, so that the examples compile. The
// description's own examples are used where they fit the schema.

/** Deeper samples are left out, because nobody reads them. */
const deepest = 6;

const texts: Readonly<Record<string, string>> = {
  date: "2030-01-31",
  "date-time": "2030-01-31T12:00:00Z",
  email: "name@example.com",
  uri: "https://example.com",
  uuid: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d",
};

function isOfType(type: JsonType, value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "integer") return Number.isInteger(value);
  return type === "null" ? value === null : typeof value === type;
}

/** Makes the value of an inner schema. */
type Inner = (schema: unknown, name: string, example?: unknown) => unknown;

function objectSample(description: Description, own: Said, hint: unknown, inner: Inner): unknown {
  const { schemas, required } = propertiesOf(description, own);
  const given = isRecord(hint) ? hint : {};
  const names = [...Object.keys(given).filter((name) => Object.hasOwn(schemas, name)), ...required];
  const entries: [string, unknown][] = [];
  for (const name of new Set(names)) {
    const value = inner(schemas[name], name, given[name]);
    if (value !== undefined) entries.push([name, value]);
    // At once: a schema that requires itself would make thousands of samples.
    else if (required.includes(name)) return undefined;
  }
  return Object.fromEntries(entries);
}

function arraySample(lists: readonly Said[], name: string, hint: unknown, inner: Inner): unknown {
  const [{ items } = {}, ...others] = lists;
  if (items === undefined || others.length > 0) return [];
  const given: unknown[] = Array.isArray(hint) ? hint : [undefined];
  return given.map((one) => inner(items, name, one)).filter((one) => one !== undefined);
}

/** Returns a text with the length that a schema asks for. */
function textWithin({ minLength, maxLength }: Said, text: string): string {
  return text.padEnd(Math.min(Number(minLength) || 0, 1000), "x").slice(0, Number(maxLength) || undefined);
}

/** Makes a value of a schema without unions. */
function plainSample(description: Description, own: Said, name: string, hint: unknown, inner: Inner): unknown {
  const parts = partsOf(description, own);
  if (parts.some(({ oneOf, anyOf, prefixItems }) => oneOf || anyOf || prefixItems)) return undefined;
  const { type: named = [], enum: values, format = own.format, ...bounds } = fieldOf(description, own);
  if (values) return [hint, ...values].find((one) => values.includes(one));
  // Its values do not have its type.
  if (parts.some((part) => part.enum)) return undefined;
  const lists = parts.filter(({ items }) => items);
  const isObject = parts.some(({ properties, additionalProperties }) => properties || additionalProperties);
  const implied = lists.length > 0 ? "array" : isObject ? "object" : undefined;
  const types = [named].flat();
  const type = types.find((one) => isOfType(one, hint)) ?? types[0] ?? implied;
  if (type === undefined) return hint ?? name;
  if (type === "array") return arraySample(lists, name, hint, inner);
  if (type === "object") return objectSample(description, own, hint, inner);
  if (isOfType(type, hint)) return hint;
  if (type === "string") return textWithin(own, texts[String(format)] ?? name);
  const { maximum = 1, minimum = Math.min(1, maximum) } = bounds;
  return { boolean: true, null: null, number: minimum, integer: minimum }[type];
}

/** Returns a value of a schema: its example if that fits, else an invented one; `undefined` if none is sure to fit. */
export function sampleOf(
  description: Description,
  schema: unknown,
  name: string,
  example?: unknown,
  within: readonly Said[] = [],
): unknown {
  const own = said(description, schema);
  // The schema `false` allows no value.
  if (schema === false || within.includes(own) || within.length > deepest) return undefined;
  const hints = [example, own.example, [own.examples].flat()[0], own.default];
  const hint = hints.find((one) => one !== undefined);
  const inner: Inner = (one, key, given) => sampleOf(description, one, key, given, [...within, own]);
  const union = own.allOf ? undefined : (own.oneOf ?? own.anyOf);
  if (!union) return plainSample(description, own, name, hint, inner);
  return union.map((one) => inner(one, name, hint)).find((value) => value !== undefined);
}

/** Returns the first example of a parameter or a content. */
function exampleIn(description: Description, holder: object | undefined): unknown {
  const { example, examples } = (holder ?? {}) as { example?: unknown; examples?: Record<string, object> };
  const [first] = Object.values(examples ?? {});
  return first ? (resolve<object>(description, first) as { value?: unknown }).value : example;
}

/** Returns a sample value for a parameter. */
export function parameterSample(
  description: Description,
  { place, parameters }: Row,
  part: "query" | "path",
  name: string,
): unknown {
  const all = (place.operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  const own = all.find((one) => one.in === part && one.name === name);
  return sampleOf(description, parameters[part].schemas[name], name, exampleIn(description, own));
}

/** Returns a sample of a body or an answer; `undefined` if it has no content or no sample fits. */
export function contentSample(description: Description, content: Content | undefined): unknown {
  return content && sampleOf(description, content.schema, "text", exampleIn(description, content.media));
}

/** Returns samples of the operations' first success responses, by operationId. */
export function answerSamples(description: Description, rows: readonly Row[]): Record<string, unknown> {
  const sample = ({ answers: [answer] }: Row) => contentSample(description, answer?.content);
  const entries = rows.map((row) => [row.operation.id, sample(row)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
