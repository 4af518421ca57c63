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
type Rule = readonly [
  /** For a request that was handed to `fetch`; before that, every failure is `not-sent`. */
  outcome: Outcome,
  retry: "never" | "unless a write" | "always",
];

/** The retry policy. A write is retried only if the server certainly did not act. */
export const policy: Readonly<Record<Failure, Rule>> = {
  // Connection refused, name server busy, reset by TCP while connecting, connect timeout, HTTP/2 stream refused.
  connectFailed: ["not-sent", "always"],
  // No such host, a wrong certificate, a proxy that refuses to connect: the next attempt would end the same way.
  hostInvalid: ["not-sent", "never"],
  // 301, 307, 308: the resource is elsewhere, and the request was not executed here.
  redirected: ["rejected", "never"],
  // 302, 303, or a status that a browser hides: the usual answer to a form that was accepted.
  seeOther: ["unknown", "never"],
  // The connection broke, or the answer was cut off, after the request may have left.
  lost: ["unknown", "unless a write"],
  timedOut: ["unknown", "unless a write"],
  // By the caller's signal.
  aborted: ["unknown", "never"],
  hookFailed: ["unknown", "never"],
  // The answer is larger than `maxResponseSize`, and would be again.
  tooLarge: ["unknown", "never"],
  // 429 without a wait: creating contacts answers so when the month's quota is used up.
  limited: ["rejected", "unless a write"],
  // 429 with Retry-After.
  "asked-to-wait": ["rejected", "always"],
  // 503 of a worker that did not boot.
  unready: ["rejected", "always"],
  // 408, and 5xx except 501 and 505, which say that the request itself was wrong. A proxy also answers 503 with
  // Retry-After when the server behind it took the request and did not answer in time.
  failed: ["unknown", "unless a write"],
  // A success status whose body is not what the description says.
  garbled: ["unknown", "unless a write"],
  // Any other 4xx, and success: false.
  refused: ["rejected", "never"],
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
  const [, retry] = policy[failure];
  return retry === "always" || (retry === "unless a write" && effect !== "write");
}

const severity: readonly Outcome[] = ["not-sent", "rejected", "unknown"];

/** A call's outcome after a failure: it is as open as its worst attempt. `before`: the worst until then. */
export function outcomeAfter(before: Outcome, failure: Failure): Outcome {
  const [outcome] = policy[failure];
  return severity.indexOf(before) > severity.indexOf(outcome) ? before : outcome;
}
