import type { Description } from "./description.ts";

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The places in a schema whose types are part of its own type, not only of a property's. */
function partsOf(schema: Json): [holder: Json | unknown[], key: string | number][] {
  const lists = [schema.oneOf, schema.anyOf, schema.allOf, schema.prefixItems].filter(Array.isArray);
  const inLists = lists.flatMap((list) => list.map((_, index): [unknown[], number] => [list, index]));
  return [...inLists, ...("items" in schema ? [[schema, "items"] as [Json, string]] : [])];
}

/**
 * The description without the references by which a schema is made of itself other than through its properties, as text
 * or a list of the same: TypeScript takes no such type. What they point to becomes unknown.
 */
export function withoutLoops(description: Description): Description {
  const copy = structuredClone(description);
  const schemas = (copy.components?.schemas ?? {}) as Record<string, unknown>;
  const state = new Map<string, "open" | "done">();
  const follow = (holder: Json | unknown[], key: string | number): void => {
    // Both are indexed by what partsOf made of them.
    const part = (holder as Json)[key];
    const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(String(Object(part).$ref)) ?? [];
    if (name === undefined) for (const inner of isObject(part) ? partsOf(part) : []) follow(...inner);
    else if (state.get(name) === "open") (holder as Json)[key] = {};
    else enter(name);
  };
  const enter = (name: string): void => {
    if (state.has(name) || !Object.hasOwn(schemas, name)) return;
    state.set(name, "open");
    follow(schemas, name);
    state.set(name, "done");
  };
  for (const name of Object.keys(schemas)) enter(name);
  return copy;
}
