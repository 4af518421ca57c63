import { WipsyError } from "../errors/classes.ts";
import { BrokenAnswer, HookFailure, type Outgoing, type Received, type Sending } from "../transport/fetch.ts";
import type { Answer } from "./call.ts";
import type { Client } from "./client.ts";
import { type Attempt, answerKind, decode, type Exchange, type Shape } from "./decode.ts";
import { noAnswer } from "./failure.ts";
import { type Limits, within } from "./limits.ts";
import { type Facts, factsOf } from "./observe.ts";

/** What an attempt may take. */
interface AttemptLimits extends Limits {
  /** In bytes. */
  readonly maxResponseSize: number;
}

/** @throws WipsyError when no answer came */
async function receive(client: Client, turn: Attempt, outgoing: Outgoing, limits: AttemptLimits): Promise<Received> {
  const { operation, attempts } = turn;
  const { maxResponseSize, timeout } = limits;
  const controller = new AbortController();
  let isSent = false;
  const sending: Sending = {
    context: { operation: operation.id, attempt: attempts },
    controller,
    leaving: () => {
      isSent = true;
    },
    isBinary: (status) => status >= 200 && status < 300 && answerKind(operation, status) === "binary",
    maxResponseSize,
  };
  try {
    return await within(
      limits,
      () => client.transport.send(outgoing, sending),
      () => controller.abort(),
    );
  } catch (thrown) {
    throw noAnswer(turn, thrown, { timeout, isSent });
  }
}

/** @throws WipsyError when the answer says no, or is not the described one */
function contentOf<T>(exchange: Exchange, shape: Shape<T>): T {
  try {
    return shape(decode(exchange), exchange);
  } catch (thrown) {
    // A caller's own answer can throw when it is read.
    if (thrown instanceof WipsyError) throw thrown;
    const reason = thrown instanceof HookFailure ? thrown : new BrokenAnswer(thrown);
    throw noAnswer(exchange, reason, { timeout: 0, isSent: true });
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
  limits: AttemptLimits,
  shape: Shape<T>,
): Promise<Answer<T>> {
  const { observe } = client;
  const began = performance.now();
  const facts = (more: Partial<Facts>) => ({ ...factsOf(turn.operation, client.baseUrl, turn.attempts), ...more });
  const duration = () => ({ "http.client.request.duration": (performance.now() - began) / 1000 });
  observe("wipsy:request:start", () => facts({}));
  try {
    const received = await receive(client, turn, outgoing, limits);
    const before = received.isOpen ? "unknown" : turn.before;
    const data = contentOf({ ...turn, before, received }, shape);
    observe("wipsy:request:end", () => facts({ ...duration(), "http.response.status_code": received.status }));
    return { data, response: received.response, attempts: turn.attempts };
  } catch (error) {
    observe("wipsy:request:error", () => facts({ ...duration(), ...failureFacts(error) }));
    throw error;
  }
}
