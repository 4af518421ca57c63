import { type Results, type RowName, rowNames } from "./measured.ts";

/** Something that the benchmark is to show, and whether it does. */
export interface Bar {
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

const own = "wipsy-client";
/** The clients that a user would pick instead. */
const rivals = ["openapi-fetch", "ky", "axios", "ofetch", "got", "hey-api", "openai-node"];

/** The most that a call may cost, relative to bare fetch. */
const mostOf = (row: RowName) => (row.endsWith("16 at once") ? 1.15 : 1.1);

function figureOf<T>(table: Readonly<Record<string, T>>, name: string): T {
  const value = table[name];
  if (value === undefined) throw new Error(`nothing was measured for ${name}`);
  return value;
}

function aheadOf(rival: string, { timings }: Results): Bar {
  const ratio = (row: RowName, name: string) => figureOf(timings.rows[row], name).ratio.median;
  const behind = rowNames.filter((row) => ratio(row, own) >= ratio(row, rival));
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
  const speed = rowNames.map((row) => {
    const { median } = figureOf(timings.rows[row], own).ratio;
    const timed = figureOf(timings.rows[row], "fetch with a timeout").ratio.median;
    const most = mostOf(row);
    return {
      wanted: `${row}: ≤ ${most.toFixed(2)} × bare fetch`,
      found: `${median.toFixed(2)} ×; a fetch with a timeout by itself: ${timed.toFixed(2)} ×`,
      met: median <= most,
    };
  });
  const cold = figureOf(coldImport, own).median / figureOf(coldImport, "openapi-fetch").median;
  const whole = figureOf(sizes, `${own}, everything`);
  const beyond = whole - figureOf(sizes, "openapi-fetch");
  const { instantiations } = figureOf(types, own);
  return [
    ...speed,
    ...rivals.map((rival) => aheadOf(rival, results)),
    { wanted: "cold import: ≤ 2 × openapi-fetch's", found: `${cold.toFixed(2)} ×`, met: cold <= 2 },
    { wanted: "the whole package with its core: ≤ 6 kB min+gzip", found: kilo(whole), met: whole <= 6000 },
    { wanted: "beyond openapi-fetch: ≤ 4 kB", found: kilo(beyond), met: beyond <= 4000 },
    {
      wanted: "a consumer file: ≤ 8,000 type instantiations",
      found: instantiations.toLocaleString("en"),
      met: instantiations <= 8000,
    },
  ];
}
