import { across, both } from "./cells.ts";
import type { Growth, Row, Unknowns } from "./measured.ts";
import { tableOf } from "./table.ts";

function heap(items: Growth["items"]): string {
  const names = Object.keys(Object.values(items)[0]?.heap ?? {});
  return tableOf(
    ["", ...Object.keys(items)],
    names.map((name) => [name, ...Object.values(items).map((one) => one.heap[name]?.toFixed(2) ?? "")]),
  );
}

function shares(unknowns: Readonly<Record<string, Unknowns>>): string {
  const lines = Object.entries(unknowns).map(([transport, { schedules, failed, unknown }]) => [
    transport,
    ...[schedules, failed, unknown].map((many) => many.toLocaleString("en")),
    `${((100 * unknown) / failed).toFixed(1)} %`,
  ]);
  return tableOf(["transport", "schedules", "failed writes", "unknown", "share"], lines);
}

function byNumberOfKeys({ stores }: Growth["keys"]): string {
  const [lookUp, claim] = (["lookUp", "claim"] as const).map((what) =>
    Object.fromEntries(Object.entries(stores).map(([name, costs]) => [name, costs[what]])),
  );
  return `Looking up a key:

${across(lookUp ?? {}, both)}

Claiming a new key:

${across(claim ?? {}, both)}`;
}

/** The sections of the report for larger amounts, idempotency keys and unknown outcomes. */
export function growthText({ atOnce, bodies, answers, items, keyed, keys, unknowns }: Growth): string {
  const rows = Object.fromEntries(Object.entries(items).map(([title, { row }]) => [title, row]));
  const perItem = (row: Row, name: string) =>
    `${row[name]?.micros.median.toFixed(2)}, ${row[name]?.ratio.median.toFixed(2)} ×`;
  return `
## Cost of growth

Microseconds, and relative to bare fetch, against a \`node:http\` server in another process. POST, by the number of calls at once:
total time divided by the number of calls.

${across(atOnce, both)}

POST, one at a time, by the size of the body:

${across(bodies, both)}

GET, one at a time, by the size of the answer:

${across(answers, both)}

A list of contacts read to its end, in pages of 500, by cursor: microseconds per item. The API has no cursors; the
benchmark's server does.

${across(rows, perItem)}

Heap growth, in megabytes, from the start of that list to its last item, after garbage collection:

${heap(items)}

## Idempotency keys

Microseconds for a send, and relative to one without a key. SQLite and Redis wait until each write is on
disk, PostgreSQL until each commit is.

${across(keyed, both)}

The same stores by the number of keys that they hold: microseconds, and relative to 1,000 keys.
Medians of ${keys.rounds} rounds of ${keys.lookUps.toLocaleString("en")} look-ups or ${keys.claims} claims, one at a time.

${byNumberOfKeys(keys)}

## Unknown outcomes

Failed writes in random fault schedules, the same for both transports, and how many of them ended with the outcome
\`unknown\`. \`npm run test:faults -- --schedules 10000\` runs them.

${shares(unknowns)}
`;
}
