import type { CampaignState, Outcome } from "./result.ts";

/** Counts of rows by state. States without rows are absent. */
export type Counts = { readonly [State in CampaignState]?: number };

/** How a campaign went so far. */
export interface CampaignReport {
  /** Whether every row was read and handled. */
  readonly isComplete: boolean;
  /** Rows handled. */
  readonly rows: number;
  /** Counts by state. */
  readonly states: Counts;
  /** Counts by channel and state. Invalid rows have no channel. */
  readonly channels: Readonly<Record<string, Counts>>;
  /**
   * Rows whose outcome is unknown, by their number and key: look in the chat, and settle them with
   * `wipsy.idempotency.resolve`. The first 1,000; `states.unknown` counts all.
   */
  readonly unknown: readonly { readonly row: number; readonly key: string }[];
}

/** The progress of a campaign. */
export interface CampaignProgress {
  /** Rows handled. */
  readonly rows: number;
  /** Rows in all; `undefined` if unknown. */
  readonly total: number | undefined;
  /** Counts by state. */
  readonly states: Counts;
  /** Sends per second, measured over the latest 100; 0 until there are two. */
  readonly perSecond: number;
  /** Milliseconds that the remaining rows take at this rate; `undefined` if unknown. */
  readonly remainingMs: number | undefined;
}

/** At most so many rows are kept by number: the memory of a campaign does not depend on its size. */
export const mostKept = 1000;

/** How many sends the measured rate covers. */
const measured = 100;

/** The counts of a campaign. */
export interface Tally {
  total: number | undefined;
  isComplete: boolean;
  add(row: Numbered, outcome: Pick<Outcome, "state" | "isSend">): void;
  report(): CampaignReport;
  progress(): CampaignProgress;
}

/** A row's number; its key and channel unless it is invalid. */
export interface Numbered {
  readonly row: number;
  readonly key?: string | undefined;
  readonly channel?: string | undefined;
}

type Counting<State extends string = CampaignState> = { [Each in State]?: number };

/** Counts one more in a state. */
export function count<State extends string>(counts: Counting<State>, state: State): void {
  counts[state] = (counts[state] ?? 0) + 1;
}

export function createTally(total: number | undefined): Tally {
  let rows = 0;
  const states: Counting = {};
  // Without a prototype: a channel of your own description may have any name.
  const channels: Record<string, Counting> = Object.create(null);
  const unknown: { row: number; key: string }[] = [];
  const sends: number[] = [];
  return {
    total,
    isComplete: false,
    add({ row, key, channel }, { state, isSend }) {
      rows += 1;
      count(states, state);
      const counts = channels[channel ?? ""] ?? {};
      if (channel !== undefined) channels[channel] = counts;
      count(counts, state);
      if (state === "unknown" && key !== undefined && unknown.length < mostKept) unknown.push({ row, key });
      if (isSend) sends.push(performance.now());
      if (sends.length > measured) sends.shift();
    },
    report() {
      return structuredClone({ isComplete: this.isComplete, rows, states, channels, unknown });
    },
    progress() {
      const [first = 0] = sends;
      const perSecond = (Math.max(0, sends.length - 1) * 1000) / Math.max(1, performance.now() - first);
      const left = this.total === undefined ? undefined : Math.max(0, this.total - rows);
      const remainingMs =
        left === undefined || (left > 0 && perSecond === 0) ? undefined : (left / perSecond || 0) * 1000;
      return { rows, total: this.total, states: { ...states }, perSecond, remainingMs };
    },
  };
}
