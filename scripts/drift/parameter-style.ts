import { isObject, type Json, listOf, without } from "./json.ts";
import { explodeKey, refKey, styleKey } from "./keywords.ts";
import type { Schemas } from "./normal.ts";

// How the lists and objects of a parameter are written. Most of it holds by default, and much of what is stated makes no
// difference: what is compared states all of it, and what is written alike alike.

type Kind = "plain" | "list" | "object";

/** What a value may be; all of them where the schema does not say. */
function kindsOf(schema: unknown, schemas: Schemas, seen: readonly string[] = []): Kind[] {
  const { [refKey]: reference, type, enum: values, oneOf, anyOf }: Json = isObject(schema) ? schema : {};
  if (typeof reference === "string") {
    return seen.includes(reference) ? [] : kindsOf(schemas.behind(reference), schemas, [...seen, reference]);
  }
  if (type !== undefined) {
    return [type].flat().map((one) => (one === "array" ? "list" : one === "object" ? "object" : "plain"));
  }
  if (Array.isArray(values)) return ["plain"];
  const variants = [...listOf(oneOf), ...listOf(anyOf)];
  return variants.length > 0 ? variants.flatMap((one) => kindsOf(one, schemas, seen)) : ["plain", "list", "object"];
}

interface Writing {
  readonly style: unknown;
  readonly explode: unknown;
}

function writingOf({ in: place, style: stated, explode }: Json, kinds: readonly Kind[]): Writing {
  const isPlain = kinds.every((kind) => kind === "plain");
  if (place === "query" && isPlain) return { style: "form", explode: true };
  const style = stated ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const isExploded = explode ?? style === "form";
  if (style === "deepObject") return { style, explode: true };
  // With its name before each item, nothing stands between them.
  if (isExploded && (style === "spaceDelimited" || style === "pipeDelimited")) return { style: "form", explode: true };
  // Commas stand between the items of a header or a path in any case.
  const isEither = style === "simple" ? !kinds.includes("object") : isPlain;
  return { style, explode: isEither ? style === "form" : isExploded };
}

/** A parameter that states how its value is written. What has a content of its own is written as that says. */
export function withStyle(parameter: Json, schemas: Schemas): Json {
  const kinds: Kind[] = parameter.content === undefined ? kindsOf(parameter.schema, schemas) : ["plain"];
  const { style, explode } = writingOf(parameter, kinds);
  return { ...without(parameter, ["style", "explode"]), [styleKey]: style, [explodeKey]: explode };
}
