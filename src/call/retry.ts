import { ApiError } from "../errors/answer.ts";
import { TimeoutError } from "../errors/classes.ts";
import type { Failure } from "../errors/failure.ts";

// Which failure an attempt ended in, how long to wait before the next, and how many retries a client may make.

/** The failure for an error status. */
export function failureOfStatus(status: number, code?: string, retryAfterMs?: number): Failure {
  if (status === 429) return retryAfterMs === undefined ? "limited" : "asked-to-wait";
  if (status === 503 && code === "BOOT_ERROR") return "unready";
  if (status === 408) return "failed";
  return status < 500 || status === 501 || status === 505 ? "refused" : "failed";
}

/** The three notations of an HTTP date (RFC 9110). `Date.parse` would accept other formats and guess. */
const notations = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

function httpDate(text: string): number {
  if (!notations.some((notation) => notation.test(text))) return Number.NaN;
  // The oldest notation has no zone, and means GMT.
  return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}

/**
 * How long an answer asks to wait, in milliseconds: `retry-after-ms`, or `Retry-After` as whole seconds or as a date.
 * `undefined` for anything else, 0 for a date in the past.
 */
export function retryAfterMs(header: (name: string) => string | undefined, now: number): number | undefined {
  // Node's fetch keeps trailing white space.
  const said = (name: string) => (header(name) ?? "").trim();
  const milliseconds = said("retry-after-ms");
  if (/^\d{1,15}$/.test(milliseconds)) return Number(milliseconds);
  const value = said("retry-after");
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  // By the server's clock, if the answer has a date.
  return Number.isNaN(date) ? undefined : Math.max(0, date - (httpDate(said("date")) || now));
}

const baseMs = 500;
const capMs = 8000;

/**
 * How long to wait before the next attempt, in milliseconds: what the server asks for, else exponential backoff with
 * full jitter, whose bound doubles from 0.5 to 8 seconds.
 */
export function waitMs(attempts: number, error: unknown, random: number): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
  return asked ?? random * Math.min(capMs, baseMs * 2 ** (attempts - 1));
}

/** How long an error asks all calls to wait, in milliseconds; `undefined` if it does not. */
export function pauseMs(error: unknown): number | undefined {
  return error instanceof ApiError && [429, 503].includes(error.status) ? error.retryAfterMs : undefined;
}

// The figures of the AWS SDKs' standard mode: an outage allows a hundred retries, then one for every five answers.
const capacity = 500;
const withoutRetry = 1;

/**
 * The price of a retry. A timeout costs more, since the server has already spent more on it; a pause nothing, since the
 * limiter spreads the retries after it.
 */
export function priceOf(error: unknown): number {
  if (pauseMs(error) !== undefined) return 0;
  return error instanceof TimeoutError ? 10 : 5;
}

/** Makes a client's retry budget. Without budgets, clients would multiply the requests to a server that is already down. */
export function createBudget() {
  let left = capacity;
  return {
    /** Takes the price of a retry. Returns `false`, and takes nothing, if too little is left. */
    take(price: number) {
      if (left < price) return false;
      left -= price;
      return true;
    },
    /** Called after a success or a final refusal: returns what the call's retries took, or a little if it had none. */
    refund(spent: number) {
      left = Math.min(capacity, left + (spent || withoutRetry));
    },
  };
}
