import type { WipsyError } from "../errors/classes.ts";
import { byInstant, instantOf, latest } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";
import { type ChatPoll, createdAt, messageKeys, stateOf } from "./chat-messages.ts";
import { atOf, haveTimes, idOf, lastOf, markers } from "./chat-times.ts";
import { hasMoved, type Known, type KnownChat, knownChat, missed } from "./message-state.ts";

// From what was known and what a poll has found to its events and what is known next.

/** How much later a message can be stored than it says. In milliseconds. */
const slack = 60_000;
/** How many chats are remembered that are no longer listed: they may come back. */
const memory = 2000;

/** The chats that a poll finds listed. */
export interface Chats {
  readonly chats: readonly Row[];
  /** Whether these are all. */
  readonly whole: boolean;
  /** When they were read, in milliseconds. */
  readonly now: number;
}

/** What came of polling one chat. */
export type Result = { readonly chat: Row; readonly refusals: number } & (
  | { readonly poll: ChatPoll }
  | { readonly failure: WipsyError }
);

/** What a poll has found. */
export interface Found extends Chats {
  readonly results: readonly Result[];
  /** Chats that it did not get to. */
  readonly left: readonly Row[];
  readonly isFirst: boolean;
}

/** A message that has come or changed; or that messages may have been missed, in one chat or in whole chats. */
export type Arrival =
  | { readonly type: "new" | "changed"; readonly message: Row; readonly chat: Row }
  | { readonly type: "gap"; readonly chat: Row | undefined };

/** An event, and what giving it does to what is known of its chat. */
export interface Step {
  readonly event: Arrival;
  /** What is then known of the chat, when it is the chat's last event. */
  readonly after: KnownChat | undefined;
  /** Whether another new message of the same chat and instant comes behind it. */
  readonly midway: boolean;
}

/** What a feed knows that begins `now`, in milliseconds by the clock of the server: nothing before is to be given. */
export function beginning(now: number): Known {
  return { start: (now - slack) * 1000, side: undefined, chats: new Map() };
}

/** When something last happened in a chat, if that was since it was polled. */
export function movedTo(known: Known, chat: Row): number | undefined {
  return hasMoved(known, chat) ? lastOf(chat) : undefined;
}

/**
 * The chats in which something has happened, and `more` of the others; of both, those first that were polled longest ago,
 * or never: a poll may not get to the last of them.
 */
export function due(known: Known, chats: readonly Row[], more: number): Row[] {
  // Without their times, nothing tells in which chats something has happened.
  const isTimeless = !haveTimes(chats);
  const listed = new Map(chats.map((chat) => [idOf(chat), chat]));
  const before = [...known.chats.keys()].map((id) => listed.get(id)).filter((chat) => chat !== undefined);
  const unknown = chats.filter((chat) => !known.chats.has(idOf(chat)));
  const isDue = (chat: Row) => isTimeless || hasMoved(known, chat) || known.chats.get(idOf(chat))?.again === true;
  const rest = before.filter((chat) => !isDue(chat));
  return [...[...unknown, ...before].filter(isDue), ...rest.slice(0, more)];
}

/** Chats that were to be polled, were not, and are no longer listed: a list that is cut off may never list them again. */
function lostFrom({ chats }: Known, { chats: listed, whole }: Chats): [id: string, KnownChat][] {
  const ids = new Set(listed.map(idOf));
  return whole ? [] : [...chats].filter(([id, { owed }]) => owed && !ids.has(id));
}

/** Whether chats may have had messages that are out of reach, because the list of chats was cut off. */
function hasGap(known: Known, found: Found): boolean {
  const reaches = found.whole || markers(found.chats).some((chat) => !hasMoved(known, chat));
  return !reaches || lostFrom(known, found).length > 0;
}

/** What has happened, in order of time. A gap comes before what was found behind it. */
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

/** Those behind which another new message of the same chat and instant is to be given. `events` is in order of time. */
function tiedOf(events: readonly Arrival[]): Set<Arrival> {
  const tied = new Set<Arrival>();
  /** By chat: the instant of the first that comes behind. */
  const nexts = new Map<Row, number>();
  for (const event of events.toReversed()) {
    if (event.type !== "new") continue;
    const instant = createdAt(event.message);
    if (nexts.get(event.chat) === instant) tied.add(event);
    nexts.set(event.chat, instant);
  }
  return tied;
}

/** The events of a poll. `next`: what is known when all of them have been given. */
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
 * What is known until all events have been given: if the loop ends early, chats of which more is to come, and those that
 * were not polled, are polled again.
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

/** Notes that an event is given. */
export function give(known: Known, { event, after, midway }: Step): void {
  const { chat } = event;
  if (chat === undefined) return;
  const before = knownChat(known, chat);
  if (event.type !== "gap") for (const key of messageKeys(event.message)) before.seen.set(key, stateOf(event.message));
  known.chats.set(idOf(chat), after ?? (event.type === "new" ? { ...before, midway } : before));
}

/** What is known when all events of a poll have been given. */
export function knownAfter(before: Known, found: Found): Known {
  const { isFirst } = found;
  const chats = new Map(before.chats);
  // That a chat was lost is told once.
  for (const [id, lost] of lostFrom(before, found)) chats.set(id, { ...lost, owed: false });
  for (const chat of found.chats) {
    if (!chats.has(idOf(chat))) chats.set(idOf(chat), { ...knownChat(before, chat), at: atOf(chat) });
  }
  // They keep their place before those that were polled.
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
    // What it had is not to be given again if it comes back.
    start = latest([start, instantOf(at)]);
  }
  return { start, side, chats };
}
