import { ApiError } from "../errors/answer.ts";
import { WipsyError } from "../errors/classes.ts";
import type { Failure } from "../errors/failure.ts";
import { own } from "../operation/values.ts";

// Which failure an attempt ended in, how long to wait before the next, and how many retries a client may make.

/** The failure that an error status stands for. */
export function failureOfStatus(status: number, code?: string, retryAfterMs?: number): Failure {
  if (status === 429) return retryAfterMs === undefined ? "limited" : "asked-to-wait";
  if (status === 503 && code === "BOOT_ERROR") return "unready";
  if (status === 408) return "failed";
  return status < 500 || status === 501 || status === 505 ? "refused" : "failed";
}

/** The failure that a redirect stands for. */
export function failureOfRedirect(status: number): Failure {
  return status === 0 || status === 302 || status === 303 ? "seeOther" : "redirected";
}

/** Certificates are checked before anything is sent on a connection. Other TLS errors also end one that has sent requests. */
const invalidHost =
  /^(?:ENOTFOUND|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|UND_ERR_PRX_TLS|ERR_PROXY_TUNNEL)$/;
const failedToConnect = /^(?:ECONNREFUSED|EAI_\w+|ESERVFAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_CONN)$/;
/** Calls that come before a request: connecting, and the name look-ups of libuv and c-ares. */
const beforeRequest = /^(?:connect|getaddrinfo|query\w*)$/;

/** Errors that only their message tells from others of the same code. */
const told: readonly (readonly [code: string | undefined, message: RegExp, failure: Failure])[] = [
  // A proxy refused the tunnel (undici).
  ["UND_ERR_ABORTED", /^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/, "hostInvalid"],
  // The server has not processed the stream, and says so (RFC 9113, 8.7).
  ["ERR_HTTP2_STREAM_ERROR", /^Stream closed with error code NGHTTP2_REFUSED_STREAM$/, "connectFailed"],
  // The request's own handshake (Node's TLS).
  ["ECONNRESET", /^Client network socket disconnected before secure TLS connection was established$/, "connectFailed"],
  // `fetch` refuses some ports by itself.
  [undefined, /^bad port$/, "hostInvalid"],
];

function failureOfCode(code: string, syscall: unknown): Failure {
  if (invalidHost.test(code)) return "hostInvalid";
  const isBefore = typeof syscall === "string" && beforeRequest.test(syscall);
  return failedToConnect.test(code) || isBefore ? "connectFailed" : "lost";
}

/** What several failed connections are together: nothing was sent only if none of them sent anything. */
function failureOfAll(errors: readonly unknown[], depth: number): Failure {
  let failure: Failure = "hostInvalid";
  for (const error of errors) {
    const one = failureOfNetwork(error, depth);
    if (one === "lost") return one;
    if (one === "connectFailed") failure = one;
  }
  return failure;
}

/** Whether an error stands for its cause, as those of `fetch` do. Another one may be about several requests. */
function isWrapper({ name, message }: { readonly name?: unknown; readonly message?: unknown }): boolean {
  // The second: undici's, around what a proxy answered.
  return name === "TypeError" || message === "Request was cancelled.";
}

/**
 * What it is when `fetch` rejects. Without proof that nothing was sent it is `"lost"`: always on runtimes that give no code.
 * Reads own properties only, so that a polluted prototype proves nothing.
 */
export function failureOfNetwork(error: unknown, depth = 5): Failure {
  // An error of another client is about that client's requests.
  if (typeof error !== "object" || error === null || depth === 0 || error instanceof WipsyError) return "lost";
  const [code, message, errors] = [own(error, "code"), own(error, "message"), own(error, "errors")];
  const known = told.find(([its, words]) => its === code && typeof message === "string" && words.test(message));
  if (known) return known[2];
  // One error for each address of the host that was tried.
  if (Array.isArray(errors) && errors.length > 0) return failureOfAll(errors, depth - 1);
  if (code !== undefined) return typeof code === "string" ? failureOfCode(code, own(error, "syscall")) : "lost";
  return isWrapper(error) ? failureOfNetwork(own(error, "cause"), depth - 1) : "lost";
}

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

const baseMs = 500;
const capMs = 8000;

/**
 * How long to wait before the next attempt, in milliseconds: as long as the server asks, else at random up to a bound
 * that doubles from half a second to eight (full jitter).
 */
export function waitMs(attempts: number, error: unknown, random: number): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
  return asked ?? random * Math.min(capMs, baseMs * 2 ** (attempts - 1));
}

/** How many retries a client may spend before answers come again. */
export interface Budget {
  /** Takes the price of a retry; `false` when there is not enough left, and then nothing is taken. */
  take(price: number): boolean;
  /** When a call has come to an answer: gives back what its retries took, or a little when there were none. */
  refund(spent: number): void;
}

// The figures of the AWS SDKs' standard mode: an outage may cost a hundred retries, then one for each five answers.
const capacity = 500;
const withoutRetry = 1;

/** What a retry takes. One after a time-out has already cost the server more. */
export const prices = { retry: 5, afterTimeout: 10 } as const;

/** A full budget. Without one, every client would multiply the requests to a server that is already down. */
export function createBudget(): Budget {
  let left = capacity;
  return {
    take(price) {
      if (left < price) return false;
      left -= price;
      return true;
    },
    refund(spent) {
      left = Math.min(capacity, left + (spent || withoutRetry));
    },
  };
}
