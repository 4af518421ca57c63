import { DecodeError } from "../errors/answer.ts";
import {
  AbortError,
  ConnectionError,
  HookError,
  type Outcome,
  TimeoutError,
  UnknownOutcomeError,
  WipsyError,
} from "../errors/classes.ts";
import { shown } from "../errors/refuse.ts";
import type { Input, Operation } from "../operation/table.ts";
import { isRecord, own } from "../operation/values.ts";
import { BrokenAnswer, HookFailure, TooLarge } from "../transport/fetch.ts";
import type { Attempt } from "./decode.ts";
import { Interrupted } from "./limits.ts";
import { type Failure, failureOfNetwork, judge, policy, worseOf } from "./retry.ts";

/** What an error of the runtime's or the caller's holds is read by this: its getters may throw. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** What became of a request that brought no answer. */
function failureOfThrown(thrown: unknown): Failure {
  if (thrown instanceof Interrupted) return thrown.by === "signal" ? "aborted" : "timedOut";
  if (thrown instanceof HookFailure) return "hookFailed";
  if (thrown instanceof TooLarge) return "tooLarge";
  if (thrown instanceof BrokenAnswer) return "lost";
  return orElse(() => failureOfNetwork(thrown), "lost");
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
  const errors = own(error, "errors");
  const named = word(Reflect.get(error, "name")) ?? "Error";
  const kind = code ?? named;
  const inner = printable(own(error, "cause"), depth - 1);
  const copy = new Error(kind, inner && { cause: inner });
  // The stack would be this function's.
  for (const [key, value] of Object.entries({
    name: named,
    reason: Reflect.get(error, "message"),
    stack: `${named}: ${kind}`,
  })) {
    Object.defineProperty(copy, key, { value, enumerable: false });
  }
  return Object.assign(copy, {
    ...(code && { code }),
    ...(syscall && { syscall }),
    ...(Array.isArray(errors) && { errors: errors.slice(0, 10).map((one) => printable(one, depth - 1)) }),
  });
}

/** What is to be added to a message that an outcome leaves open. */
function whatIsKnown({ effect }: Operation, outcome: Outcome): string {
  if (outcome === "not-sent") return " Nothing was sent.";
  if (outcome === "rejected" || effect === "read") return "";
  return " The server may have acted: look before doing it again.";
}

function connectionProblem(failure: Failure): string {
  return failure === "lost" ? "the connection was lost" : "the server was not reached: check baseUrl and the network";
}

/** Where a request stood when it failed. */
interface Given {
  /** Milliseconds that it was given. */
  readonly timeout: number;
  /** Whether it had been handed to `fetch`. */
  readonly isSent: boolean;
}

/** The error for an attempt that brought no answer, judged by what was thrown. */
export function noAnswer(turn: Attempt, thrown: unknown, { timeout, isSent }: Given): WipsyError {
  const { operation } = turn;
  const failure = failureOfThrown(thrown);
  const outcome = worseOf(turn.before, isSent ? policy[failure].outcome : "not-sent");
  const attempts = isSent ? turn.attempts : turn.attempts - 1;
  const details = { operation: operation.id, outcome, attempts };
  const known = whatIsKnown(operation, outcome);
  const error = (problem: string) => `${operation.id}: ${problem}.${known}`;
  if (thrown instanceof Interrupted) {
    const { by, reason } = thrown;
    if (by === "signal")
      return judge(new AbortError(error("the caller's signal ended the call"), { ...details, cause: reason }), failure);
    const what = isSent
      ? "no whole answer came"
      : "the request did not leave (does the hook hang, or the key's function?)";
    return judge(new TimeoutError(error(`${what} within ${Math.ceil(Math.max(0, timeout))} ms`), details), failure);
  }
  if (thrown instanceof HookFailure) {
    const message = error("the client's hook or fetch failed: see the cause");
    return judge(new HookError(message, { ...details, cause: thrown.reason }), failure);
  }
  if (thrown instanceof TooLarge) {
    const message = error(`the answer is larger than maxResponseSize, ${thrown.limit} bytes`);
    const { status, headers } = thrown.response;
    return judge(new DecodeError(message, { ...details, status, headers, body: undefined }), failure);
  }
  const reason = thrown instanceof BrokenAnswer ? thrown.reason : thrown;
  const cause = orElse(() => printable(reason), undefined);
  return judge(new ConnectionError(error(connectionProblem(failure)), { ...details, cause }), failure);
}

/** Where to look whether a write was done. */
const checks: Readonly<Record<string, string>> = {
  sendMessage: "look in the recipient's chat for this message",
  createContact: "look among the contacts for this one",
};

/** What was sent, without what was in it. */
function outline(operation: Operation, { body, ...parameters }: Input): string {
  const fieldsOfBody = isRecord(body) ? body : {};
  const fields = [...Object.values(parameters), fieldsOfBody].flatMap((part) => Object.entries(part ?? {}));
  const names = fields.flatMap(([name, value]) => (value === undefined ? [] : [shown(name)])).join(", ");
  // Only what is one of the description's own words: anything else may be data.
  const { channel: given } = fieldsOfBody;
  const channel = operation.body?.channel?.enum?.includes(given) ? ` (channel ${given})` : "";
  return names === "" ? "no fields" : names + channel;
}

/** The error in place of `error` where it leaves open whether a write was done; `undefined` where it does not. */
export function unknownOutcome(
  operation: Operation,
  error: unknown,
  input: Input,
  sentAt: Date,
): UnknownOutcomeError | undefined {
  if (operation.effect !== "write" || !(error instanceof WipsyError) || error.outcome !== "unknown") return undefined;
  // The caller ended it, or made the hook, and knows.
  if (error instanceof AbortError || error instanceof HookError) return undefined;
  const check = checks[operation.id] ?? "look whether it was done";
  const { attempts, outcome } = error;
  const status = "status" in error ? ` ${error.status}` : "";
  return new UnknownOutcomeError(
    `${operation.id}: it may have been done, or not (${error.name}${status}); it was not tried again, which could do it twice. ` +
      `Sent at ${sentAt.toISOString()} with ${outline(operation, input)}. Before you do it again, ${check}.`,
    { operation: operation.id, outcome, attempts, sentAt, check, input, cause: error },
  );
}
