import type { CallOptions } from "./call.ts";
import { ApiError, InputError, WipsyError } from "./errors.ts";
import { isRecord } from "./input.ts";
import { pause } from "./limits.ts";
import { type Bounds, jittered, nextWait } from "./pace.ts";
import { isRetried } from "./retry.ts";

/** What can be set for watching. What a call takes holds for each request, but for `signal`, which ends the watching. */
export interface WatchOptions extends CallOptions {
  /**
   * How long to wait between two polls, in milliseconds: `min` while something happens, growing to `max` while nothing
   * does, a little longer at random. A number is `min`; `max` is then ten times as much.
   * @default { min: 2000, max: 30000 }
   */
  readonly every?: number | { readonly min: number; readonly max: number } | undefined;
  /** Ends the watching at once when aborted: the loop over it ends, without an error. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A feed: `for await` waits for what comes, for ever. A slow loop slows the polling; after `break` another loop goes on
 * where the last one stopped. One loop at a time.
 */
export interface Watch<Event, Checkpoint> extends AsyncIterable<Event> {
  /**
   * How far the feed has come, behind the event that was given last: plain JSON, to be kept anywhere and given back as
   * `since`. Made anew each time it is read. Holds ids, times and fingerprints: no name, phone or text.
   */
  readonly checkpoint: Checkpoint;
}

/** What came of one poll. */
export interface Round<Event> {
  /** In the order in which they are given; `given` is called right before. */
  readonly events: readonly { readonly event: Event; given(): void }[];
  /** Called when all of them were given. */
  done(): void;
  /** Why a part of it could not be polled. */
  readonly failure?: WipsyError | undefined;
}

/** How many of the longest waits failures may last before they surface. */
const patience = 10;

/**
 * The options of a watch. What is unknown among them is found when they are used for a call; what can be seen at once is
 * refused at once.
 *
 * @throws InputError when they are no options
 */
export function checkedWatch<Options extends WatchOptions>(about: string, options: Options): Options {
  if (isRecord(options)) return options;
  throw new InputError(`${about}: the options must be a plain object.`, { field: "options" });
}

/** @throws InputError when `every` is no time. */
export function boundsOf(about: string, every: unknown = { min: 2000, max: 30_000 }): Bounds {
  const { min, max } = (isRecord(every) ? every : { min: every, max: Number(every) * 10 }) as Record<string, unknown>;
  const isTime = (value: unknown): value is number => typeof value === "number" && value > 0 && value < 2 ** 31;
  if (isTime(min) && isTime(max) && min <= max) return { min, max };
  throw new InputError(`${about}: every must be milliseconds above 0, or { min, max } of such.`, { field: "every" });
}

/** Whether a failed poll is worth another: the policy would try such a failure again. */
function mayPass(error: unknown): error is WipsyError {
  return error instanceof WipsyError && isRetried(error, "read");
}

/** How long a failing server asks to be left alone, in milliseconds. */
function askedWait(error: unknown): number {
  return (error instanceof ApiError && error.retryAfterMs) || 0;
}

/**
 * Polls, gives what comes of it, and waits, until `signal` is aborted or failures have lasted for ten of the longest waits.
 *
 * @throws what a poll fails with, when it can't pass or has lasted
 */
async function* polled<Event>(
  poll: () => Promise<Round<Event>>,
  bounds: Bounds,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event> {
  let wait = bounds.min;
  let failingSince: number | undefined;
  while (!signal?.aborted) {
    const round = await poll().catch((error: unknown) => {
      if (signal?.aborted) return undefined;
      if (!mayPass(error)) throw error;
      return { events: [], done() {}, failure: error };
    });
    if (round === undefined) return;
    for (const { event, given } of round.events) {
      if (signal?.aborted) return;
      given();
      yield event;
    }
    round.done();
    const { failure } = round;
    failingSince = failure && (failingSince ?? performance.now());
    const hasLasted = failingSince !== undefined && performance.now() - failingSince >= patience * bounds.max;
    if (failure && (hasLasted || askedWait(failure) > patience * bounds.max)) throw failure;
    wait = nextWait(wait, round.events.length > 0, bounds);
    const due = Math.max(jittered(wait, Math.random(), bounds), askedWait(failure));
    // Only the signal cuts a wait short.
    await pause(due, signal).catch(() => {});
  }
}

/** What is polled again and again. */
export interface Feed<Event, Checkpoint> {
  poll(): Promise<Round<Event>>;
  readonly checkpoint: Checkpoint;
}

/** A feed as the caller has it. */
export function watchOf<Event, Checkpoint>(
  feed: Feed<Event, Checkpoint>,
  bounds: Bounds,
  signal: AbortSignal | undefined,
): Watch<Event, Checkpoint> {
  return {
    [Symbol.asyncIterator]: () => polled(() => feed.poll(), bounds, signal),
    get checkpoint() {
      return feed.checkpoint;
    },
  };
}
