import type { Input } from "./operation.ts";

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
  readonly outcome: Outcome;
  /** Requests made. */
  readonly attempts?: number;
  readonly cause?: unknown;
}

/** What an error made from an HTTP answer carries besides. */
export interface AnswerDetails extends ErrorDetails {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly reason: string | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** Kept off `console.log` and `JSON.stringify`: it may hold personal data. */
function hide(error: Error, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(error, name, { value, enumerable: false, configurable: true });
  }
}

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
export class WipsyError extends Error {
  /** The operationId of the call, `undefined` where there was none (a wrong client option). */
  readonly operation: string | undefined;
  /** What is known of the call's effect. */
  readonly outcome: Outcome;
  /** Requests made: 0 when the call was refused before anything was sent. */
  readonly attempts: number;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : details);
    this.operation = details.operation;
    this.outcome = details.outcome;
    this.attempts = details.attempts ?? 0;
  }

  // Written out in each class, so that a bundler's renaming cannot change it and a guard can read it; and not set from
  // outside, so that a bundler can leave out the classes that nobody uses.
  override get name(): string {
    return "WipsyError";
  }

  /** What a logger may keep. */
  toJSON(): Record<string, unknown> {
    const { name, message, operation, outcome, attempts } = this;
    return { name, message, operation, outcome, attempts };
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
  /** The option, parameter or field that was wrong, as `"to"` or `"body.name"`. */
  readonly field: string;

  constructor(message: string, details: { field: string; operation?: string | undefined; cause?: unknown }) {
    super(message, { ...details, outcome: "not-sent" });
    this.field = details.field;
  }

  override get name(): string {
    return "InputError";
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), field: this.field };
  }
}

/**
 * No answer came: the server was not reached (`"not-sent"`) or the connection was lost later (`"unknown"`). `cause` has the
 * runtime's `code` and `syscall` where it gives them, and its words in a `reason` that is not printed.
 */
export class ConnectionError extends WipsyError {
  override get name(): string {
    return "ConnectionError";
  }
}

/** No whole answer within `timeout`. The server may have acted. */
export class TimeoutError extends WipsyError {
  override get name(): string {
    return "TimeoutError";
  }
}

/** The caller's `signal` was aborted. `cause` is the signal's reason, of whatever type. */
export class AbortError extends WipsyError {
  override get name(): string {
    return "AbortError";
  }
}

/** The server answered with a redirect, which is never followed: it would carry the key to another address. */
export class RedirectError extends WipsyError {
  override get name(): string {
    return "RedirectError";
  }
}

/**
 * The server answered with a success status, but with something else than the description says:
 * nothing, HTML, broken JSON, another shape. A write has most likely been done: `outcome` is `"unknown"`.
 */
export class DecodeError extends WipsyError {
  /** HTTP status, 2xx. */
  readonly status: number;
  /** Headers of the answer. Not printed. */
  declare readonly headers: Headers;
  /** The answer as text. Not printed: it may hold personal data. */
  declare readonly body: unknown;

  constructor(message: string, details: ErrorDetails & { status: number; headers: Headers; body: unknown }) {
    super(message, details);
    this.status = details.status;
    hide(this, { headers: details.headers, body: details.body });
  }

  override get name(): string {
    return "DecodeError";
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), status: this.status };
  }
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
  /** When the call began. */
  readonly sentAt: Date;
  /** Where to look before doing it again. */
  readonly check: string;
  /** What was sent. Not printed: it may hold personal data. */
  declare readonly input: Input;
  /** What left it open: a `ConnectionError`, `TimeoutError`, `ServerError` or `DecodeError`. */
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

  override get name(): string {
    return "UnknownOutcomeError";
  }

  override toJSON(): Record<string, unknown> {
    const { sentAt, check, cause } = this;
    return { ...super.toJSON(), sentAt, check, cause };
  }
}

/**
 * A list has been read as far as the API gives it, and there may be more. What was read has been given to the caller
 * before; `incomplete: "allow"` ends the iteration without this error. `cause` is there when it is an error of the server
 * that ended it.
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
  /** How many items were read. */
  readonly read: number;
  /** The largest number that was asked for at once; `undefined` where the operation takes none. */
  readonly limit: number | undefined;

  constructor(message: string, details: ErrorDetails & { read: number; limit: number | undefined }) {
    super(message, details);
    this.read = details.read;
    this.limit = details.limit;
  }

  override get name(): string {
    return "IncompleteListError";
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), read: this.read, limit: this.limit };
  }
}

/** The client's own `hook` failed: it threw, called `next` twice, or gave no answer. */
export class HookError extends WipsyError {
  override get name(): string {
    return "HookError";
  }
}

/**
 * The server answered no: a status of 400 or more, or `success: false` under any status.
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * try {
 *   await new Wipsy().contacts.create({ name: "Ana" });
 * } catch (error) {
 *   if (isWipsyError(error, "ApiError")) console.log(error.status, error.code, error.retryAfterMs);
 *   else throw error;
 * }
 * ```
 */
export class ApiError extends WipsyError {
  /** HTTP status; 2xx for a `success: false` that came with one. */
  readonly status: number;
  /** The platform's own code (`BOOT_ERROR`, `WORKER_LIMIT`), when it and not the function answered. */
  readonly code: string | undefined;
  /** How long the server asks to wait, in milliseconds; `undefined` when it does not say. */
  readonly retryAfterMs: number | undefined;
  /** Headers of the answer. Not printed. */
  declare readonly headers: Headers;
  /** The answer's body: parsed JSON, or text where it was none. Not printed: it may hold personal data. */
  declare readonly body: unknown;
  /** The server's own words, often in Spanish. Not printed: they may name people. */
  declare readonly reason: string | undefined;

  constructor(message: string, details: AnswerDetails) {
    super(message, details);
    this.status = details.status;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
    hide(this, { headers: details.headers, body: details.body, reason: details.reason });
  }

  override get name(): string {
    return "ApiError";
  }

  override toJSON(): Record<string, unknown> {
    const { status, code, retryAfterMs } = this;
    return { ...super.toJSON(), status, code, retryAfterMs };
  }
}

/** 401: the key or the agent's token is missing, wrong or expired. */
export class AuthenticationError extends ApiError {
  override get name(): string {
    return "AuthenticationError";
  }
}

/** 403: the key or the agent is known but may not do this. */
export class PermissionError extends ApiError {
  override get name(): string {
    return "PermissionError";
  }
}

/** 404, or an answer without the item that was asked for by its id. */
export class NotFoundError extends ApiError {
  override get name(): string {
    return "NotFoundError";
  }
}

/** 429: a rate limit, or a quota (creating contacts: 100 a month on the Free plan). */
export class RateLimitError extends ApiError {
  override get name(): string {
    return "RateLimitError";
  }
}

/** A status of 500 or more. This API gives 500 for bad parameters and refusals of the provider, too. */
export class ServerError extends ApiError {
  override get name(): string {
    return "ServerError";
  }
}

/** The classes by their names. */
interface Classes {
  readonly WipsyError: typeof WipsyError;
  readonly InputError: typeof InputError;
  readonly ConnectionError: typeof ConnectionError;
  readonly TimeoutError: typeof TimeoutError;
  readonly AbortError: typeof AbortError;
  readonly RedirectError: typeof RedirectError;
  readonly DecodeError: typeof DecodeError;
  readonly UnknownOutcomeError: typeof UnknownOutcomeError;
  readonly IncompleteListError: typeof IncompleteListError;
  readonly HookError: typeof HookError;
  readonly ApiError: typeof ApiError;
  readonly AuthenticationError: typeof AuthenticationError;
  readonly PermissionError: typeof PermissionError;
  readonly NotFoundError: typeof NotFoundError;
  readonly RateLimitError: typeof RateLimitError;
  readonly ServerError: typeof ServerError;
}

/** The names of the error classes, as {@link isWipsyError} takes them. */
export type ErrorName = keyof Classes;

/**
 * Whether `error` is one of this package's errors, of class `name` or one below it.
 *
 * Goes by name, so it holds where `instanceof` does not: across realms, and when a program has loaded
 * the package twice (once by `import`, once by `require`).
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy();
 * const contact = await wipsy.contacts.get("4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32").catch((error) => {
 *   if (isWipsyError(error, "NotFoundError")) return undefined;
 *   throw error;
 * });
 * console.log(contact === undefined ? "no such contact" : "found");
 * ```
 */
export function isWipsyError<Name extends ErrorName = "WipsyError">(
  error: unknown,
  name?: Name,
): error is InstanceType<Classes[Name]> {
  if (typeof error !== "object" || error === null) return false;
  let found = false;
  try {
    for (let link: unknown = Object.getPrototypeOf(error); link; link = Object.getPrototypeOf(link)) {
      const own: unknown = Object.hasOwn(link, "name") ? Reflect.get(link, "name") : undefined;
      found ||= own === (name ?? "WipsyError");
      if (own === "WipsyError") return found;
    }
  } catch {
    // A getter or a proxy of somebody else's, which throws.
  }
  return false;
}
