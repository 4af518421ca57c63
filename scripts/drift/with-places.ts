import { type Change, countLevel, type Drift, stepOf } from "./change.ts";
import type { Place } from "./place.ts";

const uncaught: Change = {
  ...{ side: "document", level: "breaking", kind: "changed", where: "" },
  what: "code that compiled with the types of before no longer does",
};

/**
 * A drift with what a project shows of it: where code no longer compiles it breaks, whatever its changes were taken for.
 * A proposed version and changelog follow from this one.
 */
export function withPlaces(drift: Drift, places: readonly Place[]): Drift {
  if (places.length === 0 || countLevel(drift.changes, "breaking") > 0) return drift;
  const changes = [...drift.changes, uncaught];
  return { changes, step: stepOf(changes) };
}
