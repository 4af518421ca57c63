import { type Change, countLevel, type Drift, gravestFirst, type Kind, stepOf } from "../drift/change.ts";
import { groupBy } from "../generate/print.ts";
import { oneLine } from "../one-line.ts";
import type { Place } from "../project/places.ts";

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

const sections = [
  ["Added", "added"],
  ["Changed", "changed"],
  ["Deprecated", "deprecated"],
  ["Removed", "removed"],
] as const satisfies readonly (readonly [string, Kind])[];

/** A place as code where it is one, so that Markdown leaves it alone. */
function place({ where, side }: Change): string {
  if (where === "") return "";
  if (side === "request") return `in the request \`${where}\` `;
  return side === "response" ? `in the answer \`${where}\` ` : `${where} `;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A line for what is said of one place. */
function lineOf(changes: readonly Change[]): string {
  const [first] = changes;
  if (!first) return "";
  const mark = first.level === "breaking" ? "**Breaking.** " : "";
  const text = place(first) + changes.map(({ what }) => what).join(", ");
  if (first.operation === undefined) return oneLine(`- ${mark}${capital(text)}.`);
  return oneLine(`- ${mark}\`${first.operation}\`${first.where === "" ? "" : ":"} ${text}.`);
}

/** Changes of the same place and level. */
function together(changes: readonly Change[]): Change[][] {
  const keyOf = ({ operation, side, level, where }: Change) => JSON.stringify([operation ?? null, side, level, where]);
  return [...groupBy(changes, keyOf).values()];
}

/** Where only words changed. */
function wordsLine(changes: readonly Change[]): string[] {
  const words = changes.filter(({ level }) => level === "documentation");
  if (words.length === 0) return [];
  const names = [...new Set(words.map(({ operation }) => (operation === undefined ? "the API" : `\`${operation}\``)))];
  return [oneLine(`- The documentation of ${names.join(", ")}.`)];
}

/** A proposed entry for CHANGELOG.md: the sections of Keep a Changelog, what breaks first; empty where nothing changed. */
export function changelogEntry({ changes }: Drift): string {
  const parts = sections.flatMap(([title, kind]) => {
    const own = changes.filter((change) => change.kind === kind && change.level !== "documentation");
    const lines = together(gravestFirst(own)).map(lineOf);
    if (kind === "changed") lines.push(...wordsLine(changes));
    return lines.length > 0 ? [`### ${title}\n\n${lines.join("\n")}\n`] : [];
  });
  return parts.join("\n");
}
