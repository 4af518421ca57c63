import {
  ApiError,
  AuthenticationError,
  DecodeError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "../errors/answer.ts";
import { type Outcome, RedirectError } from "../errors/classes.ts";
import { type Failure, judge, outcomeAfter } from "../errors/failure.ts";
import { refusalMessage, unexpectedMessage } from "../errors/messages.ts";
import type { Operation } from "../operation/table.ts";
import { fromJson, isRecord, orElse } from "../operation/values.ts";
import type { Received } from "../transport/types.ts";
import type { Answered } from "./call.ts";
import { failureOfStatus, retryAfterMs } from "./retry.ts";

// Turns an answer into its content, or into an error.

/** One attempt at an operation. */
export interface Attempt {
  readonly operation: Operation;
  /** Requests made, including this one. */
  readonly attempts: number;
  /** The worst outcome of the call's earlier attempts. A later answer cannot improve it. */
  readonly before: Outcome;
}

/** An attempt with its answer. */
export interface Exchange extends Attempt {
  readonly received: Received;
}

/** Turns an answer into the call's result. Throws a `DecodeError` if the answer does not match the description. */
export type Shape<T> = (answer: unknown, exchange: Exchange) => T;

/** The result for an answer that came without a request. */
export function resultOf<T>(shape: Shape<T>, answer: object, attempts: number): Answered<T> {
  // The cast: the shapes of writes look at the answer alone unless they refuse it.
  return { data: shape(answer, {} as Exchange), response: () => Response.error(), attempts };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  if (!isRecord(value)) return undefined;
  if (typeof value.message === "string") return textOf(value.message);
  // It can be nested too deep to serialize.
  return orElse(() => JSON.stringify(value), undefined);
}

/** The server's message: `error`, `message` and `details`, in whatever shape they have, or plain text. */
function reasonOf(body: unknown): string | undefined {
  if (typeof body === "string") return body.trimStart().startsWith("<") ? undefined : textOf(body);
  if (!isRecord(body)) return undefined;
  const found = [body.error, body.message, body.details].map(textOf).filter((part) => part !== undefined);
  return found.length > 0 ? [...new Set(found)].join(": ") : undefined;
}

/** Codes of the hosting platform, for when it answers instead of the API. Codes are printed, so only known ones count. */
const platformCodes = ["BOOT_ERROR", "IDLE_TIMEOUT", "NOT_FOUND", "WORKER_ERROR", "WORKER_LIMIT"];

/** The hosting platform's error code; `undefined` if the API itself answered. */
function codeOf(body: unknown, received: Received): string | undefined {
  const code = received.header("sb-error-code")?.trim() ?? (isRecord(body) ? body.code : undefined);
  return platformCodes.find((known) => known === code);
}

/** The details that every error made from an answer has. */
function detailsOf({ operation, received, attempts, before }: Exchange, failure: Failure) {
  const { headers } = received.response();
  const outcome = outcomeAfter(before, failure);
  return { operation: operation.id, outcome, attempts, status: received.status, headers };
}

const classes: Readonly<Record<number, typeof ApiError>> = {
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  429: RateLimitError,
};

/** The error for a status of 400 or more, or `success: false`. */
function apiError(exchange: Exchange): ApiError {
  const { operation, received } = exchange;
  const { status, text } = received;
  const body = fromJson(text, text);
  const code = codeOf(body, received);
  const wait = retryAfterMs(received.header, Date.now());
  const failure = status < 300 ? "refused" : failureOfStatus(status, code, wait);
  const details = { ...detailsOf(exchange, failure), body, reason: reasonOf(body), code, retryAfterMs: wait };
  const made = classes[status] ?? (status >= 500 ? ServerError : ApiError);
  return judge(new made(refusalMessage(operation, details), details), failure);
}

/** The error for a redirect. `before`: the worst outcome so far. */
export function redirectError(name: string, attempts: number, before: Outcome, status: number): RedirectError {
  // 302, 303 or hidden: the usual answer to an accepted form.
  const failure = [0, 302, 303].includes(status) ? "seeOther" : "redirected";
  const message = `${name}: the server answered with a redirect, which could expose the key. Check baseUrl.`;
  const outcome = outcomeAfter(before, failure);
  return judge(new RedirectError(message, { operation: name, outcome, attempts }), failure);
}

/** The error for an answer without the requested item. */
export function missing(exchange: Exchange): NotFoundError {
  const details = { ...detailsOf(exchange, "refused"), body: fromJson(exchange.received.text, undefined) };
  return judge(new NotFoundError(`${exchange.operation.id}: no item with this id.`, details), "refused");
}

/** The error for a success status whose answer does not match the description; `what` says how it differs. */
export function unexpected(exchange: Exchange, what: string): DecodeError {
  const { operation, received } = exchange;
  const details = { ...detailsOf(exchange, "garbled"), body: received.text };
  return judge(new DecodeError(unexpectedMessage(operation, received.status, what), details), "garbled");
}

function isHtml(received: Received): boolean {
  const { text } = received;
  return /^text\/html\b/i.test(received.header("content-type") ?? "") || /^\s*<(!doctype\s|html\b)/i.test(text);
}

/**
 * Returns the answer's content. The status decides between success and failure; `success: false` is a failure with any
 * status, and `success: true` is never required.
 *
 * @throws RedirectError, ApiError or a subclass, DecodeError
 */
export function decode(exchange: Exchange): unknown {
  const { operation, received, attempts, before } = exchange;
  const { status, text } = received;
  if (received.redirected) throw redirectError(operation.id, attempts, before, status);
  if (status < 200 || status > 299) throw apiError(exchange);
  const { answer: kind = "object" } = operation;
  // JSON has no undefined.
  const answer = fromJson(text, kind === "any" ? text || undefined : undefined);
  if (isRecord(answer)) {
    if (answer.success === false) throw apiError(exchange);
    return answer;
  }
  if (kind === "json" && answer !== undefined) return answer;
  if (isHtml(received)) throw unexpected(exchange, "the server's answer was an unexpected HTML page");
  if (kind === "any") return answer;
  throw unexpected(exchange, `expected ${kind === "object" ? "a JSON object" : "JSON"}`);
}
