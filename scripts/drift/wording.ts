import { isObject, type Json, objectOf } from "./json.ts";
import { holdsList, isDocumentation, refKey, variantsKey } from "./keywords.ts";

/** A name or value in a sentence. */
export function quoted(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

const most = 6;

/** A few values in a sentence. */
export function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, most).map(quoted).join(", ");
  return values.length > most ? `${shown} and ${values.length - most} more` : shown;
}

/** The name at the end of a reference or of a pair of them. */
function schemaName(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}

/** Whether no value passes a schema, as where `false` stands for one. */
export function isNothing(schema: unknown): boolean {
  const not = objectOf(schema).not;
  return isObject(not) && Object.keys(not).every(isDocumentation);
}

/** What is said by the schemas that a schema lists under a keyword; `undefined` where it lists none. */
function severalText(schema: Json, keyword: (typeof holdsList)[number]): string | undefined {
  const texts = Object.values(objectOf(schema[variantsKey(keyword)])).map(typeText);
  if (texts.length === 0) return undefined;
  return keyword === "prefixItems" ? `[${texts.join(", ")}]` : texts.join(keyword === "allOf" ? " and " : " or ");
}

/** What kind of value a schema lets pass, in a word or two. */
export function typeText(schema: unknown): string {
  if (!isObject(schema)) return "anything";
  if (isNothing(schema)) return "nothing";
  if (typeof schema[refKey] === "string") return schemaName(schema[refKey]);
  const ofSeveral = holdsList.map((keyword) => severalText(schema, keyword)).find((text) => text !== undefined);
  if (ofSeveral !== undefined) return ofSeveral;
  if (schema.type === "array" && schema.items !== undefined) return `array of ${typeText(schema.items)}`;
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  if (typeof schema.type === "string") return schema.type;
  if (schema.properties !== undefined) return "object";
  return schema.enum === undefined ? "anything" : "enum";
}

/** `was set to 5`, `was removed, it was 5`, `changed from 5 to 6` */
export function changeText(before: unknown, after: unknown): string {
  if (before === undefined) return `was set to ${quoted(after)}`;
  if (after === undefined) return `was removed, it was ${quoted(before)}`;
  return `changed from ${quoted(before)} to ${quoted(after)}`;
}

/** Values that are in `one` and not in `other`. */
export function missingIn(other: readonly unknown[], one: readonly unknown[]): unknown[] {
  const known = new Set(other.map((value) => JSON.stringify(value)));
  return one.filter((value) => !known.has(JSON.stringify(value)));
}

/** Whether a schema's own `required` names this field. */
export function isRequired(schema: Json, field: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(field);
}
