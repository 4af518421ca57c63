import { type Description, resolve } from "./description.ts";
import { isObject, type Json, mapObjects } from "./walk.ts";

// A discriminator that has no value for a schema goes by the schema's name. Here the values are written out, so that a
// schema can be called otherwise.

const prefix = "#/components/schemas/";

/** The name of the schema that a reference points to. */
export function schemaName(reference: unknown): string | undefined {
  return typeof reference === "string" && reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
}

/** A reference to the schema of that name. */
export function referenceTo(name: string): string {
  return prefix + name;
}

/** The name of the schema that a value of a discriminator stands for: a mapping can give it alone. */
function targetName(target: unknown): string {
  return schemaName(target) ?? String(target);
}

/** The names of the schemas that a discriminator's values stand for. */
export function targetsOf(discriminator: unknown): string[] {
  return Object.values(Object(Object(discriminator).mapping)).map(targetName);
}

/** A discriminator whose values stand for schemas of other names. */
export function withTargets(discriminator: Json, renamed: (name: string) => string): Json {
  const changed = Object.entries(Object(discriminator.mapping)).map(([value, target]) => {
    const name = renamed(targetName(target));
    return [value, schemaName(target) === undefined ? name : referenceTo(name)];
  });
  return { ...discriminator, mapping: Object.fromEntries(changed) };
}

/** A discriminator that says a value for each of these schemas, to which it leads in the way that `write` has it. */
function mapped(discriminator: Json, names: readonly string[], write: (name: string) => string): Json {
  const stated = Object.entries(Object(discriminator.mapping)).map(([value, target]): [string, unknown] => {
    const name = String(target);
    return [value, names.includes(name) ? write(name) : target];
  });
  const named = new Set(stated.map(([, target]) => targetName(target)));
  const inferred = names.filter((name) => !named.has(name)).map((name): [string, unknown] => [name, write(name)]);
  return { ...discriminator, mapping: Object.fromEntries([...inferred, ...stated]) };
}

const partsOf = (schema: unknown): unknown[] => [Object(schema).allOf ?? []].flat();

/** The names of the schemas that are all of another one, by its name; also by way of others. */
function heirsOf(schemas: Json): (name: string) => string[] {
  const heirs = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    for (const part of partsOf(schema)) {
      const parent = schemaName(Object(part).$ref);
      if (parent !== undefined) heirs.set(parent, [...(heirs.get(parent) ?? []), name]);
    }
  }
  return (parent) => {
    const found = new Set([parent]);
    for (const name of found) for (const heir of heirs.get(name) ?? []) found.add(heir);
    found.delete(parent);
    return [...found];
  };
}

/** The description whose discriminators all say by which value each schema goes. */
export function withMappings(description: Description): Description {
  if (!JSON.stringify(description).includes('"discriminator":{')) return description;
  // openapi-typescript takes a name alone for one of its inferred values, and what `oneOf` holds by reference only.
  const copy = mapObjects(description, (object, isMap) => {
    const { oneOf, discriminator } = object;
    if (isMap || !Array.isArray(oneOf) || !isObject(discriminator)) return object;
    const names = oneOf.flatMap((one) => schemaName(Object(one).$ref) ?? []);
    return { ...object, discriminator: mapped(discriminator, names, referenceTo) };
  }) as Description;
  const schemas = copy.components?.schemas as unknown as Json | undefined;
  if (schemas === undefined) return copy;
  const heirs = heirsOf(schemas);
  const settled = (holder: unknown, names: readonly string[]): unknown => {
    if (!isObject(holder) || !isObject(holder.discriminator)) return holder;
    return { ...holder, discriminator: mapped(holder.discriminator, names, (one) => one) };
  };
  const entries = Object.entries(schemas).map(([name, schema]) => {
    const own = settled(schema, heirs(name));
    if (!isObject(own) || !Array.isArray(own.allOf)) return [name, own];
    // Where a schema has it in a part of its own, it goes by its name, too.
    return [name, { ...own, allOf: own.allOf.map((part) => settled(part, [name, ...heirs(name)])) }];
  });
  return { ...copy, components: { ...copy.components, schemas: Object.fromEntries(entries) } } as Description;
}

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
function says(description: Description, schema: unknown, name: string, within: readonly unknown[] = []): boolean {
  const own = resolve<Json>(description, schema as Json);
  if (!isObject(own) || within.includes(own)) return false;
  if (Object.hasOwn(Object(own.properties), name)) return true;
  return madeOf(own).some((part) => says(description, part, name, [...within, own]));
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
  const leads = (part: unknown): boolean => {
    const schema = sorted.get(schemaName(Object(part).$ref) ?? "");
    return Object(schema).discriminator !== undefined || partsOf(schema).some(leads);
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
