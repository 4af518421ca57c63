/** The three notations of an HTTP date (RFC 9110). `Date.parse` would take others, too, and guess. */
const notations = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

function httpDate(text: string): number {
  if (!notations.some((notation) => notation.test(text))) return Number.NaN;
  // The oldest notation names no zone, and means GMT.
  return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}

/**
 * How long an answer asks to wait, in milliseconds: `retry-after-ms`, or `Retry-After` as whole seconds or as a date.
 * Anything else is `undefined`, so that nobody sleeps on nonsense. A date that has passed is 0.
 */
export function retryAfterMs(header: (name: string) => string | undefined, now: number): number | undefined {
  // Node's fetch keeps white space that a value ends with.
  const said = (name: string) => (header(name) ?? "").trim();
  const milliseconds = said("retry-after-ms");
  if (/^\d{1,15}$/.test(milliseconds)) return Number(milliseconds);
  const value = said("retry-after");
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  // By the server's clock, where it shows it.
  return Number.isNaN(date) ? undefined : Math.max(0, date - (httpDate(said("date")) || now));
}
