import { ApiError, DecodeError } from "./answer-errors.ts";
import { ConnectionError, type Outcome, RedirectError, TimeoutError } from "./errors.ts";
import type { Effect } from "./operation.ts";

/** What can become of an attempt, other than a good answer. */
export type Failure =
  | "unreached"
  | "unreachable"
  | "redirected"
  | "lost"
  | "limited"
  | "asked-to-wait"
  | "unready"
  | "failed"
  | "garbled"
  | "refused";

/** What a failure leaves open, and which operations are tried again after it. */
interface Rule {
  readonly outcome: Outcome;
  readonly retry: "never" | "unless a write" | "always";
}

/** The policy. A write is tried again only where it is certain that the server did not act. */
export const policy: Readonly<Record<Failure, Rule>> = {
  // Connection refused, name server busy, reset by TCP while connecting; the runtime's own time-out of connecting (10 s on Node).
  unreached: { outcome: "not-sent", retry: "always" },
  // No such host, a wrong certificate: the next attempt would end the same.
  unreachable: { outcome: "not-sent", retry: "never" },
  redirected: { outcome: "rejected", retry: "never" },
  // The connection broke, the answer was cut off, or time ran out, when the request may have left.
  lost: { outcome: "unknown", retry: "unless a write" },
  // 429 without a wait: creating contacts answers so when the month's quota is used up.
  limited: { outcome: "rejected", retry: "unless a write" },
  // 429 with Retry-After.
  "asked-to-wait": { outcome: "rejected", retry: "always" },
  // 503 of a worker that did not boot, or with Retry-After.
  unready: { outcome: "rejected", retry: "always" },
  // 408, and what is 500 or more but for 501 and 505, which say that the request itself was wrong.
  failed: { outcome: "unknown", retry: "unless a write" },
  // A success status whose body is no JSON.
  garbled: { outcome: "unknown", retry: "unless a write" },
  // Any other status of 400 or more, and success: false.
  refused: { outcome: "rejected", retry: "never" },
};

/** What an answer that says no is. */
export function failureOfStatus(status: number, code?: string, retryAfterMs?: number): Failure {
  const asksToWait = retryAfterMs !== undefined;
  if (status === 429) return asksToWait ? "asked-to-wait" : "limited";
  if (status === 503 && (asksToWait || code === "BOOT_ERROR")) return "unready";
  if (status === 408) return "failed";
  return status < 500 || status === 501 || status === 505 ? "refused" : "failed";
}

/** What Node's network errors carry. Other runtimes give less. */
interface SystemError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
  readonly message?: unknown;
}

const permanent = /^(ENOTFOUND|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;
const passing = /^(ECONNREFUSED|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

/**
 * What it is when `fetch` rejects. Without proof that nothing was sent it is `"lost"`: on runtimes that give no code, always.
 * `isOfFetch`: by the platform's own, whose connections break with another code than TLS's once they stand; those of
 * `node:https` do not.
 */
export function failureOfNetwork(error: unknown, depth = 5, isOfFetch = Object(error).name === "TypeError"): Failure {
  if (typeof error !== "object" || error === null || depth === 0) return "lost";
  const { code, syscall, errors, cause, message }: SystemError = error;
  // Ports that `fetch` refuses by itself.
  if (message === "bad port") return "unreachable";
  // One error for each address of the host that was tried.
  if (Array.isArray(errors) && errors.length > 0) {
    const found = errors.map((one) => failureOfNetwork(one, depth - 1, isOfFetch));
    return found.find((one) => one === "lost") ?? found.find((one) => one === "unreached") ?? "unreachable";
  }
  if (typeof code !== "string") return failureOfNetwork(cause, depth - 1, isOfFetch);
  if (permanent.test(code) || (isOfFetch && code.startsWith("ERR_SSL_"))) return "unreachable";
  return passing.test(code) || syscall === "connect" ? "unreached" : "lost";
}

/** What an attempt's error is, `undefined` for one that no attempt can mend. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof ConnectionError) return failureOfNetwork(error.cause);
  if (error instanceof TimeoutError) return "lost";
  if (error instanceof RedirectError) return "redirected";
  if (error instanceof DecodeError) return "garbled";
  if (!(error instanceof ApiError)) return undefined;
  return error.status < 300 ? "refused" : failureOfStatus(error.status, error.code, error.retryAfterMs);
}

/** Whether the policy lets an operation be tried again after an error. */
export function isRetried(error: unknown, effect: Effect): boolean {
  const failure = failureOf(error);
  if (failure === undefined) return false;
  const { retry } = policy[failure];
  return retry === "always" || (retry === "unless a write" && effect !== "write");
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
