import { refuse } from "../errors/refuse.ts";
import { readAll } from "../feed/chat-reads.ts";
import { keysOf, type Row } from "../lists/page.ts";
import type { Account } from "./account.ts";

/** How many items a result has at most, unless its tool says otherwise. */
export const most = 20;

/** Items of a result, and where the next ones begin. */
export interface Part {
  readonly items: readonly Row[];
  /** Absent at the end. */
  readonly nextCursor?: string;
}

/** A cursor is a fingerprint: it holds no personal data, and the server keeps nothing for it. */
const cursorOf = (item: Row) => keysOf(item)[0];

/**
 * The items after a cursor.
 *
 * @throws InputError if the list no longer has the item of the cursor
 */
export function cut(about: string, items: readonly Row[], cursor: unknown, size = most): Part {
  const start = cursor === undefined ? 0 : items.findIndex((item) => cursorOf(item) === cursor) + 1;
  if (cursor !== undefined && start === 0) refuse(about, "cursor", "is not in this list: call again without it");
  const part = items.slice(start, start + size);
  const last = part.at(-1);
  const isMore = last && items.length > start + size;
  const nextCursor = isMore ? cursorOf(last) : undefined;
  return { items: part, ...(nextCursor !== undefined && { nextCursor }) };
}

/**
 * One item of a namespace.
 *
 * @throws InputError if the lists have no such item; NotFoundError if the API says so
 */
export async function readOne(account: Account, namespace: string, id: string, signal: AbortSignal): Promise<Row> {
  const lists = account.lists(namespace);
  const direct = lists.find(({ get }) => get);
  if (direct?.get) return direct.get(id, { signal });
  const [list] = lists;
  const found = list && (await readAll(list, {}, { signal })).items.find((one) => one.id === id);
  return found ?? refuse("read", "id", `is not the id of any of the ${namespace} that this server can read`);
}
