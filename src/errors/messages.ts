import type { Operation } from "../operation/table.ts";
import type { Outcome, WipsyError } from "./classes.ts";
import type { Failure } from "./failure.ts";

// The sentences of errors about a call: what happened, and what to do.

const look = "look before doing it again.";

/** What to do about a status, besides what the outcome asks for. */
const advice: Readonly<Record<number, string>> = {
  401: "Check apiKey (WIPSY_API_KEY), or log the agent in again.",
  402: "The server's project is restricted for payment.",
  403: "This key or agent lacks the permission.",
  404: "Check the id and the base URL.",
  429: "A rate limit or a quota is used up: wait, or change the plan.",
  500: "This API also answers so to bad input and when the provider refuses: check the input.",
  546: "The server ran out of time or memory, perhaps halfway.",
};

/** What the outcome asks for. */
function followUp({ effect }: Operation, outcome: Outcome): string {
  if (outcome === "not-sent") return " Nothing was sent.";
  return outcome === "rejected" || effect === "read" ? "" : ` The server may have acted: ${look}`;
}

/** What an answer that says no tells. */
interface Refusal {
  readonly status: number;
  readonly outcome: Outcome;
  readonly code: string | undefined;
  readonly reason: string | undefined;
}

/** For an answer that says no. */
export function refusalMessage(operation: Operation, { status, outcome, code, reason }: Refusal): string {
  const what = `${code ? ` (${code})` : ""}${status < 300 ? " with success: false" : ""}`;
  const open = outcome === "unknown" ? followUp(operation, outcome) || " Try again later." : "";
  const next = advice[status] ?? (open ? "" : "Check what was sent.");
  const seeReason = reason === undefined ? "" : " See the error's reason.";
  return `${operation.id}: the server answered ${status}${what}. ${next}${next ? open : open.slice(1)}${seeReason}`;
}

/** For a success status with another answer than the described one; `what` ends the sentence. */
export function unexpectedMessage({ id, effect }: Operation, status: number, what: string): string {
  const next = effect === "read" ? "Check baseUrl, or regenerate the client." : `It has most likely been done: ${look}`;
  return `${id}: the server answered ${status}, but ${what}. ${next}`;
}

/** What an attempt was given, and whether the request had been handed to `fetch` when it failed. */
export interface Given {
  readonly isSent: boolean;
  /** In milliseconds. */
  readonly timeout?: number;
  /** In bytes. */
  readonly maxResponseSize?: number;
}

function problemOf(failure: Failure, { timeout = 0, maxResponseSize, isSent }: Given): string {
  const what = isSent
    ? "no complete answer came"
    : "the request did not leave (does the hook hang, or the key's function?)";
  const problems: Partial<Record<Failure, string>> = {
    aborted: "the caller's signal ended the call",
    timedOut: `${what} within ${Math.ceil(Math.max(0, timeout))} ms`,
    hookFailed: "the client's hook or fetch failed: see the cause",
    tooLarge: `the answer is larger than maxResponseSize, ${maxResponseSize} bytes`,
    lost: "the connection was lost",
  };
  return problems[failure] ?? "the server was not reached: check baseUrl and the network";
}

/** For an attempt without an answer. */
export function noAnswerMessage(operation: Operation, failure: Failure, outcome: Outcome, given: Given): string {
  return `${operation.id}: ${problemOf(failure, given)}.${followUp(operation, outcome)}`;
}

/** Where to look whether a write was done. */
export function placeToLook({ id }: Operation): string {
  if (id === "sendMessage") return "look in the recipient's chat for this message";
  return id === "createContact" ? "look among the contacts for this one" : "look whether it was done";
}

/** For a write that may have been done; `cause` is what left it open. */
export function unknownMessage(operation: Operation, cause: WipsyError, sentAt: Date): string {
  const status = "status" in cause ? ` ${cause.status}` : "";
  return (
    `${operation.id}: it may have been done, or not (${cause.name}${status}). Sent at ${sentAt.toISOString()}. ` +
    `A retry could do it twice: before you do it again, ${placeToLook(operation)}.`
  );
}
