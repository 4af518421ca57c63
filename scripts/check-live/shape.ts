import type { JsonType } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";

/** The type of a JSON value; `integer` for a whole number. */
export function jsonType(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  // The cast: JSON has no other types.
  return typeof value as "string" | "boolean" | "object";
}

/** The type of values as TypeScript would write it. Keys of objects are left out: they can be personal data. */
export function shapeText(values: readonly unknown[]): string {
  const types = new Set(values.map(jsonType));
  if (types.has("number")) types.delete("integer");
  // Null comes last.
  if (types.delete("null")) types.add("null");
  const texts = [...types].map((type) => {
    if (type === "array") return `Array<${shapeText(values.filter(Array.isArray).flat())}>`;
    if (type === "object") return `{ [key]: ${shapeText(values.filter(isRecord).flatMap(Object.values))} }`;
    return type;
  });
  return texts.join(" | ") || "unknown";
}
