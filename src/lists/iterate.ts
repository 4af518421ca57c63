import type { CallOptions } from "../call/call.ts";
import { checkedOptions, mustBeWhole, refuse } from "../errors/refuse.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { inOrder, type Keyed, type Page, type Row } from "./page.ts";
import { type Pager, type Position, pagerOf } from "./pager.ts";
import { type Cursor, type Reading, read } from "./read.ts";

/**
 * The progress of an iteration: plain JSON that you can store anywhere and pass back with the same query to resume. It
 * holds fingerprints of items, never names, phones or texts; with cursor pagination also the server's cursor.
 *
 * @example
 * ```ts
 * import { type Checkpoint, Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy();
 * let checkpoint: Checkpoint | undefined;
 * const contacts = wipsy.contacts.iterate({}, { checkpoint, incomplete: "allow" });
 * for await (const contact of contacts) {
 *   console.log(contact.id);
 *   checkpoint = contacts.checkpoint; // keep it where a later run finds it
 * }
 * ```
 */
export interface Checkpoint {
  /** The operationId of the list. */
  readonly operation: string;
  /** The parameters of the page that was being read. */
  readonly position: Position;
  /** Fingerprints of the items of this page that were already returned. */
  readonly seen: readonly string[];
  /** Fingerprints of the previous page's items. */
  readonly before: readonly string[];
}

/** Options for reading a whole list. Call options apply to each request. */
export interface IterateOptions extends CallOptions {
  /**
   * What to do at the end if there may be more items than the API returns: throw an `IncompleteListError`, or nothing.
   * @default "error"
   */
  readonly incomplete?: "error" | "allow" | undefined;
  /**
   * Resumes after the item at which {@link Iteration.checkpoint} was read.
   * @default from the start
   */
  readonly checkpoint?: Checkpoint | undefined;
}

/**
 * Reads a list to its end. The first request is made when the first item is asked for, and each `for await` starts
 * again. Holds one or two pages in memory, however long the list is.
 *
 * With page numbers, an item that moves to an earlier page because others are deleted meanwhile is missed without
 * notice. With offsets it is found, or the iteration ends with an `IncompleteListError`.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy();
 * for await (const chat of wipsy.chats.iterate({}, { incomplete: "allow" })) console.log(chat.id);
 * const some = await wipsy.contacts.iterate().toArray({ limit: 10 });
 * console.log(some.length);
 * ```
 */
export interface Iteration<T> extends AsyncIterable<T> {
  /** Yields the list page by page, each item once. `complete` of the last page says whether the whole list was read. */
  pages(): AsyncIterable<Page<T>>;
  /**
   * Reads the first `limit` items, or all of them without `limit`. Messages are sorted by time.
   *
   * @throws IncompleteListError if there may be more items than the API returned, and fewer than `limit` were read; not
   *   with `incomplete: "allow"`.
   */
  toArray(options?: { readonly limit?: number | undefined }): Promise<T[]>;
  /** The position of the latest iteration, after the last item or page that it returned. */
  readonly checkpoint: Checkpoint;
}

/** What an iteration needs. */
export interface Source extends Omit<Reading, "pager" | "mayBeIncomplete"> {
  /** The size of the largest page that the server has returned so far. */
  readonly largest: () => number;
}

/** The names of the pagination parameters. */
function pagingParameters({ paging }: ListShape): string[] {
  return ["limit", ...(paging ? [paging.parameter] : [])];
}

function areStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Whether a value has all pagination parameters and nothing else. Their values are checked with the call. */
function isPosition(list: ListShape, first: Position, value: unknown): value is Position {
  if (!isRecord(value)) return false;
  const isWhole = Object.keys(first).every((name) => value[name] !== undefined);
  return isWhole && Object.keys(value).every((name) => pagingParameters(list).includes(name));
}

/**
 * The cursor to start or resume with.
 *
 * @throws InputError if `checkpoint` is not one of this list
 */
function startOf({ operation, list }: Source, { first }: Pager, checkpoint: unknown): Cursor {
  if (checkpoint === undefined) return { position: first, seen: new Set(), before: new Set() };
  const { operation: id, position, seen, before }: Partial<Checkpoint> = Object(checkpoint);
  const isOne = id === operation.id && areStrings(seen) && areStrings(before) && isPosition(list, first, position);
  if (!isOne) return refuse(operation, "checkpoint", "is not a checkpoint of this list");
  return { position, seen: new Set(seen), before: new Set(before) };
}

/** Refuses parameters that `iterate` sets itself. */
export function checkWhole(operation: Operation, list: ListShape, query: unknown): void {
  if (!isRecord(query)) return;
  for (const name of pagingParameters(list)) {
    if (query[name] !== undefined) refuse(operation, name, "is set by iterate: use toArray({ limit })");
  }
}

/** An iteration over a list. */
export function iterationOf(source: Source, { incomplete = "error", checkpoint }: IterateOptions): Iteration<Row> {
  const { operation, list, largest } = source;
  if (incomplete !== "error" && incomplete !== "allow") refuse(operation, "incomplete", 'must be "error" or "allow"');
  let latest = startOf(source, pagerOf(operation, list, largest), checkpoint);
  /** Starts a reading. `mark` records that an item was returned. */
  const begin = (most?: number) => {
    // A resumed reading keeps the page size that it began with.
    const pager = pagerOf(operation, list, largest, checkpoint === undefined ? most : undefined);
    const cursor = startOf(source, pager, checkpoint);
    latest = cursor;
    const mark = ({ row, keys }: Keyed) => {
      for (const key of keys) cursor.seen.add(key);
      return row;
    };
    return { pages: read({ ...source, pager, mayBeIncomplete: incomplete === "allow" }, cursor), mark };
  };
  return {
    async *[Symbol.asyncIterator]() {
      const { pages, mark } = begin();
      for await (const { items } of pages) {
        for (const item of inOrder(list, items)) yield mark(item);
      }
    },
    async *pages() {
      const { pages, mark } = begin();
      for await (const page of pages) yield { ...page, items: inOrder(list, page.items).map(mark) };
    },
    async toArray(options = {}) {
      const { limit } = checkedOptions<{ limit: number }>(operation, options, {
        limit: mustBeWhole(1),
      });
      const { pages, mark } = begin(limit);
      const found: Keyed[] = [];
      for await (const { items } of pages) {
        const taken = items.slice(0, limit && limit - found.length);
        taken.forEach(mark);
        found.push(...taken);
        if (found.length === limit) break;
      }
      return inOrder(list, found).map(({ row }) => row);
    },
    get checkpoint() {
      const { position, before, seen } = latest;
      return { operation: operation.id, position, seen: [...seen], before: [...before] };
    },
  };
}
