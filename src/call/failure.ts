import { DecodeError } from "../errors/answer.ts";
import {
  AbortError,
  ConnectionError,
  HookError,
  TimeoutError,
  UnknownOutcomeError,
  type WipsyError,
} from "../errors/classes.ts";
import { Failed, judge, outcomeAfter } from "../errors/failure.ts";
import { hide } from "../errors/hide.ts";
import { type Given, howToCheck, noAnswerMessage, unknownMessage } from "../errors/messages.ts";
import { orElse, own } from "../operation/values.ts";
import type { Verdict } from "./call.ts";
import type { Attempt } from "./decode.ts";
import { within } from "./limits.ts";
import type { Run } from "./run.ts";

/** A value that looks like a name or a code; `undefined` for anything else, which may be data. */
const word = (value: unknown) => (typeof value === "string" && /^[a-z_][\w/]{0,60}$/i.test(value) ? value : undefined);

/**
 * A printable copy of the runtime's error: its name, code and syscall. Its message goes into `reason`, which nothing
 * prints: some runtimes put URLs or bodies into it. For printing only: no decision depends on it.
 */
function printable(error: unknown, depth = 4): Error | undefined {
  if (typeof error !== "object" || error === null || depth === 0) return undefined;
  const code = word(own(error, "code"));
  const syscall = word(own(error, "syscall"));
  const name = word(Reflect.get(error, "name")) ?? "Error";
  const message = code ?? name;
  const cause = printable(own(error, "cause"), depth - 1);
  const copy = new Error(message, cause && { cause });
  // The stack would be this function's.
  hide(copy, { name, reason: Reflect.get(error, "message"), stack: `${name}: ${message}` });
  return Object.assign(copy, code && { code }, syscall && { syscall });
}

/** The first code in an error and its causes. */
const codeOf = ({ code, cause }: Coded): string | undefined => code ?? (cause && codeOf(cause));
type Coded = { readonly code?: string; readonly cause?: Coded };

/** The error for an attempt without an answer. `thrown` is a `Failed`, or what an answer threw when it was read. */
export function noAnswer(
  { operation, attempts, before }: Attempt,
  thrown: unknown,
  given: Given = { stage: "before" },
): WipsyError {
  const { failure, reason } = thrown instanceof Failed ? thrown : new Failed("lost", thrown);
  const outcome = given.stage === "sent" ? outcomeAfter(before, failure) : before;
  const copy = orElse(() => printable(reason), undefined);
  const message = noAnswerMessage(operation, failure, outcome, { ...given, code: codeOf(Object(copy)) });
  const details = { operation: operation.id, outcome, attempts: given.stage === "before" ? attempts - 1 : attempts };
  if (failure === "tooLarge") {
    const { status, headers }: Response = Object(reason);
    return judge(new DecodeError(message, { ...details, status, headers, body: undefined }), failure);
  }
  if (failure === "aborted") return judge(new AbortError(message, { ...details, cause: reason }), failure);
  if (failure === "hookFailed") return judge(new HookError(message, { ...details, cause: reason }), failure);
  if (failure === "timedOut" || failure === "tooLate") {
    // The cast: the limiter passes the wait.
    const late = new TimeoutError(message, { ...details, retryAfterMs: reason as number | undefined });
    // The next connection may be ready in time.
    return judge(late, given.stage === "connecting" ? "connectFailed" : failure);
  }
  return judge(new ConnectionError(message, { ...details, cause: copy }), failure);
}

/** An `UnknownOutcomeError` if `cause` leaves a write's outcome unknown; else `undefined`. */
export function unknownOutcome(
  { operation, input }: Run,
  cause: WipsyError,
  sentAt: Date,
): UnknownOutcomeError | undefined {
  const { outcome, attempts } = cause;
  // The caller aborted the call, or wrote the hook, and knows.
  const isCallers = cause instanceof AbortError || cause instanceof HookError;
  if (operation.effect !== "write" || outcome !== "unknown" || isCallers) return undefined;
  const details = { operation: operation.id, outcome, attempts, sentAt, input, cause, check: howToCheck(operation) };
  return new UnknownOutcomeError(unknownMessage(operation, cause, sentAt), details);
}

/** Asks `reconcile` whether a write was done; `"unknown"` if it fails or takes too long. */
export async function verdictOn(lost: UnknownOutcomeError, turn: Attempt, call: Run): Promise<Verdict> {
  const { settings, left } = call;
  const { reconcile, signal } = settings;
  if (!reconcile) return "unknown";
  try {
    return await within({ signal, timeout: left() }, async (ending) => reconcile(lost, { signal: ending.signal }));
  } catch (error) {
    if (error instanceof Failed && error.failure === "aborted")
      throw noAnswer({ ...turn, attempts: turn.attempts + 1, before: "unknown" }, error);
    return "unknown";
  }
}
