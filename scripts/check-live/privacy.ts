import type { JsonType } from "../../src/operation/table.ts";

// What the report may show of an answer besides names from the description. Anything else can be personal data, including
// the keys of an object used as a map.

/** Whether a key looks like a field name and not like a phone number, an id or a person's name. */
export function isFieldName(key: string): boolean {
  return /^_?[a-z][A-Za-z0-9_]{0,39}$/.test(key) && !/\d{3}/.test(key);
}

/** Whether a value looks like an enum value and not like text that somebody wrote. */
export function isEnumWord(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z_]{1,19}$/.test(value);
}

/** The type of a JSON value; `integer` for a whole number. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  // The cast: JSON has no other types.
  return typeof value as "string" | "boolean" | "object";
}

/** The types of values and of array items. Objects stay without keys, which can be data. */
export function shapeText(values: readonly unknown[]): string {
  const types = new Set(values.map(typeOf));
  const texts = [...types].map((type) =>
    type === "array" ? `Array<${shapeText(values.filter(Array.isArray).flat())}>` : type,
  );
  return texts.join(" | ") || "unknown";
}
