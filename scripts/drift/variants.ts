import { isObject, isSame, type Json, listOf, without } from "./json.ts";
import { isDocumentation, refKey } from "./keywords.ts";

// Which variant of a union is which of another.

/** A schema that stands for another one. */
export type Reference = Json & { readonly [refKey]: string };

/** Whether a value is one. */
export function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value[refKey] === "string";
}

/** What may be said beside a union without narrowing it. */
const besides = ["nullable", "default", "discriminator", "deprecated"];

/** Whether two variants are the same one. */
export function isAlike(one: unknown, other: unknown): boolean {
  return isReference(one) && isReference(other) ? one[refKey] === other[refKey] : isSame(one, other);
}

/** A schema as a union of it alone, where the other side has it among several. */
export function asUnion(schema: Json, other: Json): Json {
  const [key = "", ...more] = Object.keys(other).filter((name) => !isDocumentation(name) && !besides.includes(name));
  if (more.length > 0 || (key !== "oneOf" && key !== "anyOf")) return schema;
  const variant = without(schema, ["nullable"]);
  if (!listOf(other[key]).some((one) => isAlike(variant, one))) return schema;
  return { ...(schema.nullable === true && { nullable: true }), [key]: [variant] };
}
