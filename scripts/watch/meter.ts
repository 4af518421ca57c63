/** What was shown lately, and in all. Times in milliseconds, by the machine's clock. */
export interface Meter {
  readonly since: number;
  /** Messages. */
  shown: number;
  /** Changes of messages that had been shown. */
  changes: number;
  gaps: number;
  polls: number;
  /** Sum of all lags, and the longest. */
  lags: number;
  longest: number;
  /** Of the last half minute: when each message was shown, and its lag. */
  latest: { at: number; lag: number }[];
}

/** The time over which the rate and the lag of the status line go. */
const span = 30_000;

/** A meter that has seen nothing yet. */
export function meterFrom(now: number): Meter {
  return { since: now, shown: 0, changes: 0, gaps: 0, polls: 0, lags: 0, longest: 0, latest: [] };
}

/** Counts a message that is shown `now`, and was created at `createdAt`. */
export function count(meter: Meter, createdAt: number, now: number): void {
  const lag = Math.max(0, now - createdAt);
  meter.shown += 1;
  meter.lags += lag;
  meter.longest = Math.max(meter.longest, lag);
  meter.latest.push({ at: now, lag });
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
const many = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;

/** A rate in words: by the second where there is more than one, else by the minute. */
export function rate(messages: number, milliseconds: number): string {
  const perSecond = messages / Math.max(milliseconds / 1000, 1);
  return perSecond >= 1 ? `${perSecond.toFixed(1)}/s` : `${Math.round(perSecond * 60)}/min`;
}

function clock(milliseconds: number): string {
  const all = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The status line: how it goes now. What matters least comes last, where a narrow terminal cuts. */
export function status(meter: Meter, now: number): string {
  meter.latest = meter.latest.filter(({ at }) => now - at < span);
  const { latest, since, shown, polls } = meter;
  const lag = latest.reduce((sum, one) => sum + one.lag, 0) / latest.length;
  return [
    many(shown, "message"),
    rate(latest.length, Math.min(now - since, span)),
    latest.length > 0 ? `lag ${seconds(lag)}` : "lag –",
    many(polls, "poll"),
    clock(now - since),
    "Ctrl-C ends",
  ].join(" · ");
}

/** How it went, with the number of messages that were written. */
export function summary({ since, shown, changes, gaps, polls, lags, longest }: Meter, written: number, now: number) {
  return [
    `${shown} of ${many(written, "message")}`,
    rate(shown, now - since),
    shown > 0 ? `lag ${seconds(lags / shown)}, longest ${seconds(longest)}` : "lag –",
    many(polls, "poll"),
    many(changes, "change"),
    ...(gaps > 0 ? [many(gaps, "gap")] : []),
  ].join(" · ");
}
