import type { Effect } from "../operation/table.ts";
import type { Outcome, WipsyError } from "./classes.ts";

/** The outcome of a failure, and which operations are retried after it. */
type Rule = readonly [
  /** For a request that was sent; before that, every failure is `not-sent`. */
  outcome: Outcome,
  retry: "never" | "unless a write" | "always",
];

/** The retry policy. A write is retried only if the server certainly did not act. */
export const policy = {
  // Connection refused, name server busy, reset by TCP while connecting, connect timeout, HTTP/2 stream refused.
  connectFailed: ["not-sent", "always"],
  // Unknown host, wrong certificate, a proxy that refuses to connect: a retry would fail the same way.
  hostInvalid: ["not-sent", "never"],
  // 301, 307, 308: the resource is elsewhere, and the request was not executed here.
  redirected: ["rejected", "never"],
  // 302, 303, or a status hidden by the browser: the usual answer to an accepted form.
  seeOther: ["unknown", "never"],
  // The connection broke or the answer was cut off after the request may have been sent.
  lost: ["unknown", "unless a write"],
  timedOut: ["unknown", "unless a write"],
  // The rate, or a pause that the server asked for, leaves no time before the deadline. `reason`: how long it takes.
  tooLate: ["not-sent", "never"],
  // By the caller's signal.
  aborted: ["unknown", "never"],
  hookFailed: ["unknown", "never"],
  // The answer is larger than `maxResponseSize`; a retry would get it again.
  tooLarge: ["unknown", "never"],
  // 429 without a wait: creating contacts answers so when the month's quota is used up.
  limited: ["rejected", "unless a write"],
  // 429 with Retry-After.
  "asked-to-wait": ["rejected", "always"],
  // 503 from a worker that did not boot.
  unready: ["rejected", "always"],
  // 408, and 5xx except 501 and 505, which say that the request itself was wrong. A proxy also answers 503 with
  // Retry-After when the server behind it took the request and did not answer in time.
  failed: ["unknown", "unless a write"],
  // A success status whose body does not match the description.
  garbled: ["unknown", "unless a write"],
  // Any other 4xx, and success: false.
  refused: ["rejected", "never"],
} as const satisfies Readonly<Record<string, Rule>>;

/** The ways in which an attempt can fail. */
export type Failure = keyof typeof policy;

/** Thrown inside this package for a known failure. The caller sees a `WipsyError` instead. */
export class Failed {
  constructor(
    readonly failure: Failure,
    /** The signal's reason, the error of the runtime or a hook, the response that is too large, or a wait. */
    readonly reason?: unknown,
  ) {}
}

/** The property with an error's failure. A registered symbol, so that a second copy of this package finds it. */
const judgement = Symbol.for("wipsy-client.judgement");

/** Stores an error's failure, which was derived from the original error, not from its printable copy. */
export function judge<Made extends WipsyError>(error: Made, failure: Failure): Made {
  return Object.defineProperty(error, judgement, { value: failure });
}

/** An error's failure; `undefined` if no attempt was made. */
export function failureOf(error: WipsyError): Failure | undefined {
  // The cast: only `judge` writes it.
  return Reflect.get(error, judgement) as Failure | undefined;
}

/** Whether the policy lets an operation be retried after a failure. */
export function isRetried(failure: Failure | undefined, effect: Effect): boolean {
  if (failure === undefined) return false;
  const [, retry] = policy[failure];
  return retry === "always" || (retry === "unless a write" && effect !== "write");
}

const severity: readonly Outcome[] = ["not-sent", "rejected", "unknown"];

/** The worse of the outcome so far (`before`) and that of a failure. */
export function outcomeAfter(before: Outcome, failure: Failure): Outcome {
  const [outcome] = policy[failure];
  return severity.indexOf(before) > severity.indexOf(outcome) ? before : outcome;
}
