function partsOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split("-", 1)[0]?.split(".").map(Number) ?? [];
  return [major, minor, patch];
}

/** Below 0 when `one` is the older version; pre-release parts do not count. */
export function compare(one: string, other: string): number {
  const others = partsOf(other);
  return (
    partsOf(one)
      .map((part, index) => part - (others[index] ?? 0))
      .find((difference) => difference !== 0) ?? 0
  );
}

const versionsOf = (tags: readonly string[]) =>
  tags.filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag)).map((tag) => tag.slice(1));

/** What the tags of a repository say against publishing `version`, which must be newer than all that were; a line each. */
export function missesOfTags(tags: readonly string[], version: string): string[] {
  const late = versionsOf(tags).filter((one) => compare(one, version) >= 0);
  return late.map((one) => `${version} is not newer than the tag v${one}: raise the version`);
}

/** The tag of the newest version before `version`, `undefined` where there is none. Tags are `v1.2.3`; others do not count. */
export function previousTag(tags: readonly string[], version: string): string | undefined {
  const earlier = versionsOf(tags)
    .filter((one) => compare(one, version) < 0)
    .sort(compare);
  const last = earlier.at(-1);
  return last === undefined ? undefined : `v${last}`;
}

/** Whether Semantic Versioning lets `version` break what works with `previous`: before 1.0.0 a minor version may. */
export function mayBreak(previous: string, version: string): boolean {
  const [major, minor] = partsOf(version);
  const [majorBefore, minorBefore] = partsOf(previous);
  return major > majorBefore || (major === 0 && minor > minorBefore);
}
