import type { CallOptions } from "../call/call.ts";
import { pause } from "../call/limits.ts";
import { longestTimer, sharedChecks, signalCheck } from "../call/options.ts";
import { ApiError } from "../errors/answer.ts";
import type { WipsyError } from "../errors/classes.ts";
import { failureOf, isRetried } from "../errors/failure.ts";
import { isWipsyError } from "../errors/guard.ts";
import { type Check, checkedOptions, refuse } from "../errors/refuse.ts";
import { isRecord } from "../operation/values.ts";
import { type Bounds, jittered, nextWait } from "./pace.ts";

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
   * `checkpoint`. Made anew each time it is read. Holds ids, times and fingerprints: no name, phone or text.
   */
  readonly checkpoint: Checkpoint;
}

/** What came of one poll. */
export interface Round<Event> {
  /** In the order in which they are given; `given` is called right before. */
  readonly events: readonly { readonly event: Event; given(): void }[];
  /** Called when all of them were given. */
  done(): void;
  readonly failures?: readonly Failure[];
  /** Parts for which it was no time: whether they fail still is not known. */
  readonly left?: readonly Failure["part"][];
}

/** Why a poll failed: in a part, by its name, or in whole. */
export interface Failure {
  readonly part: string | undefined;
  readonly failure: WipsyError;
}

/** How many of the longest waits failures may last before they surface. */
const patience = 10;

/** The check of an option that is checked where it is used. */
export const anything: Check = () => undefined;

/**
 * Refuses wrong options of a feed. `own`: the checks of those besides what a call takes.
 *
 * @throws InputError naming the option
 */
export function checkWatch(about: string, options: unknown, own: Readonly<Record<string, Check>>): void {
  checkedOptions(about, options, { ...own, signal: signalCheck, ...sharedChecks() });
}

function boundsOf(about: string, every: unknown = { min: 2000, max: 30_000 }): Bounds {
  const isTime = (value: unknown): value is number => typeof value === "number" && value > 0 && value <= longestTimer;
  if (isTime(every)) return { min: every, max: Math.min(every * 10, longestTimer) };
  const { min, max } = isRecord(every) ? every : {};
  if (isTime(min) && isTime(max) && min <= max) return { min, max };
  return refuse(about, "every", `must be milliseconds above 0, at most ${longestTimer}, or { min, max }`);
}

/**
 * Whether a failed poll is worth another: the policy would try such a failure again, or the caller's own function failed to
 * give the key or the token, which is the only InputError with a cause.
 */
export function mayPass(error: unknown): error is WipsyError {
  if (!isWipsyError(error)) return false;
  return isRetried(failureOf(error), "read") || (isWipsyError(error, "InputError") && error.cause !== undefined);
}

/** Since when each part has failed, as often as it was polled; `undefined`: since when polls have failed in whole. */
type Failing = ReadonlyMap<string | undefined, number>;

/** What fails after a poll, which `began` and `ended` at these times. What it could poll does no longer. */
function failingAfter(
  before: Failing,
  { failures = [], left = [] }: Round<unknown>,
  began: number,
  ended: number,
): Failing {
  const failing = new Map<string | undefined, number>();
  // One answer that does not come can take longer than failures may last: a part has the time from its first failure on.
  for (const { part } of failures) failing.set(part, before.get(part) ?? (part === undefined ? began : ended));
  for (const part of left) {
    const since = before.get(part);
    if (since !== undefined) failing.set(part, since);
  }
  return failing;
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
  // In milliseconds of polling and waiting: between two polls that fail, whoever loops may have worked for an hour.
  let time = 0;
  let failing: Failing = new Map();
  while (!signal?.aborted) {
    const start = performance.now();
    const round: Round<Event> | undefined = await poll().catch((failure: unknown) => {
      if (signal?.aborted) return undefined;
      if (!mayPass(failure)) throw failure;
      // Of its parts nothing is known.
      return { events: [], done() {}, failures: [{ part: undefined, failure }], left: [...failing.keys()] };
    });
    if (round === undefined) return;
    const ended = time + performance.now() - start;
    for (const { event, given } of round.events) {
      if (signal?.aborted) return;
      given();
      yield event;
    }
    round.done();
    const { failures = [] } = round;
    wait = nextWait(wait, round.events.length > 0, bounds);
    // In milliseconds.
    const asked = failures.map(({ failure }) => (failure instanceof ApiError && failure.retryAfterMs) || 0);
    // What parts ask for holds the others up for no longer than the longest wait; what all ask for is waited for in full.
    const whole = failures.some(({ part }) => part === undefined) ? Math.min(...asked) : 0;
    const due = Math.max(jittered(wait, Math.random(), bounds), whole, Math.min(bounds.max, Math.max(...asked)));
    failing = failingAfter(failing, round, time, ended);
    time = ended + due;
    const lasting = failures.find(({ part }) => time - (failing.get(part) ?? time) >= patience * bounds.max);
    if (lasting) throw lasting.failure;
    // Only the signal cuts a wait short.
    await pause(due, signal).catch(() => {});
  }
}

/** What is polled again and again. */
export interface Feed<Event, Checkpoint> {
  poll(): Promise<Round<Event>>;
  readonly checkpoint: Checkpoint;
}

/**
 * A feed as the caller has it.
 *
 * @throws InputError when `every` is no time
 */
export function watchOf<Event, Checkpoint>(
  about: string,
  feed: Feed<Event, Checkpoint>,
  { every, signal }: WatchOptions,
): Watch<Event, Checkpoint> {
  const bounds = boundsOf(about, every);
  return {
    [Symbol.asyncIterator]: () => polled(() => feed.poll(), bounds, signal),
    get checkpoint() {
      return feed.checkpoint;
    },
  };
}
