import type { Field, ListShape, Operation, Paging } from "../operation/table.ts";
import { at, isWhole, type ListAnswer } from "./page.ts";

/** The parameters that request one page of a list. */
export type Position = Readonly<Record<string, string | number>>;

/** A page that was read. */
export interface Read extends ListAnswer {
  /** Whether it has items that the previous page did not have. */
  readonly hasMoved: boolean;
}

/**
 * What follows a page: the position of the next one; the end of the list, with all of it (`all`) or not (`cut`);
 * pagination that does not advance (`stuck`); or an `invalid` cursor from the server.
 */
export type Next = Position | "all" | "cut" | "stuck" | "invalid";

/** Reads a list page by page. */
export interface Pager {
  readonly first: Position;
  /**
   * What a page repeats of the previous one: all items, the last item, or nothing unless the list changes meanwhile.
   */
  readonly overlap: "all" | "last" | "none";
  next(position: Position, read: Read): Next;
  /** The position of items that moved towards the start by at most `size`. Absent if the pager cannot go back. */
  back?(position: Position, size: number): Position;
}

/** The first page size if the description sets no maximum: about one or two screens. */
const firstSize = 50;

/**
 * Requests ever larger pages, each of which repeats the previous one, up to `maximum`; one of them has exactly `most`
 * items.
 */
function widening(smallest: number, maximum: number, largest: () => number, most: number): Pager {
  let before = 0;
  return {
    first: { limit: smallest },
    overlap: "all",
    next({ limit }, { items: { length } }) {
      const asked = Number(limit);
      // As many as the previous page, which was full; or a usual limit, if the description sets no maximum.
      const isUsual = maximum === Infinity && length > 0 && length % firstSize === 0;
      const isRound = length === (before || asked / 2) || isUsual;
      // This may be the server's own limit, unless it has returned more before.
      const isStuck = asked > smallest && isRound && length >= largest();
      // Some items may have been deleted meanwhile; losing half of them points to a server in trouble.
      const hasShrunk = length * 2 < before;
      if (isWhole(length, asked)) return isStuck || hasShrunk ? "cut" : "all";
      if (length < asked || asked >= maximum) return "cut";
      before = asked;
      const wider = asked < most ? Math.min(asked * 2, most) : asked * 2;
      return { limit: Math.max(smallest, Math.min(wider, maximum)) };
    },
  };
}

/** A list without `limit`: one request. */
const single: Pager = {
  first: {},
  overlap: "all",
  next: (_, { items }) => (isWhole(items.length, undefined) ? "all" : "cut"),
};

/** How many pages in a row may hold nothing new: added items can push known ones onto the next page. */
const patience = 10;

/** Returns a check whether more than `patience` pages in a row held nothing new. */
function idleness(): (read: Read) => boolean {
  let idle = 0;
  return ({ hasMoved }) => {
    idle = hasMoved ? 0 : idle + 1;
    return idle > patience;
  };
}

/**
 * Converts a cursor to the parameter's type: a server may return a number for a string, or the reverse. NaN if invalid.
 */
function fitted(cursor: string | number, { type }: Field): string | number {
  // JavaScript has rounded numbers beyond 2^53.
  if (typeof cursor === "number" && !(Math.abs(cursor) <= Number.MAX_SAFE_INTEGER)) return Number.NaN;
  const types = [type ?? typeof cursor].flat();
  const isNumber = types.includes("number") || types.includes("integer");
  if (typeof cursor === "number") return isNumber ? cursor : String(cursor);
  return isNumber && !types.includes("string") ? Number(cursor) : cursor;
}

/** The cursor of the next page; `undefined` if the answer has no cursor, NaN if it is invalid. */
function nextCursor({ next }: Paging, { answer, items }: ListAnswer, field: Field): string | number | undefined {
  const cursor = next ? at(answer, next) : items.at(-1)?.row.id;
  if ([undefined, null, "", false].some((none) => none === cursor)) return undefined;
  return typeof cursor === "number" || typeof cursor === "string" ? fitted(cursor, field) : Number.NaN;
}

/** Returns a check for cycles of cursors (Brent's algorithm). */
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
  // A filter may leave pages empty.
  const isStuck = (cursor: unknown, position: Position, read: Read) =>
    (read.items.length > 0 && isIdle(read)) || cursor === position[parameter] || isKnown(cursor);
  return {
    first: size,
    overlap: "none",
    next(position, read) {
      const hasMore = more && at(read.answer, more);
      if (hasMore === false) return "all";
      const cursor = nextCursor(paging, read, field);
      // If the last item has no id, the list may go on but the next page cannot be requested.
      const isEnd = hasMore !== true && (paging.next !== undefined || read.items.length === 0);
      if (cursor === undefined) return isEnd ? "all" : "cut";
      if (Number.isNaN(cursor)) return "invalid";
      return isStuck(cursor, position, read) ? "stuck" : { ...position, [parameter]: cursor };
    },
  };
}

/** Pagination by offset or page number. */
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
      // Repeats the last item, to see whether the list has changed meanwhile.
      const step = overlaps ? items.length - 1 : 1;
      return { ...position, [parameter]: Number(position[parameter]) + step };
    },
  };
}

/**
 * The pager of an operation's list: its own pagination, or else ever larger pages up to the description's maximum.
 * `largest`: the size of the largest page that the server has returned so far. `most`: how many items the caller wants;
 * the first page asks for no more.
 */
export function pagerOf(
  operation: Operation,
  { in: where, paging }: ListShape,
  largest: () => number,
  most = Infinity,
): Pager {
  const limit = operation[where]?.limit;
  const { minimum = 1, maximum = Infinity } = limit ?? {};
  const unnamed = paging && !limit?.required ? Infinity : firstSize;
  const size = Math.max(minimum, Math.min(maximum === Infinity ? unnamed : maximum, most));
  if (!paging) return limit ? widening(size, maximum, largest, most) : single;
  const sized = limit && size < Infinity ? { limit: size } : {};
  if (paging.by !== "cursor") return byNumber(paging, sized);
  return byCursor(paging, sized, operation[where]?.[paging.parameter] ?? {});
}
