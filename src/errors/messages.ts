import type { Operation } from "../operation/table.ts";
import type { AnswerDetails } from "./answer.ts";
import type { Outcome, WipsyError } from "./classes.ts";
import type { Failure } from "./failure.ts";

// Error messages about a call: what happened, and what to do.

const check = "check before retrying.";

/** What to do about a status, or about an operation's status. */
const advice: Readonly<Record<string, string>> = {
  401: "Check apiKey (WIPSY_API_KEY), or log the agent in again.",
  402: "The server's project is unpaid.",
  403: "The key or agent lacks permission.",
  404: "Check the id and the base URL.",
  "429 createContact": "The contact quota is used up: wait, or change the plan.",
  "429 sendMessage": "Sending is rate limited: wait, then send more slowly.",
  429: "The rate limit is reached: wait.",
  500: "This API also answers 500 to bad input: check the input.",
  546: "The server ran out of time or memory.",
};

/** What the outcome means for the caller; empty if there is nothing to do. */
function followUp({ effect }: Operation, outcome: Outcome): string {
  if (outcome === "not-sent") return "Nothing was sent.";
  return outcome === "rejected" || effect === "read" ? "" : `The server may have acted: ${check}`;
}

const sentences = (...all: string[]) => all.filter(Boolean).join(" ");

/** The message for an error answer: a status of 400 or more, or `success: false`. */
export function refusalMessage(operation: Operation, details: Omit<AnswerDetails, "headers" | "body">): string {
  const { status, outcome, code, reason } = details;
  const what = `${code ? ` (${code})` : ""}${status < 300 ? " with success: false" : ""}`;
  const open = outcome === "unknown" ? followUp(operation, outcome) || "Retry later." : "";
  return sentences(
    `${operation.id}: the server answered ${status}${what}.`,
    advice[`${status} ${operation.id}`] ?? advice[status] ?? (open ? "" : "Check the input."),
    open,
    reason === undefined ? "" : "See the error's reason.",
  );
}

/** The message for a success status whose answer does not match the description; `what` says how it differs. */
export function unexpectedMessage({ id, effect }: Operation, status: number, what: string): string {
  const next = effect === "read" ? "Check baseUrl, or regenerate the client." : `It was most likely done: ${check}`;
  return `${id}: ${what} (status ${status}). ${next}`;
}

/** How far a request came: not begun, waiting for a connection, or possibly on its way. */
export type Stage = "before" | "connecting" | "sent";

/** What a message says about an attempt. */
export interface Given {
  readonly stage: Stage;
  /** In milliseconds. */
  readonly timeout?: number;
  /** In bytes. */
  readonly maxResponseSize?: number;
  /** As `host:port`. */
  readonly server?: string;
  /** The runtime's code for a failed connection. */
  readonly code?: string | undefined;
}

function problemOf(failure: Failure, { timeout = 0, maxResponseSize, stage, server, code }: Given): string {
  const what = {
    before: "the request was not sent (slow hook or key function?)",
    connecting: `could not connect to ${server}`,
    sent: "no complete answer arrived",
  }[stage];
  const problems: Partial<Record<Failure, string>> = {
    aborted: "the caller's signal ended the call",
    tooLate: "the rate limit leaves no time to send before the deadline",
    timedOut: `${what} within ${Math.ceil(Math.max(0, timeout))} ms`,
    hookFailed: "the hook or fetch option failed: see the cause",
    tooLarge: `the answer is larger than maxResponseSize, ${maxResponseSize} bytes`,
    lost: "the connection was lost",
  };
  return (
    problems[failure] ?? `could not connect to ${code ? `${server} (${code})` : server}: check baseUrl and network`
  );
}

/** The message for an attempt without an answer. */
export function noAnswerMessage(operation: Operation, failure: Failure, outcome: Outcome, given: Given): string {
  return sentences(`${operation.id}: ${problemOf(failure, given)}.`, followUp(operation, outcome));
}

/** How to find out whether a write was done. */
export function howToCheck({ id }: Operation): string {
  if (id === "sendMessage") return "check whether it was sent before retrying: look in the chat";
  return "check whether it was done before retrying";
}

/** The message for a write whose outcome is unknown because of `cause`. */
export function unknownMessage(operation: Operation, cause: WipsyError, sentAt: Date): string {
  const why = "status" in cause ? `${cause.name} ${cause.status}` : cause.name;
  // Only an earlier call's outcome is unknown without an attempt.
  const what = `the outcome is unknown (${cause.attempts > 0 ? why : "an earlier call with this idempotency key"})`;
  return `${operation.id}: ${what}. Sent at ${sentAt.toISOString()}: ${howToCheck(operation)}.`;
}
