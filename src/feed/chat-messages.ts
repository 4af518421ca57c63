import type { ApiError } from "../errors/answer.ts";
import { isWipsyError } from "../errors/guard.ts";
import { fingerprintOf } from "../lists/fingerprint.ts";
import { byInstant, instantOf } from "../lists/instant.ts";
import { keysOf, type Page, type Row } from "../lists/page.ts";
import { earliest, latest, never } from "./chat-times.ts";

// Finds the new messages of one chat by comparing pages with the known messages.

/** Which end of a longer chat a page holds. Undocumented: a page of one message shows it. */
export type Side = "newest" | "oldest";

/** The state of a chat's messages. */
export interface KnownMessages {
  /** The feed delivers only messages after this instant, in microseconds since 1970. */
  readonly floor: number;
  /** Keys of messages delivered after the floor, and of some before it, with a fingerprint of what can change. */
  readonly seen: Map<string, string>;
  /** Whether more messages with the last one's timestamp were still to be delivered. */
  readonly midway: boolean;
}

/** The result of polling a chat. */
export interface ChatPoll {
  readonly fresh: readonly Row[];
  /** Messages that were seen before and have changed. */
  readonly changed: readonly Row[];
  /** Whether `fresh` has everything since the last poll. If not, messages may have been missed. */
  readonly reaches: boolean;
  /** The error with which the server rejected a larger page, if it did. */
  readonly refusal: ApiError | undefined;
  readonly side: Side | undefined;
  /** The state once `fresh` has been delivered. */
  readonly known: Pick<KnownMessages, "floor" | "seen">;
}

/** Another field that identifies a message: the server can store the same message under two ids. */
const alias = "whatsapp_message_id";
/** How many messages of a chat are remembered. */
const memory = 50;
/** How many newer messages a late one may follow: half the first page, which may come between two polls. */
const depth = 25;

export const createdAt = (message: Row): number => instantOf(message.created_at);

/** The keys that identify a message. */
export const messageKeys = (message: Row): string[] => keysOf(message, alias);

/** A fingerprint of what can change in a message. */
export function stateOf({ status, metadata }: Row): string {
  return fingerprintOf([status, metadata]);
}

const startOf = (rows: readonly Row[]) => earliest(rows.map(createdAt));

/** The side that pages hold, judged by a smaller page; `undefined` if the server ignores the smaller limit. */
function sideOf(rows: readonly Row[], few: readonly Row[]): Side | undefined {
  const at = few.length === 1 ? startOf(few) : Number.NaN;
  const isNewest = at >= latest(rows.map(createdAt));
  const isOldest = at <= startOf(rows);
  if (isNewest === isOldest) return undefined;
  return isNewest ? "newest" : "oldest";
}

/** Where a chat's messages come from. */
export interface Source {
  readonly pages: AsyncIterable<Page<Row>>;
  /** Requests a page of one message. */
  readonly one: () => Promise<readonly Row[]>;
  /** The side that pages of other chats hold. */
  readonly usual: Side | undefined;
}

interface Rows {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly refusal: ApiError | undefined;
  readonly side: Side | undefined;
}

/** Reads a chat's messages back to `floor`. */
async function rowsOf({ pages, one, usual }: Source, floor: number): Promise<Rows> {
  const rows: Row[] = [];
  let side = usual;
  let whole = false;
  let refusal: ApiError | undefined;
  try {
    for await (const { items, complete } of pages) {
      for (const item of items) rows.push(item);
      whole = complete;
      if (!whole) side ??= sideOf(rows, await one());
      if (side === "newest" && startOf(rows) <= floor) break;
    }
  } catch (error) {
    if (!isWipsyError(error, "IncompleteListError")) throw error;
    refusal = isWipsyError(error.cause, "ApiError") ? error.cause : undefined;
  }
  return { rows, whole, refusal, side };
}

/**
 * The state after an answer. If messages seen earlier are missing from it, because they were deleted or left out once,
 * they stay known, so that older messages do not count as new.
 */
function knownAfter(before: KnownMessages, { rows, whole, side }: Rows): ChatPoll["known"] {
  const sorted = rows.toSorted(byInstant(createdAt)).reverse();
  const deepest = sorted[depth - 1];
  const beyond = deepest && sorted.find((row) => createdAt(row) < createdAt(deepest));
  const start = startOf(rows);
  // Messages with the first timestamp of a page may have been cut off, unless the page goes back to known ones.
  const edge = rows.length > 0 ? Math.min(start, Math.max(before.floor, start - 1)) : before.floor;
  const end = beyond ? createdAt(beyond) : whole ? never : edge;
  // A page that does not hold the newest messages may leave out later ones that are old nevertheless.
  const floor = whole || side === "newest" ? end : Math.max(end, before.floor);
  // The oldest messages must not displace those that were delivered.
  const most = whole || side !== "oldest" ? memory : 0;
  const kept = sorted.filter((row, index) => index < most || !(createdAt(row) <= floor));
  const seen = new Map(kept.flatMap((row) => messageKeys(row).map((key) => [key, stateOf(row)] as const)));
  const keys = new Set(rows.flatMap(messageKeys));
  const gone = [...before.seen].filter(([key]) => !keys.has(key) && !seen.has(key));
  // If the floor is the edge, other messages with the first timestamp were delivered.
  const isBehind = floor > before.floor && end !== edge;
  if (gone.length === 0 || isBehind) return { floor, seen };
  return { floor: Math.max(floor, before.floor), seen: new Map([...seen, ...gone].slice(0, 4 * memory)) };
}

/**
 * Reads a chat page by page and compares it with its known state. `movedTo`: the time of its latest activity, if that
 * is later than the last poll.
 */
export async function pollChat(source: Source, known: KnownMessages, movedTo: number | undefined): Promise<ChatPoll> {
  const stateBefore = (row: Row) =>
    messageKeys(row)
      .map((key) => known.seen.get(key))
      .find((state) => state !== undefined);
  const found = await rowsOf(source, known.floor);
  const { rows, whole, refusal } = found;
  const fresh = rows.filter((row) => stateBefore(row) === undefined && !(createdAt(row) <= known.floor));
  const changed = rows.filter((row) => ![undefined, stateOf(row)].includes(stateBefore(row)));
  // If a smaller page does not show the side, the earliest known message does: it drops out when new ones come.
  const earliestKey = [...known.seen.keys()].at(-1);
  const isPushed = earliestKey !== undefined && !rows.some((row) => messageKeys(row).includes(earliestKey));
  const side = found.side ?? (isPushed && !whole ? "newest" : undefined);
  // A server can silently return fewer messages than it has. Known messages that are missing show it.
  const isAll = whole && known.seen.size === 0;
  const start = startOf(rows);
  const isMet = (row: Row) => stateBefore(row) !== undefined && (whole || !known.midway || createdAt(row) > start);
  const meets = isAll || start <= known.floor || rows.some(isMet);
  const endsBefore = (instant: number) => side === "oldest" || rows.every((row) => createdAt(row) < instant);
  const lacksNewest = !whole && side !== "newest" && movedTo !== undefined && endsBefore(movedTo);
  const reaches = meets && !lacksNewest;
  return { fresh, changed, reaches, refusal, side, known: knownAfter(known, { ...found, side }) };
}
