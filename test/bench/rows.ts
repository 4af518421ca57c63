import { parseArgs } from "node:util";
import { type Amount, interleaved, timeCalls } from "./interleave.ts";
import type { Row } from "./measured.ts";
import { ratiosTo, spreadOf } from "./statistics.ts";

const number = { type: "string" } as const;
const { values } = parseArgs({
  options: { rounds: number, passes: number, calls: number, seed: number },
  strict: false,
});

/** How much to measure, from the command line. */
export const amount: Amount = {
  rounds: Number(values.rounds),
  passes: Number(values.passes),
  calls: Number(values.calls),
  seed: Number(values.seed),
};

/** A call to be timed. */
export interface TimedCall {
  readonly name: string;
  call(): Promise<unknown>;
}

/** Figures by name, one for each round, as spreads and relative to those of `base`. */
export function rowFrom(figures: Readonly<Record<string, readonly number[]>>, base: string): Row {
  return Object.fromEntries(
    Object.entries(figures).map(([name, micros]) => [
      name,
      { micros: spreadOf(micros), ratio: spreadOf(ratiosTo(figures[base] ?? [], micros)) },
    ]),
  );
}

/** Times calls by turns, `lanes` of each at once. */
export async function rowOf(all: readonly TimedCall[], base: string, lanes: number, most = amount): Promise<Row> {
  // Until everything is compiled and connected.
  for (const { call } of all) await timeCalls(() => call(), Math.min(1000, most.passes * most.calls), lanes);
  const timed = all.map((one) => ({
    name: one.name,
    run: (calls: number) => timeCalls(() => one.call(), calls, lanes),
  }));
  return rowFrom(await interleaved(timed, most), base);
}
