import type { CallOptions } from "../call/call.ts";
import { pause } from "../call/limits.ts";
import { headersOf, isTime, longestTimer, sharedChecks, signalCheck } from "../call/options.ts";
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
 * An endless feed: `for await` waits for events. A slow loop slows the polling; after `break`, another loop resumes
 * where the last one stopped. Run one loop at a time.
 */
export interface Watch<Event, Checkpoint> extends AsyncIterable<Event> {
  /**
   * The position of the feed, after the last event: plain JSON that you can store anywhere and pass back as
   * `checkpoint`. Computed each time it is read. Holds ids, times and fingerprints, never names, phones or texts.
   */
  readonly checkpoint: Checkpoint;
}

/** The result of one poll. */
export interface Poll<Known, Step> {
  /** The events, in order, with what is needed to deliver each. */
  readonly steps: readonly Step[];
  /** The state until all of them are delivered; absent if unchanged. */
  readonly known?: Known;
  /** The state once all of them are delivered. */
  readonly next: Known | undefined;
  readonly failures?: readonly PartFailure[];
  /** Parts that the poll did not get to. */
  readonly left?: readonly PartFailure["part"][];
}

/** How to watch something. `Known`: the state, `undefined` before the first poll. */
export interface Feed<Known, Step extends { readonly event: unknown }, Checkpoint> {
  poll(known: Known | undefined): Promise<Poll<Known, Step>>;
  /** Records that a step's event was delivered: the loop may end right after it. */
  deliver(known: Known, step: Step): void;
  checkpointOf(known: Known | undefined): Checkpoint;
}

/** What a feed keeps between loops. */
interface State<Known> {
  known: Known | undefined;
  /** Each loop starts with a new one. */
  pace: Pace;
}

/** For options that are checked where they are used. */
export const anything: Check = () => undefined;

/**
 * Checks the options of a feed. `own`: the checks of the options that only this feed has.
 *
 * @throws InputError that names the invalid option
 */
export function watchOptions<Options extends WatchOptions>(
  about: string,
  options: unknown,
  own: Readonly<Record<string, Check>> = {},
): Checked<Options> {
  const checks = { every: anything, ...own, signal: signalCheck, ...sharedChecks() };
  const checked = checkedOptions<Options>(about, options, checks);
  // Now, so that an invalid header is refused before the first poll.
  headersOf(about, checked.headers, "");
  return checked;
}

function boundsOf(about: string, every: unknown = { min: 2000, max: 30_000 }): Bounds {
  if (isTime(every)) return { min: every, max: Math.min(every * 10, longestTimer) };
  const { min, max } = isRecord(every) ? every : {};
  if (isTime(min) && isTime(max) && min <= max) return { min, max };
  return refuse(about, "every", `must be milliseconds above 0, at most ${longestTimer}, or { min, max }`);
}

/**
 * Whether another poll may succeed: the policy would retry such a failure, the client waits because the server asked it to,
 * or the caller's function for the key or token failed, which is the only InputError with a cause.
 */
export function mayPass(error: unknown): error is WipsyError {
  if (!isWipsyError(error)) return false;
  const failure = failureOf(error);
  const hasCause = isWipsyError(error, "InputError") && error.cause !== undefined;
  return isRetried(failure, "read") || failure === "tooLate" || hasCause;
}

/**
 * Polls, yields the events, and waits, until `signal` is aborted or failures have lasted for ten of the longest
 * intervals.
 *
 * @throws the error of a failed poll, if it cannot pass or has lasted too long
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
      // Whether its parts still fail is unknown.
      const left = [...state.pace.failing.keys()];
      return { steps: [], next: state.known, failures: [{ part: undefined, failure }], left };
    });
    if (poll === undefined) return;
    const took = performance.now() - start;
    const { steps, known = state.known, next, failures = [], left = [] } = poll;
    state.known = known;
    for (const step of steps) {
      if (signal?.aborted) return;
      if (known !== undefined) feed.deliver(known, step);
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
 * Makes the feed that the caller gets; the caller knows the type of its events. `known`: the initial state.
 *
 * @throws InputError if `every` is not a valid interval
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
