import { type Description, resolve } from "../openapi/document.ts";
import { isObject, type Json, mapObjects } from "../openapi/walk.ts";
import { partsOf, schemaName, targetsOf } from "./discriminators.ts";

// openapi-typescript takes a discriminator's field from what a schema is all of, and gives the schema one of its own, with
// its value: not where it has no name, nor where it comes in another order than expected.

/** The schemas that discriminators have a part in, each with the fields that tell it apart, by their names. */
function discriminated(description: Description): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, { propertyName }: Json) =>
    found.set(name, (found.get(name) ?? new Set()).add(String(propertyName)));
  const schemas = (description.components?.schemas ?? {}) as unknown as Json;
  for (const [name, schema] of Object.entries(schemas)) {
    if (isObject(schema) && isObject(schema.discriminator)) add(name, schema.discriminator);
  }
  mapObjects(description, (object, isMap) => {
    const { discriminator } = object;
    if (!isMap && isObject(discriminator)) for (const name of targetsOf(discriminator)) add(name, discriminator);
    return object;
  });
  return found;
}

/** Whether a schema says what a field is, be it by way of what it is made of. */
function says(description: Description, schema: unknown, name: string, seen = new Set<unknown>()): boolean {
  const own = resolve<Json>(description, schema as Json);
  if (!isObject(own) || seen.has(own)) return false;
  seen.add(own);
  if (Object.hasOwn(Object(own.properties), name)) return true;
  return madeOf(own).some((part) => says(description, part, name, seen));
}

const compositions = ["allOf", "oneOf", "anyOf"] as const;

function madeOf(schema: Json): unknown[] {
  return compositions.flatMap((key) => schema[key] ?? []);
}

/**
 * The description in which a schema without a name keeps the field that tells apart what it is all of: openapi-typescript
 * takes that from any such schema, and gives it back to those with a name. Where anything else in it says what the field is,
 * it stays taken.
 */
export function withWholeParents(description: Description): Description {
  const fields = discriminated(description);
  if (fields.size === 0) return description;
  const fieldsOf = (part: unknown) => [...(fields.get(schemaName(Object(part).$ref) ?? "") ?? [])];
  // What openapi-typescript does not take for a parent, and what it stands for.
  const parents = new Map<unknown, unknown>();
  const standIn = (stands: Json, part: unknown): Json => {
    parents.set(stands, part);
    return stands;
  };
  const kept = (object: Json, part: unknown): unknown[] => {
    const names = fieldsOf(part);
    const others = { ...object, allOf: [object.allOf ?? []].flat().filter((one) => one !== part) };
    if (names.length === 0 || names.some((name) => says(description, others, name))) return [part];
    const whole = standIn({ oneOf: [part] }, part);
    // What the schema requires besides is looked for in a parent only.
    return Array.isArray(object.required) ? [standIn({ allOf: [part] }, part), whole] : [whole];
  };
  const copy = mapObjects(description, (object, isMap) => {
    if (isMap || !Array.isArray(object.allOf)) return object;
    const allOf = object.allOf.flatMap((part) => kept(object, part));
    return allOf.some((part) => parents.has(part)) ? { ...object, allOf } : object;
  }) as Description;
  // One with a name has the field by itself: what it is made of in place is not to have it, too.
  const taken = (schema: unknown): unknown => {
    if (parents.has(schema) || !isObject(schema)) return parents.get(schema) ?? schema;
    const lists = compositions.filter((key) => Array.isArray(schema[key]));
    return {
      ...schema,
      ...Object.fromEntries(lists.map((key) => [key, [...new Set((schema[key] as unknown[]).map(taken))]])),
    };
  };
  const isHeir = (schema: unknown) => partsOf(schema).some((part) => fieldsOf(parents.get(part) ?? part).length > 0);
  const schemas = Object.entries((copy.components?.schemas ?? {}) as unknown as Json).map(([name, schema]) => [
    name,
    isHeir(schema) ? taken(schema) : schema,
  ]);
  return { ...copy, components: { ...copy.components, schemas: Object.fromEntries(schemas) } } as Description;
}

/**
 * The same schemas in the order in which openapi-typescript hands discriminators on, in one go: each after what it is all of.
 * What a schema is all of is put in order, too, in place: nothing is looked for behind a part without a discriminator.
 */
export function parentsFirst(description: Description): Description {
  const schemas = (description.components?.schemas ?? {}) as unknown as Json;
  const sorted = new Map<string, unknown>();
  const leads = (part: unknown, seen = new Set<unknown>()): boolean => {
    const schema = sorted.get(schemaName(Object(part).$ref) ?? "");
    if (seen.has(schema)) return false;
    seen.add(schema);
    return Object(schema).discriminator !== undefined || partsOf(schema).some((one) => leads(one, seen));
  };
  const entered = new Set<string>();
  const enter = (name: string): void => {
    if (entered.has(name) || !Object.hasOwn(schemas, name)) return;
    entered.add(name);
    const schema = schemas[name];
    for (const part of partsOf(schema)) enter(schemaName(Object(part).$ref) ?? "");
    const { allOf } = Object(schema);
    if (Array.isArray(allOf)) allOf.sort((one, other) => Number(leads(other)) - Number(leads(one)));
    sorted.set(name, schema);
  };
  for (const name of Object.keys(schemas)) enter(name);
  return {
    ...description,
    components: { ...description.components, schemas: Object.fromEntries(sorted) },
  } as Description;
}
