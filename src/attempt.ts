import type { Answer } from "./call.ts";
import type { Client } from "./client.ts";
import { type Attempt, answerKind, decode, type Shape } from "./decode.ts";
import { WipsyError } from "./errors.ts";
import { noAnswer, outcomeOf } from "./failure.ts";
import { type Limits, withSignal } from "./limits.ts";
import { type Facts, factsOf } from "./observe.ts";
import type { Outgoing, Received } from "./transport.ts";

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
 * One request and what its answer is to the caller, told to whoever listens.
 *
 * @throws WipsyError
 */
export async function attemptOnce<T>(
  client: Client,
  turn: Attempt,
  outgoing: Outgoing,
  limits: Limits,
  shape: Shape<T>,
): Promise<Answer<T>> {
  const { observe } = client;
  const began = performance.now();
  const facts = (more: Partial<Facts>) => ({ ...factsOf(turn.operation, client.baseUrl, turn.attempts), ...more });
  const duration = () => ({ "http.client.request.duration": (performance.now() - began) / 1000 });
  observe("wipsy:request:start", () => facts({}));
  try {
    const received = await receive(client, turn, outgoing, limits);
    const exchange = { ...turn, received };
    const data = shape(decode(exchange), exchange);
    observe("wipsy:request:end", () => facts({ ...duration(), "http.response.status_code": received.status }));
    return { data, response: received.response, attempts: turn.attempts };
  } catch (error) {
    observe("wipsy:request:error", () => facts({ ...duration(), ...failureFacts(error) }));
    throw error;
  }
}
