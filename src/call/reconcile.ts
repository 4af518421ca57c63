import type { UnknownOutcomeError } from "../errors/classes.ts";

/** What became of a write: `"sent"` and `"not-sent"` are certain, anything else leaves it open. */
export type Verdict = "sent" | "not-sent" | "unknown";

/**
 * Asked once, for an {@link UnknownOutcomeError}, while the call's `deadline` leaves time: keep that longer than `timeout`.
 * `error.input` holds what was sent, `error.sentAt` when it began. `signal` is aborted when the call ends first.
 *
 * `"sent"`: the call resolves. `"not-sent"`: it goes on trying, and rejects as not sent when
 * no attempt is left. Anything else, a rejection too: it rejects with `error`.
 * Say `"not-sent"` only when it is certain, and cannot go out any more: a message that is not to be found yet may
 * still be on its way.
 *
 * @example
 * ```ts
 * import { type Reconcile, Wipsy } from "wipsy-client";
 * const sentInVain = new Set<string>();
 * const reconcile: Reconcile = async ({ sentAt }) => (sentInVain.has(sentAt.toISOString()) ? "not-sent" : "unknown");
 * await new Wipsy().messages.send({ to: "+573188779043", message: "Hola" }, { reconcile });
 * ```
 */
export type Reconcile = (error: UnknownOutcomeError, context: { readonly signal: AbortSignal }) => Promise<Verdict>;
