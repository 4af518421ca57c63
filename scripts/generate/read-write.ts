import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects, reached } from "../openapi/walk.ts";
import { said } from "./fields.ts";

/**
 * Makes readOnly fields optional in requests and writeOnly fields optional in answers. In a schema that both use, both
 * become optional.
 */
export function withoutOneSided(description: Description): Description {
  // Most descriptions have no such marks, and walking a large one takes a second.
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
    // Wrapped in an object, so that `responses` is recognized as a map.
    return { ...object, ...own, ...Object(without("writeOnly", responses === undefined ? {} : { responses })) };
  });
  // The cast: only `required` lists change.
  return { ...description, paths, components: Object.fromEntries(parts) } as Description;
}
