import type { Client } from "./client.ts";
import { type Attempt, answerKind, decode, type Exchange } from "./decode.ts";
import { WipsyError } from "./errors.ts";
import { noAnswer, outcomeOf } from "./failure.ts";
import { type Limits, withSignal } from "./limits.ts";
import { type Facts, factsOf } from "./observe.ts";
import type { Outgoing, Received } from "./transport.ts";

/** An answer that says yes, with what is in it. */
export interface Answered {
  readonly exchange: Exchange;
  readonly answer: unknown;
}

async function receive(client: Client, turn: Attempt, { url, init }: Outgoing, limits: Limits): Promise<Received> {
  const context = { operation: turn.operation.id, attempt: turn.attempts };
  let isSent = false;
  const leaving = () => {
    isSent = true;
  };
  const isBinary = (status: number) => status >= 200 && status < 300 && answerKind(turn.operation, status) === "binary";
  try {
    return await withSignal(limits, (signal) =>
      client.transport.send({ url, init: { ...init, signal } }, context, leaving, isBinary),
    );
  } catch (error) {
    const made = isSent ? turn : { ...turn, attempts: turn.attempts - 1 };
    throw noAnswer(made, error, limits.timeout, isSent ? outcomeOf(error) : "not-sent");
  }
}

function failureFacts(error: unknown): Partial<Facts> {
  if (!(error instanceof WipsyError)) return {};
  const { name, outcome } = error;
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  return {
    "error.type": name,
    "wipsy.outcome": outcome,
    ...(status !== undefined && { "http.response.status_code": status }),
  };
}

/**
 * One request and its answer, told to whoever listens.
 *
 * @throws WipsyError
 */
export async function attemptOnce(
  client: Client,
  turn: Attempt,
  outgoing: Outgoing,
  limits: Limits,
): Promise<Answered> {
  const { observe } = client;
  const began = performance.now();
  const facts = (more: Partial<Facts>) => ({ ...factsOf(turn.operation, client.baseUrl, turn.attempts), ...more });
  const duration = () => ({ "http.client.request.duration": (performance.now() - began) / 1000 });
  observe("wipsy:request:start", () => facts({}));
  try {
    const exchange = { ...turn, received: await receive(client, turn, outgoing, limits) };
    const answer = decode(exchange);
    observe("wipsy:request:end", () => facts({ ...duration(), "http.response.status_code": exchange.received.status }));
    return { exchange, answer };
  } catch (error) {
    observe("wipsy:request:error", () => facts({ ...duration(), ...failureFacts(error) }));
    throw error;
  }
}
