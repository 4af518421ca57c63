/** The shortest and the longest wait between two polls, in milliseconds. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** By how much chance may lengthen a wait: watchers that were started together do not poll together. */
const jitter = 0.25;

/** The wait after a poll, before jitter: the shortest when something had happened, else half as long again as the last. */
export function nextWait(last: number, hasHappened: boolean, { min, max }: Bounds): number {
  return hasHappened ? min : Math.min(last * 1.5, Math.max(min, max / (1 + jitter)));
}

/** A wait with jitter, within the bounds. `random` is from 0 to 1. */
export function jittered(wait: number, random: number, { max }: Bounds): number {
  return Math.min(max, wait * (1 + jitter * random));
}
