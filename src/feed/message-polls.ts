import type { WipsyError } from "../errors/classes.ts";
import { byInstant, instantOf } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";
import { type ChatPoll, createdAt, messageKeys, stateOf } from "./chat-messages.ts";
import { atOf, haveTimes, idOf, lastOf, latest, markers } from "./chat-times.ts";
import { hasMoved, type Known, type KnownChat, knownChat, missed } from "./message-state.ts";

// Turns the state before a poll, and what the poll found, into events and the next state.

/** How long after its `created_at` a message can be stored, in milliseconds. */
const slack = 60_000;
/** How many chats that are no longer listed are remembered: they may come back. */
const memory = 2000;

/** The chats that a poll listed. */
export interface Chats {
  readonly chats: readonly Row[];
  /** Whether these are all chats. */
  readonly whole: boolean;
  /** When they were read, in milliseconds since 1970. */
  readonly now: number;
}

/** The result of polling one chat. */
export type Result = { readonly chat: Row; readonly refusals: number } & (
  | { readonly poll: ChatPoll }
  | { readonly failure: WipsyError }
);

/** What a poll has found. */
export interface Found extends Chats {
  readonly results: readonly Result[];
  /** Chats that the poll did not get to. */
  readonly left: readonly Row[];
  readonly isFirst: boolean;
}

/** A new or changed message, or a gap: messages may have been missed, in `chat` or in chats that were not listed. */
export type Arrival =
  | { readonly type: "new" | "changed"; readonly message: Row; readonly chat: Row }
  | { readonly type: "gap"; readonly chat: Row | undefined };

/** An event, and how delivering it changes the state of its chat. */
export interface Step {
  readonly event: Arrival;
  /** The chat's state after this event, on the chat's last event. */
  readonly after: KnownChat | undefined;
  /** Whether another new message with the same chat and timestamp follows. */
  readonly midway: boolean;
}

/** The state of a feed that begins `now`, in milliseconds by the server's clock: earlier messages are not delivered. */
export function beginning(now: number): Known {
  return { start: (now - slack) * 1000, side: undefined, chats: new Map() };
}

/** The time of a chat's latest activity, if that is later than its last poll. */
export function movedTo(known: Known, chat: Row): number | undefined {
  return hasMoved(known, chat) ? lastOf(chat) : undefined;
}

/**
 * The chats with new activity, and `more` of the others. Of each, those polled longest ago, or never, come first: a
 * poll may not get to the last ones.
 */
export function due(known: Known, chats: readonly Row[], more: number): Row[] {
  // Without timestamps, any chat may have new activity.
  const isTimeless = !haveTimes(chats);
  const listed = new Map(chats.map((chat) => [idOf(chat), chat]));
  const before = [...known.chats.keys()].map((id) => listed.get(id)).filter((chat) => chat !== undefined);
  const unknown = chats.filter((chat) => !known.chats.has(idOf(chat)));
  const isDue = (chat: Row) => isTimeless || hasMoved(known, chat) || known.chats.get(idOf(chat))?.again === true;
  const rest = before.filter((chat) => !isDue(chat));
  return [...[...unknown, ...before].filter(isDue), ...rest.slice(0, more)];
}

/** Chats that are still to be polled but no longer listed: a truncated list may never show them again. */
function lostFrom({ chats }: Known, { chats: listed, whole }: Chats): [id: string, KnownChat][] {
  const ids = new Set(listed.map(idOf));
  return whole ? [] : [...chats].filter(([id, { owed }]) => owed && !ids.has(id));
}

/** Whether messages may be out of reach because the list of chats was truncated. */
function hasGap(known: Known, found: Found): boolean {
  const reaches = found.whole || markers(found.chats).some((chat) => !hasMoved(known, chat));
  return !reaches || lostFrom(known, found).length > 0;
}

/** The events of a poll: gaps first, then messages in order of time. */
function arrivals(known: Known, found: Found, changes: boolean): Arrival[] {
  const polled = found.results.filter((result) => "poll" in result);
  const gaps = [
    ...(hasGap(known, found) ? [undefined] : []),
    ...polled.filter(({ poll }) => !poll.reaches).map(({ chat }) => chat),
  ];
  const messages = polled.flatMap(({ chat, poll: { fresh, changed } }) => [
    ...fresh.map((message) => ({ type: "new", message, chat }) as const),
    ...(changes ? changed : []).map((message) => ({ type: "changed", message, chat }) as const),
  ]);
  return [
    ...gaps.map((chat) => ({ type: "gap", chat }) as const),
    ...messages.toSorted(byInstant(({ message }) => createdAt(message))),
  ];
}

/** The events followed by another new message with the same chat and timestamp. `events` is in order of time. */
function tiedOf(events: readonly Arrival[]): Set<Arrival> {
  const tied = new Set<Arrival>();
  /** By chat: the timestamp of the following event. */
  const nexts = new Map<Row, number>();
  for (const event of events.toReversed()) {
    if (event.type !== "new") continue;
    const instant = createdAt(event.message);
    if (nexts.get(event.chat) === instant) tied.add(event);
    nexts.set(event.chat, instant);
  }
  return tied;
}

/** The events of a poll, with their effects on the state. `next`: the state once all of them have been delivered. */
export function stepsOf(known: Known, found: Found, next: Known, changes: boolean): Step[] {
  const events = arrivals(known, found, changes);
  const tied = tiedOf(events);
  const lasts = new Map(events.map((event) => [event.chat, event]));
  return events.map((event) => {
    const { chat } = event;
    const after = chat && lasts.get(chat) === event ? next.chats.get(idOf(chat)) : undefined;
    return { event, after, midway: tied.has(event) };
  });
}

/**
 * The state until all events have been delivered. If the loop ends early, chats with further events, and chats that were
 * not polled, are polled again.
 */
export function pendingOf(known: Known, { results, left }: Found, steps: readonly Step[]): Known {
  const chats = new Map(known.chats);
  for (const chat of left) chats.set(idOf(chat), missed(known, chat, false));
  for (const result of results) {
    const { chat, refusals } = result;
    if ("failure" in result) chats.set(idOf(chat), { ...missed(known, chat, false), refusals });
  }
  for (const { event } of steps) {
    const { chat } = event;
    if (chat) chats.set(idOf(chat), { ...knownChat({ ...known, chats }, chat), again: true, owed: true });
  }
  return { ...known, chats };
}

/** Records that an event was delivered. */
export function deliver(known: Known, { event, after, midway }: Step): void {
  const { chat } = event;
  if (chat === undefined) return;
  const before = knownChat(known, chat);
  if (event.type !== "gap") for (const key of messageKeys(event.message)) before.seen.set(key, stateOf(event.message));
  known.chats.set(idOf(chat), after ?? (event.type === "new" ? { ...before, midway } : before));
}

/** The state once all events of a poll have been delivered. */
export function knownAfter(before: Known, found: Found): Known {
  const { isFirst } = found;
  const chats = new Map(before.chats);
  // A lost chat is reported once.
  for (const [id, lost] of lostFrom(before, found)) chats.set(id, { ...lost, owed: false });
  for (const chat of found.chats) {
    if (!chats.has(idOf(chat))) chats.set(idOf(chat), { ...knownChat(before, chat), at: atOf(chat) });
  }
  // They keep their place ahead of those that were polled.
  for (const chat of found.left) chats.set(idOf(chat), missed(before, chat, isFirst));
  let { start, side } = before;
  for (const result of found.results) {
    const { chat, refusals } = result;
    const id = idOf(chat);
    chats.delete(id);
    if ("failure" in result) {
      chats.set(id, { ...missed(before, chat, isFirst), refusals });
      continue;
    }
    const { fresh, known, side: found } = result.poll;
    side ??= found;
    const again = hasMoved(before, chat) || fresh.length > 0;
    chats.set(id, { ...known, at: atOf(chat), again, midway: false, owed: false, refusals });
  }
  const listed = new Set(found.chats.map(idOf));
  const gone = [...chats].filter(([id]) => !listed.has(id));
  for (const [id, { at }] of gone.slice(0, -memory)) {
    chats.delete(id);
    // If the chat comes back, its old messages must not be delivered again.
    start = latest([start, instantOf(at)]);
  }
  return { start, side, chats };
}
