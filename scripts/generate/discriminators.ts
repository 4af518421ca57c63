import type { Description } from "../openapi/document.ts";
import { isObject, type Json, mapObjects } from "../openapi/walk.ts";

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

/** What a schema is all of. */
export const partsOf = (schema: unknown): unknown[] => [Object(schema).allOf ?? []].flat();

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
