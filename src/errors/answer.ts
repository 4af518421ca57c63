import { type ErrorDetails, hide, WipsyError } from "./classes.ts";

/** What an error made from an HTTP answer carries besides. */
export interface AnswerDetails extends ErrorDetails {
  /** HTTP status. */
  readonly status: number;
  /** Headers of the answer. */
  readonly headers: Headers;
  /** The answer's body: parsed JSON, or text where it was none. */
  readonly body: unknown;
  /** The server's own words. */
  readonly reason?: string | undefined;
  /** The platform's own code, when it and not the function answered. */
  readonly code?: string | undefined;
  /** How long the server asks to wait, in milliseconds; `undefined` when it does not say. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The server answered with a success status, but with something else than the description says:
 * nothing, HTML, broken JSON, another shape. Or an answer under any status was larger than `maxResponseSize`; `body` is
 * then `undefined`. A write has most likely been done: `outcome` is `"unknown"`.
 */
export class DecodeError extends WipsyError {
  static override readonly kind: string = "DecodeError";
  /** The class, for a switch over names. */
  declare name: "DecodeError";
  /** HTTP status: 2xx, or any for an answer that is too large. */
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
  static override readonly kind: string = "ApiError";
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
}

/** 401: the key or the agent's token is missing, wrong or expired. */
export class AuthenticationError extends ApiError {
  static override readonly kind: string = "AuthenticationError";
  /** The class, for a switch over names. */
  declare name: "AuthenticationError";
}

/** 403: the key or the agent is known but may not do this. */
export class PermissionError extends ApiError {
  static override readonly kind: string = "PermissionError";
  /** The class, for a switch over names. */
  declare name: "PermissionError";
}

/** 404, or an answer without the item that was asked for by its id. */
export class NotFoundError extends ApiError {
  static override readonly kind: string = "NotFoundError";
  /** The class, for a switch over names. */
  declare name: "NotFoundError";
}

/** 429: a rate limit, or a quota (creating contacts: 100 a month on the Free plan). */
export class RateLimitError extends ApiError {
  static override readonly kind: string = "RateLimitError";
  /** The class, for a switch over names. */
  declare name: "RateLimitError";
}

/** A status of 500 or more. This API gives 500 for bad parameters and refusals of the provider, too. */
export class ServerError extends ApiError {
  static override readonly kind: string = "ServerError";
  /** The class, for a switch over names. */
  declare name: "ServerError";
}
