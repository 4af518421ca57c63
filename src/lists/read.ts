import { unexpected } from "../call/decode.ts";
import { ApiError } from "../errors/answer.ts";
import { IncompleteListError } from "../errors/classes.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { type Keyed, type ListAnswer, newestFirst, type Page } from "./page.ts";
import type { Next, Pager, Position } from "./pager.ts";

/** A list to read to its end. */
export interface Reading {
  readonly operation: Operation;
  readonly list: ListShape;
  readonly pager: Pager;
  /** Requests one page. */
  readonly ask: (position: Position) => Promise<ListAnswer>;
  readonly mayBeIncomplete: boolean;
}

/** The progress of a reading. */
export interface Cursor {
  position: Position;
  /** Keys of the items of this page, and perhaps of later ones, that were already returned. */
  seen: Set<string>;
  /** Keys of the previous page's items; empty if every page repeats the previous one. */
  before: Set<string>;
}

/** A page, and those of its items that may be new. */
interface Found {
  readonly page: ListAnswer;
  readonly items: readonly Keyed[];
}

const isKnown = ({ keys }: Keyed, known: ReadonlySet<string>) => keys.some((key) => known.has(key));

/** The items that were not returned before, each once: of several copies, the newest. */
function freshOf(list: ListShape, items: readonly Keyed[], { before, seen }: Cursor): Keyed[] {
  const known = new Set([...before, ...seen]);
  const fresh = new Set<Keyed>();
  for (const item of newestFirst(list, items)) {
    if (!isKnown(item, known)) fresh.add(item);
    for (const key of item.keys) known.add(key);
  }
  return items.filter((item) => fresh.has(item));
}

/** Records that a page was returned, before the next one is requested. */
function moveOn({ pager }: Reading, cursor: Cursor, { items }: ListAnswer): void {
  if (pager.overlap === "all") return;
  const keys = new Set(items.flatMap((item) => item.keys));
  const before = [...cursor.before];
  const last = before.findLastIndex((key) => keys.has(key));
  // Items added before or among the returned ones have pushed some of these onto the next page, to come again.
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

/** Ends a reading where the API returns no more, although there may be more. */
function cut(reading: Reading, read: number, position: Position, refusal?: ApiError): void {
  if (reading.mayBeIncomplete) return;
  const why = refusal ? "and the server rejects a larger page" : "the most that the API returns";
  const advice = 'There may be more: narrow the query, or set incomplete: "allow"';
  throw incomplete(reading, read, position, `${why}. ${advice}`, refusal);
}

/** Ends a reading after its last page. */
function finish(reading: Reading, read: number, position: Position, next: Next, { exchange }: ListAnswer): void {
  if (next === "cut") cut(reading, read, position);
  if (next === "stuck") throw unexpected(exchange, "pagination is not advancing: the same pages repeat");
  if (next === "invalid") throw unexpected(exchange, "the next cursor is neither a string nor a safe integer");
}

/** Whether the server refused a larger page, or failed to return it. This API also answers 500 to bad parameters. */
function isRefusal({ first, overlap }: Pager, position: Position, error: unknown): error is ApiError {
  const isLarger = overlap === "all" && Number(position.limit) > Number(first.limit);
  return (
    isLarger &&
    error instanceof ApiError &&
    (error.status < 300 || [400, 413, 416, 422, 500, 504, 546].includes(error.status))
  );
}

/**
 * Finds the previous page's items again, and returns the items after them. Looks at the expected position, then a page
 * back (items were deleted), then further on (items were added). `size`: the size of the largest page.
 *
 * @throws IncompleteListError if they are gone: then what follows them is unknown
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

/** The next page, or the error if the server refuses a page larger than the previous one. */
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
 * Reads a list page by page and yields the new items of each, in the server's order. The caller marks the items that it
 * returns in the cursor, so that another reading can resume there.
 *
 * @throws IncompleteListError after the last page, if there may be more items than the API returns
 * @throws DecodeError after the last page, if pagination does not advance
 */
export async function* read(reading: Reading, cursor: Cursor): AsyncGenerator<Page<Keyed>> {
  const { list, pager } = reading;
  let count = 0;
  let size = 0;
  // The list may have changed before a reading is resumed.
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
