/** Milliseconds since 1970, and the digits after them: the API has microseconds. */
function timeOf({ created_at = "" }: { created_at?: string }): [ms: number, rest: string] {
  return [Date.parse(created_at), /\.\d{3}(\d*)/.exec(created_at)?.[1] ?? ""];
}

/** Sorts messages by time. Those without a time come last. */
export function byTime(a: { created_at?: string }, b: { created_at?: string }): number {
  const [[ms, rest], [otherMs, otherRest]] = [timeOf(a), timeOf(b)];
  if (Number.isNaN(ms) || Number.isNaN(otherMs)) return Number(Number.isNaN(ms)) - Number(Number.isNaN(otherMs));
  return ms - otherMs || Number(rest > otherRest) - Number(rest < otherRest);
}
