/** When a campaign stops by itself. */
export interface StopAfter {
  /** Stops after this many failed sends: `rejected`, `not-sent` and `unknown`. */
  readonly failures: number;
  /**
   * Stops only if that is at least this share of the latest sends, from 0 to 1. With 20 failures and a rate of 0.2, the
   * campaign stops when 20 of the latest 100 sends have failed.
   * @default failures count however many sends succeed
   */
  readonly rate?: number | undefined;
}

/** Tells after each send whether too many have failed. Remembers at most `failures` of them. */
export function createBrake({ failures, rate }: StopAfter): (hasFailed: boolean) => boolean {
  // The small number: a division may come out just below a whole number.
  const window = rate === undefined ? Infinity : Math.floor(failures / rate + 1e-9);
  let sends = 0;
  let failed: number[] = [];
  return (hasFailed) => {
    sends += 1;
    if (hasFailed) failed = [...failed.filter((send) => send > sends - window), sends];
    return hasFailed && failed.length >= failures;
  };
}
