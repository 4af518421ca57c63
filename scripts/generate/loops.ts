import type { Description } from "../openapi/document.ts";
import { isObject, type Json } from "../openapi/walk.ts";
import { schemaName } from "./discriminators.ts";

/** The places in a schema whose types are part of its own type, not only of a property's. */
function partsOf(schema: Json): [holder: Json | unknown[], key: string | number][] {
  const lists = [schema.oneOf, schema.anyOf, schema.allOf, schema.prefixItems].filter(Array.isArray);
  const inLists = lists.flatMap((list) => list.map((_, index): [unknown[], number] => [list, index]));
  return [...inLists, ...("items" in schema ? [[schema, "items"] as [Json, string]] : [])];
}

/** The references by which a schema is made of itself, as where they stand. */
function loopsIn(description: Description): [holder: Json | unknown[], key: string | number][] {
  const schemas = (description.components?.schemas ?? {}) as Json;
  const found: [Json | unknown[], string | number][] = [];
  const state = new Map<string, "open" | "done">();
  const follow = (holder: Json | unknown[], key: string | number): void => {
    // Both are indexed by what partsOf made of them.
    const part = (holder as Json)[key];
    const name = schemaName(Object(part).$ref);
    if (name === undefined) for (const inner of isObject(part) ? partsOf(part) : []) follow(...inner);
    else if (state.get(name) === "open") found.push([holder, key]);
    else enter(name);
  };
  const enter = (name: string): void => {
    if (state.has(name) || !Object.hasOwn(schemas, name)) return;
    state.set(name, "open");
    follow(schemas, name);
    state.set(name, "done");
  };
  for (const name of Object.keys(schemas)) enter(name);
  return found;
}

/**
 * The description without the references by which a schema is made of itself other than through its properties, as text
 * or a list of the same: TypeScript takes no such type. What they point to becomes unknown.
 */
export function withoutLoops(description: Description): Description {
  // Most have none, and copying a large one takes long.
  if (loopsIn(description).length === 0) return description;
  const copy = structuredClone(description);
  for (const [holder, key] of loopsIn(copy)) (holder as Json)[key] = {};
  return copy;
}
