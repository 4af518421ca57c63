import { contentKind } from "../../src/operation/content.ts";
import type { Fields } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import type { Content } from "./contents.ts";
import { isObjectSchema, type Said, type Schema, type Schemas, said, type Writing } from "./fields.ts";
import { leaveOut } from "./left-out.ts";
import { queryStyle, structureOf } from "./parameters.ts";

/** What is said of how a field of a form is written. Nothing has looked at it before. */
interface Encoding {
  readonly style?: string;
  readonly explode?: boolean;
  readonly contentType?: unknown;
}

/** What a form says of how a field is written; nothing where it says nothing. */
export function encodingOf({ media }: Content, name: string): Encoding {
  const all: object = Object((media as { encoding?: unknown }).encoding);
  return Object.hasOwn(all, name) ? Object((all as Record<string, unknown>)[name]) : {};
}

/** The first content type of JSON among those that a field is given. */
function jsonAmong({ contentType }: Encoding): string | undefined {
  const types = typeof contentType === "string" ? contentType.split(",") : [];
  return types.map((type) => type.trim()).find((one) => contentKind(one) === "json");
}

/** The content type of JSON that a field of objects is given; leaves the operation out where they would have to be something else. */
export function objectType(encoding: Encoding, name: string): string | undefined {
  const { contentType: stated } = encoding;
  const json = jsonAmong(encoding);
  const isOther = typeof stated === "string" && json === undefined && !/(^|, *)(\*|application)\/\*/.test(stated);
  return isOther ? leaveOut(`its form has a field ${name} as ${stated}`) : json;
}

/** How a field is written: an object as JSON, of an array each item, unless the form says it otherwise. */
function writingOf(description: Description, content: Content, name: string, schema: Schema): Writing {
  const encoding = encodingOf(content, name);
  const style = queryStyle(encoding.style, encoding.explode);
  if (style === "unknown") leaveOut(`its form has a field ${name} in the style ${encoding.style}`);
  if (encoding.style !== undefined || encoding.explode !== undefined) return style ? { style } : {};
  const { type, items } = said(description, schema);
  const types = [type ?? []].flat();
  const isArray = types.includes("array") && !types.includes("object");
  const one = isArray ? items : schema;
  const json = isObjectSchema(description, one) ? objectType(encoding, name) : jsonAmong(encoding);
  // As a whole: by itself an array is written item by item.
  if (isArray && json !== undefined) return { style: "json", contentType: json };
  return structureOf(description, one) === "plain" ? {} : { style: "json" };
}

/** The properties of what a schema is made of, by name; one name may be in several. */
function inner(description: Description, schema: Schema | undefined, seen = new Set<Said>()): [string, Schema][] {
  const own = said(description, schema);
  if (seen.has(own)) return [];
  seen.add(own);
  const parts = [own.allOf ?? [], own.oneOf ?? [], own.anyOf ?? []].flat();
  return [...Object.entries(own.properties ?? {}), ...parts.flatMap((one) => inner(description, one, seen))];
}

/** How the fields of a form are written that are described as its own. */
export function formWritings(
  description: Description,
  content: Content,
  { schemas }: Schemas,
): Record<string, Writing> {
  const entries = Object.entries(schemas).map(
    ([name, schema]) => [name, writingOf(description, content, name, schema)] as const,
  );
  return Object.fromEntries(entries);
}

/** The fields of a form that only some of the schemas have that it may be one of: nothing is checked of them. */
export function variantFields(description: Description, content: Content, { schemas }: Schemas): Fields {
  const found = new Map<string, Writing>();
  for (const [name, schema] of inner(description, content.schema)) {
    if (Object.hasOwn(schemas, name)) continue;
    const writing = writingOf(description, content, name, schema);
    const before = found.get(name) ?? writing;
    // Where they differ, what is given tells how it is written.
    found.set(name, before.style === writing.style ? before : { style: "json" });
  }
  return Object.fromEntries(found);
}
