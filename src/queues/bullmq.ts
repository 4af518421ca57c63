import type { Types } from "../../generated/resources.ts";
import { refuse } from "../errors/refuse.ts";
import type { Api } from "../operation/table.ts";
import type { OutgoingMessage } from "../recipient/message.ts";
import type { Wipsy } from "../wipsy.ts";
import { checkSome, longestJobMs, type SendResult, sendOf, spareMs } from "./send.ts";

export type { SendResult };

/** The data of a job: the message, and its idempotency key. */
export type SendJobData<A extends Api = Types> = OutgoingMessage<A> & {
  /**
   * The idempotency key: see the guide on sending once.
   * @default the job's id, if you chose it with `jobId`
   */
  readonly idempotencyKey?: string;
};

/** The part of a BullMQ `Job` that {@link sendProcessor} uses. */
export interface SendJob<A extends Api = Types> {
  /** The job's id. */
  readonly id?: string | undefined;
  /** The message with its key. */
  readonly data: SendJobData<A>;
  /** Moves the job from active to delayed. */
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}

/** What {@link sendWorkerOptions} adds to the worker's options. */
export interface SendWorkerSettings {
  /** A job whose worker died fails: it never runs again by itself. */
  readonly maxStalledCount: 0;
  /** Longer than a send can take, so that no job counts as stalled while it sends. */
  readonly lockDuration: number;
  /** The rate of all workers of the queue together. Present with `perSecond`. */
  readonly limiter?: { readonly max: number; readonly duration: number };
}

/**
 * Options for a job, or `defaultJobOptions` for a queue: `attempts: 1`, and your own. A `jobId` becomes the idempotency key
 * unless the job's data has one; BullMQ also ignores a second job with the same id while it keeps the first.
 *
 * @throws InputError if `attempts` is not 1, or `jobId` has a colon or no letter: it would be a phone, or a counter that
 *   starts again
 * @example
 * ```ts
 * import { sendJobOptions } from "wipsy-client/bullmq";
 * console.log(sendJobOptions({ jobId: "order-1001-shipped", delay: 5000 })); // { jobId, delay, attempts: 1 }
 * ```
 */
export function sendJobOptions<Options extends object = Record<never, never>>(
  options?: Options,
): Options & { readonly attempts: 1 } {
  // The cast: without options, their type is empty.
  const given = options ?? ({} as Options);
  checkSome("sendJobOptions", given, {
    attempts: ["1: a failed job may have sent", (value) => value === 1],
    jobId: ["text with a letter, without a colon", isOwnId],
  });
  return { ...given, attempts: 1 };
}

/** Whether an id can be a key: BullMQ's own ids are numbers, and begin at 1 again when Redis has lost its data. */
const isOwnId = (id: unknown) => typeof id === "string" && !/^\P{L}*$|:/u.test(id);

/**
 * Options for every worker of the queue, with your own, such as `connection` and `concurrency`. A job that stalled fails
 * instead of running again, and its lock lasts longer than the client's `deadline` and `timeout` together.
 *
 * `perSecond` is the rate of all workers together, evenly spread: pass the same to each.
 *
 * @throws InputError if an option would let a job run again while it sends: `maxStalledCount` above 0, or a `lockDuration`
 *   that is too short. Also for an invalid `perSecond`, and for `limiter`, which `perSecond` sets
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { sendWorkerOptions } from "wipsy-client/bullmq";
 * const wipsy = new Wipsy({ deadline: 20_000, timeout: 10_000 });
 * const options = sendWorkerOptions(wipsy, { connection: { host: "localhost" }, concurrency: 4, perSecond: 2 });
 * console.log(options.lockDuration, options.limiter); // 40000 { max: 1, duration: 500 }
 * ```
 */
export function sendWorkerOptions<Options extends object>(
  wipsy: object,
  options: Options & { readonly perSecond?: number },
): Omit<Options, "perSecond"> & SendWorkerSettings {
  const about = "sendWorkerOptions";
  const longest = longestJobMs(wipsy, about);
  checkSome(about, options, {
    maxStalledCount: ["0: a stalled job may have sent", (value) => value === 0],
    lockDuration: [`above ${longest}, the client's deadline and timeout`, (value) => Number(value) > longest],
    perSecond: ["a number above 0", (value) => Number.isFinite(value) && Number(value) > 0],
    limiter: ["set with perSecond", () => false],
  });
  const { perSecond, ...own } = options;
  const { lockDuration = longest + spareMs }: { lockDuration?: number } = own;
  return { ...own, maxStalledCount: 0, lockDuration, ...(perSecond && { limiter: limiterOf(perSecond) }) };
}

/** Ten steps per second, so that there are no bursts; or one job per step, if the rate is lower. */
function limiterOf(perSecond: number): { max: number; duration: number } {
  const max = Math.ceil(perSecond / 10);
  return { max, duration: Math.ceil((max * 1000) / perSecond) };
}

const missing = "must be in the data, or be the jobId";

/**
 * A processor for BullMQ's `Worker` that sends each job's message once, in all workers that share the client's store. See
 * the guide on queues.
 *
 * - Sent, now or before: the job completes with a {@link SendResult}.
 * - Unknown: the job completes with `state: "unknown"`, since a failed job invites "retry all".
 * - Not sent, for a reason that may pass (no connection, 429, the rate, the store): the job is delayed and runs again.
 * - Rejected, or invalid: the job fails. Retrying it by hand is safe, as for every job.
 *
 * Results and errors hold no phone and no text.
 *
 * @throws InputError if the client has no `idempotency` store
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { sendProcessor } from "wipsy-client/bullmq";
 * import { memoryStore } from "wipsy-client/stores/memory"; // with several processes: redis or postgres
 * const processor = sendProcessor(new Wipsy({ idempotency: memoryStore() }));
 * const data = { to: "+573188779043", message: "Your order 1001 is on its way." };
 * console.log(await processor({ id: "order-1001-shipped", data, moveToDelayed: async () => {} }));
 * ```
 */
export function sendProcessor<A extends Api = Types>(
  wipsy: Wipsy<A>,
): (job: SendJob<A>, token?: string, signal?: AbortSignal) => Promise<SendResult> {
  const about = "sendProcessor";
  const send = sendOf(wipsy, about);
  // BullMQ passes its signal only to a function with three parameters.
  return async (job, token, signal) => {
    const { id, data } = job;
    const key = Object(data).idempotencyKey ?? (isOwnId(id) ? id : refuse(about, "idempotencyKey", missing));
    const sent = await send(data, key, signal);
    if (sent.state !== "not-sent") return sent;
    await job.moveToDelayed(Date.now() + sent.retryAfterMs, token);
    // BullMQ knows its DelayedError by this name, and then leaves the job where it is.
    throw Object.assign(new Error("not sent"), { name: "DelayedError" });
  };
}
