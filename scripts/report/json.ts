import { type Change, countLevel, type Drift, type Level, type Step } from "../drift/change.ts";
import { eachLine } from "../one-line.ts";
import { changelogEntry, withPlaces } from "./changelog.ts";
import { type Besides, nothingBesides } from "./text.ts";

/**
 * The report for machines. Fields may be added under the same `format`; one that changes its meaning or goes raises it.
 */
export interface JsonReport extends Besides {
  readonly format: 1;
  readonly step: Step;
  readonly counts: Readonly<Record<Level, number>>;
  /** As in the report for people, documentation included. A change without `operation` is the document's own. */
  readonly changes: readonly Change[];
  /** A proposed entry for CHANGELOG.md, as Markdown; empty where nothing changed. */
  readonly changelog: string;
}

/** The report for machines, as text that ends in a new line. */
export function reportJson(found: Drift, { places, leftOut, notes }: Besides = nothingBesides): string {
  const drift = withPlaces(found, places);
  const { changes, step } = drift;
  const counts = {
    breaking: countLevel(changes, "breaking"),
    compatible: countLevel(changes, "compatible"),
    documentation: countLevel(changes, "documentation"),
  };
  const changelog = changelogEntry(drift);
  const report: JsonReport = { format: 1, step, counts, changes, places, leftOut, notes, changelog };
  // Within texts JSON takes the same escapes.
  return `${eachLine(JSON.stringify(report, null, 2))}\n`;
}
