import { compare } from "./versions.ts";

/** The sections of Keep a Changelog. */
const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** Whether a text is a date of the calendar. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The sections of a changelog, each from its heading on: `[1.2.3] - 2030-01-31` or `[Unreleased]`. */
const sectionsOf = (text: string) => text.split(/^## /m).slice(1);

/** The versions in a changelog, newest first. */
export function releasesIn(text: string): string[] {
  return sectionsOf(text).flatMap((section) => /^\[(\d+\.\d+\.\d+[^\]]*)\]/.exec(section)?.[1] ?? []);
}

function missesOfHeading(section: string): string[] {
  const [heading = ""] = section.split("\n", 1);
  if (heading === "[Unreleased]") return [];
  const [, version, date = ""] = /^\[(\d+\.\d+\.\d+[^\]]*)\] - (\S+)$/.exec(heading) ?? [];
  if (version === undefined) return [`"## ${heading}" is neither [Unreleased] nor [1.2.3] - 2030-01-31`];
  return isDate(date) ? [] : [`${version} needs a date such as 2030-01-31`];
}

/** The problems of a changelog with its form or with the version to publish, one line each. */
export function missesOfChangelog(text: string, version: string): string[] {
  const sections = sectionsOf(text);
  const versions = releasesIn(text);
  const own = sections.find((section) => section.startsWith(`[${version}]`));
  const strange = [...text.matchAll(/^### (.*)$/gm)].filter(([, kind = ""]) => !kinds.includes(kind));
  const isListed = /^- /m;
  const required: readonly [boolean, string][] = [
    [text.startsWith("# Changelog\n"), 'it must begin with "# Changelog"'],
    [sections[0]?.startsWith("[Unreleased]\n") ?? false, "its first section must be [Unreleased]"],
    [own !== undefined, `no section [${version}] - date: move the entries of [Unreleased] there`],
    [!own || versions[0] === version, `[${version}] must be the newest version`],
    [!own || isListed.test(own), `[${version}] has no entries`],
    [!own || !isListed.test(sections[0] ?? ""), `[Unreleased] still has entries: move them to [${version}]`],
    [
      versions.every((one, index) => index === 0 || compare(versions[index - 1] ?? "", one) > 0),
      "list each version once, newest first",
    ],
  ];
  const misses = [
    ...required.flatMap(([isMet, miss]) => (isMet ? [] : [miss])),
    ...sections.flatMap(missesOfHeading),
    ...strange.map(([heading]) => `"${heading}" is not a section; valid sections: ${kinds.join(", ")}`),
  ];
  return misses.map((miss) => `CHANGELOG.md: ${miss}`);
}
