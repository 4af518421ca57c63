import { fingerprintOf } from "../fingerprint.ts";
import { byInstant, earliest, instantOf } from "../instant.ts";
import { keysOf, type Page, type Row } from "../list.ts";

/** Which messages of a longer chat a window holds. It is not documented, and found out from the first two windows. */
export type Side = "newest" | "oldest";

/** What is known of a chat's messages. */
export interface KnownMessages {
  /** Messages up to this instant, in microseconds, are none that the feed has yet to give. */
  readonly floor: number;
  /** Those behind it that were given, by their keys, with a fingerprint of what can change of them. */
  readonly seen: ReadonlyMap<string, string>;
}

/** What a look into a chat has found. */
export interface Look {
  readonly fresh: readonly Row[];
  /** Messages that were given before, and are different now. */
  readonly changed: readonly Row[];
  /** Whether it reached back to what was known: if not, messages between may have been missed. */
  readonly reaches: boolean;
  readonly side: Side | undefined;
  /** What is known when `fresh` has been given. */
  readonly known: KnownMessages;
}

/** How many messages of a chat are remembered. */
const memory = 50;

export const createdAt = (message: Row): number => instantOf(message.created_at);

/** What can change of a message. */
export function stateOf({ status, metadata }: Row): string {
  return fingerprintOf([status, metadata]);
}

const startOf = (rows: readonly Row[]) => earliest(rows.map(createdAt));

/** The side that windows are of: those in a larger window come before those in the smaller one, or behind. */
function sideOf(smaller: readonly Row[], added: readonly Row[]): Side {
  const start = startOf(smaller);
  const before = added.filter((row) => createdAt(row) <= start).length;
  return before * 2 >= added.length ? "newest" : "oldest";
}

interface Rows {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly reaches: boolean;
  readonly side: Side | undefined;
}

/** As many of a chat's messages as it takes to get back to what is known. */
async function rowsOf(
  pages: AsyncIterable<Page<Row>>,
  { floor }: KnownMessages,
  isSeen: (row: Row) => boolean,
  usual: Side | undefined,
): Promise<Rows> {
  const rows: Row[] = [];
  let side = usual;
  let reaches = false;
  for await (const { items, complete } of pages) {
    if (rows.length > 0 && items.length > 0) side ??= sideOf(rows, items);
    for (const item of items) rows.push(item);
    if (complete) return { rows, whole: true, reaches: true, side };
    const start = startOf(rows);
    reaches = rows.some(isSeen) || start <= floor;
    // What has the first instant may have been cut off in the middle: another one must have come besides.
    if (side === "newest" && reaches && rows.some((row) => createdAt(row) > start)) break;
  }
  return { rows, whole: false, reaches: reaches && side !== "oldest", side };
}

function remembered(alias: string | undefined, { rows, whole }: Rows): KnownMessages {
  const sorted = rows.toSorted(byInstant(createdAt)).reverse();
  const beyond = sorted[memory];
  const seen = sorted.slice(0, memory).flatMap((row) => keysOf(row, alias).map((key) => [key, stateOf(row)] as const));
  const floor = beyond ? createdAt(beyond) : whole ? Number.NEGATIVE_INFINITY : startOf(rows);
  return { floor, seen: new Map(seen) };
}

/** Looks what is new in a chat, given window by window, against what is known of it. */
export async function lookInto(
  pages: AsyncIterable<Page<Row>>,
  alias: string | undefined,
  known: KnownMessages,
  usual: Side | undefined,
): Promise<Look> {
  const stateBefore = (row: Row) =>
    keysOf(row, alias)
      .map((key) => known.seen.get(key))
      .find((state) => state !== undefined);
  const found = await rowsOf(pages, known, (row) => stateBefore(row) !== undefined, usual);
  const fresh = found.rows.filter((row) => stateBefore(row) === undefined && !(createdAt(row) <= known.floor));
  const changed = found.rows.filter((row) => ![undefined, stateOf(row)].includes(stateBefore(row)));
  return { fresh, changed, reaches: found.reaches, side: found.side, known: remembered(alias, found) };
}
