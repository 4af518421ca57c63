import type { ReferenceObject, SchemaObject } from "openapi-typescript";
import type { Field, Fields, JsonType } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { isObject } from "../openapi/walk.ts";

export type Schema = SchemaObject | ReferenceObject;

/** Schemas by the name of their parameter or property, with the names that are required. */
export interface Schemas {
  readonly schemas: Record<string, Schema>;
  readonly required: readonly string[];
  /** Names of the parameters that are serialized as one comma-separated value. */
  readonly withCommas?: readonly string[];
}

type Keyword =
  | ("type" | "nullable" | "format" | "required" | "enum" | "const" | "default" | "example" | "examples")
  | ("minimum" | "exclusiveMinimum" | "maximum" | "readOnly" | "writeOnly" | "additionalProperties")
  | "patternProperties";

/** The keywords the generator reads from a schema. Unchecked: a description can hold anything under each of them. */
export type Said = { readonly [key in Keyword]?: unknown } & {
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
} & { readonly [key in "prefixItems" | "allOf" | "oneOf" | "anyOf"]?: Schema[] };

/** Returns a schema's keywords, with its reference resolved. */
export function said(description: Description, schema: unknown): Said {
  return resolve<Said>(description, Object(schema) as Said);
}

/** Merges the properties of several schemas. If they share a property, all their schemas for it apply. */
function merged(all: readonly Record<string, Schema>[]): Record<string, Schema> {
  const found = new Map<string, Schema[]>();
  const isEmpty = (schema: Schema) => Object.keys(Object(schema)).length === 0;
  for (const [name, schema] of all.flatMap(Object.entries<Schema>)) {
    const others = (found.get(name) ?? []).filter((one) => !isEmpty(one));
    const isKnown = isEmpty(schema) || others.some((one) => JSON.stringify(one) === JSON.stringify(schema));
    found.set(name, isKnown && others.length > 0 ? others : [...others, schema]);
  }
  // The cast: openapi-typescript's types require `type` beside `allOf`.
  const both = (all: Schema[]) => (all.length === 1 ? all[0] : { allOf: all }) as Schema;
  return Object.fromEntries([...found].map(([name, schemas]) => [name, both(schemas)]));
}

/** Returns a schema's properties and required names, including those from `allOf`. */
export function propertiesOf(description: Description, schema: unknown): Schemas {
  const [own = {}, ...others] = partsOf(description, schema);
  const parts = [...others, own];
  return {
    schemas: merged(parts.map(({ properties = {} }) => properties)),
    required: parts.flatMap(({ required }) => (Array.isArray(required) ? required.map(String) : [])),
  };
}

/** Finds the schema of a property: in the schema itself, its reference or `allOf`, then in `oneOf` and `anyOf`. */
export function declared(description: Description, schema: unknown, name: string, seen = new Set<unknown>()): unknown {
  if (!isObject(schema) || seen.has(schema)) return undefined;
  seen.add(schema);
  const { properties = {}, allOf = [], oneOf = [], anyOf = [] } = schema as Said;
  if (Object.hasOwn(properties, name)) return properties[name];
  const of = (part: unknown) => declared(description, part, name, seen) ?? [];
  const [own] = [...("$ref" in schema ? [said(description, schema)] : []), ...allOf].flatMap(of);
  if (own !== undefined) return own;
  const several = [...oneOf, ...anyOf].flatMap(of);
  return several.length > 1 ? { anyOf: several } : several[0];
}

/** Returns the types a schema lists. Empty if it lists none, or one that JSON does not have. */
function typesOf({ type }: Said): JsonType[] {
  const known: readonly unknown[] = ["string", "number", "integer", "boolean", "array", "object", "null"];
  const types = [type ?? []].flat();
  return types.every((one) => known.includes(one)) ? (types as JsonType[]) : [];
}

/** Whether a schema allows objects and nothing else. */
export function isObjectSchema(description: Description, schema: unknown): boolean {
  const { type } = fieldOf(description, schema);
  const parts = partsOf(description, schema);
  // `properties` without a type technically allows any value, but authors mean an object.
  return type === undefined ? parts.some(({ properties }) => properties) && !parts[0]?.nullable : type === "object";
}

/** Whether a schema allows fields beyond those that {@link propertiesOf} finds. */
export function isOpen(description: Description, schema: Schema | undefined, seen = new Set<Said>()): boolean {
  const own = said(description, schema);
  if (seen.has(own)) return false;
  seen.add(own);
  const more = ["oneOf", "anyOf", "patternProperties", "if", "dependentSchemas", "propertyNames", "$dynamicRef"];
  if (more.some((key) => key in own)) return true;
  const { additionalProperties = false, properties, allOf = [] } = own;
  if (additionalProperties !== false) return true;
  if (allOf.length > 0) return allOf.some((part) => isOpen(description, part, seen));
  return properties === undefined && seen.size === 1;
}

/** Returns a schema's allowed values. `undefined` if it lists none, or if one is an object or array. */
function valuesOf(own: Said): unknown[] | undefined {
  const values = Array.isArray(own.enum) ? own.enum : "const" in own ? [own.const] : undefined;
  if (values === undefined || values.some((one) => typeof one === "object" && one !== null)) return undefined;
  const all = own.nullable === true && !values.includes(null) ? [...values, null] : values;
  // Sorted, because the choice of page size relies on the order.
  const numbers = all.filter((one) => typeof one === "number").sort((a, b) => a - b);
  return [...numbers, ...all.filter((one) => typeof one !== "number")];
}

/** Whether all values have one of these types. Unquoted YAML such as `true` or `1` may give an unintended type. */
function areOf(types: readonly JsonType[], values: readonly unknown[]): boolean {
  const kinds: Record<string, JsonType[]> = { number: ["number", "integer"], string: ["string"], boolean: ["boolean"] };
  const fits = (one: unknown) => one === null || (kinds[typeof one] ?? []).some((type) => types.includes(type));
  return types.length === 0 || values.every(fits);
}

/** Returns a schema followed by every schema in its `allOf`, recursively and without duplicates. */
export function partsOf(description: Description, schema: unknown, seen = new Set<Said>()): Said[] {
  const own = said(description, schema);
  if (seen.has(own)) return [];
  seen.add(own);
  return [own, ...(own.allOf ?? []).flatMap((part) => partsOf(description, part, seen))];
}

/** Returns the items common to all lists; `undefined` if there are no lists. */
function common<Item>(
  lists: readonly (readonly Item[])[],
  isIn: (item: Item, list: readonly Item[]) => boolean,
): Item[] | undefined {
  if (lists.length === 0) return undefined;
  return [...new Set(lists.flat())].filter((item) => lists.every((list) => isIn(item, list)));
}

function finite(values: readonly unknown[]): number[] {
  return values.filter((one) => typeof one === "number" && Number.isFinite(one)) as number[];
}

/** Returns the constraints that the client checks before sending. Drops types and values that contradict each other. */
export function fieldOf(description: Description, schema: unknown, required = false): Field {
  const parts = partsOf(description, schema);
  const isNullable = parts[0]?.nullable === true;
  const orNull = (part: Said): JsonType[] => (part.nullable === true ? [...typesOf(part), "null"] : typesOf(part));
  const named = parts.filter((part) => typesOf(part).length > 0).map(orNull);
  const isIn = (type: JsonType, list: readonly JsonType[]) =>
    list.includes(type) || (type === "integer" && list.includes("number"));
  const both = common(named, isIn) ?? [];
  const types = isNullable && both.length > 0 ? [...new Set([...both, "null" as const])] : both;
  const values = common(
    parts.flatMap((part) => {
      const own = valuesOf(part);
      return own ? [own] : [];
    }),
    (one, list) => list.includes(one),
  );
  const isPlain = values === undefined || (values.length > 0 && areOf(types, values));
  const minimum = finite(parts.map((part) => part.minimum));
  const maximum = finite(parts.map((part) => part.maximum));
  return {
    ...(isPlain && types.length > 0 && { type: types.length === 1 && types[0] ? types[0] : types }),
    ...(required && { required }),
    ...(isPlain && values && { enum: values }),
    ...(parts.some(({ format }) => format === "uuid") && { format: "uuid" as const }),
    ...(minimum.length > 0 && { minimum: Math.max(...minimum) }),
    ...(maximum.length > 0 && { maximum: Math.min(...maximum) }),
  };
}

/** Returns the constraints of several schemas by name; see {@link fieldOf}. */
export function fieldsOf(description: Description, { schemas, required, withCommas = [] }: Schemas): Fields {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const style = withCommas.includes(name) && { style: "comma" as const };
      return [name, { ...fieldOf(description, schema, required.includes(name)), ...style }];
    }),
  );
}

/** Returns the item schema of an array, looking into unions and `allOf` too; `undefined` if there is no array. */
export function itemSchema(description: Description, schema: Schema, seen = new Set<Said>()): Schema | undefined {
  const own = said(description, schema);
  if (seen.has(own)) return undefined;
  seen.add(own);
  const { type, items = {} as SchemaObject, oneOf = [], anyOf = [], allOf = [] } = own;
  if (type === "array") return items;
  return [...oneOf, ...anyOf, ...allOf]
    .map((one) => itemSchema(description, one, seen))
    .find((found) => found !== undefined);
}
