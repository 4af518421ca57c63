import type { Remark } from "../generate/rows.ts";
import type { Place } from "./place.ts";

/** What a report tells besides what changed. */
export interface Besides {
  /** Code that no longer compiles. */
  readonly places: readonly Place[];
  /** The operations of the new description that have no method, and why. */
  readonly leftOut: readonly Remark[];
  /** What else of it was taken otherwise than it says. */
  readonly notes: readonly Remark[];
}

/** Nothing of it. */
export const nothingBesides: Besides = { places: [], leftOut: [], notes: [] };
