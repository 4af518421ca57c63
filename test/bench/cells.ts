import type { Row } from "./measured.ts";
import type { Spread } from "./statistics.ts";
import { tableOf } from "./table.ts";

/** Figures with two decimals. */
export const times = ({ median, low, high }: Spread) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
const micros = ({ median, low, high }: Spread) => `${median.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)})`;

/** A table with one column for each row of figures, and one line for each contender. */
export function across(rows: Readonly<Record<string, Row>>, show: (row: Row, name: string) => string): string {
  const names = Object.keys(Object.values(rows)[0] ?? {});
  return tableOf(
    ["", ...Object.keys(rows)],
    names.map((name) => [name, ...Object.values(rows).map((row) => show(row, name))]),
  );
}

export const ratios = (row: Row, name: string) => (row[name] ? times(row[name].ratio) : "");
export const durations = (row: Row, name: string) => (row[name] ? micros(row[name].micros) : "");
/** Microseconds, and relative to bare fetch or whatever else the row is measured by. */
export const both = (row: Row, name: string) => `${durations(row, name)}, ${row[name]?.ratio.median.toFixed(2)} ×`;
