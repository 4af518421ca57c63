import { ApiError } from "../errors/answer.ts";
import { type Outcome, WipsyError } from "../errors/classes.ts";
import type { Effect } from "../operation/table.ts";
import { own } from "../operation/values.ts";

/** What can become of an attempt, other than a good answer. */
export type Failure =
  | "connectFailed"
  | "hostInvalid"
  | "redirected"
  | "seeOther"
  | "lost"
  | "timedOut"
  | "aborted"
  | "hookFailed"
  | "tooLarge"
  | "limited"
  | "asked-to-wait"
  | "unready"
  | "failed"
  | "garbled"
  | "refused";

/** What a failure leaves open, and which operations are retried after it. */
interface Rule {
  /** For a request that was handed to `fetch`; before that, every failure is `not-sent`. */
  readonly outcome: Outcome;
  readonly retry: "never" | "unless a write" | "always";
}

/** The policy. A write is retried only where it is certain that the server did not act. */
export const policy: Readonly<Record<Failure, Rule>> = {
  // Connection refused, name server busy, reset by TCP while connecting, connect timeout, HTTP/2 stream refused.
  connectFailed: { outcome: "not-sent", retry: "always" },
  // No such host, a wrong certificate, a proxy that refuses to connect: the next attempt would end the same.
  hostInvalid: { outcome: "not-sent", retry: "never" },
  // 301, 307, 308: the resource is elsewhere, and the request was not done here.
  redirected: { outcome: "rejected", retry: "never" },
  // 302, 303, or a status that a browser hides: the usual answer to a form that was taken.
  seeOther: { outcome: "unknown", retry: "never" },
  // The connection broke or the answer was cut off when the request may have left.
  lost: { outcome: "unknown", retry: "unless a write" },
  timedOut: { outcome: "unknown", retry: "unless a write" },
  // By the caller's signal.
  aborted: { outcome: "unknown", retry: "never" },
  hookFailed: { outcome: "unknown", retry: "never" },
  // The answer is larger than `maxResponseSize`, and would be again.
  tooLarge: { outcome: "unknown", retry: "never" },
  // 429 without a wait: creating contacts answers so when the month's quota is used up.
  limited: { outcome: "rejected", retry: "unless a write" },
  // 429 with Retry-After.
  "asked-to-wait": { outcome: "rejected", retry: "always" },
  // 503 of a worker that did not boot.
  unready: { outcome: "rejected", retry: "always" },
  // 408, and 5xx but for 501 and 505, which say that the request itself was wrong. A proxy also answers 503, with
  // Retry-After, when the server behind it took the request and did not answer in time.
  failed: { outcome: "unknown", retry: "unless a write" },
  // A success status whose body is not what the description says.
  garbled: { outcome: "unknown", retry: "unless a write" },
  // Any other 4xx, and success: false.
  refused: { outcome: "rejected", retry: "never" },
};

/** What an answer that says no is. */
export function failureOfStatus(status: number, code?: string, retryAfterMs?: number): Failure {
  if (status === 429) return retryAfterMs === undefined ? "limited" : "asked-to-wait";
  if (status === 503 && code === "BOOT_ERROR") return "unready";
  if (status === 408) return "failed";
  return status < 500 || status === 501 || status === 505 ? "refused" : "failed";
}

/** What a redirect is. */
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
  // What another client says is of its own requests.
  if (typeof error !== "object" || error === null || depth === 0 || error instanceof WipsyError) return "lost";
  const [code, message, errors] = [own(error, "code"), own(error, "message"), own(error, "errors")];
  const known = told.find(([its, words]) => its === code && typeof message === "string" && words.test(message));
  if (known) return known[2];
  // One error for each address of the host that was tried.
  if (Array.isArray(errors) && errors.length > 0) return failureOfAll(errors, depth - 1);
  if (code !== undefined) return typeof code === "string" ? failureOfCode(code, own(error, "syscall")) : "lost";
  return isWrapper(error) ? failureOfNetwork(own(error, "cause"), depth - 1) : "lost";
}

/** What each error of an attempt was judged to be. Judged once, by what really failed, and not by the error's printable copy. */
const judged = new WeakMap<WipsyError, Failure>();

/** Notes the judgement that an error was made by. */
export function judge<Made extends WipsyError>(error: Made, failure: Failure): Made {
  judged.set(error, failure);
  return error;
}

/** What an attempt's error was judged to be; `undefined` for one that no attempt was made for. */
export function failureOf(error: WipsyError): Failure | undefined {
  return judged.get(error);
}

/** Whether the policy lets an operation be retried after a failure. */
export function isRetried(failure: Failure | undefined, effect: Effect): boolean {
  if (failure === undefined) return false;
  const { retry } = policy[failure];
  return retry === "always" || (retry === "unless a write" && effect !== "write");
}

const severity: readonly Outcome[] = ["not-sent", "rejected", "unknown"];

/** The worse of two outcomes: a call is as open as its worst attempt. */
export function worseOf(one: Outcome, other: Outcome): Outcome {
  return severity.indexOf(one) > severity.indexOf(other) ? one : other;
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
