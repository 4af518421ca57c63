import type { Effect } from "../operation/table.ts";
import type { Outcome, WipsyError } from "./classes.ts";

/** How an attempt can end, other than with a good answer. */
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

/** The retry policy. A write is retried only if the server certainly did not act. */
export const policy: Readonly<Record<Failure, Rule>> = {
  // Connection refused, name server busy, reset by TCP while connecting, connect timeout, HTTP/2 stream refused.
  connectFailed: { outcome: "not-sent", retry: "always" },
  // No such host, a wrong certificate, a proxy that refuses to connect: the next attempt would end the same way.
  hostInvalid: { outcome: "not-sent", retry: "never" },
  // 301, 307, 308: the resource is elsewhere, and the request was not executed here.
  redirected: { outcome: "rejected", retry: "never" },
  // 302, 303, or a status that a browser hides: the usual answer to a form that was accepted.
  seeOther: { outcome: "unknown", retry: "never" },
  // The connection broke, or the answer was cut off, after the request may have left.
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
  // 408, and 5xx except 501 and 505, which say that the request itself was wrong. A proxy also answers 503 with
  // Retry-After when the server behind it took the request and did not answer in time.
  failed: { outcome: "unknown", retry: "unless a write" },
  // A success status whose body is not what the description says.
  garbled: { outcome: "unknown", retry: "unless a write" },
  // Any other 4xx, and success: false.
  refused: { outcome: "rejected", retry: "never" },
};

/** Thrown inside this package when the failure is known. It becomes a `WipsyError` before the caller sees it. */
export class Failed {
  constructor(
    readonly failure: Failure,
    /** What led to it: the signal's reason, what a hook threw, the answer that is too large. */
    readonly reason?: unknown,
  ) {}
}

/** Where an error keeps its failure. In the global registry, so that a second copy of this package finds it, too. */
const judgement = Symbol.for("wipsy-client.judgement");

/** Notes which failure an error stands for: once, by what really failed, not by the error's printable copy. */
export function judge<Made extends WipsyError>(error: Made, failure: Failure): Made {
  return Object.defineProperty(error, judgement, { value: failure });
}

/** Which failure an attempt's error stands for; `undefined` if no attempt was made. */
export function failureOf(error: WipsyError): Failure | undefined {
  // The cast: nobody else writes it.
  return Reflect.get(error, judgement) as Failure | undefined;
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
