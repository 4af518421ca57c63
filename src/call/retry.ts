import { ApiError } from "../errors/answer.ts";
import { WipsyError } from "../errors/classes.ts";
import type { Failure } from "../errors/failure.ts";
import { own } from "../operation/values.ts";

// Which failure an attempt ended in, how long to wait before the next, and how many retries a client may make.

/** The failure for an error status. */
export function failureOfStatus(status: number, code?: string, retryAfterMs?: number): Failure {
  if (status === 429) return retryAfterMs === undefined ? "limited" : "asked-to-wait";
  if (status === 503 && code === "BOOT_ERROR") return "unready";
  if (status === 408) return "failed";
  return status < 500 || status === 501 || status === 505 ? "refused" : "failed";
}

/** The failure for a redirect. */
export function failureOfRedirect(status: number): Failure {
  return status === 0 || status === 302 || status === 303 ? "seeOther" : "redirected";
}

/**
 * Certificates are checked before a connection sends anything. Other TLS errors also end connections that have sent
 * requests.
 */
const invalidHost =
  /^(?:ENOTFOUND|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|UND_ERR_PRX_TLS|ERR_PROXY_TUNNEL)$/;
const failedToConnect = /^(?:ECONNREFUSED|EAI_\w+|ESERVFAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_CONN)$/;
/** Calls that come before a request: connecting, and the name look-ups of libuv and c-ares. */
const beforeRequest = /^(?:connect|getaddrinfo|query\w*)$/;

/** Errors that only their message distinguishes from others with the same code. */
const byMessage: readonly (readonly [code: string | undefined, message: RegExp, failure: Failure])[] = [
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

/** Whether an error only wraps its cause, as those of `fetch` do. Other errors may concern several requests. */
function isWrapper({ name, message }: { readonly name?: unknown; readonly message?: unknown }): boolean {
  // The second is undici's, around a proxy's answer.
  return name === "TypeError" || message === "Request was cancelled.";
}

/**
 * The failure when `fetch` rejects: `"lost"` unless the error proves that nothing was sent. Runtimes without error
 * codes never prove it. Reads own properties only, so that a polluted prototype proves nothing.
 */
export function failureOfNetwork(error: unknown, depth = 5): Failure {
  // An error from another client concerns that client's requests.
  if (typeof error !== "object" || error === null || depth === 0 || error instanceof WipsyError) return "lost";
  const [code, message, errors] = [own(error, "code"), own(error, "message"), own(error, "errors")];
  const known = byMessage.find(([its, words]) => its === code && typeof message === "string" && words.test(message));
  if (known) return known[2];
  // One error for each address of the host: nothing was sent only if none of them sent anything.
  if (Array.isArray(errors) && errors.length > 0) {
    const failures = new Set(errors.map((one) => failureOfNetwork(one, depth - 1)));
    return (["lost", "connectFailed"] as const).find((one) => failures.has(one)) ?? "hostInvalid";
  }
  if (code !== undefined) return typeof code === "string" ? failureOfCode(code, own(error, "syscall")) : "lost";
  return isWrapper(error) ? failureOfNetwork(own(error, "cause"), depth - 1) : "lost";
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

/** A client's retry budget. */
export interface Budget {
  /** Takes the price of a retry. Returns `false`, and takes nothing, if too little is left. */
  take(price: number): boolean;
  /** Called when a call got an answer: returns what its retries took, or a little if it had none. */
  refund(spent: number): void;
}

// The figures of the AWS SDKs' standard mode: an outage allows a hundred retries, then one for every five answers.
const capacity = 500;
const withoutRetry = 1;

/** The price of a retry. A timeout costs more, since the server has already spent more on it. */
export const prices = { retry: 5, afterTimeout: 10 } as const;

/** Makes a full budget. Without budgets, clients would multiply the requests to a server that is already down. */
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
