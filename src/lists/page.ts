import { type Exchange, missing, type Shape, unexpected } from "../call/decode.ts";
import type { ListShape } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { byInstant, instantOf } from "./instant.ts";

/**
 * One answer of a list.
 *
 * @example
 * ```ts
 * import { type Contact, type Page, Wipsy } from "wipsy-client";
 * const page: Page<Contact> = await new Wipsy().contacts.list({ limit: 500 });
 * if (!page.complete) console.log(`${page.items.length} contacts, and perhaps more`);
 * ```
 */
export interface Page<T> {
  /** In the server's order, which is not documented. From `iterate`, messages are in order of time within a page. */
  readonly items: T[];
  /** How many items were asked for, or come by the description's default; `undefined` when neither is known. */
  readonly limit: number | undefined;
  /**
   * Whether this is all there is, as far as that can be known: fewer items came than the limit, and not exactly 1,000, at
   * which the server is believed to cut a list silently. `false` means that there may be more: the API tells no total.
   * An operation without a limit (an agent's chats) is taken to give all it has; one whose default limit is not known
   * (an agent's messages) is complete only when a `limit` is asked for, or nothing came. Of the pages of `iterate`, the
   * last one says it, and there, where the description names no largest `limit`, a multiple of 50 items looks like the
   * server's own limit and is `false` as well, unless the server has given this client more at once before. A limit of
   * another size does not show.
   */
  readonly complete: boolean;
}

/** The item type of an answer that holds one or many. */
export type Item<Answer> =
  NonNullable<Answer> extends infer Found ? (Found extends readonly (infer One)[] ? One : Found) : never;

/** An item, as far as it is known before its type is. */
export type Row = Readonly<Record<string, unknown>>;

/** An item with what it is told from others by: see {@link keysOf}. */
export interface Keyed {
  readonly row: Row;
  readonly keys: readonly string[];
}

/** An answer of a list, with what the next one follows from. */
export interface ListAnswer {
  readonly items: readonly Keyed[];
  readonly answer: unknown;
  readonly exchange: Exchange;
}

/** Where the vendor's database layer silently ends a list (inferred, from an older snapshot of the product). */
const silentCap = 1000;

/** What an answer holds at a path. */
export function at(answer: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), answer);
}

/** The items of an answer, whether it holds one or many; what it really holds is looked at, not what was asked. */
function itemsOf(list: ListShape, answer: unknown, exchange: Exchange): Row[] {
  const found = at(answer, [list.items]);
  const items: unknown[] = Array.isArray(found) ? found : [found];
  if (!items.every(isRecord)) throw unexpected(exchange, `"${list.items}" does not hold items`);
  return items;
}

/** A list's answer with its items. */
export function listShape(list: ListShape): Shape<ListAnswer> {
  return (answer, exchange) => {
    const items = itemsOf(list, answer, exchange).map((row) => ({ row, keys: keysOf(row, list.alias) }));
    return { items, answer, exchange };
  };
}

/** Whether a number of items is all there is, as far as that can be known from the `limit` alone. */
export function isWhole(count: number, limit: number | undefined): boolean {
  return (limit === undefined || count < limit) && count !== silentCap;
}

/** What an answer says of more to come; `undefined` when it does not say. */
function saysMore({ paging }: ListShape, answer: unknown): boolean | undefined {
  const more = paging?.more && at(answer, paging.more);
  if (typeof more === "boolean") return more;
  return paging?.next && Boolean(at(answer, paging.next));
}

/** A list's answer as a page. */
export function pageShape(list: ListShape, asked: unknown): Shape<Page<Row>> {
  return (answer, exchange) => {
    const items = itemsOf(list, answer, exchange);
    const limit = typeof asked === "number" ? asked : (list.limit ?? undefined);
    // What has a limit that nobody knows, or pages of whatever size, may have reached it with any number of items.
    const isOpen = (list.limit === null || list.paging !== undefined) && limit === undefined && items.length > 0;
    const more = saysMore(list, answer);
    return { items, limit, complete: more === undefined ? !isOpen && isWhole(items.length, limit) : !more };
  };
}

/** A list's answer to a request for one item. */
export function itemShape(list: ListShape, id: unknown): Shape<unknown> {
  return (answer, exchange) => {
    if (at(answer, [list.items]) === null) throw missing(exchange);
    const items = itemsOf(list, answer, exchange);
    if (items.length === 0) throw missing(exchange);
    // A server that overlooks the id answers with others. One by itself may have no id that can be compared.
    const isIt = ({ id: own }: Row) =>
      isName(own) ? String(own).toLowerCase() === String(id).toLowerCase() : items.length === 1;
    const item = items.find(isIt);
    if (item === undefined) throw unexpected(exchange, "the answer holds other items than the requested one");
    return item;
  };
}

/** Whether a value names an item. JSON has numbers beyond 2^53, which JavaScript rounds: several items then have the same. */
function isName(value: unknown): value is string | number {
  return (
    (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) ||
    (typeof value === "string" && value !== "")
  );
}

/**
 * What an item is told from others by: its id, and what else names it; its whole content where it has neither. As
 * fingerprints, since they go into checkpoints, and a WhatsApp id has the phone number in it.
 */
export function keysOf(item: Row, alias?: string): string[] {
  const names = alias === undefined ? ["id"] : ["id", alias];
  const keys = names.flatMap((name) => (isName(item[name]) ? [fingerprintOf([name, item[name]])] : []));
  return keys.length > 0 ? keys : [fingerprintOf(item)];
}

/** When an item came; the same for all where the list has no order. */
function instantIn({ order }: ListShape): (item: Keyed) => number {
  return ({ row }) => (order === undefined ? 0 : instantOf(row[order]));
}

/** Items in the list's order; in the server's where it has none. */
export function inOrder(list: ListShape, items: readonly Keyed[]): Keyed[] {
  const instant = instantIn(list);
  const [first, last] = [items[0], items.at(-1)];
  // A server that lists the newest first lists items of the same instant so, too.
  const isReversed = first && last && instant(first) > instant(last);
  return (isReversed ? items.toReversed() : [...items]).sort(byInstant(instant));
}

/** Items with the newest first, and those without a time last. */
export function newestFirst(list: ListShape, items: readonly Keyed[]): Keyed[] {
  const instant = instantIn(list);
  return items.toSorted(byInstant((item) => -instant(item)));
}
