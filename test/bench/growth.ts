import { Wipsy, type WipsyOptions } from "wipsy-client";
import { wipsyAt } from "./contenders/generated.ts";
import { bareFetch } from "./contenders/platform.ts";
import { interleaved } from "./interleave.ts";
import { apiKey, message, paths } from "./job.ts";
import type { Growth, Iterations, Row } from "./measured.ts";
import { startServer } from "./places.ts";
import { amount, rowFrom, rowOf } from "./rows.ts";
import { quantile } from "./statistics.ts";

// What more calls at once, larger texts and longer lists cost this client and bare fetch. Needs --expose-gc. Prints JSON.

const { gc } = globalThis;
if (!gc) throw new Error("run this with node --expose-gc");

const base = bareFetch.name;
const server = await startServer(undefined, "growth-server");
const headers = { "x-api-key": apiKey, "content-type": "application/json" };
const onNode = { name: "wipsy-client", fetch: undefined };
const own = [onNode, { name: `${onNode.name} on fetch`, fetch: globalThis.fetch }];

/** All three at an address whose first part says how large the answers are. */
const callersAt = (size: number) => {
  const url = `${server.url}/${size}`;
  return [
    { name: base, ...bareFetch.open({ ...server, url }) },
    ...own.map(({ name, fetch }) => ({ name, ...wipsyAt({ url, fetch }) })),
  ];
};

function atOnce(lanes: number): Promise<Row> {
  const all = callersAt(0).map((caller) => ({ name: caller.name, call: () => caller.post() }));
  return rowOf(all, base, lanes, { ...amount, passes: 2, calls: Math.max(64, lanes * 4) });
}

/** Fewer calls of the large ones. */
const amountOf = (size: number) => ({ ...amount, passes: 2, calls: Math.ceil(Math.min(64, 5e6 / size)) });

function bodies(size: number): Promise<Row> {
  const text = "x".repeat(size);
  const { to } = message;
  const url = `${server.url}/0`;
  const bare = async () => {
    const body = JSON.stringify({ ...message, message: text });
    return JSON.parse(await (await fetch(`${url}${paths.post}`, { method: "POST", headers, body })).text());
  };
  const others = own.map(({ name, fetch }) => {
    const wipsy = new Wipsy({ apiKey, baseUrl: url, fetch });
    return { name, call: () => wipsy.messages.send({ to, message: text }) };
  });
  return rowOf([{ name: base, call: bare }, ...others], base, 1, amountOf(size));
}

function answers(size: number): Promise<Row> {
  const all = callersAt(size).map((caller) => ({ name: caller.name, call: () => caller.get() }));
  return rowOf(all, base, 1, amountOf(size));
}

/** Contacts with a cursor: the API has none. */
const operations: NonNullable<WipsyOptions["operations"]> = {
  version: "1.0.0",
  server: server.url,
  apiKeyHeader: "x-api-key",
  rows: {
    getContacts: {
      id: "getContacts",
      method: "GET",
      path: paths.get,
      auth: "apiKey",
      effect: "read",
      evidence: "documented",
      namespace: "contacts",
      query: { limit: { type: "integer", minimum: 1, maximum: 500 }, cursor: { type: "string" } },
      verb: "list",
      list: { items: "data", in: "query", limit: 100, paging: { by: "cursor", parameter: "cursor", next: ["next"] } },
    },
  },
};

async function* overBareFetch(url: string): AsyncGenerator<unknown> {
  let cursor = "";
  do {
    const query = `limit=500${cursor && `&cursor=${cursor}`}`;
    const { data, next } = JSON.parse(await (await fetch(`${url}${paths.get}?${query}`, { headers })).text());
    yield* data;
    cursor = next ?? "";
  } while (cursor);
}

/** Reads a list to its end: microseconds for an item, and how the heap has grown between the start and the last item. */
async function readList(list: AsyncIterable<unknown>, items: number): Promise<readonly [number, number]> {
  gc?.();
  const before = process.memoryUsage().heapUsed;
  const began = performance.now();
  let read = 0;
  let micros = Number.NaN;
  let after = Number.NaN;
  for await (const _ of list) {
    read += 1;
    if (read < items) continue;
    micros = ((performance.now() - began) * 1000) / items;
    gc?.();
    after = process.memoryUsage().heapUsed;
  }
  if (read !== items) throw new Error(`${read} items instead of ${items}`);
  return [micros, (after - before) / 2 ** 20];
}

async function iterations(items: number): Promise<Iterations> {
  const url = `${server.url}/${items}`;
  const lists = [
    { name: base, list: () => overBareFetch(url) },
    ...own.map(({ name, fetch }) => {
      const wipsy = new Wipsy({ apiKey, baseUrl: url, fetch, operations });
      return { name, list: () => wipsy.contacts.iterate() };
    }),
  ];
  for (const { list } of lists) await readList(list(), items);
  const grown = new Map<string, number[]>();
  const timed = lists.map(({ name, list }) => ({
    name,
    async run() {
      const [micros, megabytes] = await readList(list(), items);
      grown.set(name, [...(grown.get(name) ?? []), megabytes]);
      return micros;
    },
  }));
  const row = rowFrom(await interleaved(timed, { ...amount, passes: 1 }), base);
  const heap = Object.fromEntries(lists.map(({ name }) => [name, quantile(grown.get(name) ?? [], 0.5)]));
  return { row, heap };
}

async function each<T>(titles: Readonly<Record<string, number>>, measure: (many: number) => Promise<T>) {
  const found: Record<string, T> = {};
  for (const [title, many] of Object.entries(titles)) found[title] = await measure(many);
  return found;
}

const sizes = { "1 kB": 1000, "100 kB": 100_000, "5 MB": 5_000_000 };
const growth: Omit<Growth, "keyed" | "keys" | "unknowns"> = {
  atOnce: await each(
    { "1 at once": 1, "4 at once": 4, "16 at once": 16, "64 at once": 64, "256 at once": 256 },
    atOnce,
  ),
  bodies: await each(sizes, bodies),
  answers: await each(sizes, answers),
  items: await each({ "1,000 items": 1000, "10,000 items": 10_000, "100,000 items": 100_000 }, iterations),
};
server.stop();
process.stdout.write(JSON.stringify(growth));
process.exit();
