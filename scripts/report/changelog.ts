import { type Change, countLevel, type Drift, gravestFirst, type Kind, stepOf } from "../drift/change.ts";
import { groupBy } from "../generate/print.ts";
import { oneLine } from "../one-line.ts";
import type { Place } from "../project/places.ts";

const uncaught: Change = {
  ...{ side: "document", level: "breaking", kind: "changed", where: "" },
  what: "code that compiled with the old types no longer compiles",
};

/** A drift that is breaking if code no longer compiles, even if none of its changes was judged breaking. */
export function withPlaces(drift: Drift, places: readonly Place[] = []): Drift {
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

/** A place, quoted as code so that Markdown leaves it alone. */
function place({ where, side }: Change): string {
  if (where === "") return "";
  if (side === "request") return `in the request \`${where}\` `;
  return side === "response" ? `in the answer \`${where}\` ` : `${where} `;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One line for all changes of a place. */
function lineOf(changes: readonly Change[]): string {
  const [first] = changes;
  if (!first) return "";
  const mark = first.level === "breaking" ? "**Breaking.** " : "";
  const text = place(first) + changes.map(({ what }) => what).join(", ");
  if (first.operation === undefined) return oneLine(`- ${mark}${capital(text)}.`);
  const name = first.method ? `\`${first.method}\` (\`${first.operation}\`)` : `\`${first.operation}\``;
  return oneLine(`- ${mark}${name}${first.where === "" ? "" : ":"} ${text}.`);
}

/** Groups changes by place and level. */
function together(changes: readonly Change[]): Change[][] {
  const keyOf = ({ operation, side, level, where }: Change) => JSON.stringify([operation ?? null, side, level, where]);
  return [...groupBy(changes, keyOf).values()];
}

/** One line for all documentation changes. */
function wordsLine(changes: readonly Change[]): string[] {
  const words = changes.filter(({ level }) => level === "documentation");
  if (words.length === 0) return [];
  const names = [
    ...new Set(words.map(({ operation, method }) => (operation ? `\`${method ?? operation}\`` : "the API"))),
  ];
  return [oneLine(`- The documentation of ${names.join(", ")}.`)];
}

/** A proposed entry for CHANGELOG.md in the sections of Keep a Changelog, breaking changes first; empty if nothing changed. */
export function changelogEntry({ changes }: Drift): string {
  const parts = sections.flatMap(([title, kind]) => {
    const own = changes.filter((change) => change.kind === kind && change.level !== "documentation");
    const lines = together(gravestFirst(own)).map(lineOf);
    if (kind === "changed") lines.push(...wordsLine(changes));
    return lines.length > 0 ? [`### ${title}\n\n${lines.join("\n")}\n`] : [];
  });
  return parts.join("\n");
}
