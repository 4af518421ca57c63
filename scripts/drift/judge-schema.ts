import { type Difference, type Draft, type Presence, presenceDraft } from "./draft.ts";
import { isSame, type Json, objectOf, only, without } from "./json.ts";
import { enumDrafts } from "./judge-enum.ts";
import { additionalDraft, furtherItemsDraft } from "./judge-rest.ts";
import { accessDraft, defaultDraft, discriminatorDraft, ruleDraft } from "./judge-rules.ts";
import { constKey, holdsList, isDocumentation, keywordOf, refKey, variantsKey } from "./keywords.ts";
import type { SchemaSide } from "./units.ts";
import { isNothing, isRequired, quoted, typeText } from "./wording.ts";

// What a difference in a schema means. What a value may be (its type, null, the values of an enum, variants) and
// which fields there are is asked of the generated types, which know more of it than the structure does. What types do
// not show (bounds, patterns, formats, closed objects, defaults) follows from the structure: see judge-rules.ts.

const unions = holdsList.map(variantsKey);
const prefixKey = variantsKey("prefixItems");

/** Keywords that say together what a value is. */
const shapeKeywords = ["", "type", "items", "prefixItems", refKey, ...unions];

/** Whether a difference is one of what the value is as a whole. */
export function isShape({
  keyword,
  key,
}: Pick<Difference, "keyword"> & { readonly key?: string | undefined }): boolean {
  return shapeKeywords.includes(keyword) && key === undefined;
}

function shapeOf(schema: Json, other: Json): Json {
  const isEqual = (key: string) => schema[key] !== undefined && other[key] !== undefined;
  // What both have is compared field by field elsewhere.
  const elsewhere = [
    ...["properties", "additionalProperties"].filter(isEqual),
    ...(isEqual("properties") ? ["required"] : []),
  ];
  const kept = [...shapeKeywords, "enum", constKey, "properties", "required", "additionalProperties", "not"];
  return only(without(schema, elsewhere), kept);
}

function shapeDraft({ side, before, after }: Difference): Draft {
  const [was, is] = [typeText(before), typeText(after)];
  const what = was === is ? "changed its type" : `type changed from ${was} to ${is}`;
  // What can never come is as good as gone.
  if (side === "response" && isNothing(after)) return { kind: "changed", what, level: "breaking" };
  return { kind: "changed", what, level: { side, before: shapeOf(before, after), after: shapeOf(after, before) } };
}

function nullDraft({ side, before, after }: Difference): Draft {
  const asNullable = (schema: Json) => ({ type: "string", ...only(schema, ["nullable"]) });
  const what = after.nullable === true ? "can be null now" : "can no longer be null";
  return { kind: "changed", what, level: { side, before: asNullable(before), after: asNullable(after) } };
}

function variantDraft({ side, keyword, key = "", before, after }: Difference): Draft {
  const [was, is] = [objectOf(before[keyword]), objectOf(after[keyword])];
  const isAdded = !Object.hasOwn(was, key);
  const variant = typeText(isAdded ? is[key] : was[key]);
  const left = isAdded ? { ...was, [key]: is[key] } : without(was, [key]);
  const isItem = keyword === prefixKey;
  const asSchema = (variants: Json) => ({ ...(isItem && { type: "array" }), [keyword]: variants });
  return {
    kind: isAdded ? "added" : "removed",
    what: `${isAdded ? "gained" : "lost"} the ${isItem ? "item" : "variant"} ${quoted(variant)}`,
    level: { side, before: asSchema(was), after: asSchema(left) },
  };
}

function presence(schema: Json, field: string): Presence {
  if (!Object.hasOwn(objectOf(schema.properties), field)) return "missing";
  return isRequired(schema, field) ? "required" : "optional";
}

/** Whether a field is not part of this side: `readOnly` ones are not sent, `writeOnly` ones not answered. */
export function isOfOtherSide(field: unknown, side: SchemaSide): boolean {
  return objectOf(field)[side === "request" ? "readOnly" : "writeOnly"] === true;
}

function fieldDrafts({ side, keyword, key = "", before, after }: Difference): Draft[] {
  const [was, is] = [presence(before, key), presence(after, key)];
  // A required field that nothing describes is required all the same.
  if (was === "missing" && is === "missing") {
    const [isNow, wasThen] = [isRequired(after, key), isRequired(before, key)];
    if (isNow === wasThen) return [];
    return [presenceDraft(side, wasThen ? "required" : "optional", isNow ? "required" : "optional")];
  }
  // That a field came or went is told once, not again for `required`.
  if (keyword === "required" && (was === "missing" || is === "missing")) return [];
  return [presenceDraft(side, was, is)];
}

function isTuple(schema: Json): boolean {
  return schema[prefixKey] !== undefined;
}

function wholeDraft(difference: Difference): Draft {
  const { before, after } = difference;
  const isRest = isTuple(before) && isTuple(after) && isSame(before.type, after.type);
  return isRest && !isSame(before.items, after.items) ? furtherItemsDraft(difference) : shapeDraft(difference);
}

/** What one difference in a schema means. */
export function judgeSchema(difference: Difference): Draft[] {
  const { keyword, key, before, after } = difference;
  if (isDocumentation(keyword)) {
    return [{ kind: "changed", what: `${keyword} changed`, level: "documentation" }];
  }
  if (keyword === "properties" || keyword === "required") return fieldDrafts(difference);
  if (unions.includes(keyword) && key !== undefined) return [variantDraft(difference)];
  // What nothing passes is told as another type.
  const isOfNothing = keyword === "not" && (isNothing(before) || isNothing(after));
  if (isShape(difference) || isOfNothing) return [wholeDraft(difference)];
  switch (keywordOf(keyword)) {
    case "nullable":
      return [nullDraft(difference)];
    case "enum":
    case constKey:
      return enumDrafts(difference);
    case "additionalProperties":
      return [additionalDraft(difference)];
    case "default":
      return [defaultDraft(difference)];
    case "deprecated":
      return [
        {
          kind: "deprecated",
          what: after.deprecated ? "is deprecated now" : "is no longer deprecated",
          level: "compatible",
        },
      ];
    case "readOnly":
    case "writeOnly":
      return [accessDraft(difference)];
    case "discriminator":
      return [discriminatorDraft(difference)];
    default:
      return isSame(before[keyword], after[keyword]) ? [] : [ruleDraft(difference)];
  }
}
