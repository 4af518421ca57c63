import type { Input } from "../operation/table.ts";

/**
 * What is known of a failed call's effect.
 *
 * - `"not-sent"`: the request did not reach the server's code, which cannot have acted.
 * - `"rejected"`: the server answered that it did not do it.
 * - `"unknown"`: the server may have acted. Look before doing it again.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

/** What every error of this package is made from. */
export interface ErrorDetails {
  /** The operationId of the call, `undefined` where there was none (a wrong client option). */
  readonly operation?: string | undefined;
  /** What is known of the call's effect. */
  readonly outcome: Outcome;
  /**
   * Requests made.
   * @default 0
   */
  readonly attempts?: number;
  /** What led to it, of whatever type: a caller's function can throw anything. */
  readonly cause?: unknown;
}

/** Keeps values off `console.log` and `toJSON`: they may hold personal data. */
export function hide(error: Error, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(error, name, { value, enumerable: false, configurable: true });
  }
}

/** Errors named after their class's `kind`, from the first line of their stack on. */
const named: ErrorConstructor = class extends Error {
  override get name(): string {
    // The cast: only WipsyError extends it.
    return (this.constructor as typeof WipsyError).kind;
  }

  // As on any Error, a program may set its own.
  override set name(value: string) {
    super.name = value;
  }
} as ErrorConstructor;

/**
 * The base of every error that this package throws.
 *
 * Message, stack, `toJSON` and console output hold no key, token, phone, name or text. What the
 * server said is under {@link ApiError}'s `reason` and `body`, which nothing prints by itself.
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy();
 * try {
 *   await wipsy.messages.send({ to: "+573188779043", message: "Hola" });
 * } catch (error) {
 *   if (isWipsyError(error) && error.outcome === "unknown") console.log("It may have been sent: look in the chat first.");
 *   else throw error;
 * }
 * ```
 */
export class WipsyError extends named {
  /** The name of the class, whatever a bundler renames it to. */
  static readonly kind: string = "WipsyError";
  /** The operationId of the call, `undefined` where there was none (a wrong client option). */
  readonly operation: string | undefined;
  /** What is known of the call's effect. */
  readonly outcome: Outcome;
  /** Requests made: 0 when the call was refused before anything was sent. A hook's own answer counts as one. */
  readonly attempts: number;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : details);
    this.operation = details.operation;
    this.outcome = details.outcome;
    this.attempts = details.attempts ?? 0;
  }

  /** What a logger may keep: all that is enumerable. */
  toJSON(): Record<string, unknown> {
    const shown: Record<string, unknown> = { name: this.name, message: this.message };
    return Object.assign(shown, this);
  }
}

/**
 * What the caller gave cannot be sent: a wrong option, parameter, field, recipient or key. Nothing
 * was sent. `field` names what was wrong; the value itself is never shown.
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
  /** The option, parameter or field that was wrong, as `"to"` or `"body.name"`. */
  readonly field: string;

  constructor(message: string, details: { field: string; operation?: string | undefined; cause?: unknown }) {
    super(message, { ...details, outcome: "not-sent" });
    this.field = details.field;
  }
}

/**
 * No answer came: the server was not reached (`"not-sent"`) or the connection was lost later (`"unknown"`). `cause` has the
 * runtime's `code` and `syscall` where it gives them, and its words in a `reason` that is not printed.
 */
export class ConnectionError extends WipsyError {
  static override readonly kind: string = "ConnectionError";
  /** The class, for a switch over names. */
  declare name: "ConnectionError";
}

/** No whole answer within `timeout`. The server may have acted. */
export class TimeoutError extends WipsyError {
  static override readonly kind: string = "TimeoutError";
  /** The class, for a switch over names. */
  declare name: "TimeoutError";
}

/** The caller's `signal` was aborted. `cause` is the signal's reason, of whatever type. */
export class AbortError extends WipsyError {
  static override readonly kind: string = "AbortError";
  /** The class, for a switch over names. */
  declare name: "AbortError";
}

/**
 * The server answered with a redirect, which is never followed: it would carry the key to another address. The outcome is
 * `"rejected"`; after 302, 303 or a status that a browser hides it is `"unknown"`, since a server also answers so when it
 * has done what was asked (inferred from common practice, not from this API).
 */
export class RedirectError extends WipsyError {
  static override readonly kind: string = "RedirectError";
  /** The class, for a switch over names. */
  declare name: "RedirectError";
}

/**
 * A write may have been done, or not: the connection was lost, time ran out, or the server failed, after the request
 * may have left. It was not tried again, since that could do it twice. `cause` is the error that left it open.
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
  /** When the call began. */
  readonly sentAt: Date;
  /** Where to look before doing it again. */
  readonly check: string;
  /** What was sent. Not printed: it may hold personal data. */
  declare readonly input: Input;
  /** What left it open: a `ConnectionError`, `TimeoutError`, `ServerError`, `DecodeError` or `RedirectError`, or an `ApiError` of 408. */
  declare readonly cause: WipsyError;

  constructor(
    message: string,
    details: ErrorDetails & { sentAt: Date; check: string; input: Input; cause: WipsyError },
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
 * A list has been read as far as the API gives it, and there may be more. What was read has been given to the caller
 * before; `incomplete: "allow"` ends the iteration without this error. `cause` is there when it is an error of the server
 * that ended it; `attempts` is then that error's, and 1 otherwise: what was asked for before is not in it.
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
  /** The largest number that was asked for at once; `undefined` where the operation takes none. */
  readonly limit: number | undefined;

  constructor(message: string, details: ErrorDetails & { read: number; limit: number | undefined }) {
    super(message, details);
    this.read = details.read;
    this.limit = details.limit;
  }
}

/** The client's own `hook` failed: it threw, called `next` twice, or gave no answer that can be read; or its own `fetch` did that. */
export class HookError extends WipsyError {
  static override readonly kind: string = "HookError";
  /** The class, for a switch over names. */
  declare name: "HookError";
}
