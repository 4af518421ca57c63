import { isBytes } from "../generate/contents.ts";
import { type Difference, type Draft, type Presence, presenceDraft, type Shift, shiftLevel } from "./draft.ts";
import { isSame, type Json, listOf, objectOf, only, without } from "./json.ts";
import { constKey, holdsList, isDocumentation, keywordOf, refKey, variantsKey } from "./keywords.ts";
import type { SchemaSide } from "./units.ts";
import { changeText, isNothing, isRequired, listed, missingIn, quoted, typeText } from "./wording.ts";

// What a difference means that types do not show: it follows from the structure.

const upperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
/** They say together whether a text is bytes. */
const byteKeywords = ["format", "contentMediaType", "contentEncoding"];
const lowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];

function shiftOf(keyword: string, before: unknown, after: unknown): Shift {
  if (before === undefined) return "tightened";
  if (after === undefined) return "loosened";
  const isLess = Number(after) < Number(before);
  if (upperBounds.includes(keyword)) return isLess ? "tightened" : "loosened";
  if (lowerBounds.includes(keyword)) return isLess ? "loosened" : "tightened";
  return "changed";
}

/** A bound, a pattern, a format or anything else that narrows what passes. */
export function ruleDraft({ side, keyword, before, after }: Difference): Draft {
  const [was, is] = [before[keyword], after[keyword]];
  const isSimple = [was, is].every((value) => typeof value !== "object");
  const became = was === undefined ? "was added" : is === undefined ? "was removed" : "changed";
  // Quoted: "not changed" would say the opposite.
  const what = isSimple ? `${keyword} ${changeText(was, is)}` : `${quoted(keyword)} ${became}`;
  // A text and bytes are of different types.
  const isRetyped = byteKeywords.includes(keyword) && isBytes(before) !== isBytes(after);
  return { kind: "changed", what, level: isRetyped ? "breaking" : shiftLevel(side, shiftOf(keyword, was, is)) };
}

/** What holds where a field is left out. */
export function defaultDraft({ side, before, after }: Difference): Draft {
  const what = `default ${changeText(before.default, after.default)}`;
  if (side === "response") return { kind: "changed", what, level: "documentation" };
  // Before it was named, nobody could count on one.
  return { kind: "changed", what, level: before.default === undefined ? "compatible" : "breaking" };
}

/** A field that leaves one side is removed from it; what the other side is told is no more than a remark. */
export function accessDraft({ side, keyword, before, after }: Difference): Draft {
  const isThisSide = keyword === (side === "request" ? "readOnly" : "writeOnly");
  const what = after[keyword] === true ? `became ${keyword}` : `is no longer ${keyword}`;
  if (!isThisSide) return { kind: "changed", what, level: "documentation" };
  return { kind: "changed", what, level: before[keyword] === undefined ? "breaking" : "compatible" };
}

/** A discriminator only says how to tell variants apart; values that go, or another field, break who reads it. */
export function discriminatorDraft({ before, after }: Difference): Draft {
  const [was, is] = [objectOf(before.discriminator), objectOf(after.discriminator)];
  const known = Object.entries(objectOf(was.mapping));
  const isKept = known.every(([value, schema]) => isSame(objectOf(is.mapping)[value], schema));
  const isSameField = was.propertyName === undefined || is.propertyName === was.propertyName;
  return { kind: "changed", what: "discriminator changed", level: isKept && isSameField ? "compatible" : "breaking" };
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

/** What it means that the values which a schema names are others. */
export function enumDrafts(difference: Difference): Draft[] {
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

/** An object with a known field, so that it is not one of unknown keys. */
const objectStub = { type: "object", properties: { known: { type: "string" } } };

/** What a schema says of the rest: of the fields or items beyond those that it describes one by one. */
interface Rest {
  readonly was: unknown;
  readonly is: unknown;
  /** As in `other fields`. */
  readonly name: string;
  /** A schema that has nothing but this rest. */
  readonly asSchema: (rest: unknown) => Json;
}

function restDraft(side: SchemaSide, { was, is, name, asSchema }: Rest): Draft {
  const isNone = (value: unknown) => value === false || isNothing(value);
  const text = (value: unknown) => (isNone(value) ? "none" : value === undefined ? "any" : typeText(value));
  const what = `${name} changed from ${text(was)} to ${text(is)}`;
  // Types show neither that something is closed nor that it was open without saying what for.
  const isNarrower = side === "request" && (isNone(is) || was === undefined);
  if (isNarrower || isNone(was) || isNone(is)) {
    return { kind: "changed", what, level: isNarrower ? "breaking" : "compatible" };
  }
  return { kind: "changed", what, level: { side, before: asSchema(was), after: asSchema(is) } };
}

/** What an object may hold besides the fields that are named. */
export function additionalDraft({ side, before, after }: Difference): Draft {
  const asSchema = (rest: unknown) => ({ ...objectStub, ...(rest !== undefined && { additionalProperties: rest }) });
  const [was, is] = [before.additionalProperties, after.additionalProperties];
  return restDraft(side, { was, is, name: "other fields", asSchema });
}

/** Beside `prefixItems`, `items` is about the items after them. */
export function furtherItemsDraft({ side, before, after }: Difference): Draft {
  const asSchema = (rest: unknown) => ({ type: "array", ...(rest !== undefined && { items: rest }) });
  return restDraft(side, { was: before.items, is: after.items, name: "further items", asSchema });
}

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
