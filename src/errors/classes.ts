import type { Input } from "../operation/table.ts";
import { hide } from "./hide.ts";

// The entry point exports all of this file.

/**
 * Whether a failed call may have had an effect.
 *
 * - `"not-sent"`: the request did not reach the API, so nothing was done.
 * - `"rejected"`: the server answered that it did nothing.
 * - `"unknown"`: the server may have acted. Check before retrying.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

/** Details that every error of this package has. */
export interface ErrorDetails {
  /** The operationId of the call, `undefined` where there was none (a wrong client option). */
  readonly operation?: string | undefined;
  /** Whether the call may have had an effect. */
  readonly outcome: Outcome;
  /**
   * Requests made.
   * @default 0
   */
  readonly attempts?: number;
  /** The cause, of any type: a caller's function can throw anything. */
  readonly cause?: unknown;
}

/** An Error whose `name` is its class's `kind`, in its stack as well. */
const named: ErrorConstructor = class extends Error {
  override get name(): string {
    // The cast: only WipsyError extends it.
    return (this.constructor as typeof WipsyError).kind;
  }

  // As on any Error, a program may set another name.
  override set name(value: string) {
    super.name = value;
  }
} as ErrorConstructor;

/**
 * The base of every error that this package throws.
 *
 * Message, stack, `toJSON` and console output never contain keys, tokens, phone numbers, names or message texts. The
 * server's own message is in {@link ApiError}'s `reason` and `body`, which are not printed by default.
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy();
 * try {
 *   await wipsy.messages.send({ to: "+573188779043", message: "Hola" });
 * } catch (error) {
 *   if (isWipsyError(error) && error.outcome === "unknown") console.log("It may have been sent: check the chat before retrying.");
 *   else throw error;
 * }
 * ```
 */
export class WipsyError extends named {
  /** The name of the class, whatever a bundler renames it to. */
  static readonly kind: string = "WipsyError";
  /** The operationId of the call, `undefined` where there was none (a wrong client option). */
  readonly operation: string | undefined;
  /** Whether the call may have had an effect. */
  readonly outcome: Outcome;
  /** Requests made: 0 when the call was refused before anything was sent. A hook's own answer counts as one. */
  readonly attempts: number;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : details);
    this.operation = details.operation;
    this.outcome = details.outcome;
    this.attempts = details.attempts ?? 0;
  }

  /** The enumerable properties, which are safe to log. */
  toJSON(): Record<string, unknown> {
    return Object.assign<Record<string, unknown>, this>({ name: this.name, message: this.message }, this);
  }
}

/**
 * An option, parameter, field, recipient or key is invalid. Nothing was sent. `field` names it; the value itself never
 * appears in the error.
 *
 * @example
 * ```ts
 * import { detectChannel, isWipsyError } from "wipsy-client";
 * try {
 *   detectChannel("828925823321473");
 * } catch (error) {
 *   if (isWipsyError(error, "InputError")) console.log(error.field, error.message);
 * }
 * ```
 */
export class InputError extends WipsyError {
  static override readonly kind: string = "InputError";
  /** The class, for a switch over names. */
  declare name: "InputError";
  /** The invalid option, parameter or field, such as `"to"` or `"body.name"`. */
  readonly field: string;

  constructor(message: string, details: { field: string; operation?: string | undefined; cause?: unknown }) {
    super(message, { ...details, outcome: "not-sent" });
    this.field = details.field;
  }
}

/**
 * The connection failed: it could not be opened (`"not-sent"`) or was lost later (`"unknown"`). `cause` has the runtime's
 * `code` and `syscall` if known, and the runtime's message in `reason`, which is not printed.
 */
export class ConnectionError extends WipsyError {
  static override readonly kind: string = "ConnectionError";
  /** The class, for a switch over names. */
  declare name: "ConnectionError";
}

/**
 * No complete answer arrived within `timeout` or `deadline`: the server may have acted, see `outcome`. Or the client's
 * `rate`, or a wait that the server asked for, left no time to send before the deadline.
 */
export class TimeoutError extends WipsyError {
  static override readonly kind: string = "TimeoutError";
  /** The class, for a switch over names. */
  declare name: "TimeoutError";
  /** When the request could be sent, in milliseconds from now; `undefined` if unknown, or if another wait was too long. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ErrorDetails & { retryAfterMs?: number | undefined }) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * A call with an idempotency key sent nothing: another call with the key is in progress, the key was used with another
 * input, or the store failed.
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * import { memoryStore } from "wipsy-client/stores/memory";
 * const wipsy = new Wipsy({ idempotency: memoryStore() });
 * try {
 *   await wipsy.messages.send({ to: "+573188779043", message: "Hola" }, { idempotencyKey: "order-1001-shipped" });
 * } catch (error) {
 *   if (isWipsyError(error, "IdempotencyError") && error.reason === "in-progress") console.log(error.retryAfterMs);
 *   else throw error;
 * }
 * ```
 */
export class IdempotencyError extends WipsyError {
  static override readonly kind: string = "IdempotencyError";
  /** The class, for a switch over names. */
  declare name: "IdempotencyError";
  /** Why nothing was sent. */
  readonly reason: "in-progress" | "different-input" | "store";
  /** When the other call has ended at the latest, in milliseconds; `undefined` for the other reasons. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    details: ErrorDetails & { reason: IdempotencyError["reason"]; retryAfterMs?: number | undefined },
  ) {
    super(message, details);
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The caller's `signal` was aborted. `cause` is the signal's reason, of any type. */
export class AbortError extends WipsyError {
  static override readonly kind: string = "AbortError";
  /** The class, for a switch over names. */
  declare name: "AbortError";
}

/**
 * The server answered with a redirect. Redirects are never followed, since they could expose the key. The outcome is
 * `"rejected"`; after 302, 303 or a status hidden by the browser it is `"unknown"`, since servers also redirect after a
 * write (inferred from common practice, not from this API).
 */
export class RedirectError extends WipsyError {
  static override readonly kind: string = "RedirectError";
  /** The class, for a switch over names. */
  declare name: "RedirectError";
}

/**
 * A write may or may not have been done: after the request was sent, the connection was lost, the timeout passed, or the
 * server failed; or an earlier call with the same idempotency key ended that way. It was not retried, since that could
 * repeat it. `cause` is the underlying error.
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * try {
 *   await new Wipsy().messages.send({ to: "+573188779043", message: "Hola" });
 * } catch (error) {
 *   if (isWipsyError(error, "UnknownOutcomeError")) console.log(error.sentAt, error.check, error.cause.name);
 *   else throw error;
 * }
 * ```
 */
export class UnknownOutcomeError extends WipsyError {
  static override readonly kind: string = "UnknownOutcomeError";
  /** The class, for a switch over names. */
  declare name: "UnknownOutcomeError";
  /** When the call began; with an idempotency key, the earlier call if that may have done the write. */
  readonly sentAt: Date;
  /** How to check whether it was done, before retrying. */
  readonly check: string;
  /** The call's input. Not printed: it may hold personal data. */
  declare readonly input: Input;
  /**
   * The underlying error: a `ConnectionError`, `TimeoutError`, `ServerError`, `DecodeError` or `RedirectError`, or an
   * `ApiError` of 408; a plain `WipsyError` if an earlier call with the same idempotency key may have done the write.
   */
  declare readonly cause: WipsyError;

  constructor(
    message: string,
    details: ErrorDetails & Pick<UnknownOutcomeError, "sentAt" | "check" | "input" | "cause">,
  ) {
    super(message, details);
    this.sentAt = details.sentAt;
    this.check = details.check;
    hide(this, { input: details.input });
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), cause: this.cause };
  }
}

/**
 * A list was read as far as the API allows, and there may be more items. The caller has already received the items read
 * so far. With `incomplete: "allow"` the iteration ends without this error. `cause` is the server's error, if one ended
 * the list. `attempts` counts the attempts of the last request only.
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * try {
 *   for await (const contact of new Wipsy().contacts.iterate()) console.log(contact.id);
 * } catch (error) {
 *   if (isWipsyError(error, "IncompleteListError")) console.log(`${error.read} contacts, and perhaps more`);
 *   else throw error;
 * }
 * ```
 */
export class IncompleteListError extends WipsyError {
  static override readonly kind: string = "IncompleteListError";
  /** The class, for a switch over names. */
  declare name: "IncompleteListError";
  /** How many items were read. */
  readonly read: number;
  /** The largest page size requested; `undefined` if the operation has no `limit`. */
  readonly limit: number | undefined;

  constructor(message: string, details: ErrorDetails & { read: number; limit: number | undefined }) {
    super(message, details);
    this.read = details.read;
    this.limit = details.limit;
  }
}

/**
 * The client's `hook` failed: it threw, called `next` twice, changed the origin, or returned no readable response. Or a
 * custom `fetch` returned no readable response.
 */
export class HookError extends WipsyError {
  static override readonly kind: string = "HookError";
  /** The class, for a switch over names. */
  declare name: "HookError";
}
