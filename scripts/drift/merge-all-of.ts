import { isObject, isSame, type Json, listOf, mapValues, objectOf, without } from "./json.ts";
import { holdsList, refKey } from "./keywords.ts";

/** What two schemas that must both hold cannot be said in one keyword for. */
const single = [refKey, ...holdsList, "not", "items", "additionalProperties", "if", "patternProperties", "pattern"];

const lower = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const higher = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];

function typesOf(type: unknown): readonly unknown[] {
  return Array.isArray(type) ? type : [type];
}

function commonType(a: unknown, b: unknown): unknown {
  const [ours, theirs] = [typesOf(a), typesOf(b)];
  const both = ours.filter((type) => theirs.includes(type) || (type === "integer" && theirs.includes("number")));
  if (ours.includes("number") && theirs.includes("integer")) both.push("integer");
  return both.length === 1 ? both[0] : both;
}

/** One property that both schemas have. */
function mergedProperty(a: unknown, b: unknown): unknown {
  if (!isObject(a) || !isObject(b)) return b;
  return mergePair(a, b) ?? { allOf: [a, b] };
}

function mergedProperties(a: Json, b: Json): Json {
  return {
    ...a,
    ...mapValues(b, (schema, name) => (Object.hasOwn(a, name) ? mergedProperty(a[name], schema) : schema)),
  };
}

function mergedKeyword(key: string, a: unknown, b: unknown): unknown {
  if (key === "properties") return mergedProperties(objectOf(a), objectOf(b));
  if (key === "required") return [...new Set([...listOf(a), ...listOf(b)])];
  if (key === "enum") return listOf(a).filter((value) => listOf(b).some((other) => isSame(value, other)));
  if (key === "type") return commonType(a, b);
  if (lower.includes(key)) return Math.min(Number(a), Number(b));
  if (higher.includes(key)) return Math.max(Number(a), Number(b));
  return b;
}

function mergePair(a: Json, b: Json): Json | undefined {
  const common = Object.keys(b).filter((key) => Object.hasOwn(a, key));
  if (common.some((key) => single.includes(key) && !isSame(a[key], b[key]))) return undefined;
  // Null passes only where both let it.
  const nullable = a.nullable === true && b.nullable === true;
  const rest = without(
    { ...a, ...b, ...Object.fromEntries(common.map((key) => [key, mergedKeyword(key, a[key], b[key])])) },
    ["nullable"],
  );
  return nullable ? { ...rest, nullable } : rest;
}

/** The one schema that says what all of `parts` say, `undefined` where no single one does. */
export function mergeAllOf(parts: readonly Json[]): Json | undefined {
  const [first = {}, ...others] = parts;
  let merged: Json | undefined = first;
  for (const part of others) merged = merged && mergePair(merged, part);
  return merged;
}
