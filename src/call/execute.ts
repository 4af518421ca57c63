import { ApiError } from "../errors/answer.ts";
import { type Outcome, WipsyError } from "../errors/classes.ts";
import { Failed, failureOf, isRetried } from "../errors/failure.ts";
import type { Input, Operation } from "../operation/table.ts";
import { authorization } from "../request/credentials.ts";
import type { Built } from "../request/serialize.ts";
import type { Sending } from "../transport/types.ts";
import { type Answered, type Call, callOf, type WriteOptions } from "./call.ts";
import type { Client } from "./client.ts";
import { type Attempt, decode, resultOf, type Shape } from "./decode.ts";
import { noAnswer, unknownOutcome, verdictOn } from "./failure.ts";
import { sendOnce } from "./keyed.ts";
import { pause, within } from "./limits.ts";
import { addressText, factsOf } from "./observe.ts";
import { pauseMs, priceOf, waitMs } from "./retry.ts";
import { begin, type Run } from "./run.ts";

/** One attempt, with the state that earlier attempts left. */
interface Turn extends Attempt {
  /** What the call has taken from the retry budget. */
  readonly spent: number;
  /** Whether `reconcile` may still be asked: it is asked once. */
  readonly mayAsk: boolean;
}

/**
 * Calls one operation: checks the input, sends the request, decodes the answer, and retries where that is safe; with an
 * idempotency key, once per key. Every failure is a `WipsyError`.
 */
export function execute<T>(
  client: Client,
  operation: Operation,
  given: Input,
  options: WriteOptions | undefined,
  shape: Shape<T>,
): Call<T> {
  const run = async () => {
    const call = begin(client, operation, given, options);
    return call.settings.idempotencyKey === undefined ? send(call, shape) : sendOnce(call, shape, send);
  };
  return callOf(run());
}

/** Sends a call's request, and again where that is safe. */
async function send<T>(call: Run, shape: Shape<T>): Promise<Answered<T>> {
  const request = await authorized(call);
  let turn: Turn = { operation: call.operation, attempts: 1, before: "not-sent", spent: 0, mayAsk: true };
  for (;;) {
    try {
      const answer = await limited(call, turn, request, shape);
      call.client.budget.refund(turn.spent);
      return answer;
    } catch (error) {
      // The cast: an attempt rejects only with a WipsyError.
      const next = await nextTurn(call, turn, error as WipsyError);
      if (next === "sent") return resultOf(shape, { reconciled: true }, turn.attempts);
      turn = next;
    }
  }
}

/**
 * The request with the key.
 *
 * @throws WipsyError
 */
async function authorized({ client, operation, settings, request, left }: Run): Promise<Built> {
  const { signal } = settings;
  const timeout = left();
  try {
    if (signal?.aborted) throw new Failed("aborted", signal.reason);
    const known = authorization(operation, client.credentials);
    const header = typeof known === "function" ? await within({ signal, timeout }, known) : known;
    return { ...request, init: { ...request.init, headers: { ...request.init.headers, ...header } } };
  } catch (error) {
    if (error instanceof WipsyError) throw error;
    throw noAnswer({ operation, attempts: 1, before: "not-sent" }, error, { stage: "before", timeout });
  }
}

/**
 * Makes an attempt when the client's rate allows it. An answer that asks to wait pauses all calls.
 *
 * @throws WipsyError
 */
async function limited<T>(call: Run, turn: Turn, request: Built, shape: Shape<T>): Promise<Answered<T>> {
  const { client, operation, settings, ticket, left } = call;
  const limiter = client.limiter(operation);
  try {
    await limiter.start({ ticket, left, signal: settings.signal });
  } catch (cut) {
    throw noAnswer(turn, cut);
  }
  try {
    const answer = await attempt(call, turn, request, shape);
    limiter.end();
    return answer;
  } catch (error) {
    limiter.end(pauseMs(error));
    throw error;
  }
}

/**
 * Sends the request once, decodes the answer, and reports both to logger and diagnostics channels.
 *
 * @throws WipsyError
 */
async function attempt<T>(call: Run, turn: Attempt, request: Built, shape: Shape<T>): Promise<Answered<T>> {
  const { client, operation, settings, left, expires } = call;
  const { observe, transport } = client;
  const { signal, maxResponseSize } = settings;
  const { attempts } = turn;
  const timeout = Math.min(settings.timeout, left());
  const began = performance.now();
  let sending: Sending | undefined;
  const facts = () => ({
    "http.client.request.duration": (performance.now() - began) / 1000,
    ...sending?.connection,
  });
  observe("wipsy:request:start", turn);
  try {
    const [data, received] = await within({ signal, timeout }, async (cancellation) => {
      sending = {
        ...{ operation, cancellation, maxResponseSize, expires },
        attempt: attempts,
        stage: "before",
      };
      const received = await transport(request, sending);
      const exchange = { ...turn, before: received.isOpen ? "unknown" : turn.before, received } as const;
      return [shape(decode(exchange), exchange), received] as const;
    });
    observe("wipsy:request:end", turn, () => ({ ...facts(), "http.response.status_code": received.status }));
    return { data, response: received.response, attempts };
  } catch (thrown) {
    const { stage = "before" } = sending ?? {};
    const given = { timeout, maxResponseSize, stage, server: addressText(client.baseUrl) };
    const error = thrown instanceof WipsyError ? thrown : noAnswer(turn, thrown, given);
    observe("wipsy:request:error", turn, () => ({ ...facts(), ...factsOf(error) }));
    throw error;
  }
}

/**
 * Decides what follows a failed attempt: another attempt, or `"sent"` if `reconcile` found the message.
 *
 * @throws the call's error if there is no further attempt
 */
async function nextTurn(call: Run, turn: Turn, error: WipsyError): Promise<Turn | "sent"> {
  const { client, operation, sentAt } = call;
  const { attempts, mayAsk, spent } = turn;
  // The server is up, and its refusal is final.
  if (error instanceof ApiError && !isRetried(failureOf(error), "read")) client.budget.refund(spent);
  const lost = unknownOutcome(call, error, sentAt());
  const verdict = lost && mayAsk ? await verdictOn(lost, turn, call) : "unknown";
  if (verdict === "sent") return verdict;
  // The verdict of `reconcile` replaces the unknown outcome.
  const isTold = verdict === "not-sent";
  const before = isTold ? turn.before : error.outcome;
  // A write whose outcome is unknown is never retried.
  const isSafe = isTold || (lost === undefined && isRetried(failureOf(error), operation.effect));
  const price = isSafe ? await waitForNext(call, turn, error, before) : undefined;
  if (price === undefined && isTold) {
    const message = `${operation.id}: not sent, according to reconcile, and no retries are left.`;
    throw new WipsyError(message, { operation: operation.id, outcome: before, attempts, cause: error });
  }
  if (price === undefined) throw lost ?? error;
  return { operation, attempts: attempts + 1, before, spent: spent + price, mayAsk: mayAsk && lost === undefined };
}

/**
 * Waits for the next attempt, if `maxRetries`, the retry budget and the deadline allow one.
 *
 * @returns the price paid to the retry budget; `undefined` if there is no further attempt
 */
async function waitForNext(call: Run, turn: Attempt, error: WipsyError, open: Outcome): Promise<number | undefined> {
  const { client, settings, left } = call;
  if (turn.attempts > settings.maxRetries) return undefined;
  const delay = waitMs(turn.attempts, error, Math.random());
  const price = priceOf(error);
  if (delay >= left() || !client.budget.take(price)) return undefined;
  client.observe("wipsy:retry", turn, () => ({ "wipsy.retry.delay": delay / 1000, "error.type": error.name }));
  try {
    // The limiter makes the call wait as long as the server asks.
    if (pauseMs(error) === undefined) await pause(delay, settings.signal);
  } catch (cut) {
    throw noAnswer({ ...turn, attempts: turn.attempts + 1, before: open }, cut);
  }
  // Timers can fire late on a busy machine.
  return left() > 0 ? price : undefined;
}
