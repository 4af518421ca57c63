import { type Description, resolve, target } from "../openapi/document.ts";
import { withIds } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects, mapValues } from "../openapi/walk.ts";
import { contentsOf } from "./contents.ts";
import { declared, jsonTypes } from "./fields.ts";
import { withoutLoops } from "./loops.ts";
import { withoutOneSided } from "./read-write.ts";

// The types and the operation table come from one normal form of the description, so that they cannot disagree:
// - references point to a named part of `components`, with only annotations beside them,
// - `anyOf` and `oneOf` stand alone; next to other keywords they move into `allOf`,
// - each required name is a property of the same schema,
// - there are no discriminators,
// - requests do not require readOnly fields, nor answers writeOnly ones.

/** Finds the schema of a property in the enclosing schemas. */
type Lookup = (name: string) => unknown;

const nowhere: Lookup = () => undefined;

/** Annotations: keywords that do not constrain a value. */
const words = new Set([
  ...["description", "summary", "title", "deprecated", "example", "examples", "default", "externalDocs", "xml"],
  ...["readOnly", "writeOnly", "$comment"],
]);

const isNamed = (reference: string) => /^#\/components\/[^/]+\/[^/]+$/.test(reference);

/** Replaces a union that has one member, not counting `null`. */
function withoutUnionOfOne(schema: Json): Json {
  const { oneOf, anyOf, ...rest } = schema;
  const union = [oneOf ?? anyOf ?? []].flat();
  const others = union.filter((one) => Object(one).type !== "null");
  if (others.length !== 1 || (oneOf && anyOf)) return schema;
  const isNullable = others.length < union.length;
  return { ...rest, allOf: [...[rest.allOf ?? []].flat(), ...others], ...(isNullable && { nullable: true }) };
}

/** Moves a union into `allOf` if the schema has other keywords. */
function withUnionApart(schema: Json): Json {
  const { oneOf, anyOf, ...rest } = schema;
  const unions = [...(Array.isArray(oneOf) ? [{ oneOf }] : []), ...(Array.isArray(anyOf) ? [{ anyOf }] : [])];
  const beside = ["properties", "additionalProperties", "patternProperties", "items", "prefixItems", "allOf"];
  const isPlain = rest.type === undefined || rest.type === "object";
  const isAlone = unions.length === 1 && isPlain && !beside.some((key) => key in rest);
  if (unions.length === 0 || isAlone || "enum" in rest || "const" in rest) return schema;
  const types = [rest.type ?? []].flat();
  const others = types.filter((type) => type !== "null");
  const isNullable = others.length > 0 && others.length < types.length;
  return {
    ...rest,
    ...(isNullable && { type: others.length === 1 ? others[0] : others, nullable: true }),
    allOf: [...((rest.allOf as unknown[] | undefined) ?? []), ...unions],
  };
}

/** Widens `additionalProperties` to include the named properties' types, as a TypeScript index signature requires. */
function withWideIndex(schema: Json): Json {
  const { properties, additionalProperties: more, patternProperties: patterns, ...rest } = schema;
  const isEmpty = (value: unknown) => !isObject(value) || Object.keys(value).length === 0;
  if (isEmpty(properties) || (isEmpty(more) && isEmpty(patterns)) || more === true) return schema;
  const all = [
    ...(isEmpty(more) ? [] : [more]),
    ...[patterns, properties].flatMap((one) => Object.values(Object(one))),
  ];
  return { ...rest, properties, additionalProperties: { anyOf: all } };
}

/** Adds a property for each required name that has none. */
function withRequired(schema: Json, lookup: Lookup): Json {
  const { required, properties, type, allOf, oneOf, anyOf } = schema;
  const isObjects = type === undefined || [type].flat().includes("object");
  if (!Array.isArray(required) || !isObjects || "enum" in schema) return schema;
  const names: unknown[] = required;
  const isOwn = (name: unknown) => isObject(properties) && Object.hasOwn(properties, String(name));
  const missing = [...new Set(names.filter((name) => !isOwn(name)).map(String))];
  if (missing.length === 0) return schema;
  const added = Object.fromEntries(missing.map((name) => [name, lookup(name) ?? {}]));
  const own = { required: names.filter(isOwn) };
  if (allOf === undefined && oneOf === undefined && anyOf === undefined) {
    return { ...schema, properties: { ...Object(properties), ...added } };
  }
  const part = { type: "object", required: missing, properties: added };
  return { ...schema, ...own, allOf: [...[allOf ?? []].flat(), part] };
}

/** Removes what openapi-typescript misreads: unknown types, `$defs`, discriminators and `const: null`. */
function withKnownWords({ $defs: _, definitions: __, discriminator: ___, ...schema }: Json): Json {
  const { type, const: only, ...rest } = schema;
  if ("const" in schema && (only === null || only === undefined)) return { ...rest, type: "null" };
  return [type ?? []].flat().every((one) => jsonTypes.includes(String(one))) ? schema : rest;
}

/** Normalizes a description's schemas. A reference to a place outside `components` gets a named schema there. */
function schemasOf(description: Description) {
  const names = new Map<string, string>();
  const schemas = Object(description.components?.schemas) as Json;
  const is31 = !String(description.openapi).startsWith("3.0");

  function named(reference: string): string {
    if (isNamed(reference) || target(description, reference) === undefined) return reference;
    const known = names.get(reference);
    if (known !== undefined) return `#/components/schemas/${known}`;
    let name = reference
      .replace(/%25|~[01]/g, "_")
      .replace(/\W+/g, "_")
      .replace(/^_/, "");
    const taken = new Set(names.values());
    while (Object.hasOwn(schemas, name) || taken.has(name)) name += "_";
    names.set(reference, name);
    return `#/components/schemas/${name}`;
  }

  /** Leaves only annotations beside a reference. */
  function withReference(schema: Json): Json {
    const { $ref, ...beside } = schema;
    if (typeof $ref !== "string") return schema;
    const entries = Object.entries(beside);
    const counts = is31 && entries.some(([key]) => !words.has(key) && !key.startsWith("x-") && key !== "nullable");
    if (counts || beside.nullable === true) {
      const { allOf, nullable, ...rest } = beside;
      const own = is31
        ? { ...rest, allOf: [{ $ref }, ...[allOf ?? []].flat()] }
        : { ...onlyWords(beside), allOf: [{ $ref }] };
      return { ...own, ...(nullable === true && { nullable }) };
    }
    return { $ref: named($ref), ...onlyWords(beside) };
  }

  function normal(raw: unknown, outer: Lookup = nowhere): unknown {
    if (!isObject(raw)) return raw;
    const referring = withReference(raw);
    if ("$ref" in referring) return referring;
    const lookup: Lookup = (name) => declared(description, referring, name) ?? outer(name);
    const schema = withWideIndex(withUnionApart(withRequired(withoutUnionOfOne(withKnownWords(referring)), lookup)));
    const all = (value: unknown) => mapValues(value, (one) => normal(one));
    const one = (value: unknown) => normal(value);
    const parts = (value: unknown) => (Array.isArray(value) ? value.map((part) => normal(part, lookup)) : value);
    const list = (value: unknown) => (Array.isArray(value) ? value.map(one) : one(value));
    const inner = {
      properties: all,
      patternProperties: all,
      additionalProperties: one,
      items: list,
      prefixItems: list,
    };
    const changes = Object.entries({ ...inner, allOf: parts, anyOf: parts, oneOf: parts })
      .filter(([key]) => key in schema)
      .map(([key, change]) => [key, change(schema[key])]);
    return { ...schema, ...Object.fromEntries(changes) };
  }

  return {
    normal,
    /** Returns all named schemas. Naming a referenced place can add more during the loop. */
    all(): Json {
      const found = Object.entries(schemas).map(([name, schema]): [string, unknown] => [name, normal(schema)]);
      for (const [reference, name] of names) found.push([name, normal(resolve(description, { $ref: reference }))]);
      return Object.fromEntries(found);
    },
  };
}

function onlyWords(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => words.has(key) || key.startsWith("x-")));
}

/** Keys that hold parts other than schemas, by name or in a list. */
const holders = ["parameters", "requestBody", "responses", "headers", "content"];

/** Resolves references to parts other than schemas, unless they name a component and have nothing beside them. */
function withParts(description: Description): Description {
  const is31 = !String(description.openapi).startsWith("3.0");
  const placed = (part: unknown): unknown => {
    if (!isObject(part) || typeof part.$ref !== "string") return part;
    const { $ref, ...beside } = part;
    const more = is31 ? beside : {};
    if (isNamed($ref) && Object.keys(more).length === 0) return part;
    return { ...(mapObjects(resolve(description, part), change) as Json), ...more };
  };
  const change = (object: Json, isMap: boolean): Json => {
    const own = isMap ? [] : holders.filter((key) => key in object);
    if (own.length === 0) return object;
    const changed = (key: string, value: unknown) => {
      if (key === "requestBody") return placed(value);
      return Array.isArray(value) ? value.map(placed) : mapValues(value, placed);
    };
    return { ...object, ...Object.fromEntries(own.map((key) => [key, changed(key, object[key])])) };
  };
  return mapObjects(description, change) as Description;
}

/** Gives every operation a distinct id, resolves the components, and drops those that nothing is generated from. */
function withPaths(description: Description): Description {
  const { schemas, parameters, requestBodies, responses, headers, ...others } = Object(description.components) as Json;
  const resolved = (part: unknown) => resolve(description, Object(part) as object);
  const parts = mapValues({ parameters, requestBodies, responses, headers }, (kind) => mapValues(kind, resolved));
  const components = { schemas, ...Object(parts), examples: others.examples, securitySchemes: others.securitySchemes };
  return { ...withIds(description), components } as Description;
}

const known = new WeakMap<Description, Description>();

/** Returns the normal form of a description, for types and operation table. Returns a normal description unchanged. */
export function normalized(description: Description): Description {
  const found = known.get(description);
  if (found !== undefined) return found;
  const { normal, all } = schemasOf(description);
  const whole = withParts(withPaths(description));
  const parts = mapObjects({ ...whole, components: { ...whole.components, schemas: undefined } }, (object, isMap) => {
    if (isMap) return object;
    if ("schema" in object) return { ...object, schema: normal(object.schema) };
    // openapi-typescript treats a parameter without a schema as a string.
    const isParameter = typeof object.in === "string" && isObject(object.content);
    return isParameter ? { ...object, schema: contentsOf(whole, object.content)[0]?.schema ?? {} } : object;
  }) as Description;
  const schemas = all();
  const made = withoutOneSided(withoutLoops({ ...parts, components: { ...parts.components, schemas } } as Description));
  for (const one of [description, made]) known.set(one, made);
  return made;
}
