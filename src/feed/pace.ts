import type { WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";

// The polling interval of a feed, and how long failures may last. Pure: time and randomness are parameters.

/** The shortest and the longest polling interval, in milliseconds. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Why a poll failed: in a part, by its name, or as a whole. */
export interface PartFailure {
  readonly part: string | undefined;
  readonly failure: WipsyError;
}

/** What the pace depends on. */
export interface Polled {
  readonly hasEvents: boolean;
  readonly failures: readonly PartFailure[];
  /** Parts that the poll did not get to: whether they still fail is not known. */
  readonly left: readonly PartFailure["part"][];
  /** How long the poll took, in milliseconds. */
  readonly took: number;
}

/** How a feed is being polled. */
export interface Pace {
  /** The interval after the latest poll, in milliseconds, without jitter. */
  readonly interval: number;
  /** Milliseconds spent on polls and intervals: between two polls that fail, the loop may have worked for an hour. */
  readonly time: number;
  /** Since which `time` each part has failed, each time it was polled; `undefined`: polls as a whole. */
  readonly failing: ReadonlyMap<PartFailure["part"], number>;
}

/** Failures surface after this many of the longest intervals. */
const patience = 10;
/** Jitter lengthens an interval by at most this share, so that feeds started together do not poll together. */
const jitter = 0.25;

export const firstPace = ({ min }: Bounds): Pace => ({ interval: min, time: 0, failing: new Map() });

/** The next interval, without jitter: the shortest if the poll found events, else 1.5 times the last. */
export function nextInterval(last: number, hasHappened: boolean, { min, max }: Bounds): number {
  return hasHappened ? min : Math.min(last * 1.5, Math.max(min, max / (1 + jitter)));
}

/** An interval with jitter, within the bounds. `random` is from 0 to 1. */
export function jittered(interval: number, random: number, { max }: Bounds): number {
  return Math.min(max, interval * (1 + jitter * random));
}

/** What fails after a poll. */
function failingAfter({ failing: before, time }: Pace, { failures, left, took }: Polled): Pace["failing"] {
  const failing = new Map<PartFailure["part"], number>();
  // One answer that does not come can take longer than failures may last: a part has the time from its first failure on.
  for (const { part } of failures) failing.set(part, before.get(part) ?? (part === undefined ? time : time + took));
  for (const part of left) {
    const since = before.get(part);
    if (since !== undefined) failing.set(part, since);
  }
  return failing;
}

/** The pace after a poll, how long to wait in milliseconds, and the failure that has lasted too long. */
export function paceAfter(
  pace: Pace,
  polled: Polled,
  bounds: Bounds,
  random: number,
): { pace: Pace; wait: number; lasting: WipsyError | undefined } {
  const { failures, took } = polled;
  const interval = nextInterval(pace.interval, polled.hasEvents, bounds);
  const asked = failures.map(({ failure }) => (isWipsyError(failure, "ApiError") && failure.retryAfterMs) || 0);
  // What parts ask for holds the others up for no longer than the longest interval; what all ask for is waited for in full.
  const whole = failures.some(({ part }) => part === undefined) ? Math.min(...asked) : 0;
  const wait = Math.max(jittered(interval, random, bounds), whole, Math.min(bounds.max, Math.max(...asked)));
  const failing = failingAfter(pace, polled);
  const time = pace.time + took + wait;
  const lasting = failures.find(({ part }) => time - (failing.get(part) ?? time) >= patience * bounds.max);
  return { pace: { interval, time, failing }, wait, lasting: lasting?.failure };
}
