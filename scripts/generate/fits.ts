import { isRecord } from "../../src/operation/values.ts";
import type { Description } from "../openapi/document.ts";
import { oncePer } from "../openapi/once.ts";
import { isObject, mapObjects } from "../openapi/walk.ts";
import { isBytes } from "./contents.ts";
import { propertiesOf, type Said, type Schema, said } from "./fields.ts";

// Values for examples. Descriptions have examples that their own schemas do not allow, so each is held against the type that
// openapi-typescript makes. Where it is not plain whether one fits, it does not.

/** Stands for a file, in values. */
export const file: object = new Blob();

/** The references to schemas that a discriminator has a part in: their types have another field than they say. */
const discriminated = oncePer((description: Description): ReadonlySet<unknown> => {
  const found = new Set<unknown>();
  mapObjects(description, (object, isMap) => {
    const { discriminator, oneOf, anyOf } = object;
    if (isMap || !isObject(discriminator)) return object;
    for (const one of [oneOf, anyOf].flat()) found.add(Object(one).$ref);
    for (const one of Object.values(Object(discriminator.mapping))) found.add(one);
    return object;
  });
  found.delete(undefined);
  return found;
});

/** Whether every object has something of another type under one of these names: without a value of its own none fits. */
export function isInherited(names: readonly string[], value: object): boolean {
  return names.some((name) => name in Object.prototype && !Object.hasOwn(value, name));
}

/** A description, and what is known of its schemas: which values fit, where none may have more fields and where all may. */
interface Asked {
  readonly description: Description;
  readonly closed: Map<Said, Map<unknown, boolean>>;
  readonly open: Map<Said, Map<unknown, boolean>>;
}

/** Whether an object has the fields that it must have, and no others unless `isOpen` or its schema says so. */
function fitsObject(asked: Asked, own: Said, value: Record<string, unknown>, isOpen: boolean): boolean {
  const { properties = {}, required, additionalProperties: more = false } = own;
  if ("patternProperties" in own || "$defs" in own || isInherited(Object.keys(properties), value)) return false;
  const isMissing = (name: string) => Object.hasOwn(properties, name) && !Object.hasOwn(value, name);
  if (Array.isArray(required) && required.some((name) => isMissing(String(name)))) return false;
  const isBare = Object.keys(properties).length === 0 && more === false;
  return Object.entries(value).every(([name, one]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject(more) && !fitsSchema(asked, more as Schema, one)) return false;
    return schema === undefined ? isOpen || isBare || more !== false : fitsSchema(asked, schema, one);
  });
}

function fitsArray(asked: Asked, { items, prefixItems }: Said, value: readonly unknown[]): boolean {
  if (prefixItems === undefined) return value.every((one) => fitsSchema(asked, items, one));
  return value.length === prefixItems.length && value.every((one, index) => fitsSchema(asked, prefixItems[index], one));
}

const parts = ["properties", "additionalProperties", "patternProperties", "$defs", "items", "prefixItems"];

/** Whether a value is of one of the types that a schema names, or may be anything. */
function fitsType(asked: Asked, own: Said, value: unknown, isOpen: boolean): boolean {
  const isUnknown = own.type === undefined && !parts.some((key) => key in own);
  if (isUnknown || value === file) return isUnknown;
  return [own.type ?? "object"].flat().some((type: unknown) => {
    if (type === "null") return value === null;
    if (type === "array") return Array.isArray(value) && fitsArray(asked, own, value);
    if (type === "object") return isRecord(value) && fitsObject(asked, own, value, isOpen);
    return typeof value === (type === "integer" ? "number" : type);
  });
}

/** Whether a value has all that each part of a schema asks for, and nothing that none of them has. */
function fitsAll(asked: Asked, own: Said, value: unknown, isOpen: boolean): boolean {
  const { description } = asked;
  const { allOf = [], ...rest } = own;
  const { schemas, required } = propertiesOf(description, own as Schema);
  const isMissing = (name: string) => name in schemas;
  if (isRecord(value)) {
    if (required.some((name) => isMissing(name) && !Object.hasOwn(value, name))) return false;
    if (!isOpen && Object.keys(value).some((name) => !Object.hasOwn(schemas, name))) return false;
  }
  const parts = allOf.every((part) => fitsSchema(asked, part, value, true));
  return parts && fitsType(asked, rest, value, true);
}

/** Whether a value is of one of several schemas; of schemas that are more than that, none is known to be. */
function fitsOne(asked: Asked, own: Said, value: unknown, isOpen: boolean): boolean {
  const { oneOf, anyOf } = own;
  const isMore = ["type", "properties", "additionalProperties", "allOf"].some((key) => key in own);
  if (isMore || (oneOf && anyOf)) return false;
  return (oneOf ?? anyOf ?? []).some((one) => fitsSchema(asked, one, value, isOpen));
}

/** Whether a value is the one, or one of those, that a schema names; `undefined` where it names none. */
function fitsNamed({ const: only, enum: values, type, ...rest }: Said, value: unknown): boolean | undefined {
  if (only !== undefined && only !== null) return value === only;
  if (!Array.isArray(values)) return undefined;
  return type !== "object" && !("properties" in rest || "additionalProperties" in rest) && values.includes(value);
}

function fitsSaid(asked: Asked, own: Said, value: unknown, isOpen: boolean): boolean {
  if (value === null && own.nullable === true) return true;
  if (isBytes(own)) return value === file;
  const named = fitsNamed(own, value);
  if (named !== undefined) return named;
  if (own.oneOf || own.anyOf) return fitsOne(asked, own, value, isOpen);
  return own.allOf ? fitsAll(asked, own, value, isOpen) : fitsType(asked, own, value, isOpen);
}

/** `isOpen`: whether a value may have fields that the schema does not name, since another one does. */
function fitsSchema(asked: Asked, schema: Schema | undefined, value: unknown, isOpen = false): boolean {
  const { description } = asked;
  const own = said(description, schema);
  const isOdd = "discriminator" in own || discriminated(description).has(Object(schema).$ref);
  // `false` is a schema, too, of which nothing is.
  if (isOdd || (schema as unknown) === false) return false;
  const answers = isOpen ? asked.open : asked.closed;
  const known = answers.get(own) ?? new Map<unknown, boolean>();
  answers.set(own, known);
  // A schema that is asked for again while it is being answered only leads back to itself: that fits nothing.
  if (!known.has(value)) {
    known.set(value, false);
    known.set(value, fitsSaid(asked, own, value, isOpen));
  }
  return known.get(value) === true;
}

/** Whether a value surely is of the type that is made of a schema for sending. */
export function fits(description: Description, schema: Schema | undefined, value: unknown): boolean {
  return fitsSchema({ description, closed: new Map(), open: new Map() }, schema, value);
}
