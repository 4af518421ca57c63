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
import type { AnswerKind, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { headerOf, type Received } from "../transport/fetch.ts";
import { type Failure, failureOfRedirect, failureOfStatus, judge, policy, worseOf } from "./retry.ts";
import { retryAfterMs } from "./retry-after.ts";

/** One attempt at an operation. */
export interface Attempt {
  readonly operation: Operation;
  /** Requests made, with this one. */
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

const look = "look whether it was done before doing it again";

/** What the caller can do about a status, besides what its outcome asks for. */
const advice: Readonly<Record<number, string>> = {
  401: "The key or the agent's token is missing, wrong or expired: check apiKey (WIPSY_API_KEY), or have the agent log in again.",
  402: "The server's project is restricted for payment.",
  403: "This key or agent may not do it: check its permissions.",
  404: "What was asked for does not exist: check the id and the base URL.",
  429: "A rate limit or a quota is used up (creating contacts: 100 a month on the Free plan): wait, or have the plan changed.",
  500: "This API answers so for bad parameters and refusals of the provider, too: check the input.",
  546: "The server ran out of time or memory, perhaps half way.",
};

function nextStep({ effect }: Operation, status: number, outcome: Outcome): string {
  const open = effect === "read" ? "Try again later." : `It may have acted: ${look}.`;
  const byOutcome = outcome === "unknown" ? open : "";
  return [advice[status], byOutcome].filter(Boolean).join(" ") || "Check what was sent.";
}

function errorClass(status: number): typeof ApiError {
  if (status === 401) return AuthenticationError;
  if (status === 403) return PermissionError;
  if (status === 404) return NotFoundError;
  if (status === 429) return RateLimitError;
  return status >= 500 ? ServerError : ApiError;
}

const notJson = Symbol("not JSON");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return notJson;
  }
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

/** What the platform answers instead of the function. Codes are printed, so only what is known to be one is taken for one. */
const platformCodes = ["BOOT_ERROR", "IDLE_TIMEOUT", "NOT_FOUND", "WORKER_ERROR", "WORKER_LIMIT"];

/** The platform's code. The function's own answers have none. */
function codeOf(body: unknown, received: Received): string | undefined {
  const code = headerOf(received, "sb-error-code")?.trim() ?? (isRecord(body) ? body.code : undefined);
  return platformCodes.find((known) => known === code);
}

/** What every error made from an answer says of it. */
function detailsOf({ operation, received, attempts, before }: Exchange, failure: Failure) {
  const { status, headers } = received;
  return { operation: operation.id, outcome: worseOf(before, policy[failure].outcome), attempts, status, headers };
}

/** The error for an answer that says no; `what` it says is the middle of the message. */
function refusal(exchange: Exchange, what: string): ApiError {
  const { operation, received } = exchange;
  const { status, text } = received;
  const json = parse(text);
  const body = json === notJson ? text : json;
  const reason = reasonOf(body);
  const code = codeOf(body, received);
  const wait = retryAfterMs((name) => headerOf(received, name), Date.now());
  const failure = status < 300 ? "refused" : failureOfStatus(status, code, wait);
  const details = { ...detailsOf(exchange, failure), body, reason, code, retryAfterMs: wait };
  const platform = code === undefined ? "" : ` (${code})`;
  const seeReason = reason === undefined ? "" : " The server's own words: see the error's reason.";
  const message = `${operation.id}: the server answered ${status}${platform}${what}. ${nextStep(operation, status, details.outcome)}${seeReason}`;
  return judge(new (errorClass(status))(message, details), failure);
}

/** The error for a redirect. `before`: the worst that may have become of the request already. */
export function redirectError(name: string, attempts: number, before: Outcome, status: number): RedirectError {
  const failure = failureOfRedirect(status);
  const outcome = worseOf(before, policy[failure].outcome);
  const message =
    "the server answered with a redirect, which is not followed: it would carry the key to another address. Check baseUrl.";
  return judge(new RedirectError(`${name}: ${message}`, { operation: name, outcome, attempts }), failure);
}

/** The error for an item that is not in an answer that came. */
export function missing(exchange: Exchange): NotFoundError {
  const details = { ...detailsOf(exchange, "refused"), body: parse(exchange.received.text) };
  return judge(new NotFoundError(`${exchange.operation.id}: no item with this id.`, details), "refused");
}

/** The error for a success status with another answer than the described one; `what` ends the sentence. */
export function unexpected(exchange: Exchange, what: string): DecodeError {
  const { operation, received } = exchange;
  const next =
    operation.effect === "read" ? "Check baseUrl, or regenerate the client." : `It has most likely been done: ${look}.`;
  const message = `${operation.id}: the server answered ${received.status}, but ${what}. ${next}`;
  return judge(new DecodeError(message, { ...detailsOf(exchange, "garbled"), body: received.text }), "garbled");
}

/** What an answer with this status holds. */
export function answerKind({ answers }: Operation, status: number): AnswerKind {
  if (answers === undefined) return "object";
  const own = answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers.default;
  if (own !== undefined) return own;
  // A status that is not described: nothing, as one of the others, or as all of them.
  if (status === 204 || status === 205) return "none";
  const kinds = new Set(Object.values(answers));
  if (kinds.size > 1) kinds.delete("none");
  const [only = "any"] = kinds;
  return kinds.size > 1 ? "any" : only;
}

function isHtml(received: Received): boolean {
  const { text } = received;
  return /^text\/html\b/i.test(headerOf(received, "content-type") ?? "") || /^\s*<(!doctype\s|html\b)/i.test(text);
}

function jsonOf(exchange: Exchange): unknown {
  const { text } = exchange.received;
  const answer = parse(text);
  if (answer === notJson) throw unexpected(exchange, text === "" ? "with an empty body" : "its body is no JSON");
  return answer;
}

function saysNo(answer: unknown): boolean {
  return isRecord(answer) && answer.success === false;
}

/** Whether it is a page where the description has none: that of a proxy or a login is no sign that anything was done. */
function isStrayPage({ operation, received }: Exchange, kind: "none" | "text" | "binary"): boolean {
  const isTaken = kind === "none" ? received.text === "" : /html|\*\//.test(operation.accept ?? "*/*");
  return !isTaken && isHtml(received);
}

function contentOf(exchange: Exchange): unknown {
  const { operation, received } = exchange;
  const kind = answerKind(operation, received.status);
  if (kind === "object" || kind === "json") return jsonOf(exchange);
  const { text, blob } = received;
  const answer = blob ?? parse(text);
  if (saysNo(answer)) return answer;
  if (kind === "any") return answer === notJson ? text || undefined : answer;
  if (isStrayPage(exchange, kind)) throw unexpected(exchange, "with a page, where none was to come");
  if (kind === "none") return undefined;
  return kind === "text" ? text : (blob ?? new Blob([text], { type: headerOf(received, "content-type") ?? "" }));
}

/**
 * What is in the answer: its JSON, or what else the description says. The status decides; an explicit `success: false`
 * is a failure under any status, and `success: true` is never asked for.
 *
 * @throws RedirectError, ApiError or one below it, DecodeError
 */
export function decode(exchange: Exchange): unknown {
  const { operation, received, attempts, before } = exchange;
  if (received.redirected) throw redirectError(operation.id, attempts, before, received.status);
  if (received.status < 200 || received.status > 299) throw refusal(exchange, "");
  const answer = contentOf(exchange);
  if (saysNo(answer)) throw refusal(exchange, " with success: false");
  return answer;
}
