import type { Kind, Level } from "./change.ts";
import type { Json } from "./json.ts";
import type { Question } from "./types.ts";
import type { SchemaSide } from "./units.ts";

/** A change whose level may still have to be asked of the types. */
export interface Draft {
  readonly kind: Kind;
  readonly what: string;
  readonly level: Level | Question;
}

/** A schema that only its presence matters of. */
const stub = { type: "string" };

/** One field of an object: missing, optional or required. */
export type Presence = "missing" | "optional" | "required";

function objectWith(presence: Presence): Json {
  // The other field keeps the object from being one of unknown keys.
  const properties = { other: stub, ...(presence !== "missing" && { field: stub }) };
  return { type: "object", properties, ...(presence === "required" && { required: ["field"] }) };
}

/** Asks what it means that a field comes, goes, or must or need not be there. */
export function presenceQuestion(side: SchemaSide, before: Presence, after: Presence): Question {
  return { side, before: objectWith(before), after: objectWith(after) };
}

/** What is said of a field that comes, goes, or must or need not be there. */
export function presenceDraft(side: SchemaSide, before: Presence, after: Presence): Draft {
  const level = presenceQuestion(side, before, after);
  if (before === "missing")
    return { kind: "added", what: after === "required" ? "was added, required" : "was added", level };
  if (after === "missing") return { kind: "removed", what: "was removed", level };
  return { kind: "changed", what: `became ${after}`, level };
}

/** How a rule about a value changed: fewer values pass, more do, or others. */
export type Shift = "tightened" | "loosened" | "changed";

/** What must be sent may not get narrower, and what is answered may not get wider. */
export function shiftLevel(side: SchemaSide, shift: Shift): Level {
  const harmless = side === "request" ? "loosened" : "tightened";
  return shift === harmless ? "compatible" : "breaking";
}

/** One keyword of a schema that differs. */
export interface Difference {
  readonly side: SchemaSide;
  readonly keyword: string;
  readonly key?: string;
  /** The whole schema before and after. */
  readonly before: Json;
  readonly after: Json;
}
