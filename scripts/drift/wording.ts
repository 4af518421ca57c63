import type { Json } from "../openapi/walk.ts";
import { listOf, missingIn, objectOf } from "./json.ts";
import { isDocumentation } from "./normal.ts";

/** Quotes a name or value as code. */
export function quoted(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

const maxListed = 6;

/** Lists the first few values, and how many more there are. */
export function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, maxListed).map(quoted).join(", ");
  return values.length > maxListed ? `${shown} and ${values.length - maxListed} more` : shown;
}

/** The type of a schema in a word or two. */
export function typeText(schema: unknown): string {
  if (schema === false) return "none";
  const { $ref: reference, oneOf, anyOf, items, type, properties }: Json = objectOf(schema);
  if (typeof reference === "string") return reference.slice(reference.lastIndexOf("/") + 1);
  if (type === "array" && items !== undefined) return `array of ${typeText(items)}`;
  if (type !== undefined) return [type].flat().join(" or ");
  const variants = Object.values(Object(oneOf ?? anyOf));
  if (variants.length > 0) return variants.map(typeText).join(" or ");
  return properties === undefined ? "anything" : "object";
}

/** `was set to 5`, `was removed; it was 5`, `changed from 5 to 6` */
function valueText(before: unknown, after: unknown): string {
  if (before === undefined) return `was set to ${quoted(after)}`;
  if (after === undefined) return `was removed; it was ${quoted(before)}`;
  return `changed from ${quoted(before)} to ${quoted(after)}`;
}

function enumText(before: Json, after: Json): string {
  const [was, is] = [listOf(before.enum), listOf(after.enum)];
  if (before.enum === undefined) return `is now limited to ${listed(is)}`;
  if (after.enum === undefined) return `is no longer limited to ${listed(was)}`;
  const [lost, gained] = [missingIn(is, was), missingIn(was, is)];
  const parts = [lost.length > 0 && `lost ${listed(lost)}`, gained.length > 0 && `gained ${listed(gained)}`];
  return `enum ${parts.filter(Boolean).join(" and ")}`;
}

function typeChange(before: Json, after: Json): string {
  const [was, is] = [typeText(before), typeText(after)];
  return was === is ? "changed its type" : `type changed from ${was} to ${is}`;
}

function restText(rest: unknown): string {
  return rest === undefined ? "unspecified" : typeText(rest);
}

const sentences: Readonly<Record<string, (before: Json, after: Json) => string>> = {
  ...{ type: typeChange, $ref: typeChange, enum: enumText },
  nullable: (_, { nullable }) => (nullable ? "can now be null" : "can no longer be null"),
  required: (_, { required }) => `became ${required ? "required" : "optional"}`,
  deprecated: (_, { deprecated }) => (deprecated ? "is now deprecated" : "is no longer deprecated"),
  additionalProperties: (before, after) =>
    `additional properties changed from ${restText(before.additionalProperties)} to ${restText(after.additionalProperties)}`,
};

/** How a keyword changed between two schemas. */
export function keywordText(keyword: string, before: Json, after: Json): string {
  const own = Object.hasOwn(sentences, keyword) ? sentences[keyword] : undefined;
  if (own) return own(before, after);
  if (isDocumentation(keyword)) return `${keyword} changed`;
  const [was, is] = [before[keyword], after[keyword]];
  if (typeof was !== "object" && typeof is !== "object") return `${keyword} ${valueText(was, is)}`;
  if (was === undefined) return `${keyword} was added`;
  return `${keyword} ${is === undefined ? "was removed" : "changed"}`;
}
