function partsOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split("-", 1)[0]?.split(".").map(Number) ?? [];
  return [major, minor, patch];
}

function compare(one: string, other: string): number {
  const others = partsOf(other);
  return (
    partsOf(one)
      .map((part, index) => part - (others[index] ?? 0))
      .find((difference) => difference !== 0) ?? 0
  );
}

/** The tag of the newest version before `version`, `undefined` where there is none. Tags are `v1.2.3`; others do not count. */
export function previousTag(tags: readonly string[], version: string): string | undefined {
  const versions = tags.filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag)).map((tag) => tag.slice(1));
  const earlier = versions.filter((one) => compare(one, version) < 0).sort(compare);
  const last = earlier.at(-1);
  return last === undefined ? undefined : `v${last}`;
}

/** Whether Semantic Versioning lets `version` break what works with `previous`: before 1.0.0 a minor version may. */
export function mayBreak(previous: string, version: string): boolean {
  const [major, minor] = partsOf(version);
  const [majorBefore, minorBefore] = partsOf(previous);
  return major > majorBefore || (major === 0 && minor > minorBefore);
}
