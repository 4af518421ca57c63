import { DecodeError } from "../errors/answer.ts";
import {
  AbortError,
  ConnectionError,
  HookError,
  TimeoutError,
  UnknownOutcomeError,
  type WipsyError,
} from "../errors/classes.ts";
import { Failed, type Failure, judge, outcomeAfter } from "../errors/failure.ts";
import { type Given, noAnswerMessage, placeToLook, unknownMessage } from "../errors/messages.ts";
import type { Input, Operation } from "../operation/table.ts";
import { own } from "../operation/values.ts";
import type { Attempt } from "./decode.ts";
import { failureOfNetwork } from "./retry.ts";

/** Reads an error of the runtime's or the caller's, whose getters may throw. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** What looks like a name or a code; anything else may be data. */
const word = (value: unknown) => (typeof value === "string" && /^[a-z_][\w/]{0,60}$/i.test(value) ? value : undefined);

/**
 * What a runtime said of a failed connection, as it may be printed: its kind and codes. Its words are under `reason`, which
 * nothing prints: some put URLs, or what they sent or got, into them. For printing only: nothing is decided by it.
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
  const hidden = { name, reason: Reflect.get(error, "message"), stack: `${name}: ${message}` };
  for (const [key, value] of Object.entries(hidden)) Object.defineProperty(copy, key, { value, enumerable: false });
  return Object.assign(copy, code && { code }, syscall && { syscall });
}

/** The error for an attempt without an answer, judged by what was thrown. */
export function noAnswer(turn: Attempt, thrown: unknown, given: Given): WipsyError {
  const { operation, attempts, before } = turn;
  const known = thrown instanceof Failed ? thrown : undefined;
  const failure: Failure = known?.failure ?? orElse(() => failureOfNetwork(thrown), "lost");
  const outcome = given.isSent ? outcomeAfter(before, failure) : before;
  const message = noAnswerMessage(operation, failure, outcome, given);
  const details = { operation: operation.id, outcome, attempts: given.isSent ? attempts : attempts - 1 };
  if (failure === "tooLarge") {
    const { status, headers }: Response = Object(known?.reason);
    return judge(new DecodeError(message, { ...details, status, headers, body: undefined }), failure);
  }
  const kinds: Partial<Record<Failure, typeof WipsyError>> = {
    aborted: AbortError,
    timedOut: TimeoutError,
    hookFailed: HookError,
  };
  const kind = kinds[failure];
  const cause = known ? known.reason : thrown;
  if (kind) return judge(new kind(message, { ...details, cause }), failure);
  return judge(new ConnectionError(message, { ...details, cause: orElse(() => printable(cause), undefined) }), failure);
}

/** The error in place of `cause` where that leaves open whether a write was done; `undefined` where it does not. */
export function unknownOutcome(
  operation: Operation,
  cause: WipsyError,
  input: Input,
  sentAt: Date,
): UnknownOutcomeError | undefined {
  const { outcome, attempts } = cause;
  // The caller ended it, or made the hook, and knows.
  const isCallers = cause instanceof AbortError || cause instanceof HookError;
  if (operation.effect !== "write" || outcome !== "unknown" || isCallers) return undefined;
  const details = { operation: operation.id, outcome, attempts, sentAt, input, cause, check: placeToLook(operation) };
  return new UnknownOutcomeError(unknownMessage(operation, cause, sentAt), details);
}
