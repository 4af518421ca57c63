import { type Bump, type Change, countLevel, type Drift, type Level, levels } from "../drift/change.ts";
import { eachLine } from "../one-line.ts";
import type { Place } from "../project/places.ts";
import { changelogEntry, withPlaces } from "./changelog.ts";
import type { Details } from "./text.ts";

/** The JSON report. Removing a field or changing its meaning increments `format`; adding one does not. */
export interface JsonReport extends Details {
  /** Also empty if no project was checked. */
  readonly places: readonly Place[];
  readonly format: 1;
  readonly bump: Bump;
  readonly counts: Readonly<Record<Level, number>>;
  /** All changes, including those of documentation. A change without `operation` is one of the document. */
  readonly changes: readonly Change[];
  /** A proposed entry for CHANGELOG.md, in Markdown. Empty if nothing changed. */
  readonly changelog: string;
}

/** Returns the JSON report, ending in a line break. */
export function reportJson(found: Drift, { places = [], leftOut, notes }: Details): string {
  const drift = withPlaces(found, places);
  const { changes, bump } = drift;
  const [breaking = 0, compatible = 0, documentation = 0] = levels.map((level) => countLevel(changes, level));
  const counts = { breaking, compatible, documentation };
  const changelog = changelogEntry(drift);
  const report: JsonReport = { format: 1, bump, counts, changes, places, leftOut, notes, changelog };
  // The escapes of eachLine are valid in JSON strings.
  return `${eachLine(JSON.stringify(report, null, 2))}\n`;
}
