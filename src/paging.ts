import { unexpected } from "./decode.ts";
import { at, isWhole, type Row, type Window } from "./list.ts";
import type { Field, ListShape, Operation, Paging } from "./operation.ts";

/** Where a list is being read: the parameters that ask for one window of it. */
export type Position = Readonly<Record<string, string | number>>;

/** What came of one window. */
export interface Read extends Window {
  /** The items that had not been seen before. */
  readonly fresh: readonly Row[];
}

/** Where to read next; or that the list has ended, and whether that was all of it. */
export type Next = Position | "all" | "cut";

/** A way through a list. */
export interface Course {
  readonly first: Position;
  /** What a window holds of the one before: all of it, its last item, or nothing as long as the list does not move. */
  readonly overlap: "all" | "last" | "none";
  next(position: Position, read: Read): Next;
  /** Where items are that have moved towards the beginning by at most a window; absent where none can move. */
  back?(position: Position, size: number): Position;
}

/** The first window of a list that names no largest one: what a screen or two show. */
const firstWindow = 50;

/** Ever larger windows up to the description's largest, each of which holds those before; just `most` on the way. */
function widening({ minimum = 1, maximum = Number.POSITIVE_INFINITY }: Field, most: number): Course {
  const usual = Number.isFinite(maximum) ? maximum : firstWindow;
  const smallest = Math.max(minimum, Math.min(usual, most));
  let before = 0;
  return {
    first: { limit: smallest },
    overlap: "all",
    next({ limit }, { items: { length } }) {
      const asked = Number(limit);
      // As many as the last window held, and that one was full: the server may give no more than that.
      const isStuck = asked > smallest && length === (before || asked / 2);
      if (isWhole(length, asked)) return isStuck ? "cut" : "all";
      if (length < asked || asked >= maximum) return "cut";
      before = asked;
      const wider = asked < most ? Math.min(asked * 2, most) : asked * 2;
      return { limit: Math.min(wider, maximum) };
    },
  };
}

/** A list without any `limit`. */
const single: Course = {
  first: {},
  overlap: "all",
  next: (_, { items }) => (isWhole(items.length, undefined) ? "all" : "cut"),
};

/** The error for a list that stands still: reading on would never end. */
function standstill({ exchange }: Window): Error {
  return unexpected(exchange, "the list goes on from where it was, over and over: what follows cannot be reached");
}

function nextCursor({ next }: Paging, { answer, items, exchange }: Window): string | number | undefined {
  const cursor = next ? at(answer, next) : items.at(-1)?.id;
  if (cursor === undefined || cursor === null || cursor === "") return undefined;
  if (typeof cursor === "string" || typeof cursor === "number") return cursor;
  throw unexpected(exchange, "what it gives as the next cursor is none");
}

function byCursor(paging: Paging, size: Position): Course {
  const { parameter, more } = paging;
  // Every so often a cursor is kept, to be met again where cursors go in a circle.
  let [kept, steps, until]: [unknown, number, number] = [undefined, 0, 1];
  return {
    first: size,
    overlap: "none",
    next(position, read) {
      const cursor = nextCursor(paging, read);
      if (cursor === undefined || (more && at(read.answer, more) === false)) return "all";
      if (cursor === position[parameter] || cursor === kept) throw standstill(read);
      steps += 1;
      if (steps === until) [kept, steps, until] = [cursor, 0, until * 2];
      return { ...position, [parameter]: cursor };
    },
  };
}

function byOffset({ parameter, more }: Paging, size: Position): Course {
  return {
    first: { ...size, [parameter]: 0 },
    overlap: "last",
    back: (position, size) => ({ ...position, [parameter]: Math.max(0, Number(position[parameter]) - size) }),
    next(position, read) {
      const hasMore = more && at(read.answer, more);
      if (hasMore === false) return "all";
      if (read.fresh.length === 0) {
        if (hasMore === true) throw standstill(read);
        return "all";
      }
      // The last item again, to see whether the list has moved meanwhile.
      const step = Math.max(1, read.items.length - 1);
      return { ...position, [parameter]: Number(position[parameter]) + step };
    },
  };
}

function byPage({ parameter, more, first = 1 }: Paging, size: Position): Course {
  let idle = 0;
  return {
    first: { ...size, [parameter]: first },
    overlap: "none",
    back: (position) => ({ ...position, [parameter]: Math.max(first, Number(position[parameter]) - 1) }),
    next(position, read) {
      const hasMore = more && at(read.answer, more);
      if (hasMore === false || (read.items.length === 0 && hasMore !== true)) return "all";
      // Once, items that came in meanwhile may have moved the last page's to this one.
      idle = read.fresh.length > 0 ? 0 : idle + 1;
      if (idle > 1) throw standstill(read);
      return { ...position, [parameter]: Number(position[parameter]) + 1 };
    },
  };
}

const courses = { cursor: byCursor, offset: byOffset, page: byPage };

/**
 * The way through an operation's list: its own paging, or else windows as large as the description allows. Where the
 * caller wants `most` items at the most, no more are asked for at once.
 */
export function courseOf(
  operation: Operation,
  { in: where, paging }: ListShape,
  most = Number.POSITIVE_INFINITY,
): Course {
  const limit = operation[where]?.limit;
  if (!paging) return limit ? widening(limit, most) : single;
  const largest = Math.max(limit?.minimum ?? 1, Math.min(limit?.maximum ?? Number.POSITIVE_INFINITY, most));
  return courses[paging.by](paging, limit && Number.isFinite(largest) ? { limit: largest } : {});
}
