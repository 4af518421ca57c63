const day = "[A-Z][a-z]{2}";
const months = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const time = "\\d{2}:\\d{2}:\\d{2}";

/** The three notations of an HTTP date (RFC 9110). Anything else `Date.parse` would take too, and guess. Made when asked for: a module does nothing as it loads. */
const notations = () => [
  new RegExp(`^${day}, \\d{2} ${months} \\d{4} ${time} GMT$`),
  new RegExp(`^${day}[a-z]{3,6}, \\d{2}-${months}-\\d{2} ${time} GMT$`),
  new RegExp(`^${day} ${months} [ \\d]\\d ${time} \\d{4}$`),
];

function httpDate(text: string): number {
  if (!notations().some((notation) => notation.test(text))) return Number.NaN;
  // The oldest notation names no zone, and means GMT.
  return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}

/**
 * How long an answer asks to wait, in milliseconds: `retry-after-ms`, or `Retry-After` as whole seconds or as a date.
 * Anything else is `undefined`, so that nobody sleeps on nonsense. A date that has passed is 0.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  // Node's fetch keeps white space that a value ends with.
  const said = (name: string) => (headers.get(name) ?? "").trim();
  const milliseconds = said("retry-after-ms");
  if (/^\d{1,15}$/.test(milliseconds)) return Number(milliseconds);
  const value = said("retry-after");
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  // By the server's clock, where it shows it.
  return Number.isNaN(date) ? undefined : Math.max(0, date - (httpDate(said("date")) || now));
}
