import { type Exchange, missing, unexpected } from "./decode.ts";
import type { Shape } from "./execute.ts";
import { isRecord } from "./input.ts";
import type { ListShape } from "./operation.ts";

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
  /** In the server's order, which is not documented. */
  readonly items: T[];
  /** How many items were asked for, or come by the description's default; `undefined` when neither is known. */
  readonly limit: number | undefined;
  /**
   * Whether this is all there is, as far as that can be known: fewer items came than the limit, and fewer than 1,000, at
   * which the server is believed to cut a list silently. `false` means that there may be more: the API tells no total.
   * An operation without a limit (an agent's chats) is taken to give all it has; one whose default limit is not known
   * (an agent's messages) is complete only when a `limit` is asked for, or nothing came.
   */
  readonly complete: boolean;
}

/** The item type of an answer that holds one or many. */
export type Item<Answer> =
  NonNullable<Answer> extends infer Found ? (Found extends readonly (infer One)[] ? One : Found) : never;

/** Where the vendor's database layer silently ends a list (inferred, from an older snapshot of the product). */
const silentCap = 1000;

/** The items of an answer, whether it holds one or many; what it really holds is looked at, not what was asked. */
function itemsOf(list: ListShape, answer: unknown, exchange: Exchange): Record<string, unknown>[] {
  const found = isRecord(answer) ? answer[list.items] : undefined;
  const items: unknown[] = Array.isArray(found) ? found : [found];
  if (!items.every(isRecord)) throw unexpected(exchange, `"${list.items}" holds no items`);
  return items;
}

/** A list's answer as a page. */
export function pageShape(list: ListShape, asked: unknown): Shape<Page<unknown>> {
  return (answer, exchange) => {
    const items = itemsOf(list, answer, exchange);
    const limit = typeof asked === "number" ? asked : (list.limit ?? undefined);
    // An operation without a limit is taken to give all it has.
    const isCut = list.limit !== undefined && items.length > 0 && (limit === undefined || items.length >= limit);
    return { items, limit, complete: !isCut && items.length < silentCap };
  };
}

/** A list's answer to a request for one item. */
export function itemShape(list: ListShape, id: string): Shape<unknown> {
  return (answer, exchange) => {
    const found = isRecord(answer) ? answer[list.items] : undefined;
    if (found === null) throw missing(exchange);
    const items = itemsOf(list, answer, exchange);
    if (items.length === 0) throw missing(exchange);
    // A server that overlooks the id answers with others.
    const item = items.find((one) => typeof one.id !== "string" || one.id.toLowerCase() === id.toLowerCase());
    if (item === undefined) throw unexpected(exchange, "with other items than the one asked for");
    return item;
  };
}
