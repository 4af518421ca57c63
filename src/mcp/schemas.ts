import { texts } from "../../generated/tools.ts";
import { isRecord } from "../operation/values.ts";
import type { JsonSchema } from "./texts.ts";

const reference = /"#\/\$defs\/([^"]+)"/g;

function usedBy(schema: unknown, found = new Set<string>()): Set<string> {
  for (const [, name = ""] of JSON.stringify(schema).matchAll(reference)) {
    if (found.has(name) || !Object.hasOwn(texts.schemas, name)) continue;
    found.add(name);
    usedBy(texts.schemas[name], found);
  }
  return found;
}

/** A schema with the shared schemas that it refers to. */
export function whole(schema: JsonSchema): JsonSchema {
  const names = [...usedBy(schema)];
  if (names.length === 0) return schema;
  return { ...schema, $defs: Object.fromEntries(names.map((name) => [name, texts.schemas[name]])) };
}

/** A schema and all that it refers to or consists of. */
function partsOf(schema: unknown, seen = new Set<unknown>()): Record<string, unknown>[] {
  if (!isRecord(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const { $ref, allOf, anyOf, oneOf } = schema;
  const target = typeof $ref === "string" ? texts.schemas[$ref.replace("#/$defs/", "")] : undefined;
  const parts = [target, allOf, anyOf, oneOf].flat();
  return [schema, ...parts.flatMap((part) => partsOf(part, seen))];
}

/** A value without the fields that its schema does not name. Where it names none, all stay. */
export function described(given: unknown, schema: unknown): unknown {
  const parts = partsOf(schema);
  if (Array.isArray(given)) {
    const items = { anyOf: parts.flatMap(({ items: one }) => (one ? [one] : [])) };
    return given.map((one) => described(one, items));
  }
  const properties = parts.flatMap((part) => (isRecord(part.properties) ? Object.entries(part.properties) : []));
  if (!isRecord(given) || properties.length === 0) return given;
  const known = new Map(properties);
  const entries = Object.entries(given).filter(([name]) => known.has(name));
  return Object.fromEntries(entries.map(([name, one]) => [name, described(one, known.get(name))]));
}
