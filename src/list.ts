import { type Exchange, missing, unexpected } from "./decode.ts";
import type { Shape } from "./execute.ts";
import { isRecord } from "./input.ts";
import type { ListShape } from "./operation.ts";

/** One answer of a list. */
export interface Page<T> {
  readonly items: T[];
  /** How many items were asked for, or come by the description's default; `undefined` when neither is known. */
  readonly limit: number | undefined;
  /**
   * Whether this is all there is: fewer items came than the limit, and not as many as the server silently cuts a list at.
   * `false` means that there may be more. The API tells no total, so this is the most that can be known: an agent's
   * messages, whose default limit is not documented, are only known to be complete when a `limit` is asked for.
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
    const isBounded = list.limit !== undefined;
    const isCut = isBounded && items.length > 0 && (limit === undefined || items.length >= limit);
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
