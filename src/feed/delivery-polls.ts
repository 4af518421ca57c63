import type { CallOptions } from "../call/call.ts";
import type { WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import type { Row } from "../lists/page.ts";
import { addressesOf } from "../recipient/address.ts";
import { createdAt } from "./chat-messages.ts";
import { allChats, failuresOf, isForAll, type Lists, readChats } from "./chat-reads.ts";
import { atOf, earliest, idOf, isSameTime, lastOf, latest, never } from "./chat-times.ts";
import { channelNamed, type DeliveryChange, type Entry, isFinal, stateAfter, type Until } from "./delivery-state.ts";
import type { Poll } from "./watch.ts";

// One poll of a watch of deliveries: which chats to read, and what their messages say.

/** What a watch knows of a chat. */
interface KnownChat {
  /** Its `last_message_at` when it was read; `undefined` if it was not listed. */
  readonly at: string | null | undefined;
  /** When its newest message was created. */
  readonly newest: number;
  /** Whether to read it the next time, too: a chat can announce a message before the message is there. */
  readonly again: boolean;
  /** Whether the last attempt to read it failed. */
  readonly hasFailed: boolean;
}

/** The state of a watch of deliveries. */
export interface Tracked {
  readonly until: Until;
  /** The messages that are still watched, by `messageId`. */
  readonly open: Map<string, Entry>;
  /** Those that were added since the last poll. */
  fresh: Set<Entry>;
  /** Changes to report. */
  changes: DeliveryChange[];
  chats: ReadonlyMap<string, KnownChat>;
  /** By channel: whether its outgoing messages have ids. */
  readonly hasIds: Map<string, boolean>;
}

export interface Source extends Lists {
  readonly options: CallOptions;
}

/** A chat to read. */
interface Reading {
  readonly chat: Row;
  /** Messages that are in it, or sent to its customer. */
  readonly entries: Entry[];
  /** Messages that may be in any chat. Shared: those that are found leave the set. */
  readonly searched: ReadonlySet<Entry>;
}

interface Plan {
  readonly plan: readonly Reading[];
  /** Messages that may be in any chat: all, and those that were added since the last poll. */
  readonly sets: readonly Set<Entry>[];
}

type Result = Reading & { readonly newest?: number; readonly failure?: WipsyError };

/** How far the time of a chat's latest activity may be from its newest message, in microseconds. */
const slack = 60_000_000;
const nothing: ReadonlySet<Entry> = new Set();

/** The ids of chats by the addresses of their customer. */
function byAddress(chats: readonly Row[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const chat of chats) {
    const addresses = new Set(addressesOf(chat.customer));
    addresses.delete("");
    for (const address of addresses) found.set(address, [...(found.get(address) ?? []), idOf(chat)]);
  }
  return found;
}

const sinceOf = (entries: Iterable<Entry>) => earliest(Array.from(entries, ({ since }) => since));

/** Whether a chat may have one of these messages. */
function mayHave(entries: ReadonlySet<Entry>): (chat: Row) => boolean {
  const since = sinceOf(entries);
  const channels = new Set(Array.from(entries, ({ channel }) => channel));
  return (chat) => {
    const channel = channelNamed(chat.channel_type);
    const isOn = channels.has(undefined) || channel === undefined || channels.has(channel);
    return entries.size > 0 && isOn && !(lastOf(chat) < since);
  };
}

/** The messages of each chat, by its id, and those that may be in any chat. */
function groupsOf(open: Iterable<Entry>, listed: readonly Row[]) {
  const addresses = byAddress(listed);
  const own = new Map<string, Entry[]>();
  const anywhere = new Set<Entry>();
  for (const entry of open) {
    const ids = entry.chat === undefined ? addresses.get(entry.to ?? "") : [entry.chat];
    if (!ids) anywhere.add(entry);
    for (const id of ids ?? []) own.set(id, [...(own.get(id) ?? []), entry]);
  }
  return { own, anywhere };
}

/** The chats to read, in order: first those that messages are in, last those that could not be read the last time. */
function planOf({ open, fresh, chats }: Tracked, listed: readonly Row[]): Plan {
  const { own, anywhere } = groupsOf(open.values(), listed);
  // The chats of new messages may not have moved since they were read.
  const added = new Set([...anywhere].filter((entry) => fresh.has(entry)));
  const [mayHaveAny, mayHaveAdded] = [mayHave(anywhere), mayHave(added)];
  const searchedIn = (chat: Row) => {
    const known = chats.get(idOf(chat));
    const hasMoved = !known || known.again || !isSameTime(known.at, atOf(chat));
    if (hasMoved) return mayHaveAny(chat) ? anywhere : nothing;
    return mayHaveAdded(chat) ? added : nothing;
  };
  const rows = new Map(listed.map((chat) => [idOf(chat), chat]));
  const unlisted = [...own.keys()].filter((id) => !rows.has(id)).map((id) => ({ id }));
  const readings = [...unlisted, ...listed].map((chat) => {
    const entries = own.get(idOf(chat)) ?? [];
    return { chat, entries, searched: searchedIn(chat) };
  });
  const rank = ({ chat, entries }: Reading) => {
    if (chats.get(idOf(chat))?.hasFailed) return Infinity;
    return entries.length > 0 ? never : -lastOf(chat) || 0;
  };
  const plan = readings.filter(({ entries, searched }) => entries.length > 0 || searched.size > 0);
  return { plan: plan.sort((one, other) => rank(one) - rank(other) || 0), sets: [anywhere, added] };
}

const isDone = ({ entries, searched }: Reading) => searched.size === 0 && entries.every(({ isSeen }) => isSeen);

/** Records what a message says. */
function note({ open, hasIds }: Tracked, chat: Row, message: Row, sets: readonly Set<Entry>[]): void {
  const { whatsapp_message_id: id, sender_type, status } = message;
  const channel = channelNamed(chat.channel_type);
  if (channel && sender_type !== "customer") hasIds.set(channel, Boolean(id) || hasIds.get(channel) === true);
  const entry = open.get(String(id));
  if (!entry) return;
  entry.chat ??= idOf(chat);
  entry.state = stateAfter(entry.state, status);
  entry.isSeen = true;
  for (const set of sets) set.delete(entry);
}

/** @throws WipsyError if the failure concerns all chats */
async function readChat(
  { messages, options }: Source,
  tracked: Tracked,
  reading: Reading,
  found: (message: Row) => void,
): Promise<Result> {
  const { chat, entries, searched } = reading;
  if (isDone(reading)) return reading;
  const before = tracked.chats.get(idOf(chat))?.newest ?? Number.NaN;
  const end = chat.last_message_at === undefined ? before : lastOf(chat);
  const since = Math.min(sinceOf(entries), sinceOf(searched));
  let newest = never;
  try {
    for await (const { items } of messages.iterate({ chatId: chat.id }, { ...options, incomplete: "allow" }).pages()) {
      items.forEach(found);
      const times = items.map(createdAt);
      newest = latest([newest, ...times]);
      if (isDone(reading) || (newest + slack >= end && earliest(times) < since)) break;
    }
    return { ...reading, newest };
  } catch (failure) {
    if (options.signal?.aborted || !isWipsyError(failure) || isForAll(failure)) throw failure;
    return { ...reading, failure };
  }
}

/** What is known of the chats after a poll. A chat that was not reached counts as not read. */
function knownAfter({ chats }: Tracked, results: readonly Result[], left: readonly Reading[], listed: readonly Row[]) {
  const known = new Map<string, KnownChat>();
  for (const { chat } of [...listed.map((chat) => ({ chat })), ...results]) {
    const before = chats.get(idOf(chat));
    if (before) known.set(idOf(chat), before);
  }
  for (const { chat, newest, failure } of results) {
    const before = known.get(idOf(chat));
    const at = "last_message_at" in chat ? atOf(chat) : before?.at;
    const again = before === undefined || !isSameTime(before.at, at ?? null);
    if (failure) known.set(idOf(chat), { newest: never, ...before, at: undefined, again: true, hasFailed: true });
    else if (newest !== undefined) known.set(idOf(chat), { at, newest, again, hasFailed: false });
  }
  for (const { chat } of left) known.delete(idOf(chat));
  return known;
}

/** Reports the changed states, and ends the watch of messages that are final. */
function settle({ open, changes, hasIds, until }: Tracked): void {
  for (const entry of open.values()) {
    const { messageId, state, told, channel, chat } = entry;
    const isFinished = isFinal(entry, until);
    if (state !== undefined && state !== told) changes.push({ messageId, state });
    entry.told = state;
    // The field is named after WhatsApp, so on other channels it may stay empty.
    const isMute = channel !== undefined && channel !== "whatsapp" && hasIds.get(channel) === false;
    const isUntracked = chat === undefined && isMute;
    if (isUntracked) changes.push({ messageId, state: "not-tracked" });
    if (isFinished || isUntracked) open.delete(messageId);
  }
}

/** Lists the chats if messages are still to be found, then reads each chat that may have changed. */
export async function pollDeliveries(source: Source, tracked: Tracked): Promise<Poll<Tracked, { event: undefined }>> {
  const { open } = tracked;
  const isSearching = [...open.values()].some(({ chat }) => chat === undefined);
  const all = isSearching ? (await allChats(source.chats, {}, source.options)).chats : [];
  const listed = all.filter(({ id }) => typeof id === "string" && id !== "");
  for (const entry of open.values()) entry.isSeen = false;
  const { plan, sets } = planOf(tracked, listed);
  tracked.fresh = new Set();
  const results = await readChats(plan, (reading) =>
    readChat(source, tracked, reading, (message) => note(tracked, reading.chat, message, sets)),
  );
  const left = plan.slice(results.length);
  const failures = failuresOf(results);
  tracked.chats = knownAfter(tracked, results, left, listed);
  const isWhole = failures.length === 0 && left.length === 0;
  for (const entry of open.values()) entry.isSearched ||= isWhole && !tracked.fresh.has(entry);
  settle(tracked);
  const hasNews = tracked.changes.length > 0 || open.size === 0;
  return {
    steps: hasNews ? [{ event: undefined }] : [],
    next: tracked,
    failures,
    left: left.map(({ chat }) => idOf(chat)),
  };
}
