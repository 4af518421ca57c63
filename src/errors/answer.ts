import { type ErrorDetails, WipsyError } from "./classes.ts";
import { hide } from "./hide.ts";

// The entry point exports all of this file.

/** Additional details of an error made from an HTTP answer. */
export type AnswerDetails = ErrorDetails &
  Pick<ApiError, "status" | "headers" | "body"> &
  Partial<Pick<ApiError, "reason" | "code" | "retryAfterMs">>;

/**
 * A success answer does not match the description: it is empty, HTML, broken JSON or another shape. Or an answer of any
 * status is larger than `maxResponseSize`; `body` is then `undefined`. A write was most likely done: `outcome` is
 * `"unknown"`.
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
 * The server answered with an error: a status of 400 or more, or `success: false` with any status.
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
  /** The hosting platform's error code (`BOOT_ERROR`, `WORKER_LIMIT`), if it answered instead of the API. */
  readonly code: string | undefined;
  /** How long the server asks to wait, in milliseconds; `undefined` when it does not say. */
  readonly retryAfterMs: number | undefined;
  /** Headers of the answer. Not printed. */
  declare readonly headers: Headers;
  /** The answer's body: parsed JSON, or text if it is not JSON. Not printed: it may hold personal data. */
  declare readonly body: unknown;
  /** The server's own message, often in Spanish. Not printed: it may name people. */
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

/** 404, or an answer without an item of the requested id. */
export class NotFoundError extends ApiError {
  static override readonly kind: string = "NotFoundError";
  /** The class, for a switch over names. */
  declare name: "NotFoundError";
}

/** 429: the rate limit, or for creating contacts the quota (100 a month on the Free plan). */
export class RateLimitError extends ApiError {
  static override readonly kind: string = "RateLimitError";
  /** The class, for a switch over names. */
  declare name: "RateLimitError";
}

/** 5xx. This API also answers 500 to bad parameters and when the messaging provider rejects a message. */
export class ServerError extends ApiError {
  static override readonly kind: string = "ServerError";
  /** The class, for a switch over names. */
  declare name: "ServerError";
}
