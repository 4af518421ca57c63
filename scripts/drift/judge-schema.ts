import { type Draft, type Presence, presenceDraft, type Shift, shiftLevel } from "./draft.ts";
import { isSame, type Json, listOf, objectOf, only, without } from "./json.ts";
import { holdsList, isDocumentation, keywordOf, refKey, variantsKey } from "./keywords.ts";
import type { SchemaSide } from "./units.ts";
import { changeText, isRequired, listed, missingIn, quoted, typeText } from "./wording.ts";

// What a difference in a schema means. What a value may be (its type, null, the values of an enum, variants) and
// which fields there are is asked of the generated types, which know more of it than the structure does. What types do
// not show (bounds, patterns, formats, closed objects, defaults) follows from the structure: see draft.ts.

/** One keyword of a schema that differs. */
export interface Difference {
  readonly side: SchemaSide;
  readonly keyword: string;
  readonly key?: string;
  /** The whole schema before and after. */
  readonly before: Json;
  readonly after: Json;
}

const upperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const lowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
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
  const kept = [...shapeKeywords, "enum", "properties", "required", "additionalProperties", "not"];
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

function enumDrafts({ side, before, after }: Difference): Draft[] {
  const [was, is] = [before.enum, after.enum];
  const withEnum = (values: unknown) => ({ ...only(before, ["type"]), ...(values !== undefined && { enum: values }) });
  const draft = (what: string, values: unknown): Draft => {
    return { kind: "changed", what, level: { side, before: withEnum(was), after: withEnum(values) } };
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

function shiftOf(keyword: string, before: unknown, after: unknown): Shift {
  if (before === undefined) return "tightened";
  if (after === undefined) return "loosened";
  const isLess = Number(after) < Number(before);
  if (upperBounds.includes(keyword)) return isLess ? "tightened" : "loosened";
  if (lowerBounds.includes(keyword)) return isLess ? "loosened" : "tightened";
  return "changed";
}

function ruleDraft({ side, keyword, before, after }: Difference): Draft {
  const [was, is] = [before[keyword], after[keyword]];
  const isSimple = [was, is].every((value) => typeof value !== "object");
  const what = isSimple ? `${keyword} ${changeText(was, is)}` : `${keyword} changed`;
  return { kind: "changed", what, level: shiftLevel(side, shiftOf(keyword, was, is)) };
}

function defaultDraft({ side, before, after }: Difference): Draft {
  const what = `default ${changeText(before.default, after.default)}`;
  if (side === "response") return { kind: "changed", what, level: "documentation" };
  // Before it was named, nobody could count on one.
  return { kind: "changed", what, level: before.default === undefined ? "compatible" : "breaking" };
}

/** A field that leaves one side is removed from it; what the other side is told is no more than a remark. */
function accessDraft({ side, keyword, before, after }: Difference): Draft {
  const isThisSide = keyword === (side === "request" ? "readOnly" : "writeOnly");
  const what = after[keyword] === true ? `became ${keyword}` : `is no longer ${keyword}`;
  if (!isThisSide) return { kind: "changed", what, level: "documentation" };
  return { kind: "changed", what, level: before[keyword] === undefined ? "breaking" : "compatible" };
}

/** A discriminator only says how to tell variants apart; values that go, or another field, break who reads it. */
function discriminatorDraft({ before, after }: Difference): Draft {
  const [was, is] = [objectOf(before.discriminator), objectOf(after.discriminator)];
  const known = Object.entries(objectOf(was.mapping));
  const isKept = known.every(([value, schema]) => isSame(objectOf(is.mapping)[value], schema));
  const isSameField = was.propertyName === undefined || is.propertyName === was.propertyName;
  return { kind: "changed", what: "discriminator changed", level: isKept && isSameField ? "compatible" : "breaking" };
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
