import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects, reached } from "../openapi/walk.ts";
import { said } from "./fields.ts";

/**
 * The description in which requests don't require what only the server writes (readOnly), and answers don't require
 * what only the caller writes (writeOnly). A schema that both use requires neither.
 */
export function withoutOneSided(description: Description): Description {
  // Most have no marks, and large ones take a second to look through.
  if (!/"(readOnly|writeOnly)":true/.test(JSON.stringify(description))) return description;
  const without = (mark: "readOnly" | "writeOnly", value: unknown) =>
    mapObjects(value, (object, isMap) => {
      const { required, properties } = object;
      if (isMap || !Array.isArray(required) || !isObject(properties)) return object;
      const isMarked = (schema: unknown) =>
        [Object(schema), said(description, schema)].some((one) => one[mark] === true);
      return { ...object, required: required.filter((name) => !isMarked(properties[name])) };
    });
  const operations = operationsOf(description).map(({ operation }) => operation);
  const sent = reached(
    description,
    operations.map(({ requestBody }) => ({ requestBody })),
  );
  const answered = reached(
    description,
    operations.map(({ responses }) => ({ responses })),
  );
  const parts = Object.entries(description.components ?? {}).map(([kind, all]): [string, unknown] => {
    const entries = Object.entries(Object(all) as Json).map(([name, part]): [string, unknown] => {
      const own = sent.has(`${kind}/${name}`) ? without("readOnly", part) : part;
      return [name, answered.has(`${kind}/${name}`) ? without("writeOnly", own) : own];
    });
    return [kind, Object.fromEntries(entries)];
  });
  const paths = mapObjects(description.paths, (object, isMap) => {
    const { requestBody, responses } = object;
    if (isMap || !(requestBody || responses)) return object;
    const own = requestBody === undefined ? {} : { requestBody: without("readOnly", requestBody) };
    // Within an object, so that `responses` is known to be a map.
    return { ...object, ...own, ...Object(without("writeOnly", responses === undefined ? {} : { responses })) };
  });
  // The cast: only lists of required names are different.
  return { ...description, paths, components: Object.fromEntries(parts) } as Description;
}
