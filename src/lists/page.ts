import { type Exchange, missing, type Shape, unexpected } from "../call/decode.ts";
import type { ListShape } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { byInstant, instantOf } from "./instant.ts";

/**
 * One page of a list.
 *
 * @example
 * ```ts
 * import { type Contact, type Page, Wipsy } from "wipsy-client";
 * const page: Page<Contact> = await new Wipsy().contacts.list({ limit: 500 });
 * if (!page.complete) console.log(`${page.items.length} contacts, and perhaps more`);
 * ```
 */
export interface Page<T> {
  /** In the server's order, which is not documented. From `iterate`, messages are sorted by time within a page. */
  readonly items: T[];
  /** The requested limit, or the description's default; `undefined` if neither is known. */
  readonly limit: number | undefined;
  /**
   * Whether this is the whole list, as far as that can be known: fewer items came than the limit, and not exactly
   * 1,000, where the server is believed to cut lists silently. `false` means that there may be more: the API returns no
   * total.
   *
   * Without a limit (an agent's chats), the list counts as complete. With an unknown default limit (an agent's
   * messages), it is complete only if you set `limit`, or if nothing came. With `iterate`, only the last page can be
   * complete. There, if the description sets no maximum for `limit`, a multiple of 50 items may be the server's own
   * limit and gives `false`, unless the server has returned more to this client before. A limit of another size goes
   * unnoticed.
   */
  readonly complete: boolean;
}

/** The item type of an answer that holds one item or an array. */
export type Item<Answer> =
  NonNullable<Answer> extends infer Found ? (Found extends readonly (infer One)[] ? One : Found) : never;

/** An item of unknown type. */
export type Row = Readonly<Record<string, unknown>>;

/** An item with the keys that identify it: see {@link keysOf}. */
export interface Keyed {
  readonly row: Row;
  readonly keys: readonly string[];
}

/** A list's answer, with what is needed to request the next page. */
export interface ListAnswer {
  readonly items: readonly Keyed[];
  readonly answer: unknown;
  readonly exchange: Exchange;
}

/** The vendor's database layer silently cuts lists at this size (inferred from an older snapshot of the product). */
export const silentCap = 1000;

/** The value at a path in an answer. */
export function at(answer: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), answer);
}

/** The items of an answer, which may hold one item or an array, whatever was requested. */
function itemsOf(list: ListShape, answer: unknown, exchange: Exchange): Row[] {
  const found = at(answer, [list.items]);
  const items: unknown[] = Array.isArray(found) ? found : [found];
  if (!items.every(isRecord)) throw unexpected(exchange, `"${list.items}" does not hold items`);
  return items;
}

/** Reads a list's answer as items with keys. */
export function listShape(list: ListShape): Shape<ListAnswer> {
  return (answer, exchange) => {
    const items = itemsOf(list, answer, exchange).map((row) => ({ row, keys: keysOf(row, list.alias) }));
    return { items, answer, exchange };
  };
}

/** Whether `count` items are the whole list, judged by `limit` alone. */
export function isWhole(count: number, limit: number | undefined): boolean {
  return (limit === undefined || count < limit) && count !== silentCap;
}

/** Whether an answer says that there is more; `undefined` if it does not say. */
function saysMore({ paging }: ListShape, answer: unknown): boolean | undefined {
  const more = paging?.more && at(answer, paging.more);
  if (typeof more === "boolean") return more;
  return paging?.next && Boolean(at(answer, paging.next));
}

/** Reads a list's answer as a page. */
export function pageShape(list: ListShape, asked: unknown): Shape<Page<Row>> {
  return (answer, exchange) => {
    const items = itemsOf(list, answer, exchange);
    const limit = typeof asked === "number" ? asked : (list.limit ?? undefined);
    // If the limit or the page size is unknown, any number of items may have reached it.
    const isOpen = (list.limit === null || list.paging !== undefined) && limit === undefined && items.length > 0;
    const more = saysMore(list, answer);
    return { items, limit, complete: more === undefined ? !isOpen && isWhole(items.length, limit) : !more };
  };
}

/** Reads a list's answer to a request for one item. */
export function itemShape(list: ListShape, id: unknown): Shape<unknown> {
  return (answer, exchange) => {
    if (at(answer, [list.items]) === null) throw missing(exchange);
    const items = itemsOf(list, answer, exchange);
    if (items.length === 0) throw missing(exchange);
    // A server that ignores the id returns other items. A single item may have no id to compare.
    const isIt = ({ id: own }: Row) =>
      isIdentifier(own) ? String(own).toLowerCase() === String(id).toLowerCase() : items.length === 1;
    const item = items.find(isIt);
    if (item === undefined) throw unexpected(exchange, "the answer holds other items than the requested one");
    return item;
  };
}

/** Whether a value can identify an item. JavaScript rounds numbers beyond 2^53, so several items could share one. */
function isIdentifier(value: unknown): value is string | number {
  return (
    (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) ||
    (typeof value === "string" && value !== "")
  );
}

/**
 * The keys that identify an item: its id and alias, or its whole content if it has neither. As fingerprints, since they
 * go into checkpoints and a WhatsApp id contains the phone number.
 */
export function keysOf(item: Row, alias?: string): string[] {
  const names = alias === undefined ? ["id"] : ["id", alias];
  const keys = names.flatMap((name) => (isIdentifier(item[name]) ? [fingerprintOf([name, item[name]])] : []));
  return keys.length > 0 ? keys : [fingerprintOf(item)];
}

/** The timestamp of an item; the same for all if the list has no order. */
function instantIn({ order }: ListShape): (item: Keyed) => number {
  return ({ row }) => (order === undefined ? 0 : instantOf(row[order]));
}

/** Items in the list's order; in the server's order if the list has none. */
export function inOrder(list: ListShape, items: readonly Keyed[]): Keyed[] {
  const instant = instantIn(list);
  const [first, last] = [items[0], items.at(-1)];
  // A server that lists the newest first does so within one timestamp, too.
  const isReversed = first && last && instant(first) > instant(last);
  return (isReversed ? items.toReversed() : [...items]).sort(byInstant(instant));
}

/** Items with the newest first, and those without a timestamp last. */
export function newestFirst(list: ListShape, items: readonly Keyed[]): Keyed[] {
  const instant = instantIn(list);
  return items.toSorted(byInstant((item) => -instant(item)));
}
