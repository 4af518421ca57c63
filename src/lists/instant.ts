const pattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(?:Z|([+-]\d\d)(?::?(\d\d))?)?$/i;

/**
 * Parses a timestamp into microseconds since 1970; `NaN` for anything else. The API uses several formats, such as
 * `2025-11-02T10:11:12.123456+00:00` and `2025-11-02T10:11:12.123Z`, so strings cannot be compared. Without a zone, a
 * timestamp counts as UTC, not as this machine's zone.
 */
export function instantOf(value: unknown): number {
  const [, day, time, fraction = "", hours = "+00", minutes = "00"] = pattern.exec(String(value)) ?? [];
  return Date.parse(`${day}T${time}${hours}:${minutes}`) * 1000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
}

/** Sorts by instant; items without one come last. */
export function byInstant<T>(instant: (item: T) => number): (a: T, b: T) => number {
  const rank = (item: T) => (Number.isNaN(instant(item)) ? Infinity : instant(item));
  // Infinity minus itself is NaN.
  return (a, b) => rank(a) - rank(b) || 0;
}
