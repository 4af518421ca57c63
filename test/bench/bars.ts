import type { Results } from "./measured.ts";

/** Something that the benchmark is to show, and whether it does. */
export interface Bar {
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

const own = "wipsy-client";
/** The clients that a user would pick instead. */
const rivals = ["openapi-fetch", "ky", "axios", "ofetch", "got", "hey-api", "openai-node"];

/** The maximum cost of a call on Node's default transport, relative to bare fetch. None is set for TLS. */
const most: Readonly<Record<string, number>> = {
  "GET, one at a time": 0.9,
  "POST, one at a time": 0.5,
  "GET, 16 at once": 0.65,
  "POST, 16 at once": 0.5,
};

function figureOf<T>(table: Readonly<Record<string, T>>, name: string): T {
  const value = table[name];
  if (value === undefined) throw new Error(`nothing was measured for ${name}`);
  return value;
}

function aheadOf(rival: string, { timings }: Results): Bar {
  const ratio = (row: string, name: string) => figureOf(figureOf(timings.rows, row), name).ratio.median;
  const behind = Object.keys(timings.rows).filter((row) => ratio(row, own) >= ratio(row, rival));
  const found = behind.map((row) => `${row}: ${ratio(row, own).toFixed(2)} to ${ratio(row, rival).toFixed(2)}`);
  return {
    wanted: `ahead of ${rival} in every row`,
    found: found.length === 0 ? "ahead in all" : `behind in ${found.join("; ")}`,
    met: found.length === 0,
  };
}

const kilo = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`;

/** Every bar, in the order in which they were set. */
export function barsOf(results: Results): Bar[] {
  const { timings, coldImport, sizes, types } = results;
  const ratio = (row: string, name: string) => figureOf(figureOf(timings.rows, row), name).ratio.median;
  const upTo = (wanted: string, found: number, limit: number): Bar => ({
    wanted: `${wanted} ${limit.toFixed(2)} ×`,
    found: `${found.toFixed(2)} ×`,
    met: found <= limit,
  });
  const speed = Object.entries(most).flatMap(([row, limit]) => [
    upTo(`${row}: at most bare fetch`, ratio(row, own), limit),
    upTo(`${row}: at most node:http`, ratio(row, own) / ratio(row, "node:http"), 1.6),
    upTo(
      `${row}, on fetch: at most a fetch with a timeout`,
      ratio(row, `${own} on fetch`) / ratio(row, "fetch with a timeout"),
      1.1,
    ),
  ]);
  const cold = figureOf(coldImport, own).median / figureOf(coldImport, "openapi-fetch").median;
  const size = figureOf(sizes, own);
  const { instantiations } = figureOf(types, own);
  return [
    ...speed,
    ...rivals.map((rival) => aheadOf(rival, results)),
    upTo("cold import: at most openapi-fetch's", cold, 1.3),
    { wanted: "import { Wipsy }: at most 21.5 kB", found: kilo(size), met: size <= 21_500 },
    {
      wanted: "a consumer file: ≤ 8,000 type instantiations",
      found: instantiations.toLocaleString("en"),
      met: instantiations <= 8000,
    },
  ];
}
