import { ApiError, IncompleteListError } from "./errors.ts";
import { keysOf, type Page, type Row, type Window } from "./list.ts";
import type { ListShape, Operation } from "./operation.ts";
import type { Course, Next, Position } from "./paging.ts";

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
  /** Keys of the items of this window that were given. */
  seen: Set<string>;
  /** Those of the window before; empty where every window holds those before. */
  before: Set<string>;
}

/** A window with those of its items that may be new. */
interface Found {
  readonly window: Window;
  readonly items: readonly Row[];
}

type Given = ReadonlySet<string>;

/** What is left of items after those that were given already, each item once. */
function freshOf(list: ListShape, items: readonly Row[], given: Given): Row[] {
  const known = new Set(given);
  return items.filter((item) => {
    const keys = keysOf(item, list.alias);
    const isNew = !keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return isNew;
  });
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
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && [400, 413, 422, 500, 504, 546].includes(error.status);
}

/**
 * The window in which the items that were given last are now, from behind them on: where they were, a window before (some
 * were deleted), or further on (others came in).
 *
 * @throws IncompleteListError when they are nowhere: what follows them cannot be told.
 */
async function following(reading: Reading, trail: Trail, given: Given): Promise<Found> {
  const { list, course, ask } = reading;
  let ahead: Next = "all";
  for (let looks = 0; ; looks += 1) {
    const { position } = trail;
    const window = await ask(position);
    const last = window.items.findLastIndex((item) => keysOf(item, list.alias).some((key) => given.has(key)));
    if (last >= 0) return { window, items: window.items.slice(last + 1) };
    if (looks !== 1) ahead = course.next(position, { ...window, fresh: window.items });
    const back = looks === 0 && course.back?.(position, window.items.length || given.size);
    if (back) trail.position = back;
    else if (typeof ahead === "object") trail.position = ahead;
    else throw incomplete(reading, given.size, position, "and none of the last is there any more: start again");
  }
}

/** The next window, or the refusal to give one that is larger than the one before. */
async function nextWindow(reading: Reading, trail: Trail, given: Given, isMoving: boolean): Promise<Found | ApiError> {
  if (isMoving) return following(reading, trail, given);
  try {
    const window = await reading.ask(trail.position);
    return { window, items: window.items };
  } catch (error) {
    if (reading.course.overlap === "all" && given.size > 0 && isRefusal(error)) return error;
    throw error;
  }
}

/**
 * Reads a list window by window, and gives what is new in each, in the server's order. The caller marks in the trail what it gives on: from
 * there on another reading can resume.
 *
 * @throws IncompleteListError after the last page, when there may be more than can be had
 */
export async function* read(reading: Reading, trail: Trail): AsyncGenerator<Page<Row>> {
  const { list, course } = reading;
  // A reading that resumes looks for the items that were given last, wherever they may have gone.
  let isMoving = trail.seen.size > 0 && course.back !== undefined;
  for (let count = 0; ; ) {
    const given = new Set([...trail.before, ...trail.seen]);
    const found = await nextWindow(reading, trail, given, isMoving);
    if (found instanceof ApiError) return cut(reading, count, trail.position, found);
    const fresh = freshOf(list, found.items, given);
    const next = course.next(trail.position, { ...found.window, fresh });
    count += fresh.length;
    yield { items: fresh, limit: Number(trail.position.limit) || undefined, complete: next === "all" };
    if (next === "all") return;
    if (next === "cut") return cut(reading, count, trail.position);
    isMoving = course.overlap === "last";
    if (course.overlap !== "all") [trail.before, trail.seen] = [trail.seen, new Set()];
    trail.position = next;
  }
}
