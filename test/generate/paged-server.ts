import type { Paging } from "../../src/operation/table.ts";
import { type Seen, serve, type TestServer } from "../support/server.ts";

/** An item of a list that changes while it is read. */
export interface Thing {
  readonly id: string;
  /** The order of the list. */
  readonly rank: number;
  readonly created_at?: string;
}

/** A list that changes. */
export interface World {
  things: Thing[];
  /** Inserts new things before the one at `index`, or at the end. */
  insert(index: number, count: number): void;
  remove(index: number, count: number): void;
}

/** Later ranks are earlier in time, as in a list of messages, newest first. */
function dated(rank: number): Pick<Thing, "created_at"> {
  return { created_at: new Date(Date.UTC(2030, 0) - rank * 60_000).toISOString() };
}

/** A list of `count` things, `t0` first; with dates if it is a list of messages. */
export function worldOf(count: number, hasDates = false): World {
  let made = 0;
  const thing = (rank: number): Thing => {
    made += 1;
    return { id: `t${made - 1}`, rank, ...(hasDates && dated(rank)) };
  };
  return {
    things: Array.from({ length: count }, (_, rank) => thing(rank)),
    insert(index, many) {
      const before = this.things[index - 1]?.rank ?? (this.things[0]?.rank ?? 0) - 1;
      const after = this.things[index]?.rank ?? before + 1;
      const place = (one: number) => before + ((after - before) * (one + 1)) / (many + 1);
      this.things.splice(index, 0, ...Array.from({ length: many }, (_, one) => thing(place(one))));
    },
    remove(index, many) {
      this.things.splice(index, many);
    },
  };
}

/** The list parameters of a request. */
export interface Asked {
  readonly limit: number;
  /** The value of the list's own parameter; `undefined` if absent. */
  readonly value: string | undefined;
}

/** The list parameters of a request: from its body if it has one, else from its query. */
export function askedOf({ url, body }: Seen, parameter: string): Asked {
  const { searchParams } = new URL(url, "http://localhost");
  const values: Record<string, unknown> = body ? JSON.parse(body) : Object.fromEntries(searchParams);
  const value = values[parameter];
  return { limit: Number(values.limit ?? 10), value: value === undefined ? undefined : String(value) };
}

/** The index of the first requested thing. */
function startOf({ by, parameter, first = 1 }: Paging, things: readonly Thing[], { limit, value }: Asked): number {
  if (by === "offset") return Number(value ?? 0);
  if (by === "page") return (Number(value ?? first) - first) * limit;
  if (value === undefined) return 0;
  // The server's own cursor is a rank; a last item's id is looked up.
  const rank = parameter === "cursor" ? Number(value) : (things.find(({ id }) => id === value)?.rank ?? Number.NaN);
  const start = things.findIndex((one) => one.rank > rank);
  return start < 0 ? things.length : start;
}

/** Sets a value at its path in an answer. */
function put(path: readonly string[] | undefined, value: unknown): Record<string, unknown> {
  const [key, ...rest] = path ?? [];
  return key === undefined ? {} : { [key]: rest.length > 0 ? put(rest, value) : value };
}

function merged(one: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> {
  const both = { ...one, ...other };
  for (const key of Object.keys(one)) if (key in other) both[key] = Object.assign({}, one[key], other[key]);
  return both;
}

/** The answer of a server with this pagination, from the parameters alone. */
export function answerTo(paging: Paging, things: readonly Thing[], asked: Asked): object {
  const start = startOf(paging, things, asked);
  const data = things.slice(start, start + asked.limit);
  const hasMore = start + data.length < things.length;
  const next = hasMore ? String(data.at(-1)?.rank) : null;
  return { success: true, data, ...merged(put(paging.next, next), put(paging.more, hasMore)) };
}

/** A server for a world's list. `change` is called after each answer; `most` is its largest page. */
export function serveWorld(
  paging: Paging,
  world: World,
  { change, most = Number.POSITIVE_INFINITY }: { change?: (count: number) => void; most?: number } = {},
): Promise<TestServer> {
  return serve((seen, count) => {
    const asked = askedOf(seen, paging.parameter);
    const body = answerTo(paging, world.things, { ...asked, limit: Math.min(asked.limit, most) });
    const text = JSON.stringify(body);
    change?.(count);
    return { body: text };
  });
}
