/**
 * How long an answer asks to wait, in milliseconds: `retry-after-ms`, or `Retry-After` as whole seconds or as a date.
 * Anything else is `undefined`, so that nobody sleeps on nonsense. A date that has passed is 0.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get("retry-after-ms");
  if (milliseconds !== null && /^\d{1,15}$/.test(milliseconds)) return Number(milliseconds);
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  // Date.parse alone would take "2" or "-1" for a year.
  const date = /^[A-Z][a-z]+,? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
