import type { CallOptions } from "../call/call.ts";
import { checkedOptions, must, refuse } from "../errors/refuse.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { inOrder, type Keyed, type Page, type Row } from "./page.ts";
import { type Pager, type Position, pagerOf } from "./pager.ts";
import { type Cursor, type Reading, read } from "./read.ts";

/**
 * How far an iteration has come: plain JSON, to be kept anywhere and given back with the same query. It holds fingerprints
 * of items, no name, phone or text; and, of a description with a cursor, the server's cursor as it is.
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
  /** The parameters that ask for the page that was being read. */
  readonly position: Position;
  /** Fingerprints of what was given of this page. */
  readonly seen: readonly string[];
  /** Fingerprints of what the page before held. */
  readonly before: readonly string[];
}

/** What can be set for reading a whole list. What a call takes holds for each of its requests. */
export interface IterateOptions extends CallOptions {
  /**
   * What happens at the end when there may be more items than can be had: an `IncompleteListError`, or nothing.
   * @default "error"
   */
  readonly incomplete?: "error" | "allow" | undefined;
  /**
   * Goes on behind the item that {@link Iteration.checkpoint} was taken at.
   * @default from the start
   */
  readonly checkpoint?: Checkpoint | undefined;
}

/**
 * A list being read to its end. Nothing is asked for before the first item is, and each `for await` begins anew. Memory
 * is a page of the list or two, whatever its length.
 *
 * Where the description has pages by number, what moves a page back because others are deleted meanwhile is missed: nothing
 * shows it. By offset it is found, or else the reading ends with an `IncompleteListError`.
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
  /** The list page by page, each item once. The last page tells whether it was `complete`. */
  pages(): AsyncIterable<Page<T>>;
  /**
   * The first `limit` items, or all of them without a `limit`. Messages are in order of time.
   *
   * @throws IncompleteListError when there may be more items than the API returned, and fewer than `limit`; not with
   *   `incomplete: "allow"`.
   */
  toArray(options?: { readonly limit?: number | undefined }): Promise<T[]>;
  /** How far the latest reading has come: behind the last item, or page, that it gave. */
  readonly checkpoint: Checkpoint;
}

/** What an iteration is made of. */
export interface Source extends Omit<Reading, "pager" | "mayBeIncomplete"> {
  /** The largest number of items that the server is known to have given at once. */
  readonly largest: () => number;
}

/** The parameters that ask for a page. */
function pageNames({ paging }: ListShape): string[] {
  return ["limit", ...(paging ? [paging.parameter] : [])];
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Whether a value asks for a page, and for nothing else. What the parameters hold is checked with the call. */
function isPosition(list: ListShape, first: Position, value: unknown): value is Position {
  if (!isRecord(value)) return false;
  const isWhole = Object.keys(first).every((name) => value[name] !== undefined);
  return isWhole && Object.keys(value).every((name) => pageNames(list).includes(name));
}

/** Where a reading begins, or resumes. What is no checkpoint of this list is refused. */
function startOf({ operation, list }: Source, { first }: Pager, checkpoint: unknown): Cursor {
  if (checkpoint === undefined) return { position: first, seen: new Set(), before: new Set() };
  const { operation: id, position, seen, before }: Partial<Checkpoint> = Object(checkpoint);
  const isOne = id === operation.id && isTexts(seen) && isTexts(before) && isPosition(list, first, position);
  if (!isOne) return refuse(operation, "checkpoint", "is not one that this list has given");
  return { position, seen: new Set(seen), before: new Set(before) };
}

/** Refuses parameters that reading a whole list sets itself. */
export function checkWhole(operation: Operation, list: ListShape, query: unknown): void {
  if (!isRecord(query)) return;
  for (const name of pageNames(list)) {
    if (query[name] !== undefined) refuse(operation, name, "is set by iterate: use toArray({ limit })");
  }
}

/** An iteration over a list. */
export function iterationOf(source: Source, { incomplete = "error", checkpoint }: IterateOptions): Iteration<Row> {
  const { operation, list, largest } = source;
  if (incomplete !== "error" && incomplete !== "allow") refuse(operation, "incomplete", 'must be "error" or "allow"');
  let latest = startOf(source, pagerOf(operation, list, largest), checkpoint);
  /** A new reading, and how an item of it is marked as given. */
  const begin = (most?: number) => {
    // A reading that resumes goes on in the pages that it began with.
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
        limit: must("a whole number, 1 or more", (value) => Number.isSafeInteger(value) && Number(value) >= 1),
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
