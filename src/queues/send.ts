import type { Types } from "../../generated/resources.ts";
import { clientBehind } from "../call/client.ts";
import type { WipsyError } from "../errors/classes.ts";
import { refuse } from "../errors/refuse.ts";
import type { MessageMethods, SendOptions } from "../methods/messages.ts";
import type { Api } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";

// What both engines share: a job's outcome, and the time that it may take.

/**
 * The result of a job. `accepted`: the server took the message; `replayed`: an earlier run or call had sent it; `unknown`: it
 * may have been sent, and a person has to look before it is sent again.
 */
export type SendResult =
  | {
      /** The message was accepted: now, or by an earlier call with the same key. */
      readonly state: "accepted" | "replayed";
      /** The server's id of the message; absent if a person or `reconcile` found that it was sent. */
      readonly messageId?: string;
    }
  | {
      /** Nobody knows whether the message was sent. */
      readonly state: "unknown";
      /** The key to look up and resolve with `wipsy.idempotency`. */
      readonly idempotencyKey: string;
    };

/** A message that was not sent, and when to run its job again, in milliseconds. */
export interface NotSent {
  readonly state: "not-sent";
  readonly retryAfterMs: number;
  readonly error: WipsyError;
}

/** The wait before the next run if the error names none. */
const usualWaitMs = 30_000;

/** An error with what only some classes have. */
type Details = WipsyError & { readonly status?: unknown; readonly reason?: unknown; readonly retryAfterMs?: number };

/** Whether the job can send later: nothing was sent, and the cause may pass. */
function isTemporary({ name, outcome, status, reason }: Details): boolean {
  // 429, and a server that did not start: see the retry policy.
  if (outcome === "rejected") return status === 429 || status === 503;
  return outcome === "not-sent" && !/^(Input|Abort)Error$/.test(name) && reason !== "different-input";
}

/** The end of a failed send as a result; throws what a later run cannot change. */
function outcomeOf(error: Details, idempotencyKey: string): SendResult | NotSent {
  const { outcome, retryAfterMs = usualWaitMs } = error;
  if (outcome === "unknown") return { state: outcome, idempotencyKey };
  if (!isTemporary(error)) throw error;
  return { state: "not-sent", retryAfterMs, error };
}

/** Sends the message of a job. Rejects if the message is invalid, was rejected, or cannot be sent with its key. */
export type Send = (
  data: unknown,
  idempotencyKey: string,
  signal: AbortSignal | undefined,
) => Promise<SendResult | NotSent>;

/**
 * Makes the function that sends a job's message.
 *
 * @throws InputError if `wipsy` is not a client, or has no store
 */
export function sendOf<A extends Api = Types>(wipsy: { readonly messages: unknown }, about: string): Send {
  if (!clientBehind(wipsy, about).idempotency) refuse(about, "idempotency", "must be a store that all workers share");
  // The cast: a description without messages is refused below.
  const { send } = wipsy.messages as Partial<MessageMethods<A>>;
  if (!send) return refuse(about, "wipsy", "must be a client with messages.send");
  // The cast: the compiler cannot check a message that it does not know; `send` checks it when it runs.
  const sendAny = send as (message: unknown, options: SendOptions) => Promise<{ messageId?: string; replayed?: true }>;
  return async (data, idempotencyKey, signal) => {
    const { idempotencyKey: _, ...message } = Object(data);
    try {
      const { messageId, replayed } = await sendAny(message, { idempotencyKey, signal });
      return { state: replayed ? "replayed" : "accepted", ...(messageId !== undefined && { messageId }) };
    } catch (error) {
      // The cast: a call rejects only with a WipsyError.
      return outcomeOf(error as Details, idempotencyKey);
    }
  };
}

/** How much longer a job is kept than it can take, in milliseconds. */
export const spareMs = 10_000;

/**
 * The longest time that a job takes, in milliseconds: the deadline, and the timeout to record the outcome.
 *
 * @throws InputError if `wipsy` is not a client
 */
export function longestJobMs(wipsy: unknown, about: string): number {
  const { deadline, timeout } = clientBehind(wipsy, about).defaults;
  return deadline + timeout;
}

/** What an option must be, and whether a value is. */
export type Rule = readonly [be: string, fits: (value: unknown) => boolean];

/**
 * Checks some of the options of an engine, which checks the others itself.
 *
 * @throws InputError that names the first invalid option
 */
export function checkSome(about: string, options: object, rules: Readonly<Record<string, Rule>>): void {
  if (!isRecord(options)) refuse(about, "options", "must be a plain object");
  for (const [name, [be, fits]] of Object.entries(rules))
    if (options[name] !== undefined && !fits(options[name])) refuse(about, name, `must be ${be}`);
}
