import type { Types } from "../../generated/resources.ts";
import { isFunction, refuse } from "../errors/refuse.ts";
import type { Api } from "../operation/table.ts";
import type { OutgoingMessage } from "../recipient/message.ts";
import type { Wipsy } from "../wipsy.ts";
import { checkSome, longestJobMs, type SendResult, sendOf, spareMs } from "./send.ts";

export type { SendResult };

/** The data of a job: the message, and its idempotency key. */
export type SendJobData<A extends Api = Types> = OutgoingMessage<A> & {
  /** The idempotency key: see the guide on sending once. A job's id would not do: pg-boss copies jobs under new ids. */
  readonly idempotencyKey: string;
};

/** The part of a pg-boss `Job` that {@link sendHandler} uses. */
export interface SendJob<A extends Api = Types> {
  /** The queue's name. */
  readonly name: string;
  /** The message with its key. */
  readonly data: SendJobData<A>;
  /** Aborted when the job expires. pg-boss 10 has none. */
  readonly signal?: AbortSignal;
}

/** The part of a `PgBoss` that {@link sendHandler} uses to add a job again. */
export interface Boss {
  /** Adds a job to a queue. */
  send(name: string, data: object, options: { readonly startAfter: number }): Promise<unknown>;
}

/** The result of a job of {@link sendHandler}. `moved`: nothing was sent, and a new job with the same key waits to send. */
export type HandlerResult = SendResult | { readonly state: "moved" };

/** What {@link sendQueueOptions} adds to the queue's options. */
export interface SendQueueSettings {
  /** pg-boss never runs a job again by itself. */
  readonly retryLimit: 0;
  /** Longer than a send can take. */
  readonly expireInSeconds: number;
}

/**
 * Options for `createQueue` and `updateQueue`, with your own, such as `deadLetter`: a job never runs again by itself, and
 * expires only when its send has certainly ended, after the client's `deadline` and `timeout`.
 *
 * @throws InputError if an option would let a job run again while it sends: `retryLimit` above 0, or an `expireInSeconds`
 *   that is too short
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { sendQueueOptions } from "wipsy-client/pg-boss";
 * const wipsy = new Wipsy({ deadline: 20_000, timeout: 10_000 });
 * console.log(sendQueueOptions(wipsy, { deadLetter: "failed" })); // { deadLetter, retryLimit: 0, expireInSeconds: 40 }
 * ```
 */
export function sendQueueOptions<Options extends object = Record<never, never>>(
  wipsy: object,
  options?: Options,
): Options & SendQueueSettings {
  const about = "sendQueueOptions";
  // The cast: without options, their type is empty.
  const given = options ?? ({} as Options);
  const longest = longestJobMs(wipsy, about);
  checkSome(about, given, {
    retryLimit: ["0: a job that expired may have sent", (value) => value === 0],
    expireInSeconds: [
      `above ${longest / 1000}, the client's deadline and timeout`,
      (value) => Number(value) * 1000 > longest,
    ],
  });
  const { expireInSeconds = Math.ceil((longest + spareMs) / 1000) }: { expireInSeconds?: number } = given;
  return { ...given, retryLimit: 0, expireInSeconds };
}

/**
 * A handler for `boss.work` with a `batchSize` of 1 (the default) that sends each job's message once, in all workers that
 * share the client's store. See the guide on queues.
 *
 * - Sent, now or before: the job completes with a {@link SendResult}.
 * - Unknown: the job completes with `state: "unknown"`, since a failed job invites "retry all".
 * - Not sent, for a reason that may pass (no connection, 429, the rate, the store): `boss` adds a new job with the same key
 *   for later, and this one completes with `state: "moved"`. Without `boss`, the job fails: without retries, pg-boss has no
 *   way back to waiting.
 * - Rejected, or invalid: the job fails. Retrying it by hand is safe, as for every job.
 *
 * Results and errors hold no phone and no text.
 *
 * @throws InputError if the client has no `idempotency` store, or `boss` has no `send`
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { type Boss, sendHandler } from "wipsy-client/pg-boss";
 * import { memoryStore } from "wipsy-client/stores/memory"; // with several processes: postgres or redis
 * const boss: Boss = { send: async () => "a new job" };
 * const handler = sendHandler(new Wipsy({ idempotency: memoryStore() }), boss);
 * const data = { to: "+573188779043", message: "Your order 1001 is on its way.", idempotencyKey: "order-1001-shipped" };
 * console.log(await handler([{ name: "messages", data }]));
 * ```
 */
export function sendHandler<A extends Api = Types>(
  wipsy: Wipsy<A>,
  boss?: Boss,
): (jobs: readonly SendJob<A>[]) => Promise<HandlerResult> {
  const about = "sendHandler";
  const send = sendOf(wipsy, about);
  if (boss !== undefined && !isFunction(Object(boss).send)) refuse(about, "boss", "must be a PgBoss, with send");
  return async (jobs) => {
    const [job] = jobs;
    if (!job || jobs.length > 1) return refuse(about, "batchSize", "must be 1: jobs of a batch end together");
    const { name, data, signal } = job;
    const { idempotencyKey } = Object(data);
    const key = idempotencyKey ?? refuse(about, "idempotencyKey", "must be in the data");
    const sent = await send(data, key, signal);
    if (sent.state !== "not-sent") return sent;
    if (!boss) throw sent.error;
    await boss.send(name, data, { startAfter: Math.ceil(sent.retryAfterMs / 1000) });
    return { state: "moved" };
  };
}
