import { unexpected } from "../call/decode.ts";
import { ApiError } from "../errors/answer.ts";
import { IncompleteListError } from "../errors/classes.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { type Keyed, type ListAnswer, newestFirst, type Page } from "./page.ts";
import type { Next, Pager, Position } from "./pager.ts";

/** A list that is to be read to its end. */
export interface Reading {
  readonly operation: Operation;
  readonly list: ListShape;
  readonly pager: Pager;
  /** Asks for one page. */
  readonly ask: (position: Position) => Promise<ListAnswer>;
  readonly mayBeIncomplete: boolean;
}

/** How far a reading has come. */
export interface Cursor {
  position: Position;
  /** Keys of the items that were given of this page, and perhaps of later ones. */
  seen: Set<string>;
  /** Keys of all items of the page before; empty where every page holds those before. */
  before: Set<string>;
}

/** A page with those of its items that may be new. */
interface Found {
  readonly page: ListAnswer;
  readonly items: readonly Keyed[];
}

const isKnown = ({ keys }: Keyed, known: ReadonlySet<string>) => keys.some((key) => known.has(key));

/** What is left of items after those that were given already, each item once: of copies, the one that was stored last. */
function freshOf(list: ListShape, items: readonly Keyed[], { before, seen }: Cursor): Keyed[] {
  const known = new Set([...before, ...seen]);
  const fresh = new Set<Keyed>();
  for (const item of newestFirst(list, items)) {
    if (!isKnown(item, known)) fresh.add(item);
    for (const key of item.keys) known.add(key);
  }
  return items.filter((item) => fresh.has(item));
}

/** Notes that a page has been given, before the next one is asked for. */
function moveOn({ pager }: Reading, cursor: Cursor, { items }: ListAnswer): void {
  if (pager.overlap === "all") return;
  const keys = new Set(items.flatMap((item) => item.keys));
  const before = [...cursor.before];
  const last = before.findLastIndex((key) => keys.has(key));
  // What came in amid the items that were given last, or before them all, has pushed some of them on, to come again.
  const pushed = last < 0 && pager.overlap === "none" ? [] : before.slice(last + 1);
  cursor.seen = new Set([...cursor.seen, ...pushed].filter((key) => !keys.has(key)));
  cursor.before = keys;
}

/** The error for a list that was not read to its end. */
function incomplete({ operation }: Reading, read: number, { limit }: Position, why: string, cause?: ApiError) {
  const attempts = cause?.attempts ?? 1;
  return new IncompleteListError(`${operation.id}: ${read} items were read, ${why}.`, {
    ...{ operation: operation.id, outcome: "rejected", attempts, cause },
    ...{ read, limit: Number(limit) || undefined },
  });
}

/** Ends a reading that has come to the end of what the API gives, where there may be more. */
function cut(reading: Reading, read: number, position: Position, refusal?: ApiError): void {
  if (reading.mayBeIncomplete) return;
  const why = refusal ? "and the server rejects a larger page" : "the most that the API gives";
  const advice = 'There may be more: narrow the query, or set incomplete: "allow"';
  throw incomplete(reading, read, position, `${why}. ${advice}`, refusal);
}

/** Ends a reading that has come to its last page. */
function finish(reading: Reading, read: number, position: Position, next: Next, { exchange }: ListAnswer): void {
  if (next === "cut") cut(reading, read, position);
  if (next === "stuck") throw unexpected(exchange, "pagination is not advancing: the same pages repeat");
  if (next === "invalid") throw unexpected(exchange, "the next cursor is neither a string nor a safe integer");
}

/** A larger page that the server will not or cannot give. This API answers 500 to bad parameters, too. */
function isRefusal({ first, overlap }: Pager, position: Position, error: unknown): error is ApiError {
  const isLarger = overlap === "all" && Number(position.limit) > Number(first.limit);
  return (
    isLarger &&
    error instanceof ApiError &&
    (error.status < 300 || [400, 413, 416, 422, 500, 504, 546].includes(error.status))
  );
}

/**
 * The page in which the items of the one before are now, from behind them on: where they were to be, a page back (some
 * were deleted), or from there on further (others came in). `size` is that of the largest page.
 *
 * @throws IncompleteListError when they are nowhere: what follows them cannot be told.
 */
async function following(reading: Reading, cursor: Cursor, count: number, size: number): Promise<Found> {
  const { pager, ask } = reading;
  for (let pages = 0; ; pages += 1) {
    const { position } = cursor;
    const page = await ask(position);
    const last = page.items.findLastIndex((item) => isKnown(item, cursor.before));
    if (last >= 0) return { page, items: page.items.slice(last + 1) };
    const ahead = pager.next(position, { ...page, hasMoved: page.items.length > 0 });
    const back = pages === 0 && pager.back?.(position, Math.max(size, page.items.length) || cursor.before.size);
    if (back) cursor.position = back;
    else if (typeof ahead === "object") cursor.position = ahead;
    else throw incomplete(reading, count, position, "then the list changed too much: start again");
  }
}

/** The next page, or the refusal to give one that is larger than the one before. */
async function nextPage({ pager, ask }: Reading, { position }: Cursor): Promise<Found | ApiError> {
  try {
    const page = await ask(position);
    return { page, items: page.items };
  } catch (error) {
    if (isRefusal(pager, position, error)) return error;
    throw error;
  }
}

/**
 * Reads a list page by page, and gives what is new in each, in the server's order. The caller marks in the cursor what
 * it gives on: from there on another reading can resume.
 *
 * @throws IncompleteListError after the last page, when there may be more than can be had
 * @throws DecodeError after the last page, when pagination does not advance
 */
export async function* read(reading: Reading, cursor: Cursor): AsyncGenerator<Page<Keyed>> {
  const { list, pager } = reading;
  let count = 0;
  let size = 0;
  // Where a reading resumes, the list may have moved.
  let isMoving = cursor.before.size > 0 && pager.back !== undefined;
  for (;;) {
    const found = await (isMoving ? following(reading, cursor, count, size) : nextPage(reading, cursor));
    if (found instanceof ApiError) return cut(reading, count, cursor.position, found);
    const { page, items } = found;
    const fresh = freshOf(list, items, cursor);
    const hasMoved = items.some((item) => !isKnown(item, cursor.before));
    const next = pager.next(cursor.position, { ...page, hasMoved });
    count += fresh.length;
    size = Math.max(size, page.items.length);
    const isLast = typeof next === "string";
    if (isLast || fresh.length > 0)
      yield { items: fresh, limit: Number(cursor.position.limit) || undefined, complete: next === "all" };
    if (isLast) return finish(reading, count, cursor.position, next, page);
    moveOn(reading, cursor, page);
    // A page of one item cannot overlap with the next.
    isMoving = pager.overlap === "last" && page.items.length > 1;
    cursor.position = next;
  }
}
