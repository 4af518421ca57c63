import type { ApiError } from "../answer-errors.ts";
import { IncompleteListError } from "../errors.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { byInstant, earliest, instantOf } from "../instant.ts";
import { keysOf, type Page, type Row } from "../list.ts";
import { never } from "./chat-times.ts";

/** Which messages of a longer chat a window holds. It is not documented, and found out from the first two windows. */
export type Side = "newest" | "oldest";

/** What is known of a chat's messages. */
export interface KnownMessages {
  /** Messages up to this instant, in microseconds, are none that the feed has yet to give. */
  readonly floor: number;
  /** Those behind it that were given, and some before it, by their keys, with a fingerprint of what can change of them. */
  readonly seen: Map<string, string>;
  /** Whether others of the instant of the last that was given were yet to be given. */
  readonly midway?: boolean;
}

/** What a look into a chat has found. */
export interface Look {
  readonly fresh: readonly Row[];
  /** Messages that were seen before, and are different now. */
  readonly changed: readonly Row[];
  /** Whether it holds all that came since the last look: if not, some may have been missed. */
  readonly reaches: boolean;
  /** Why the server gave no larger window, when it did not say that there is none. */
  readonly refusal: ApiError | undefined;
  readonly side: Side | undefined;
  /** What is known when `fresh` has been given. */
  readonly known: KnownMessages;
}

/** How many messages of a chat are remembered. */
const memory = 50;
/** How many later messages another one can be stored behind. Half the first window: as many may come between two looks. */
const depth = 25;

export const createdAt = (message: Row): number => instantOf(message.created_at);

/** What can change of a message. */
export function stateOf({ status, metadata }: Row): string {
  return fingerprintOf([status, metadata]);
}

const startOf = (rows: readonly Row[]) => earliest(rows.map(createdAt));

/** The side that windows are of: what a larger one holds besides was written before what the smaller one holds, or after. */
function sideOf(smaller: readonly Row[], added: readonly Row[], complete: boolean): Side | undefined {
  const start = startOf(smaller);
  const before = added.filter((row) => createdAt(row) < start).length;
  if (before * 2 > added.length) return "newest";
  const after = added.filter((row) => createdAt(row) > start).length;
  // A few that came meanwhile look the same.
  return after * 2 > added.length && !complete ? "oldest" : undefined;
}

interface Rows {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly refusal: ApiError | undefined;
  readonly side: Side | undefined;
}

/** As many of a chat's messages as it takes to get back to `floor`. */
async function rowsOf(pages: AsyncIterable<Page<Row>>, floor: number, usual: Side | undefined): Promise<Rows> {
  const rows: Row[] = [];
  let side = usual;
  let whole = false;
  let refusal: ApiError | undefined;
  try {
    for await (const { items, complete } of pages) {
      if (rows.length > 0) side ??= sideOf(rows, items, complete);
      for (const item of items) rows.push(item);
      whole = complete;
      if (side === "newest" && startOf(rows) <= floor) break;
    }
  } catch (error) {
    if (!(error instanceof IncompleteListError)) throw error;
    // The only cause it can have.
    refusal = error.cause as ApiError | undefined;
  }
  return { rows, whole, refusal, side };
}

function remembered(alias: string | undefined, { rows, whole }: Rows, before: number): KnownMessages {
  const sorted = rows.toSorted(byInstant(createdAt)).reverse();
  const deepest = sorted[depth - 1];
  const beyond = deepest && sorted.find((row) => createdAt(row) < createdAt(deepest));
  const start = startOf(rows);
  // Of what has the first instant of a window, others may have been cut off: none when it goes back to what was known.
  const edge = rows.length > 0 ? Math.min(start, Math.max(before, start - 1)) : before;
  const floor = beyond ? createdAt(beyond) : whole ? never : edge;
  const latest = sorted.filter((row, index) => index < memory || !(createdAt(row) <= floor));
  const seen = latest.flatMap((row) => keysOf(row, alias).map((key) => [key, stateOf(row)] as const));
  return { floor, seen: new Map(seen) };
}

/**
 * What is known after an answer. One without messages that were seen, deleted or left out for once, takes nothing back of
 * what was known before: older ones are none that have just come.
 */
function kept(
  alias: string | undefined,
  before: KnownMessages,
  rows: readonly Row[],
  now: KnownMessages,
): KnownMessages {
  const keys = new Set(rows.flatMap((row) => keysOf(row, alias)));
  const gone = [...before.seen].filter(([key]) => !keys.has(key) && !now.seen.has(key));
  if (gone.length === 0 || now.floor > before.floor) return now;
  return { floor: before.floor, seen: new Map([...now.seen, ...gone].slice(0, 4 * memory)) };
}

/**
 * Looks what is new in a chat, given window by window, against what is known of it. `movedFrom`: when something had
 * happened last in it, if something has happened since.
 */
export async function lookInto(
  pages: AsyncIterable<Page<Row>>,
  alias: string | undefined,
  known: KnownMessages,
  movedFrom: number | undefined,
  usual: Side | undefined,
): Promise<Look> {
  const stateBefore = (row: Row) =>
    keysOf(row, alias)
      .map((key) => known.seen.get(key))
      .find((state) => state !== undefined);
  const found = await rowsOf(pages, known.floor, usual);
  const { rows, whole, refusal } = found;
  const fresh = rows.filter((row) => stateBefore(row) === undefined && !(createdAt(row) <= known.floor));
  const changed = rows.filter((row) => ![undefined, stateOf(row)].includes(stateBefore(row)));
  // Where a larger window brings nothing more, the side shows when the earliest message makes room.
  const earliestKey = [...known.seen.keys()].at(-1);
  const isPushed = earliestKey !== undefined && !rows.some((row) => keysOf(row, alias).includes(earliestKey));
  const side = found.side ?? (isPushed && !whole ? "newest" : undefined);
  // A server can give fewer than it has without a word. What was seen and is gone shows it.
  const isAll = whole && known.seen.size === 0;
  const start = startOf(rows);
  const isMet = (row: Row) => stateBefore(row) !== undefined && (whole || !known.midway || createdAt(row) > start);
  const meets = isAll || start <= known.floor || rows.some(isMet);
  const showsMove = fresh.length > 0 || movedFrom === undefined || rows.some((row) => createdAt(row) > movedFrom);
  const lacksNewest = side === "oldest" ? movedFrom !== undefined : side === undefined && !showsMove;
  const reaches = meets && (whole || !lacksNewest);
  return {
    fresh,
    changed,
    reaches,
    refusal,
    side,
    known: kept(alias, known, rows, remembered(alias, found, known.floor)),
  };
}
