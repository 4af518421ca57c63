import type { CallOptions } from "../call/call.ts";
import { pause } from "../call/limits.ts";
import { isTime, longestTimer, sharedChecks, signalCheck } from "../call/options.ts";
import type { WipsyError } from "../errors/classes.ts";
import { failureOf, isRetried } from "../errors/failure.ts";
import { isWipsyError } from "../errors/guard.ts";
import { type Check, type Checked, checkedOptions, refuse } from "../errors/refuse.ts";
import { isRecord } from "../operation/values.ts";
import { type Bounds, firstPace, type Pace, type PartFailure, paceAfter } from "./pace.ts";

/** Options of a feed. Call options apply to each request, except `signal`, which ends the feed. */
export interface WatchOptions extends CallOptions {
  /**
   * The polling interval, in milliseconds: `min` while something happens, growing to `max` while nothing does, with jitter.
   * A number sets `min`; `max` is then ten times that.
   * @default { min: 2000, max: 30000 }
   */
  readonly every?: number | { readonly min: number; readonly max: number } | undefined;
  /** Ends the feed at once when aborted: its loop ends without an error. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A feed: `for await` waits for events, without end. A slow loop slows the polling; after `break`, another loop resumes
 * where the last one stopped. Run one loop at a time.
 */
export interface Watch<Event, Checkpoint> extends AsyncIterable<Event> {
  /**
   * Where the feed is, behind the event that was given last: plain JSON, to be kept anywhere and given back as
   * `checkpoint`. Made anew each time it is read. Holds ids, times and fingerprints: no name, phone or text.
   */
  readonly checkpoint: Checkpoint;
}

/** What came of one poll. */
export interface Poll<Known, Step> {
  /** The events, in the order in which they are given, with what giving one needs. */
  readonly steps: readonly Step[];
  /** What the feed knows as long as not all of them are given; absent when that is no other than before. */
  readonly known?: Known;
  /** What the feed knows when all of them are given. */
  readonly next: Known | undefined;
  readonly failures?: readonly PartFailure[];
  /** Parts that the poll did not get to. */
  readonly left?: readonly PartFailure["part"][];
}

/** How something is watched. `Known`: what is known of it, `undefined` before the first poll. */
export interface Feed<Known, Step extends { readonly event: unknown }, Checkpoint> {
  poll(known: Known | undefined): Promise<Poll<Known, Step>>;
  /** Notes that a step's event is given: the loop may end behind it. */
  give(known: Known, step: Step): void;
  checkpointOf(known: Known | undefined): Checkpoint;
}

/** All state of a feed. */
interface State<Known> {
  known: Known | undefined;
  /** Each loop begins anew with it. */
  pace: Pace;
}

/** The check of an option that is checked where it is used. */
const anything: Check = () => undefined;

/**
 * The options of a feed. `own`: the checks of those besides what every feed takes.
 *
 * @throws InputError naming an option that is wrong. A checkpoint is checked where it is used.
 */
export function watchOptions<Options extends WatchOptions>(
  about: string,
  options: unknown,
  own: Readonly<Record<string, Check>> = {},
): Checked<Options> {
  const checks = { every: anything, checkpoint: anything, ...own, signal: signalCheck, ...sharedChecks() };
  return checkedOptions<Options>(about, options, checks);
}

function boundsOf(about: string, every: unknown = { min: 2000, max: 30_000 }): Bounds {
  if (isTime(every)) return { min: every, max: Math.min(every * 10, longestTimer) };
  const { min, max } = isRecord(every) ? every : {};
  if (isTime(min) && isTime(max) && min <= max) return { min, max };
  return refuse(about, "every", `must be milliseconds above 0, at most ${longestTimer}, or { min, max }`);
}

/**
 * Whether another poll may succeed: the policy would retry such a failure, or the caller's own function failed to give the
 * key or the token, which is the only InputError with a cause.
 */
export function mayPass(error: unknown): error is WipsyError {
  if (!isWipsyError(error)) return false;
  return isRetried(failureOf(error), "read") || (isWipsyError(error, "InputError") && error.cause !== undefined);
}

/**
 * Polls, gives what comes of it, and waits, until `signal` is aborted or failures have lasted for ten of the longest
 * intervals.
 *
 * @throws what a poll fails with, when it can't pass or has lasted
 */
async function* loop<Known, Step extends { readonly event: unknown }>(
  feed: Feed<Known, Step, unknown>,
  state: State<Known>,
  bounds: Bounds,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  state.pace = firstPace(bounds);
  while (!signal?.aborted) {
    const start = performance.now();
    const poll = await feed.poll(state.known).catch((failure: unknown): Poll<Known, Step> | undefined => {
      if (signal?.aborted) return undefined;
      if (!mayPass(failure)) throw failure;
      // Nothing is known of its parts.
      const left = [...state.pace.failing.keys()];
      return { steps: [], next: state.known, failures: [{ part: undefined, failure }], left };
    });
    if (poll === undefined) return;
    const took = performance.now() - start;
    const { steps, known = state.known, next, failures = [], left = [] } = poll;
    state.known = known;
    for (const step of steps) {
      if (signal?.aborted) return;
      if (known !== undefined) feed.give(known, step);
      yield step.event;
    }
    state.known = next;
    const polled = { hasEvents: steps.length > 0, failures, left, took };
    const { pace, wait, lasting } = paceAfter(state.pace, polled, bounds, Math.random());
    state.pace = pace;
    if (lasting) throw lasting;
    // Only the signal cuts it short.
    await pause(wait, signal).catch(() => {});
  }
}

/**
 * A feed as the caller has it, who knows the type of its events. `known`: what its checkpoint says.
 *
 * @throws InputError when `every` is no time
 */
export function watchOf<Known, Step extends { readonly event: unknown }, Checkpoint>(
  about: string,
  feed: Feed<Known, Step, Checkpoint>,
  known: Known | undefined,
  { every, signal }: Pick<WatchOptions, "every" | "signal">,
): Watch<unknown, Checkpoint> {
  const bounds = boundsOf(about, every);
  const state: State<Known> = { known, pace: firstPace(bounds) };
  return {
    [Symbol.asyncIterator]: () => loop(feed, state, bounds, signal),
    get checkpoint() {
      return feed.checkpointOf(state.known);
    },
  };
}
