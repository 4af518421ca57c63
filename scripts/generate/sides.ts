import type { Description } from "./description.ts";
import { isMarked, propertiesOf, type Schema } from "./fields.ts";
import { isObject, type Json, mapObjects, reached } from "./walk.ts";

// What only the server writes (readOnly) need not be sent, and what only the caller writes (writeOnly) need not be
// answered, whatever a schema that both share says is required. The types have no such marks: a schema for which it makes
// a difference becomes two.

type Mark = "readOnly" | "writeOnly";

/** A part of a description without the demand for fields of that mark; equal to it where there is none. */
function freed(description: Description, value: unknown, mark: Mark): unknown {
  return mapObjects(value, (object) => {
    const { required } = object;
    if (!Array.isArray(required)) return object;
    // A schema can demand what only those have that it is all of.
    const { schemas } = propertiesOf(description, object as Schema);
    const isFree = (name: string) => Object.hasOwn(schemas, name) && isMarked(description, schemas[name], mark);
    return { ...object, required: required.filter((name) => !isFree(String(name))) };
  });
}

const schemaName = (object: Json) => /^#\/components\/schemas\/(.+)$/.exec(String(object.$ref))?.[1];

/** The schemas that a schema refers to. */
function referred(schema: unknown): Set<string> {
  const names = new Set<string>();
  mapObjects(schema, (object) => {
    const name = schemaName(object);
    if (name !== undefined) names.add(name);
    return object;
  });
  return names;
}

/**
 * Whether a schema is tied to others by `allOf` and a discriminator, which goes by its name: it has to keep it. So these stay
 * as they are, and what is sent is asked for their readOnly fields, too.
 */
function isDiscriminated(schemas: Json, schema: unknown): boolean {
  const { discriminator, allOf, oneOf } = Object(schema) as Json;
  const parents = (Array.isArray(allOf) ? allOf : []).map((part) => schemas[schemaName(Object(part)) ?? ""]);
  const isParent = discriminator !== undefined && oneOf === undefined;
  return isParent || parents.some((parent) => Object(parent).discriminator !== undefined);
}

/** The discriminator of a `oneOf` whose schemas have other names for sending, by each of which it goes as before. */
function discriminatorToSend(oneOf: readonly unknown[], discriminator: Json, names: ReadonlyMap<string, string>): Json {
  const reference = (name: string) => `#/components/schemas/${name}`;
  const sent = (value: unknown) => {
    const old = schemaName({ $ref: value }) ?? String(value);
    return names.has(old) ? reference(names.get(old) ?? "") : value;
  };
  const stated = Object.entries(Object(discriminator.mapping)).map(([key, value]) => [key, sent(value)]);
  const isStated = (target: unknown) => stated.some(([, one]) => one === target);
  const inferred = [...names].flatMap(([old, name]) =>
    oneOf.some((one) => Object(one).$ref === reference(name)) && !isStated(reference(name))
      ? [[old, reference(name)]]
      : [],
  );
  return { ...discriminator, mapping: Object.fromEntries([...stated, ...inferred]) };
}

/** Which of the schemas that are both sent and answered are not the same for both. */
function differing(description: Description, schemas: Json, shared: readonly string[]): string[] {
  const names = shared.filter((name) => !isDiscriminated(schemas, schemas[name]));
  const isSame = (name: string, mark: Mark) =>
    JSON.stringify(freed(description, schemas[name], mark)) === JSON.stringify(schemas[name]);
  const found = new Set(names.filter((name) => !isSame(name, "readOnly") || !isSame(name, "writeOnly")));
  if (found.size === 0) return [];
  const references = names.map((name) => [name, referred(schemas[name])] as const);
  // And those that refer to one of them.
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [name, others] of references) if ([...others].some((other) => found.has(other))) found.add(name);
  }
  return [...found];
}

/** A name for each of the schemas in its form for sending. */
function namesToSend(schemas: Json, names: readonly string[]): Map<string, string> {
  const free = (name: string): string => (Object.hasOwn(schemas, name) ? free(`${name}_`) : name);
  return new Map(names.map((name) => [name, free(`${name}ToSend`)]));
}

/** The parts that one side of the operations reaches. */
function reachedFrom(description: Description, operations: readonly Json[], side: "requestBody" | "responses") {
  return reached(
    description,
    operations.map((operation) => ({ [side]: operation[side] })),
  );
}

/** The description in which neither side is asked for what only the other one writes. */
export function bySide(description: Description): Description {
  // Most have no marks, and large ones take a second to look through.
  if (!/"(readOnly|writeOnly)":true/.test(JSON.stringify(description))) return description;
  const copy = structuredClone(description) as unknown as { paths: Json; components?: Record<string, Json> };
  const operations = Object.values(copy.paths).flatMap((item) => Object.values(Object(item)).filter(isObject));
  const sent = reachedFrom(description, operations, "requestBody");
  const answered = reachedFrom(description, operations, "responses");
  const schemas = (description.components?.schemas ?? {}) as unknown as Json;
  const shared = Object.keys(schemas).filter((name) => sent.has(`schemas/${name}`) && answered.has(`schemas/${name}`));
  const names = namesToSend(schemas, differing(description, schemas, shared));

  const toAnswer = (value: unknown) => freed(description, value, "writeOnly");
  const toSend = (value: unknown) =>
    mapObjects(freed(description, value, "readOnly"), (object) => {
      const name = names.get(schemaName(object) ?? "");
      if (name !== undefined) return { ...object, $ref: `#/components/schemas/${name}` };
      const { oneOf, discriminator } = object;
      if (!Array.isArray(oneOf) || !isObject(discriminator)) return object;
      return { ...object, discriminator: discriminatorToSend(oneOf, discriminator, names) };
    });
  const changed = (id: string, part: unknown) =>
    answered.has(id) ? toAnswer(part) : sent.has(id) ? toSend(part) : part;

  for (const operation of operations) {
    const { requestBody, responses } = operation;
    Object.assign(operation, requestBody !== undefined && { requestBody: toSend(requestBody) });
    Object.assign(operation, responses !== undefined && toAnswer({ responses }));
  }
  for (const [kind, parts] of Object.entries(copy.components ?? {})) {
    for (const [name, part] of Object.entries(parts)) parts[name] = changed(`${kind}/${name}`, part);
  }
  for (const [name, other] of names) Object.assign(copy.components?.schemas ?? {}, { [other]: toSend(schemas[name]) });
  return copy as unknown as Description;
}
