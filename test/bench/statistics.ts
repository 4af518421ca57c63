/** Many figures of one thing. */
export interface Spread {
  readonly median: number;
  /** The quartiles: half of the figures lie between them. */
  readonly low: number;
  readonly high: number;
}

/** The value below which `share` of the figures lie, between neighbors in proportion. `figures` must not be empty. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new RangeError("no figures");
  return below + (above - below) * (at - Math.floor(at));
}

export function spreadOf(figures: readonly number[]): Spread {
  return { median: quantile(figures, 0.5), low: quantile(figures, 0.25), high: quantile(figures, 0.75) };
}

/** Each figure divided by the one that stands at the same place in `base`. */
export function ratiosTo(base: readonly number[], figures: readonly number[]): number[] {
  return figures.map((figure, index) => {
    const other = base[index];
    if (other === undefined || !(other > 0)) throw new RangeError("no figure to divide by");
    return figure / other;
  });
}
