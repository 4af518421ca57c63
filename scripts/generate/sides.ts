import type { Description } from "../openapi/document.ts";
import { isObject, type Json, mapObjects, mapValues, reached } from "../openapi/walk.ts";
import { schemaName } from "./discriminators.ts";
import { said } from "./fields.ts";

// What only the server writes (readOnly) need not be sent, and what only the caller writes (writeOnly) need not be
// answered, whatever a schema that both share says is required. A schema for which it makes a difference becomes two.

/** The description in which neither side is asked for what only the other one writes. */
export function bySide(description: Description): Description {
  // Most have no marks, and large ones take a second to look through.
  if (!/"(readOnly|writeOnly)":true/.test(JSON.stringify(description))) return description;
  const isMarked = (schema: unknown, mark: "readOnly" | "writeOnly") =>
    Object(schema)[mark] === true || said(description, schema)[mark] === true;
  /** A part of a description that does not require what has a mark. */
  const without = (mark: "readOnly" | "writeOnly", value: unknown) =>
    mapObjects(value, (object, isMap) => {
      const { required, properties } = object;
      if (isMap || !Array.isArray(required) || !isObject(properties)) return object;
      const kept = required.filter((name) => !isMarked(properties[name], mark));
      return kept.length < required.length ? { ...object, required: kept } : object;
    });
  const operations = Object.values(description.paths ?? {}).flatMap((item) => Object.values(item).filter(isObject));
  const sent = reached(
    description,
    operations.map(({ parameters, requestBody }) => ({ parameters, requestBody })),
  );
  const answered = reached(
    description,
    operations.map(({ responses }) => ({ responses })),
  );
  const schemas = Object(description.components?.schemas) as Json;

  const differing = new Set(
    Object.keys(schemas).filter((name) => without("readOnly", schemas[name]) !== without("writeOnly", schemas[name])),
  );
  const users = usersOf(schemas);
  for (const name of differing) for (const user of users.get(name) ?? []) differing.add(user);
  const shared = [...differing].filter((name) => sent.has(`schemas/${name}`) && answered.has(`schemas/${name}`));
  const free = (name: string): string => (Object.hasOwn(schemas, name) ? free(`${name}_`) : name);
  const names = new Map(shared.map((name) => [name, free(`${name}ToSend`)]));

  const toAnswer = (value: unknown) => without("writeOnly", value);
  const toSend = (value: unknown) =>
    mapObjects(without("readOnly", value), (object, isMap) => {
      const other = isMap ? undefined : names.get(schemaName(object.$ref) ?? "");
      return other === undefined ? object : { ...object, $ref: `#/components/schemas/${other}` };
    });
  const part = (id: string, value: unknown) =>
    answered.has(id) ? toAnswer(value) : sent.has(id) ? toSend(value) : value;
  const parts = Object.entries(description.components ?? {}).map(([kind, all]): [string, unknown] => {
    const forms = Object.entries(Object(all) as Json).flatMap(([name, value]) => {
      const other = kind === "schemas" ? names.get(name) : undefined;
      return [[name, part(`${kind}/${name}`, value)], ...(other === undefined ? [] : [[other, toSend(value)]])];
    });
    return [kind, Object.fromEntries(forms)];
  });
  const operation = (one: unknown) => {
    if (!isObject(one)) return one;
    const { requestBody, responses } = one;
    return {
      ...one,
      ...(requestBody !== undefined && { requestBody: toSend(requestBody) }),
      ...(responses !== undefined && Object(toAnswer({ responses }))),
    };
  };
  const paths = mapValues(description.paths, (item) => mapValues(item, operation));
  return { ...description, paths, components: Object.fromEntries(parts) } as Description;
}

/** The names of the schemas that refer to each one. */
function usersOf(schemas: Json): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [user, schema] of Object.entries(schemas)) {
    mapObjects(schema, (object) => {
      const name = schemaName(object.$ref);
      if (name !== undefined) users.set(name, [...(users.get(name) ?? []), user]);
      return object;
    });
  }
  return users;
}
