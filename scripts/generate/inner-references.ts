import { type Description, resolve, target } from "../openapi/document.ts";
import { isObject, type Json, mapObjects } from "../openapi/walk.ts";

// A reference may lead to what stands inside another definition, such as the schema of a parameter: tools that put files
// together write such ones. openapi-typescript names its types after the place, and most such places have no type.

/** What holds parts that are no schemas: one, a list, or some by name. */
const holders = [
  ...["paths", "webhooks", "pathItems", "callbacks", "parameters", "requestBody", "requestBodies", "responses"],
  ...["headers", "content", "links", "securitySchemes"],
  ...["get", "put", "post", "delete", "patch", "options", "head", "trace"],
];

/** The reference that an object is, where it leads to something that has no name in `components`. */
function innerReference(description: Description, object: unknown): string | undefined {
  const { $ref: reference } = Object(object) as Json;
  if (typeof reference !== "string" || !/^#\/([^%]|%[\da-f]{2})*$/i.test(reference)) return undefined;
  if (/^#\/components\/[^/]+\/[^/]+$/.test(reference)) return undefined;
  // Under a key that OpenAPI does not know it may be a value like any other.
  return target(description, reference) === undefined ? undefined : reference;
}

/** The description with what is no schema in the place of a reference to it. */
function inPlace(description: Description): Description {
  // Callbacks may lead back to the operation that they belong to. Nothing is generated from them.
  const within: string[] = [];
  const placed = (part: unknown): unknown => {
    const reference = innerReference(description, part);
    if (reference === undefined) return part;
    if (within.includes(reference)) return {};
    within.push(reference);
    const value = mapObjects(resolve(description, part as object), change);
    within.pop();
    return value;
  };
  const held = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(placed);
    if (!isObject(value) || innerReference(description, value) !== undefined) return placed(value);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, placed(part)]));
  };
  const change = (object: Json, isMap: boolean): Json => {
    if (isMap) return object;
    const own = holders.filter((key) => Object.hasOwn(object, key));
    return own.length === 0 ? object : { ...object, ...Object.fromEntries(own.map((key) => [key, held(object[key])])) };
  };
  return mapObjects(description, change) as Description;
}

/** A name for a schema from where it stands: `#/paths/~1d/get/parameters/0/schema` → `paths_d_get_parameters_0_schema`. */
function nameFor(reference: string, taken: Json): string {
  let name = reference
    .replace(/%25|~[01]/g, "_")
    .replace(/\W+/g, "_")
    .replace(/^_/, "");
  while (Object.hasOwn(taken, name)) name += "_";
  return name;
}

/** The description with a schema in `components` for each reference to what stands elsewhere. */
function lifted(description: Description): Description {
  const schemas: Json = { ...(description.components?.schemas as Json | undefined) };
  const names = new Map<string, string>();
  const pending: string[] = [];
  const named = (reference: string): string => {
    const known = names.get(reference) ?? nameFor(reference, schemas);
    if (!names.has(reference)) {
      names.set(reference, known);
      schemas[known] = {};
      pending.push(reference);
    }
    return `#/components/schemas/${known}`;
  };
  const change = (object: Json, isMap: boolean): Json => {
    if (isMap) return object;
    const reference = innerReference(description, object);
    if (reference !== undefined) return { ...object, $ref: named(reference) };
    const { propertyName, mapping } = object;
    if (typeof propertyName !== "string" || !isObject(mapping)) return object;
    const moved = (value: unknown) =>
      innerReference(description, { $ref: value }) === undefined ? value : named(String(value));
    return { ...object, mapping: Object.fromEntries(Object.entries(mapping).map(([key, one]) => [key, moved(one)])) };
  };
  const copy = mapObjects(description, change) as Description;
  Object.assign(schemas, copy.components?.schemas);
  // A schema may refer to what is inside itself: each is copied once, and its own references lead to the copies.
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    schemas[names.get(next) ?? ""] = mapObjects(resolve(description, { $ref: next }), change);
  }
  return { ...copy, components: { ...copy.components, schemas } } as Description;
}

/** The description with references to what has a name in `components` only. Types that are made of it are the same. */
export function withoutInnerReferences(description: Description): Description {
  if (!/"\$ref":"#\/(?!components\/[^/"]+\/[^/"]+")/.test(JSON.stringify(description))) return description;
  return lifted(inPlace(description));
}
