import { compare } from "./versions.ts";

/** The kinds of change that Keep a Changelog knows. */
const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** Where a version's section begins: `## [1.2.3] - 2030-01-31`, `## [Unreleased]`. */
const heading = /^## (.*)$/gm;

/** A date that the calendar has. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const versionOf = (section: string): string[] => /^\[(\d+\.\d+\.\d+[^\]]*)\]/.exec(section)?.slice(1, 2) ?? [];

const isDescending = (versions: readonly string[]) =>
  versions.every((version, index) => index === 0 || compare(versions[index - 1] ?? "", version) > 0);

/** The versions that a changelog tells of, from the newest. */
export function releasesIn(text: string): string[] {
  return [...text.matchAll(heading)].flatMap((match) => versionOf(match[1] ?? ""));
}

function missesOfHeading(text: string): string[] {
  if (text === "[Unreleased]") return [];
  const [, version, date = ""] = /^\[(\d+\.\d+\.\d+[^\]]*)\] - (\S+)$/.exec(text) ?? [];
  if (version === undefined) return [`CHANGELOG.md: "## ${text}" is neither [Unreleased] nor [1.2.3] - 2030-01-31`];
  return isDate(date) ? [] : [`CHANGELOG.md: ${version} has no date as 2030-01-31`];
}

/** What of a changelog does not keep to Keep a Changelog, or does not tell of the version to be published; a line each. */
export function missesOfChangelog(text: string, version: string): string[] {
  const sections = [...text.matchAll(heading)].map((match) => match[1] ?? "");
  const own = sections.findIndex((section) => section.startsWith(`[${version}]`));
  const start = text.indexOf(`## [${version}]`);
  const next = text.indexOf("\n## ", start + 1);
  const content = start < 0 ? "" : text.slice(start, next < 0 ? undefined : next);
  const strange = [...text.matchAll(/^### (.*)$/gm)]
    .map((match) => match[1] ?? "")
    .filter((kind) => !kinds.includes(kind));
  const required: readonly [boolean, string][] = [
    [text.startsWith("# Changelog\n"), 'it must begin with "# Changelog"'],
    [sections[0] === "[Unreleased]", "its first section must be [Unreleased]"],
    [own >= 0, `no section [${version}] - date: move there what [Unreleased] holds`],
    [own < 0 || own === 1, `[${version}] must be the newest version`],
    [own < 0 || /^- /m.test(content), `[${version}] tells of nothing`],
    [own < 0 || !/^- /m.test(text.slice(0, start)), `[Unreleased] still holds what [${version}] brings: move it`],
    [isDescending(sections.flatMap(versionOf)), "the versions must stand from the newest to the oldest"],
    [new Set(sections).size === sections.length, "a version has two sections"],
  ];
  return [
    ...required.flatMap(([isMet, miss]) => (isMet ? [] : [`CHANGELOG.md: ${miss}`])),
    ...sections.flatMap(missesOfHeading),
    ...strange.map((kind) => `CHANGELOG.md: "### ${kind}" is none of ${kinds.join(", ")}`),
  ];
}
