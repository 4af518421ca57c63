import { type Difference, type Draft, type Presence, presenceDraft } from "./draft.ts";
import { isSame, type Json, listOf, objectOf, only, without } from "./json.ts";
import { accessDraft, defaultDraft, discriminatorDraft, ruleDraft } from "./judge-rules.ts";
import { constKey, holdsList, isDocumentation, keywordOf, refKey, variantsKey } from "./keywords.ts";
import type { SchemaSide } from "./units.ts";
import { isRequired, listed, missingIn, quoted, typeText } from "./wording.ts";

// What a difference in a schema means. What a value may be (its type, null, the values of an enum, variants) and
// which fields there are is asked of the generated types, which know more of it than the structure does. What types do
// not show (bounds, patterns, formats, closed objects, defaults) follows from the structure: see judge-rules.ts.

/** An object with a known field, so that it is not one of unknown keys. */
const objectStub = { type: "object", properties: { known: { type: "string" } } };
const unions = holdsList.map(variantsKey);

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
  return { kind: "changed", what, level: { side, before: shapeOf(before, after), after: shapeOf(after, before) } };
}

function nullDraft({ side, before, after }: Difference): Draft {
  const asNullable = (schema: Json) => ({ type: "string", ...only(schema, ["nullable"]) });
  const what = after.nullable === true ? "can be null now" : "can no longer be null";
  return { kind: "changed", what, level: { side, before: asNullable(before), after: asNullable(after) } };
}

/** A constant, or that it became one or is none any more, where something differs by that. */
function constDrafts({ side, before, after }: Difference): Draft[] {
  const values = (schema: Json) => only(schema, ["enum", constKey]);
  const draft = (what: string): Draft => {
    return { kind: "changed", what, level: { side, before: values(before), after: values(after) } };
  };
  const [was, is] = [listed(listOf(before.enum)), listed(listOf(after.enum))];
  if (was !== is) return [draft(`is always ${is} now, no longer ${was}`)];
  // What is sent must be it in any case.
  if (side === "request") return [];
  return [draft(after[constKey] === true ? `is always ${is} now` : `can be other than ${was} now`)];
}

function enumDrafts(difference: Difference): Draft[] {
  const { side, before, after } = difference;
  const [was, is] = [before.enum, after.enum];
  const isConst = [before, after].filter((schema) => schema[constKey] === true).length;
  if (isConst === 2 || (isConst === 1 && isSame(was, is))) return constDrafts(difference);
  const withEnum = (schema: Json, values: unknown) => ({
    ...only(before, ["type"]),
    ...only(schema, [constKey]),
    ...(values !== undefined && { enum: values }),
  });
  const draft = (what: string, values: unknown): Draft => {
    return { kind: "changed", what, level: { side, before: withEnum(before, was), after: withEnum(after, values) } };
  };
  if (!Array.isArray(was)) return [draft(`is limited to ${listed(listOf(is))} now`, is)];
  if (!Array.isArray(is)) return [draft(`is no longer limited to ${listed(was)}`, undefined)];
  const [lost, gained] = [missingIn(is, was), missingIn(was, is)];
  const kept = was.filter((value) => !lost.includes(value));
  return [
    ...(lost.length > 0 ? [draft(`enum lost ${listed(lost)}`, kept.length > 0 ? kept : is)] : []),
    ...(gained.length > 0 ? [draft(`enum gained ${listed(gained)}`, [...was, ...gained])] : []),
  ];
}

function variantDraft({ side, keyword, key = "", before, after }: Difference): Draft {
  const [was, is] = [objectOf(before[keyword]), objectOf(after[keyword])];
  const isAdded = !Object.hasOwn(was, key);
  const variant = typeText(isAdded ? is[key] : was[key]);
  const left = isAdded ? { ...was, [key]: is[key] } : without(was, [key]);
  return {
    kind: isAdded ? "added" : "removed",
    what: `${isAdded ? "gained" : "lost"} the variant ${quoted(variant)}`,
    level: { side, before: { [keyword]: was }, after: { [keyword]: left } },
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

function additionalDraft({ side, before, after }: Difference): Draft {
  const [was, is] = [before.additionalProperties, after.additionalProperties];
  const text = (value: unknown) => (value === false ? "none" : value === undefined ? "any" : typeText(value));
  const what = `other fields changed from ${text(was)} to ${text(is)}`;
  // Types show neither that an object is closed nor that it was open without saying what for.
  const isNarrower = side === "request" && (is === false || was === undefined);
  if (isNarrower || was === false || is === false) {
    return { kind: "changed", what, level: isNarrower ? "breaking" : "compatible" };
  }
  const asObject = (value: unknown) => ({ ...objectStub, ...(value !== undefined && { additionalProperties: value }) });
  return { kind: "changed", what, level: { side, before: asObject(was), after: asObject(is) } };
}

/** What one difference in a schema means. */
export function judgeSchema(difference: Difference): Draft[] {
  const { keyword, key, before, after } = difference;
  if (isDocumentation(keyword)) {
    return [{ kind: "changed", what: `${keyword} changed`, level: "documentation" }];
  }
  if (keyword === "properties" || keyword === "required") return fieldDrafts(difference);
  if (unions.includes(keyword) && key !== undefined) return [variantDraft(difference)];
  if (isShape(difference)) return [shapeDraft(difference)];
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
