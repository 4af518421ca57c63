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
import { answerKind } from "../operation/content.ts";
import type { Operation } from "../operation/table.ts";
import { fromJson, isRecord } from "../operation/values.ts";
import { headerOf, type Received } from "../transport/fetch.ts";
import { failureOfRedirect, failureOfStatus, retryAfterMs } from "./retry.ts";

// From an answer to what it holds, or to the error that it stands for.

/** One attempt at an operation. */
export interface Attempt {
  readonly operation: Operation;
  /** Requests made, including this one. */
  readonly attempts: number;
  /** The worst outcome of the call's earlier attempts: no later answer can take it back. */
  readonly before: Outcome;
}

/** An attempt that was answered. */
export interface Exchange extends Attempt {
  readonly received: Received;
}

/** Turns an answer into a call's result; may find that it is not the described one. */
export type Shape<T> = (answer: unknown, exchange: Exchange) => T;

function errorClass(status: number): typeof ApiError {
  if (status === 401) return AuthenticationError;
  if (status === 403) return PermissionError;
  if (status === 404) return NotFoundError;
  if (status === 429) return RateLimitError;
  return status >= 500 ? ServerError : ApiError;
}

function words(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  if (!isRecord(value)) return undefined;
  if (typeof value.message === "string") return words(value.message);
  try {
    return JSON.stringify(value);
  } catch {
    // Nested too deep to be written.
    return undefined;
  }
}

/** The server's own words: from `error`, `message` and `details` in any of the shapes they come in, or a plain text. */
function reasonOf(body: unknown): string | undefined {
  if (typeof body === "string") return body.trimStart().startsWith("<") ? undefined : words(body);
  if (!isRecord(body)) return undefined;
  const found = [body.error, body.message, body.details].map(words).filter((part) => part !== undefined);
  return found.length > 0 ? [...new Set(found)].join(": ") : undefined;
}

/** What the platform answers instead of the function. Codes are printed, so only known ones count. */
const platformCodes = ["BOOT_ERROR", "IDLE_TIMEOUT", "NOT_FOUND", "WORKER_ERROR", "WORKER_LIMIT"];

/** The platform's code. The function's own answers have none. */
function codeOf(body: unknown, received: Received): string | undefined {
  const code = headerOf(received, "sb-error-code")?.trim() ?? (isRecord(body) ? body.code : undefined);
  return platformCodes.find((known) => known === code);
}

/** What every error made from an answer says of it. */
function detailsOf({ operation, received, attempts, before }: Exchange, failure: Failure) {
  const { status, headers } = received;
  return { operation: operation.id, outcome: outcomeAfter(before, failure), attempts, status, headers };
}

/** The error for an answer that says no. */
function refusal(exchange: Exchange): ApiError {
  const { operation, received } = exchange;
  const { status, text } = received;
  const body = fromJson(text, text);
  const code = codeOf(body, received);
  const wait = retryAfterMs((name) => headerOf(received, name), Date.now());
  const failure = status < 300 ? "refused" : failureOfStatus(status, code, wait);
  const details = { ...detailsOf(exchange, failure), body, reason: reasonOf(body), code, retryAfterMs: wait };
  return judge(new (errorClass(status))(refusalMessage(operation, details), details), failure);
}

/** The error for a redirect. `before`: the worst that may have become of the request already. */
export function redirectError(name: string, attempts: number, before: Outcome, status: number): RedirectError {
  const failure = failureOfRedirect(status);
  const message = `${name}: the server answered with a redirect, which is not followed: it would carry the key elsewhere. Check baseUrl.`;
  const outcome = outcomeAfter(before, failure);
  return judge(new RedirectError(message, { operation: name, outcome, attempts }), failure);
}

/** The error for an answer without the item that was asked for. */
export function missing(exchange: Exchange): NotFoundError {
  const details = { ...detailsOf(exchange, "refused"), body: fromJson(exchange.received.text, undefined) };
  return judge(new NotFoundError(`${exchange.operation.id}: no item with this id.`, details), "refused");
}

/** The error for a success status with another answer than the described one; `what` ends the sentence. */
export function unexpected(exchange: Exchange, what: string): DecodeError {
  const { operation, received } = exchange;
  const details = { ...detailsOf(exchange, "garbled"), body: received.text };
  return judge(new DecodeError(unexpectedMessage(operation, received.status, what), details), "garbled");
}

function isHtml(received: Received): boolean {
  const { text } = received;
  return /^text\/html\b/i.test(headerOf(received, "content-type") ?? "") || /^\s*<(!doctype\s|html\b)/i.test(text);
}

function saysNo(answer: unknown): boolean {
  return isRecord(answer) && answer.success === false;
}

/** Whether it is a page where the description has none: that of a proxy or a login does not show that anything was done. */
function isStrayPage({ operation, received }: Exchange, kind: "none" | "text"): boolean {
  const isTaken = kind === "none" ? received.text === "" : /html|\*\//.test(operation.accept ?? "*/*");
  return !isTaken && isHtml(received);
}

function jsonOf(exchange: Exchange): unknown {
  const { text } = exchange.received;
  const answer = fromJson(text, undefined);
  // JSON has no undefined.
  if (answer === undefined) throw unexpected(exchange, text === "" ? "with an empty body" : "its body is not JSON");
  return answer;
}

function contentOf(exchange: Exchange): unknown {
  const { operation, received } = exchange;
  const { text } = received;
  const kind = answerKind(operation, received.status);
  if (kind === "object" || kind === "json") return jsonOf(exchange);
  const answer = fromJson(text, text || undefined);
  if (kind === "any" || saysNo(answer)) return answer;
  if (isStrayPage(exchange, kind)) throw unexpected(exchange, "with an HTML page in its place");
  return kind === "none" ? undefined : text;
}

/**
 * What is in the answer: its JSON, or what else the description says. The status decides; an explicit `success: false`
 * is a failure under any status, and `success: true` is never required.
 *
 * @throws RedirectError, ApiError or one below it, DecodeError
 */
export function decode(exchange: Exchange): unknown {
  const { operation, received, attempts, before } = exchange;
  if (received.redirected) throw redirectError(operation.id, attempts, before, received.status);
  if (received.status < 200 || received.status > 299) throw refusal(exchange);
  const answer = contentOf(exchange);
  if (saysNo(answer)) throw refusal(exchange);
  return answer;
}
