import type { Description } from "../openapi/document.ts";
import { isObject, type Json } from "../openapi/walk.ts";
import { declared, said } from "./fields.ts";

// A discriminator says by which values of a property schemas are known: those of its mapping, else their names. Here that
// becomes a property with these values. openapi-typescript knows discriminators too, but not in every place.

const prefix = "#/components/schemas/";

/** The name of the schema that a reference points to. */
export function schemaName(reference: unknown): string | undefined {
  return typeof reference === "string" && reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
}

/** Marks values that tell schemas apart: a server that added one would add a schema. */
export const closed = "x-closed";

function valuesFor({ mapping }: Json, name: string): string[] {
  const stated = Object.entries(Object(mapping)).filter(([, to]) => (schemaName(to) ?? to) === name);
  return stated.length > 0 ? stated.map(([value]) => value) : [name];
}

/** What a schema is besides: of these values, or of its own where it says that they are others. */
function tags(description: Description, schema: unknown, discriminator: Json, values: readonly string[]): Json[] {
  const name = String(discriminator.propertyName);
  const property = declared(description, schema, name);
  const { enum: named, const: only, readOnly, writeOnly } = said(description, property);
  const canBe = (type: string, of: unknown) => [said(description, of).type ?? type].flat().includes(type);
  if (!canBe("string", property) || !canBe("object", schema)) return [];
  const own = Array.isArray(named) ? named : only === undefined ? values : [only];
  const known = values.some((value) => own.includes(value)) ? values : own;
  const marks = { ...(readOnly === true && { readOnly }), ...(writeOnly === true && { writeOnly }) };
  const told = { type: "string", enum: known, [closed]: true, ...marks };
  return [{ type: "object", required: [name], properties: { [name]: told } }];
}

/** A schema that is one of several, each with the values that its discriminator knows it by. */
export function told(description: Description, schema: Json): Json {
  const { discriminator, ...rest } = schema;
  if (!isObject(discriminator)) return schema;
  const one = (part: unknown) => {
    const name = schemaName(Object(part).$ref);
    const more = name === undefined ? [] : tags(description, part, discriminator, valuesFor(discriminator, name));
    return more.length > 0 ? { allOf: [part, ...more] } : part;
  };
  const unions = ["oneOf", "anyOf"].filter((key) => Array.isArray(rest[key]));
  return { ...rest, ...Object.fromEntries(unions.map((key) => [key, (rest[key] as unknown[]).map(one)])) };
}

/** The schemas of a description that are all of one with a discriminator, each with the values that it knows them by. */
export function withInherited(description: Description): Json {
  const schemas = Object(description.components?.schemas) as Json;
  const heirs = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    for (const part of [Object(schema).allOf ?? []].flat()) {
      const parent = schemaName(Object(part).$ref) ?? "";
      heirs.set(parent, [...(heirs.get(parent) ?? []), name]);
    }
  }
  const under = (parent: string): string[] => {
    const found = new Set([parent]);
    for (const name of found) for (const heir of heirs.get(name) ?? []) found.add(heir);
    return [...found];
  };
  const all = { ...schemas };
  for (const [name, schema] of Object.entries(schemas)) {
    const { discriminator, oneOf, anyOf } = Object(schema) as Json;
    if (!isObject(discriminator) || oneOf !== undefined || anyOf !== undefined) continue;
    for (const heir of under(name).slice(1)) {
      const values = under(heir).flatMap((one) => valuesFor(discriminator, one));
      const own = all[heir] as Json & { allOf: unknown[] };
      all[heir] = { ...own, allOf: [...own.allOf, ...tags(description, schemas[heir], discriminator, values)] };
    }
  }
  return all;
}
