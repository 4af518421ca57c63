import { isBytes } from "../generate/contents.ts";
import { type Difference, type Draft, type Shift, shiftLevel } from "./draft.ts";
import { isSame, objectOf } from "./json.ts";
import { changeText, quoted } from "./wording.ts";

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
