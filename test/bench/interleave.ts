import { type Random, randomOf } from "../faults/random.ts";

/** What is timed: microseconds, or whatever else `run` gives for so many calls. */
export interface Timed {
  readonly name: string;
  run(calls: number): Promise<number>;
}

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  /** How often in a round each one's turn comes. */
  readonly passes: number;
  /** Calls in a turn. */
  readonly calls: number;
  readonly seed: number;
}

function shuffled<T>(all: readonly T[], random: Random): T[] {
  const left = [...all];
  return all.map(() => left.splice(random.between(0, left.length - 1), 1)[0] as T);
}

/**
 * Takes turns among all, in another order each time, so that what the machine does beside it hits all alike.
 *
 * @returns by name, one figure for each round: the mean of its turns
 */
export async function interleaved(all: readonly Timed[], amount: Amount): Promise<Record<string, number[]>> {
  const { rounds, passes, calls, seed } = amount;
  const random = randomOf(seed);
  const figures = Object.fromEntries(all.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    const sums = new Map<string, number>();
    for (let pass = 0; pass < passes; pass += 1) {
      for (const { name, run } of shuffled(all, random)) sums.set(name, (sums.get(name) ?? 0) + (await run(calls)));
    }
    for (const [name, sum] of sums) figures[name]?.push(sum / passes);
  }
  return figures;
}

/** Makes so many calls, `lanes` of them at once, and tells the microseconds for one: the whole time divided by the calls. */
export async function timeCalls(call: () => Promise<unknown>, calls: number, lanes: number): Promise<number> {
  let left = calls;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  const began = performance.now();
  if (lanes === 1) await lane();
  else await Promise.all(Array.from({ length: lanes }, lane));
  return ((performance.now() - began) * 1000) / calls;
}
