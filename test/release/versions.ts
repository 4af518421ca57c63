/** Negative if `one` is older. Ignores pre-release parts. */
export function compare(one: string, other: string): number {
  const [core = "", otherCore = ""] = [one, other].map((version) => version.split("-", 1)[0]);
  return core.localeCompare(otherCore, "en", { numeric: true });
}

const versionsOf = (tags: readonly string[]) =>
  tags.filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag)).map((tag) => tag.slice(1));

/** The tags that are not older than the version to publish, one line each. */
export function missesOfTags(tags: readonly string[], version: string): string[] {
  const late = versionsOf(tags).filter((one) => compare(one, version) >= 0);
  return late.map((one) => `${version} is not newer than the tag v${one}: raise the version`);
}

/** The tag of the newest version before `version`, such as `v1.2.3`; ignores other tags. */
export function previousTag(tags: readonly string[], version: string): string | undefined {
  const [last] = versionsOf(tags)
    .filter((one) => compare(one, version) < 0)
    .sort((a, b) => compare(b, a));
  return last && `v${last}`;
}

/** Whether `version` may be breaking after `previous` under semantic versioning; before 1.0.0 a minor version may. */
export function mayBreak(previous: string, version: string): boolean {
  const [breaking = ""] = /^(0\.)?\d+\./.exec(version) ?? [];
  return !previous.startsWith(breaking);
}
