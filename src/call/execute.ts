import { ApiError } from "../errors/answer.ts";
import { InputError, type Outcome, TimeoutError, type UnknownOutcomeError, WipsyError } from "../errors/classes.ts";
import type { Input, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { authorization } from "../request/credentials.ts";
import { checkInput, readable } from "../request/input.ts";
import type { Outgoing } from "../transport/fetch.ts";
import { attemptOnce } from "./attempt.ts";
import { prices } from "./budget.ts";
import { type Answer, type Call, type CallOptions, callOf } from "./call.ts";
import type { Client } from "./client.ts";
import type { Attempt, Shape } from "./decode.ts";
import { noAnswer, unknownOutcome } from "./failure.ts";
import { Interrupted, pause, within, withSignal } from "./limits.ts";
import { factsOf } from "./observe.ts";
import { type Settings, settingsOf } from "./options.ts";
import type { Verdict } from "./reconcile.ts";
import { failureOf, isRetried, waitMs } from "./retry.ts";

/** One call, with all its attempts. */
interface Run {
  readonly client: Client;
  readonly operation: Operation;
  readonly input: Input;
  readonly settings: Settings;
  /** When the call began. */
  readonly sentAt: () => Date;
  /** Milliseconds until the deadline. */
  readonly left: () => number;
}

/** @throws InputError when the operation is inferred and the client was not told to use such. */
export function checkEvidence(operation: Operation, allowInferred: boolean): void {
  if (operation.evidence !== "inferred" || allowInferred) return;
  throw new InputError(
    `${operation.id}: it is inferred, no page of the vendor shows it, and it may not exist. ` +
      "Regenerate the client from the description at docs.getwipsy.com (`npx wipsy-client generate`), or set allowInferred: true.",
    { operation: operation.id, field: "allowInferred" },
  );
}

/** The request, written once and sent as often as need be. */
async function prepare({ client, operation, input, settings, left }: Run): Promise<Outgoing> {
  const timeout = left();
  try {
    // Before the key is asked for: the caller may change the input meanwhile, which has been checked as it is.
    const { url, init } = client.transport.build(operation, input, settings.headers);
    if (settings.signal?.aborted) throw new Interrupted("signal", settings.signal.reason);
    const known = authorization(operation, client.credentials);
    const header = typeof known === "function" ? await within({ signal: settings.signal, timeout }, known) : known;
    return { url, init: { ...init, headers: { ...init.headers, ...header } } };
  } catch (error) {
    if (error instanceof WipsyError) throw error;
    if (error instanceof Interrupted)
      throw noAnswer({ operation, attempts: 1, before: "not-sent" }, error, { timeout, isSent: false });
    // encodeURIComponent's, of a text deep in a parameter.
    const isText = error instanceof URIError;
    const problem = isText
      ? "a text in the input has half of a character (a lone surrogate)"
      : "circular reference, BigInt or too much nesting in the body";
    const message = `${operation.id}: ${problem}. Nothing was sent.`;
    throw new InputError(message, { operation: operation.id, field: isText ? "input" : "body" });
  }
}

/** What the caller's function says became of a write; `"unknown"` when it fails or takes too long. */
async function verdictOn(lost: UnknownOutcomeError, turn: Attempt, { settings, left }: Run): Promise<Verdict> {
  const { reconcile, signal } = settings;
  if (!reconcile) return "unknown";
  const timeout = left();
  try {
    return await withSignal({ signal, timeout }, async (ending) => reconcile(lost, { signal: ending }));
  } catch (error) {
    if (error instanceof Interrupted && error.by === "signal") throw betweenAttempts(turn, error, "unknown");
    return "unknown";
  }
}

/** The error when the caller's signal ends the call behind an attempt, and before the next. */
function betweenAttempts({ operation, attempts }: Attempt, cut: unknown, before: Outcome): WipsyError {
  return noAnswer({ operation, attempts: attempts + 1, before }, cut, { timeout: 0, isSent: false });
}

/** What stands in for an answer when the caller's function has found the message. */
function reconciled<T>(turn: Attempt, shape: Shape<T>): Answer<T> {
  const response = Response.error();
  const { status, headers } = response;
  const received = { status, headers, text: "", redirected: false, isOpen: false, response };
  return { data: shape({ reconciled: true }, { ...turn, received }), response, attempts: turn.attempts };
}

/** Whether another attempt is safe: by the policy, and never for a write that may have been done. */
function isSafe({ effect }: Operation, error: WipsyError): boolean {
  return isRetried(failureOf(error), effect) && (effect !== "write" || error.outcome !== "unknown");
}

/**
 * Waits until the next attempt is due, when one is allowed, paid for, and fits into the deadline.
 *
 * @returns what it took from the budget, `undefined` when there is to be no other attempt
 */
async function waitForNext(run: Run, turn: Attempt, error: WipsyError, open: Outcome): Promise<number | undefined> {
  const { client, operation, settings, left } = run;
  const { attempts } = turn;
  if (attempts > settings.maxRetries) return undefined;
  const delay = waitMs(attempts, error, Math.random());
  const price = error instanceof TimeoutError ? prices.afterTimeout : prices.retry;
  if (delay >= left() || !client.budget.take(price)) return undefined;
  client.observe("wipsy:retry", () => ({
    ...factsOf(operation, client.baseUrl, attempts),
    "wipsy.retry.delay": delay / 1000,
    "error.type": error.name,
  }));
  try {
    await pause(delay, settings.signal);
  } catch (cut) {
    throw betweenAttempts(turn, cut, open);
  }
  // A timer can come late, on a busy machine.
  return left() > 0 ? price : undefined;
}

/** The error when the caller's function has said that nothing was sent, and no attempt is left. */
function notSent({ operation, attempts, before }: Attempt, cause: WipsyError): WipsyError {
  const message = `${operation.id}: it was not sent, as reconcile says, and no other attempt can be made.`;
  return new WipsyError(message, { operation: operation.id, outcome: before, attempts, cause });
}

/** What an attempt finds of those before it. */
interface Before {
  /** Their worst outcome. */
  readonly outcome: Outcome;
  /** Whether the caller's function has not been asked yet. */
  readonly mayAsk: boolean;
  /** What the call has taken from the budget. */
  readonly spent: number;
}

/**
 * What follows from a failed attempt: another one, or nothing more to do since the caller found the message.
 *
 * @throws the call's error, when there is to be no other attempt
 */
async function afterFailure(run: Run, turn: Attempt, error: WipsyError, before: Before): Promise<Before | "sent"> {
  const { client, operation, input, sentAt } = run;
  const { mayAsk, spent } = before;
  // The server is there, and says no for good.
  if (error instanceof ApiError && !isRetried(failureOf(error), "read")) client.budget.refund(spent);
  const lost = unknownOutcome(operation, error, input, sentAt());
  const verdict = lost && mayAsk ? await verdictOn(lost, turn, run) : "unknown";
  if (verdict === "sent") return verdict;
  // What the caller's function says takes the place of what the attempt left open.
  const isTold = verdict === "not-sent";
  const outcome = isTold ? before.outcome : error.outcome;
  const price = isTold || isSafe(operation, error) ? await waitForNext(run, turn, error, outcome) : undefined;
  if (price === undefined) throw isTold ? notSent(turn, error) : (lost ?? error);
  return { outcome, mayAsk: mayAsk && lost === undefined, spent: spent + price };
}

/** Attempts until there is an answer, or no other attempt to make. */
async function answered<T>(run: Run, outgoing: Outgoing, shape: Shape<T>): Promise<Answer<T>> {
  const { client, operation, settings, left } = run;
  const { signal, maxResponseSize } = settings;
  let before: Before = { outcome: "not-sent", mayAsk: true, spent: 0 };
  for (let attempts = 1; ; attempts += 1) {
    const turn = { operation, attempts, before: before.outcome };
    try {
      const limits = { signal, timeout: Math.min(settings.timeout, left()), maxResponseSize };
      const good = await attemptOnce(client, turn, outgoing, limits, shape);
      client.budget.refund(before.spent);
      return good;
    } catch (error) {
      // An attempt fails with nothing else.
      const next = await afterFailure(run, turn, error as WipsyError, before);
      if (next === "sent") return reconciled(turn, shape);
      before = next;
    }
  }
}

/** For the error that holds what was sent, whatever the caller then does with it. */
function copyOf(input: Input): Input {
  return Object.fromEntries(
    Object.entries(input).map(([part, values]) => [part, isRecord(values) ? { ...values } : values]),
  );
}

async function run<T>(
  { client, operation, input: given }: Omit<Run, "settings" | "sentAt" | "left">,
  options: CallOptions | undefined,
  shape: Shape<T>,
): Promise<Answer<T>> {
  checkEvidence(operation, client.allowInferred);
  const { settings, input } = readable(operation.id, () => {
    checkInput(operation, given);
    const kept = operation.effect === "write" ? copyOf(given) : given;
    return { settings: settingsOf(operation, options, client.defaults), input: kept };
  });
  const began = performance.now();
  const whole: Run = {
    ...{ client, operation, input, settings },
    // By the clock as it is when somebody asks: it may have been set meanwhile.
    sentAt: () => new Date(Date.now() - (performance.now() - began)),
    left: () => began + settings.deadline - performance.now(),
  };
  return answered(whole, await prepare(whole), shape);
}

/**
 * Calls one operation: checks the input, asks for the key, sends, decodes, and tries again what is safe to try again.
 * Every failure is a `WipsyError`.
 */
export function execute<T>(
  client: Client,
  operation: Operation,
  input: Input,
  options: CallOptions | undefined,
  shape: Shape<T>,
): Call<T> {
  return callOf(run({ client, operation, input }, options, shape));
}
