import { compare } from "./versions.ts";

/** The kinds of change that Keep a Changelog knows. */
const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** A date that the calendar has. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The sections of a changelog, `## [1.2.3] - 2030-01-31` and `## [Unreleased]`, each from its heading on. */
const sectionsOf = (text: string) => text.split(/^## /m).slice(1);

/** The versions that a changelog tells of, from the newest. */
export function releasesIn(text: string): string[] {
  return sectionsOf(text).flatMap((section) => /^\[(\d+\.\d+\.\d+[^\]]*)\]/.exec(section)?.[1] ?? []);
}

function missesOfHeading(section: string): string[] {
  const [heading = ""] = section.split("\n", 1);
  if (heading === "[Unreleased]") return [];
  const [, version, date = ""] = /^\[(\d+\.\d+\.\d+[^\]]*)\] - (\S+)$/.exec(heading) ?? [];
  if (version === undefined) return [`"## ${heading}" is neither [Unreleased] nor [1.2.3] - 2030-01-31`];
  return isDate(date) ? [] : [`${version} has no date as 2030-01-31`];
}

/** What of a changelog does not keep to Keep a Changelog, or does not tell of the version to be published; a line each. */
export function missesOfChangelog(text: string, version: string): string[] {
  const sections = sectionsOf(text);
  const versions = releasesIn(text);
  const own = sections.find((section) => section.startsWith(`[${version}]`));
  const strange = [...text.matchAll(/^### (.*)$/gm)].filter(([, kind = ""]) => !kinds.includes(kind));
  const isListed = /^- /m;
  const required: readonly [boolean, string][] = [
    [text.startsWith("# Changelog\n"), 'it must begin with "# Changelog"'],
    [sections[0]?.startsWith("[Unreleased]\n") ?? false, "its first section must be [Unreleased]"],
    [own !== undefined, `no section [${version}] - date: move there what [Unreleased] holds`],
    [!own || versions[0] === version, `[${version}] must be the newest version`],
    [!own || isListed.test(own), `[${version}] tells of nothing`],
    [!own || !isListed.test(sections[0] ?? ""), `[Unreleased] still holds what [${version}] brings: move it`],
    [
      versions.every((one, index) => index === 0 || compare(versions[index - 1] ?? "", one) > 0),
      "the versions must stand from the newest to the oldest, each once",
    ],
  ];
  const misses = [
    ...required.flatMap(([isMet, miss]) => (isMet ? [] : [miss])),
    ...sections.flatMap(missesOfHeading),
    ...strange.map(([heading]) => `"${heading}" is none of ${kinds.join(", ")}`),
  ];
  return misses.map((miss) => `CHANGELOG.md: ${miss}`);
}
