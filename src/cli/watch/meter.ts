import type { Texts } from "../texts/language.ts";
import { textIn, type WatchedEvent } from "./line.ts";

/** Counts of a run. Times in milliseconds. */
export interface Meter {
  readonly since: number;
  /** Messages. */
  shown: number;
  /** Changes of messages that had been shown. */
  changes: number;
  gaps: number;
  polls: number;
  /** Simulated messages that were written; 0 for a real account. */
  written: number;
  /** The sum of all lags, and the longest. */
  lags: number;
  longest: number;
  /** When each message of the last half minute was shown, and its lag. */
  latest: { at: number; lag: number }[];
}

/** The period of the rate and lag in the status line. */
const span = 30_000;

/** A new meter. */
export function meterFrom(now: number): Meter {
  return { since: now, shown: 0, changes: 0, gaps: 0, polls: 0, written: 0, lags: 0, longest: 0, latest: [] };
}

/** Counts a message created at `createdAt` and shown `now`. */
export function count(meter: Meter, createdAt: number, now: number): void {
  const lag = Math.max(0, now - createdAt);
  meter.shown += 1;
  meter.lags += lag;
  meter.longest = Math.max(meter.longest, lag);
  meter.latest.push({ at: now, lag });
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** A rate as text: per second if at least one, else per minute. */
export function rate(messages: number, milliseconds: number): string {
  const perSecond = messages / Math.max(milliseconds / 1000, 1);
  return perSecond >= 1 ? `${perSecond.toFixed(1)}/s` : `${Math.round(perSecond * 60)}/min`;
}

function clock(milliseconds: number): string {
  const all = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The status line. A narrow terminal cuts its end, so that holds what matters least. */
export function status(meter: Meter, now: number, t: Texts): string {
  meter.latest = meter.latest.filter(({ at }) => now - at < span);
  const { latest, since, shown, polls } = meter;
  const lag = latest.reduce((sum, one) => sum + one.lag, 0) / latest.length;
  return [
    t("watch.messages", { count: shown }),
    rate(latest.length, Math.min(now - since, span)),
    t("watch.lag", { lag: latest.length > 0 ? seconds(lag) : "–" }),
    t("watch.polls", { count: polls }),
    clock(now - since),
    t("watch.ends"),
  ].join(" · ");
}

/** Counts an event shown `now`. */
export function note(meter: Meter, event: WatchedEvent, now: number): void {
  if (event.type === "new") count(meter, Date.parse(textIn(event.message, "created_at")), now);
  else if (event.type === "changed") meter.changes += 1;
  else meter.gaps += 1;
}

/** The summary of a run. */
export function summary(meter: Meter, now: number, t: Texts): string {
  const { since, shown, changes, gaps, polls, written, lags, longest } = meter;
  return [
    written > 0 ? t("watch.of", { shown, count: written }) : t("watch.messages", { count: shown }),
    rate(shown, now - since),
    shown > 0
      ? t("watch.lags", { lag: seconds(lags / shown), longest: seconds(longest) })
      : t("watch.lag", { lag: "–" }),
    t("watch.polls", { count: polls }),
    t("watch.changes", { count: changes }),
    ...(gaps > 0 ? [t("watch.gaps", { count: gaps })] : []),
  ].join(" · ");
}
