import type { WipsyError } from "../errors/classes.ts";

// The polling interval of a feed, and how long failures may last. Pure: time and randomness are parameters.

/** The shortest and the longest polling interval, in milliseconds. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Why a poll failed: as a whole, or in the part with this name. */
export interface PartFailure {
  readonly part: string | undefined;
  readonly failure: WipsyError;
}

/** The result of a poll, as far as the pace depends on it. */
export interface Polled {
  readonly hasEvents: boolean;
  readonly failures: readonly PartFailure[];
  /** Parts that the poll did not get to: whether they still fail is unknown. */
  readonly left: readonly PartFailure["part"][];
  /** How long the poll took, in milliseconds. */
  readonly took: number;
}

/** How a feed is being polled. */
export interface Pace {
  /** The interval after the latest poll, in milliseconds, without jitter. */
  readonly interval: number;
  /** Milliseconds spent on polls and intervals, without the caller's own work between polls. */
  readonly time: number;
  /** The `time` since which every poll of a part has failed; `undefined`: the whole poll. */
  readonly failing: ReadonlyMap<PartFailure["part"], number>;
}

/** Failures surface after this many of the longest intervals. */
const patience = 10;
/** Jitter lengthens an interval by at most this share, so that feeds started together do not poll together. */
const jitter = 0.25;

export const firstPace = ({ min }: Bounds): Pace => ({ interval: min, time: 0, failing: new Map() });

/** The next interval, without jitter: the shortest if the poll found events, else 1.5 times the last. */
export function nextInterval(last: number, hasEvents: boolean, { min, max }: Bounds): number {
  return hasEvents ? min : Math.min(last * 1.5, Math.max(min, max / (1 + jitter)));
}

/** An interval with jitter, within the bounds. `random` is from 0 to 1. */
export function jittered(interval: number, random: number, { max }: Bounds): number {
  return Math.min(max, interval * (1 + jitter * random));
}

/** The parts that are failing after a poll. */
function failingAfter({ failing: before, time }: Pace, { failures, left, took }: Polled): Pace["failing"] {
  const failing = new Map<PartFailure["part"], number>();
  // A single timeout can be longer than the patience, so a part's time counts from the end of its first failure.
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
  const asked = failures.map(({ failure }) => Number(Reflect.get(failure, "retryAfterMs") ?? 0));
  // A part's Retry-After delays the others by at most the longest interval; one of the whole poll applies in full.
  const whole = failures.some(({ part }) => part === undefined) ? Math.min(...asked) : 0;
  const wait = Math.max(jittered(interval, random, bounds), whole, Math.min(bounds.max, Math.max(...asked)));
  const failing = failingAfter(pace, polled);
  const time = pace.time + took + wait;
  const lasting = failures.find(({ part }) => time - (failing.get(part) ?? time) >= patience * bounds.max);
  return { pace: { interval, time, failing }, wait, lasting: lasting?.failure };
}
