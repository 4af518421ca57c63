import { breakingFirst, bumpOf, type Change, countLevel, type Drift, type Kind } from "../drift/change.ts";
import { oneLine } from "../one-line.ts";
import type { Place } from "../project/places.ts";

const undetected: Change = {
  ...{ side: "document", level: "breaking", kind: "changed", where: "" },
  what: "code that compiled with the old types no longer compiles",
};

/** Adds a breaking change if code no longer compiles although no change was judged breaking. */
export function withPlaces(drift: Drift, places: readonly Place[] = []): Drift {
  if (places.length === 0 || countLevel(drift.changes, "breaking") > 0) return drift;
  const changes = [...drift.changes, undetected];
  return { changes, bump: bumpOf(changes) };
}

const sections = [
  ["Added", "added"],
  ["Changed", "changed"],
  ["Deprecated", "deprecated"],
  ["Removed", "removed"],
] as const satisfies readonly (readonly [string, Kind])[];

/** Quotes a place as code, so that Markdown does not interpret it. */
function place({ where, side }: Change): string {
  if (where === "") return "";
  if (side === "request") return `in the request \`${where}\` `;
  return side === "response" ? `in the response \`${where}\` ` : `${where} `;
}

function lineOf(change: Change): string {
  const { operation, method, level, where, what } = change;
  const mark = level === "breaking" ? "**Breaking.** " : "";
  const text = place(change) + what;
  if (operation === undefined) return oneLine(`- ${mark}${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
  const name = method ? `\`${method}\` (\`${operation}\`)` : `\`${operation}\``;
  return oneLine(`- ${mark}${name}${where === "" ? "" : ":"} ${text}.`);
}

/** Proposes an entry for CHANGELOG.md in the sections of Keep a Changelog, breaking changes first. */
export function changelogEntry({ changes }: Drift): string {
  const parts = sections.flatMap(([title, kind]) => {
    const own = changes.filter((change) => change.kind === kind && change.level !== "documentation");
    return own.length > 0 ? [`### ${title}\n\n${breakingFirst(own).map(lineOf).join("\n")}\n`] : [];
  });
  return parts.join("\n");
}
