import { type Call, type CallOptions, callOf } from "./call.ts";
import type { Client } from "./client.ts";
import { authorization } from "./credentials.ts";
import { decode, type Exchange } from "./decode.ts";
import { AbortError, ConnectionError, InputError, type Outcome, TimeoutError, WipsyError } from "./errors.ts";
import { outcomeOfFailure } from "./failure.ts";
import { checkInput, type Input } from "./input.ts";
import { Interrupted, within } from "./limits.ts";
import type { Operation } from "./operation.ts";
import { type Settings, settingsOf } from "./options.ts";
import type { Outgoing } from "./transport.ts";

/** Turns an answer into a call's result; may find that it is not the described one. */
export type Shape<T> = (answer: unknown, exchange: Exchange) => T;

/** @throws InputError when the operation is inferred and the client was not told to use such. */
export function checkEvidence(operation: Operation, allowInferred: boolean): void {
  if (operation.evidence !== "inferred" || allowInferred) return;
  throw new InputError(
    `${operation.id}: no page of the vendor shows this operation; it is inferred and may not exist. ` +
      "Regenerate the client from the description that docs.getwipsy.com offers for download, " +
      "or make the client with allowInferred: true.",
    { operation: operation.id, field: "allowInferred" },
  );
}

/** The error for a request that brought no answer. */
function failure(operation: Operation, error: unknown, attempts: number, timeout: number): WipsyError {
  const outcome: Outcome =
    attempts === 0 ? "not-sent" : error instanceof Interrupted ? "unknown" : outcomeOfFailure(error);
  const next =
    outcome === "not-sent"
      ? " Nothing was sent."
      : operation.effect === "read"
        ? ""
        : " The server may have acted: look before doing it again.";
  const details = { operation: operation.id, outcome, attempts };
  if (error instanceof Interrupted) {
    return error.by === "signal"
      ? new AbortError(`${operation.id}: the caller's signal ended the call.${next}`, {
          ...details,
          cause: error.reason,
        })
      : new TimeoutError(`${operation.id}: no whole answer came within ${timeout} ms.${next}`, details);
  }
  const what =
    outcome === "not-sent" ? "the server was not reached: check baseUrl and the network" : "the connection was lost";
  return new ConnectionError(`${operation.id}: ${what}.${next}`, { ...details, cause: error });
}

/** One request and its answer. */
async function attempt(client: Client, operation: Operation, outgoing: Outgoing, settings: Settings, attempts: number) {
  try {
    const received = await within(settings, (signal) => client.transport.send(outgoing, signal));
    return { operation, received, attempts };
  } catch (error) {
    throw failure(operation, error, attempts, settings.timeout);
  }
}

async function prepare(client: Client, operation: Operation, input: Input, settings: Settings): Promise<Outgoing> {
  checkEvidence(operation, client.allowInferred);
  checkInput(operation, input);
  try {
    // Only a function that gives the key can take long.
    const secret = await within({ signal: settings.signal }, () => authorization(operation, client.credentials));
    return await client.transport.build(operation, input, { ...settings.headers, ...secret });
  } catch (error) {
    if (error instanceof WipsyError) throw error;
    if (error instanceof Interrupted) throw failure(operation, error, 0, settings.timeout);
    const message = `${operation.id}: the body cannot be written as JSON: it holds itself, a BigInt or the like. Nothing was sent.`;
    throw new InputError(message, { operation: operation.id, field: "body" });
  }
}

async function run<T>(client: Client, operation: Operation, input: Input, options: CallOptions, shape: Shape<T>) {
  const settings = settingsOf(operation.id, options, client.defaults);
  const outgoing = await prepare(client, operation, input, settings);
  const exchange = await attempt(client, operation, outgoing, settings, 1);
  const data = shape(decode(exchange), exchange);
  return { data, response: exchange.received.response, attempts: exchange.attempts };
}

/** Calls one operation: checks the input, asks for the key, sends, decodes. Every failure is a `WipsyError`. */
export function execute<T>(
  client: Client,
  operation: Operation,
  input: Input,
  options: CallOptions | undefined,
  shape: Shape<T>,
): Call<T> {
  return callOf(run(client, operation, input, options ?? {}, shape));
}
