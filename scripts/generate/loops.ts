import type { Description } from "../openapi/document.ts";
import { isObject, type Json } from "../openapi/walk.ts";

/** Returns the name of the schema that a reference points to. */
function schemaName(reference: unknown): string | undefined {
  return /^#\/components\/schemas\/(.+)$/s.exec(String(reference))?.[1];
}

/**
 * Replaces a schema's references to itself with `unknown`, except those inside properties: TypeScript cannot express,
 * for example, an array type that is its own item type.
 */
export function withoutLoops(description: Description): Description {
  const schemas = Object(description.components?.schemas) as Json;
  const made = new Map<string, unknown>();
  const open = new Set<string>();
  const part = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const name = schemaName(value.$ref);
    if (name !== undefined && open.has(name)) return {};
    if (name !== undefined) enter(name);
    return name === undefined ? within(value) : value;
  };
  const within = (schema: Json): Json => {
    const changed = { ...schema };
    for (const key of ["oneOf", "anyOf", "allOf", "prefixItems", "items"]) {
      const own = schema[key];
      if (own !== undefined) changed[key] = Array.isArray(own) ? own.map(part) : part(own);
    }
    return changed;
  };
  const enter = (name: string): void => {
    if (made.has(name) || !Object.hasOwn(schemas, name)) return;
    open.add(name);
    made.set(name, part(schemas[name]));
    open.delete(name);
  };
  for (const name of Object.keys(schemas)) enter(name);
  const all = Object.fromEntries(Object.keys(schemas).map((name) => [name, made.get(name)]));
  return { ...description, components: { ...description.components, schemas: all } } as Description;
}
