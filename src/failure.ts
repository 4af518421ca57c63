import type { Attempt } from "./decode.ts";
import {
  AbortError,
  ConnectionError,
  HookError,
  type Outcome,
  TimeoutError,
  UnknownOutcomeError,
  WipsyError,
} from "./errors.ts";
import { isRecord, shown } from "./input.ts";
import { Interrupted } from "./limits.ts";
import type { Input, Operation } from "./operation.ts";
import { failureOfNetwork, policy } from "./retry.ts";
import { HookFailure } from "./transport.ts";

/** What an error of the runtime's or the caller's holds is read by this: its getters may throw. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** What is known when no answer came to a request that had been handed to `fetch`. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof Interrupted || error instanceof HookFailure) return "unknown";
  return orElse(() => policy[failureOfNetwork(error)].outcome, "unknown");
}

/** What looks like a name or a code; anything else may be data. */
const word = (value: unknown) => (typeof value === "string" && /^[a-z_]\w{0,60}$/i.test(value) ? value : undefined);

/**
 * What a runtime said of a failed connection, as it may be printed: its kind and codes. Its words are under `reason`, which
 * nothing prints: some put URLs, or what they sent or got, into them.
 */
function printable(error: unknown, depth = 4): Error | undefined {
  if (typeof error !== "object" || error === null || depth === 0) return undefined;
  const { name, message, code, syscall, cause, errors } = error as Record<string, unknown>;
  const named = word(name) ?? "Error";
  const kind = word(code) ?? named;
  const inner = printable(cause, depth - 1);
  const copy = new Error(kind, inner && { cause: inner });
  // The stack would be this function's.
  for (const [key, value] of Object.entries({ name: named, reason: message, stack: `${named}: ${kind}` })) {
    Object.defineProperty(copy, key, { value, enumerable: false });
  }
  return Object.assign(copy, {
    ...(word(code) && { code }),
    ...(word(syscall) && { syscall }),
    ...(Array.isArray(errors) && { errors: errors.map((one) => printable(one, depth - 1)) }),
  });
}

/** The error for an attempt that brought no answer. `timeout` is what it was given, in milliseconds. */
export function noAnswer(
  { operation, attempts, mayHaveActed }: Attempt,
  error: unknown,
  timeout: number,
  known: Outcome,
): WipsyError {
  const outcome: Outcome = mayHaveActed ? "unknown" : known;
  const look = operation.effect === "read" ? "" : " The server may have acted: look before doing it again.";
  const open = { "not-sent": " Nothing was sent.", rejected: "", unknown: look }[outcome];
  const details = { operation: operation.id, outcome, attempts };
  if (error instanceof Interrupted) {
    return error.by === "signal"
      ? new AbortError(`${operation.id}: the caller's signal ended the call.${open}`, {
          ...details,
          cause: error.reason,
        })
      : new TimeoutError(
          `${operation.id}: ${attempts > 0 ? "no whole answer came" : "the request did not leave (does the hook hang, or the key's function?)"} within ${Math.ceil(Math.max(0, timeout))} ms.${open}`,
          details,
        );
  }
  if (error instanceof HookFailure) {
    return new HookError(`${operation.id}: the client's hook or fetch failed: see the cause.${open}`, {
      ...details,
      cause: error.reason,
    });
  }
  const what =
    known === "not-sent" ? "the server was not reached: check baseUrl and the network" : "the connection was lost";
  return new ConnectionError(`${operation.id}: ${what}.${open}`, {
    ...details,
    cause: orElse(() => printable(error), undefined),
  });
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
