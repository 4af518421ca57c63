import type { Field, ListShape, Operation, Paging } from "../operation/table.ts";
import { at, isWhole, type ListAnswer } from "./page.ts";

/** Where a list is being read: the parameters that ask for one page of it. */
export type Position = Readonly<Record<string, string | number>>;

/** What came of one page. */
export interface Read extends ListAnswer {
  /** Whether it holds anything behind what the page before held. */
  readonly hasMoved: boolean;
}

/**
 * Where to read next; or that the list has ended, with all of it or before; or that it does not get on; or that what the
 * server gives as the next cursor cannot be one.
 */
export type Next = Position | "all" | "cut" | "stuck" | "invalid";

/** Reads a list page by page. */
export interface Pager {
  readonly first: Position;
  /** What a page holds of the one before: all of it, its last item, or nothing as long as the list does not move. */
  readonly overlap: "all" | "last" | "none";
  next(position: Position, read: Read): Next;
  /** Where items are that have moved towards the beginning by at most `size`; absent where none can move. */
  back?(position: Position, size: number): Position;
}

/** The first page size where the description names no largest one, and every one that must be told: what a screen or two show. */
const firstSize = 50;

/** Ever larger pages up to the largest, each of which holds those before; just `most` on the way. */
function widening(smallest: number, maximum: number, largest: () => number, most: number): Pager {
  let before = 0;
  return {
    first: { limit: smallest },
    overlap: "all",
    next({ limit }, { items: { length } }) {
      const asked = Number(limit);
      // As many as the last page held, and that one was full; or a number that is a usual limit, where none is named.
      const isUsual = maximum === Infinity && length > 0 && length % firstSize === 0;
      const isRound = length === (before || asked / 2) || isUsual;
      // The server may give no more than that, unless it has.
      const isStuck = asked > smallest && isRound && length >= largest();
      // Items may have gone meanwhile, but hardly half of them: an answer of a server in trouble.
      const hasShrunk = length * 2 < before;
      if (isWhole(length, asked)) return isStuck || hasShrunk ? "cut" : "all";
      if (length < asked || asked >= maximum) return "cut";
      before = asked;
      const wider = asked < most ? Math.min(asked * 2, most) : asked * 2;
      return { limit: Math.max(smallest, Math.min(wider, maximum)) };
    },
  };
}

/** A list without any `limit`. */
const single: Pager = {
  first: {},
  overlap: "all",
  next: (_, { items }) => (isWhole(items.length, undefined) ? "all" : "cut"),
};

/** How many pages in a row may bring nothing new: items that come in meanwhile can push those given into the next. */
const patience = 10;

/** Whether that many pages in a row have brought nothing new. */
function idleness(): (read: Read) => boolean {
  let idle = 0;
  return ({ hasMoved }) => {
    idle = hasMoved ? 0 : idle + 1;
    return idle > patience;
  };
}

/** A cursor as the parameter takes it: a server may give a number for a text, or the reverse. NaN: it cannot be one. */
function fitted(cursor: string | number, { type }: Field): string | number {
  // Beyond 2^53 JavaScript has rounded it.
  if (typeof cursor === "number" && !(Math.abs(cursor) <= Number.MAX_SAFE_INTEGER)) return Number.NaN;
  const types = [type ?? typeof cursor].flat();
  const isNumber = types.includes("number") || types.includes("integer");
  if (typeof cursor === "number") return isNumber ? cursor : String(cursor);
  return isNumber && !types.includes("string") ? Number(cursor) : cursor;
}

/** The cursor of the next page; `undefined` where an answer gives none, NaN for what cannot be one. */
function nextCursor({ next }: Paging, { answer, items }: ListAnswer, field: Field): string | number | undefined {
  const cursor = next ? at(answer, next) : items.at(-1)?.row.id;
  if ([undefined, null, "", false].some((none) => none === cursor)) return undefined;
  return typeof cursor === "number" || typeof cursor === "string" ? fitted(cursor, field) : Number.NaN;
}

/** Whether cursors go in a circle: every so often one is kept, to be met again. */
function circling(): (cursor: unknown) => boolean {
  let [kept, steps, until]: [unknown, number, number] = [undefined, 0, 1];
  return (cursor) => {
    if (cursor === kept) return true;
    steps += 1;
    if (steps === until) [kept, steps, until] = [cursor, 0, until * 2];
    return false;
  };
}

function byCursor(paging: Paging, size: Position, field: Field): Pager {
  const { parameter, more } = paging;
  const isIdle = idleness();
  const isKnown = circling();
  // A filter may leave any number of pages empty.
  const isStuck = (cursor: unknown, position: Position, read: Read) =>
    (read.items.length > 0 && isIdle(read)) || cursor === position[parameter] || isKnown(cursor);
  return {
    first: size,
    overlap: "none",
    next(position, read) {
      const hasMore = more && at(read.answer, more);
      if (hasMore === false) return "all";
      const cursor = nextCursor(paging, read, field);
      // A last item without an id ends nothing, but nothing can be asked for behind it.
      const isEnd = hasMore !== true && (paging.next !== undefined || read.items.length === 0);
      if (cursor === undefined) return isEnd ? "all" : "cut";
      if (Number.isNaN(cursor)) return "invalid";
      return isStuck(cursor, position, read) ? "stuck" : { ...position, [parameter]: cursor };
    },
  };
}

/** By the number of items to skip, or the number of a page. */
function byNumber({ by, parameter, more, first = 1 }: Paging, size: Position): Pager {
  const isPage = by === "page";
  const start = isPage ? first : 0;
  const isIdle = idleness();
  let overlaps = false;
  return {
    first: { ...size, [parameter]: start },
    overlap: isPage ? "none" : "last",
    back: (position, size) => ({
      ...position,
      [parameter]: Math.max(start, Number(position[parameter]) - (isPage ? 1 : size)),
    }),
    next(position, read) {
      const { items, hasMoved } = read;
      const hasMore = more && at(read.answer, more);
      const isEnd = items.length === 0 || (overlaps && items.length === 1 && !hasMoved);
      if (hasMore === false || (isEnd && hasMore !== true)) return "all";
      if (isIdle(read)) return "stuck";
      overlaps = !isPage && items.length > 1;
      // The last item again, to see whether the list has moved meanwhile.
      const step = overlaps ? items.length - 1 : 1;
      return { ...position, [parameter]: Number(position[parameter]) + step };
    },
  };
}

/** The few sizes that a `limit` can have; none where it can have any. The table has them in their order. */
export function sizesOf(limit: Field | undefined): number[] {
  return limit?.enum?.filter((one) => typeof one === "number") ?? [];
}

/**
 * How an operation's list is read: by its own paging, or else by pages as large as the description allows. `largest` is
 * the largest number of items that the server is known to have given at once. Where the caller wants `most` items at
 * the most, no more are asked for at once.
 */
export function pagerOf(
  operation: Operation,
  { in: where, paging }: ListShape,
  largest: () => number,
  most = Infinity,
): Pager {
  const limit = operation[where]?.limit;
  // Of a few sizes the least that is enough, or else the largest.
  const sizes = sizesOf(limit);
  const only = sizes.find((one) => one >= most) ?? sizes.at(-1);
  const { minimum = 1, maximum = Infinity } = only ? { minimum: only, maximum: only } : (limit ?? {});
  const unnamed = paging && !limit?.required ? Infinity : firstSize;
  const size = Math.max(minimum, Math.min(maximum === Infinity ? unnamed : maximum, most));
  if (!paging) return limit ? widening(size, maximum, largest, most) : single;
  const sized = limit && size < Infinity ? { limit: size } : {};
  if (paging.by !== "cursor") return byNumber(paging, sized);
  return byCursor(paging, sized, operation[where]?.[paging.parameter] ?? {});
}
