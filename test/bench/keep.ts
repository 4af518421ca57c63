import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Results } from "./measured.ts";
import { partsOf, withParts } from "./page.ts";
import { plotOf } from "./plot.ts";
import { reportOf } from "./report.ts";

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The results of the last run that was kept. */
export function keptResults(): Results {
  return JSON.parse(readFileSync(pathOf("test/bench/results.json"), "utf8")) as Results;
}

/** Every file that shows results, as it follows from them and, for the guide, from what else is in it. */
export function filesOf(results: Results): Readonly<Record<string, string>> {
  const names = Object.keys(results.timings.rows["GET, one at a time"] ?? {});
  return {
    "test/bench/RESULTS.md": reportOf(results),
    "test/bench/results.svg": plotOf(results.timings, names),
    "docs/performance.md": withParts(readFileSync(pathOf("docs/performance.md"), "utf8"), partsOf(results)),
  };
}

/** Writes the results and everything that shows them. Figures keep five digits. */
export function keep(results: Results): void {
  const round = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(5)) : value);
  writeFileSync(pathOf("test/bench/results.json"), `${JSON.stringify(results, round, 1)}\n`);
  for (const [name, text] of Object.entries(filesOf(keptResults()))) writeFileSync(pathOf(name), text);
}
