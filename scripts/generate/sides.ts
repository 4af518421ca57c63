import type { Description } from "../openapi/document.ts";
import { isObject, type Json, mapObjects, reached } from "../openapi/walk.ts";
import { referenceTo, schemaName, targetsOf, withTargets } from "./discriminators.ts";
import { isMarked, propertiesOf, type Said, type Schema, said } from "./fields.ts";

// What only the server writes (readOnly) need not be sent, and what only the caller writes (writeOnly) need not be
// answered, whatever a schema that both share says is required. The types have no such marks: a schema for which it makes
// a difference becomes two.

type Mark = "readOnly" | "writeOnly";

/** Whether a schema has a field with that mark, or all that it can be have, `null` aside. */
function hasMarked(
  description: Description,
  schema: Schema,
  name: string,
  mark: Mark,
  seen: Map<Said, boolean>,
): boolean {
  const own = said(description, schema);
  const { schemas } = propertiesOf(description, schema);
  if (Object.hasOwn(schemas, name)) return isMarked(description, schemas[name], mark);
  const members = [...(own.oneOf ?? []), ...(own.anyOf ?? [])].filter((one) => said(description, one).type !== "null");
  const known = seen.get(own);
  if (known !== undefined || members.length === 0) return known ?? false;
  // Until it is known: a schema that leads back to itself has none.
  seen.set(own, false);
  const found = members.every((one) => hasMarked(description, one, name, mark, seen));
  seen.set(own, found);
  return found;
}

/** Whether a schema has a discriminator, and only the other side writes its field. */
function isDiscriminatorMarked(description: Description, object: Json, mark: Mark): boolean {
  const { propertyName: name } = Object(object.discriminator);
  return typeof name === "string" && hasMarked(description, object as Schema, name, mark, new Map());
}

/** A part of a description without the demand for fields of that mark; equal to it where there is none. */
function freed(description: Description, value: unknown, mark: Mark): unknown {
  return mapObjects(value, (object, isMap) => {
    if (isMap) return object;
    const { discriminator: _, ...rest } = object;
    // A discriminator demands its field of each schema that it tells apart.
    const schema = isDiscriminatorMarked(description, object, mark) ? rest : object;
    const { required } = schema;
    if (!Array.isArray(required)) return schema;
    // A schema can demand what only those have that it is all of.
    const { schemas } = propertiesOf(description, object as Schema);
    const isFree = (name: string) => Object.hasOwn(schemas, name) && isMarked(description, schemas[name], mark);
    return { ...schema, required: required.filter((name) => !isFree(String(name))) };
  });
}

/** The schemas that discriminators tell apart by a field that only one side writes. */
function toldApart(description: Description): Set<string> {
  const names = new Set<string>();
  mapObjects(description, (object, isMap) => {
    const isMarkedSo = (mark: Mark) => isDiscriminatorMarked(description, object, mark);
    if (isMap || !(isMarkedSo("readOnly") || isMarkedSo("writeOnly"))) return object;
    for (const target of targetsOf(object.discriminator)) names.add(target);
    return object;
  });
  return names;
}

/** The schemas that a schema refers to, or tells apart. */
function referred(schema: unknown): Set<string> {
  const names = new Set<string>();
  mapObjects(schema, (object) => {
    const name = schemaName(object.$ref);
    if (name !== undefined) names.add(name);
    for (const target of targetsOf(object.discriminator)) names.add(target);
    return object;
  });
  return names;
}

/** Which of the schemas that are both sent and answered are not the same for both. */
function differing(description: Description, schemas: Json, names: readonly string[]): string[] {
  const isSame = (name: string, mark: Mark) =>
    JSON.stringify(freed(description, schemas[name], mark)) === JSON.stringify(schemas[name]);
  const apart = toldApart(description);
  const isOne = (name: string) => apart.has(name) || !isSame(name, "readOnly") || !isSame(name, "writeOnly");
  const found = new Set(names.filter(isOne));
  if (found.size === 0) return [];
  const references = names.map((name) => [name, referred(schemas[name])] as const);
  // And those that refer to one of them.
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [name, others] of references) if ([...others].some((other) => found.has(other))) found.add(name);
  }
  return names.filter((name) => found.has(name));
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
  const renamed = (name: string) => names.get(name) ?? name;
  const toAnswer = (value: unknown) => freed(description, value, "writeOnly");
  const toSend = (value: unknown) =>
    mapObjects(freed(description, value, "readOnly"), (object, isMap) => {
      const { $ref: reference, discriminator } = object;
      const name = schemaName(reference);
      return {
        ...object,
        ...(name !== undefined && { $ref: referenceTo(renamed(name)) }),
        ...(!isMap && isObject(discriminator) && { discriminator: withTargets(discriminator, renamed) }),
      };
    });
  const changed = (id: string, part: unknown) =>
    answered.has(id) ? toAnswer(part) : sent.has(id) ? toSend(part) : part;

  for (const operation of operations) {
    const { requestBody, responses } = operation;
    Object.assign(operation, requestBody !== undefined && { requestBody: toSend(requestBody) });
    Object.assign(operation, responses !== undefined && toAnswer({ responses }));
  }
  for (const [kind, parts] of Object.entries(copy.components ?? {})) {
    // The two forms beside each other: openapi-typescript hands a discriminator on from the first schema to the last.
    const forms = Object.entries(parts).flatMap(([name, part]) => {
      const own = [name, changed(`${kind}/${name}`, part)];
      const other = kind === "schemas" ? names.get(name) : undefined;
      return other === undefined ? [own] : [own, [other, toSend(part)]];
    });
    Object.assign(copy.components ?? {}, { [kind]: Object.fromEntries(forms) });
  }
  return copy as unknown as Description;
}
