import { unexpected } from "../call/decode.ts";
import { ApiError } from "../errors/answer.ts";
import { IncompleteListError } from "../errors/classes.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { inOrder, keysOf, type Page, type Row, type Window } from "./page.ts";
import type { Course, Next, Position } from "./pager.ts";

/** A list that is to be read to its end. */
export interface Reading {
  readonly operation: Operation;
  readonly list: ListShape;
  readonly course: Course;
  /** Asks for one window. */
  readonly ask: (position: Position) => Promise<Window>;
  readonly mayBeIncomplete: boolean;
}

/** How far a reading has come. */
export interface Trail {
  position: Position;
  /** Keys of the items that were given of this window, and perhaps of later ones. */
  seen: Set<string>;
  /** Keys of all items of the window before; empty where every window holds those before. */
  before: Set<string>;
}

/** A window with those of its items that may be new. */
interface Found {
  readonly window: Window;
  readonly items: readonly Row[];
}

/** What a reading has come to: items given, and the size of the largest window. */
interface Tally {
  count: number;
  size: number;
}

/** What is left of items after those that were given already, each item once: of copies, the one that was stored last. */
function freshOf(list: ListShape, items: readonly Row[], { before, seen }: Trail): Row[] {
  const known = new Set([...before, ...seen]);
  const fresh = inOrder(list, items, -1).filter((item) => {
    const keys = keysOf(item, list.alias);
    const isNew = !keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return isNew;
  });
  const chosen = new Set(fresh);
  return items.filter((item) => chosen.has(item));
}

/** Notes that a window has been given, before the next one is asked for. */
function moveOn({ list, course }: Reading, trail: Trail, { items }: Window): void {
  if (course.overlap === "all") return;
  const keys = new Set(items.flatMap((item) => keysOf(item, list.alias)));
  const before = [...trail.before];
  const last = before.findLastIndex((key) => keys.has(key));
  // What came in amid the items that were given last, or before them all, has pushed some of them on, to come again.
  const pushed = last < 0 && course.overlap === "none" ? [] : before.slice(last + 1);
  trail.seen = new Set([...trail.seen, ...pushed].filter((key) => !keys.has(key)));
  trail.before = keys;
}

/** Ends a reading that has come to its last window. */
function finish(reading: Reading, read: number, position: Position, next: Next, { exchange }: Window): void {
  if (next === "cut") cut(reading, read, position);
  if (next === "stuck")
    throw unexpected(exchange, "the list goes on from where it was, over and over: what follows cannot be reached");
}

/** The error for a list that was not read to its end. */
function incomplete({ operation }: Reading, read: number, { limit }: Position, why: string, cause?: ApiError) {
  const attempts = cause?.attempts ?? 1;
  return new IncompleteListError(`${operation.id}: ${read} items were read, ${why}.`, {
    ...{ operation: operation.id, outcome: "rejected", attempts, cause },
    ...{ read, limit: Number(limit) || undefined },
  });
}

/** The end of what the API gives, when there may be more. */
function cut(reading: Reading, read: number, position: Position, refusal?: ApiError): void {
  if (reading.mayBeIncomplete) return;
  const why = refusal ? "and the server refuses to give more at once" : "as many as can be had at once";
  const rest = "There may be more, and the API has no way to reach them";
  const advice = 'narrow the query, or take what there is with incomplete: "allow"';
  throw incomplete(reading, read, position, `${why}. ${rest}: ${advice}`, refusal);
}

/** A larger window that the server will not or cannot give. This API answers 500 to bad parameters, too. */
function isRefusal({ first, overlap }: Course, position: Position, error: unknown): error is ApiError {
  const isLarger = overlap === "all" && Number(position.limit) > Number(first.limit);
  return (
    isLarger &&
    error instanceof ApiError &&
    (error.status < 300 || [400, 413, 416, 422, 500, 504, 546].includes(error.status))
  );
}

/**
 * The window in which the items of the one before are now, from behind them on: where they were to be, a window back (some
 * were deleted), or from there on further (others came in).
 *
 * @throws IncompleteListError when they are nowhere: what follows them cannot be told.
 */
async function following(reading: Reading, trail: Trail, { count, size }: Tally): Promise<Found> {
  const { list, course, ask } = reading;
  for (let looks = 0; ; looks += 1) {
    const { position } = trail;
    const window = await ask(position);
    const last = window.items.findLastIndex((item) => keysOf(item, list.alias).some((key) => trail.before.has(key)));
    if (last >= 0) return { window, items: window.items.slice(last + 1) };
    const ahead = course.next(position, { ...window, hasMoved: window.items.length > 0 });
    const back = looks === 0 && course.back?.(position, Math.max(size, window.items.length) || trail.before.size);
    if (back) trail.position = back;
    else if (typeof ahead === "object") trail.position = ahead;
    else throw incomplete(reading, count, position, "and none of the last is there any more: start again");
  }
}

/** The next window, or the refusal to give one that is larger than the one before. */
async function nextWindow(reading: Reading, trail: Trail): Promise<Found | ApiError> {
  const { course, ask } = reading;
  try {
    const window = await ask(trail.position);
    return { window, items: window.items };
  } catch (error) {
    if (isRefusal(course, trail.position, error)) return error;
    throw error;
  }
}

/**
 * Reads a list window by window, and gives what is new in each, in the server's order. The caller marks in the trail what
 * it gives on: from there on another reading can resume.
 *
 * @throws IncompleteListError after the last page, when there may be more than can be had
 * @throws DecodeError after the last page, when the server gives the same windows over and over
 */
export async function* read(reading: Reading, trail: Trail): AsyncGenerator<Page<Row>> {
  const { list, course } = reading;
  const tally: Tally = { count: 0, size: 0 };
  // Where a reading resumes, the list may have moved.
  let isMoving = trail.before.size > 0 && course.back !== undefined;
  for (;;) {
    const found = await (isMoving ? following(reading, trail, tally) : nextWindow(reading, trail));
    if (found instanceof ApiError) return cut(reading, tally.count, trail.position, found);
    const { window, items } = found;
    const fresh = freshOf(list, items, trail);
    const hasMoved = items.some((item) => !keysOf(item, list.alias).some((key) => trail.before.has(key)));
    const next = course.next(trail.position, { ...window, hasMoved });
    tally.count += fresh.length;
    tally.size = Math.max(tally.size, window.items.length);
    const isLast = typeof next === "string";
    if (isLast || fresh.length > 0)
      yield { items: fresh, limit: Number(trail.position.limit) || undefined, complete: next === "all" };
    if (isLast) return finish(reading, tally.count, trail.position, next, window);
    moveOn(reading, trail, window);
    // A window of one item cannot overlap with the next.
    isMoving = course.overlap === "last" && window.items.length > 1;
    trail.position = next;
  }
}
