import type { WipsyError } from "../errors/classes.ts";
import { instantOf, latest } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";
import { atOf, haveTimes, idOf, isSameTime, lastOf, markers } from "./chat-times.ts";
import type { KnownChat, State } from "./message-state.ts";
import type { Look } from "./message-window.ts";

// What a feed knows of the chats, from poll to poll.

/** How much later a message can be stored than it says. In milliseconds. */
const slack = 60_000;
/** How many chats are remembered that are no longer listed: they may come back. */
const memory = 2000;

/** A look into one chat, or why there was none. */
export type Outcome =
  | { readonly chat: Row; readonly look: Look }
  | { readonly chat: Row; readonly failure: WipsyError };

/** What a feed knows that begins `now`, in milliseconds by the clock of the server: nothing before is to be given. */
export function beginning(now: number): State {
  return { start: (now - slack) * 1000, side: undefined, chats: new Map() };
}

/** What is known of a chat, be it only since when. */
export function knownChat({ chats, start }: State, chat: Row): KnownChat {
  return chats.get(idOf(chat)) ?? { at: undefined, again: false, floor: start, seen: new Map() };
}

/** Whether something has happened in a chat since it was looked into. */
function hasMoved({ chats, start }: State, chat: Row): boolean {
  const known = chats.get(idOf(chat));
  return known ? !isSameTime(known.at, atOf(chat)) : !(lastOf(chat) <= start);
}

/** When something last happened in a chat, if that was since it was looked into. */
export function movedTo(state: State, chat: Row): number | undefined {
  return hasMoved(state, chat) ? lastOf(chat) : undefined;
}

/**
 * The chats in which something has happened, and `more` of the others; of both, those first that were looked into longest
 * ago, or never: a poll may not come to the last of them.
 */
export function due(state: State, chats: readonly Row[], more: number): Row[] {
  // Without their times, nothing tells in which chats something has happened.
  const isTimeless = !haveTimes(chats);
  const listed = new Map(chats.map((chat) => [idOf(chat), chat]));
  const known = [...state.chats.keys()].map((id) => listed.get(id)).filter((chat) => chat !== undefined);
  const unknown = chats.filter((chat) => !state.chats.has(idOf(chat)));
  const isDue = (chat: Row) => isTimeless || hasMoved(state, chat) || state.chats.get(idOf(chat))?.again === true;
  const rest = known.filter((chat) => !isDue(chat));
  return [...[...unknown, ...known].filter(isDue), ...rest.slice(0, more)];
}

/** A chat that was to be looked into, and was not. */
export function missed(state: State, chat: Row, isFirst: boolean): KnownChat {
  const before = knownChat(state, chat);
  // What was in it when the feed began is not to be given later. What comes is, also when a chat has a time in the future.
  const floor = isFirst ? latest([before.floor, Math.min(lastOf(chat), Date.now() * 1000)]) : before.floor;
  const hasNothing = before.at === undefined && lastOf(chat) <= floor;
  return { ...before, again: true, floor, owed: before.owed === true || !(isFirst || hasNothing) };
}

/** Chats that were to be looked into, were not, and are no longer listed: a list that is cut off may never list them again. */
export function lostFrom({ chats }: State, listed: readonly Row[], whole: boolean): [id: string, KnownChat][] {
  const ids = new Set(listed.map(idOf));
  return whole ? [] : [...chats].filter(([id, { owed }]) => owed && !ids.has(id));
}

/** Whether a list holds all chats in which something has happened. */
export function reachesBack(state: State, chats: readonly Row[], whole: boolean): boolean {
  return whole || markers(chats).some((chat) => !hasMoved(state, chat));
}

/** The same, when it has been told that these are lost: once is enough. */
export function settled(state: State, lost: readonly [id: string, KnownChat][]): State {
  const chats = new Map(state.chats);
  for (const [id, known] of lost) chats.set(id, { ...known, owed: false });
  return { ...state, chats };
}

/** The state when all that was found has been given. `left`: chats for which it was no time. */
export function after(
  state: State,
  chats: readonly Row[],
  outcomes: readonly Outcome[],
  left: readonly Row[],
  isFirst: boolean,
): State {
  const known = new Map(state.chats);
  for (const chat of chats) {
    if (!known.has(idOf(chat))) known.set(idOf(chat), { ...knownChat(state, chat), at: atOf(chat) });
  }
  // They keep their place before those that were looked into.
  for (const chat of left) known.set(idOf(chat), missed(state, chat, isFirst));
  let { start, side } = state;
  for (const outcome of outcomes) {
    const { chat } = outcome;
    known.delete(idOf(chat));
    if ("failure" in outcome) {
      known.set(idOf(chat), missed(state, chat, isFirst));
      continue;
    }
    const { look } = outcome;
    side ??= look.side;
    const again = hasMoved(state, chat) || look.fresh.length > 0;
    known.set(idOf(chat), { ...look.known, at: atOf(chat), again });
  }
  const listed = new Set(chats.map(idOf));
  const gone = [...known].filter(([id]) => !listed.has(id));
  for (const [id, { at }] of gone.slice(0, -memory)) {
    known.delete(id);
    // What it had is not to be given again if it comes back.
    start = latest([start, instantOf(at)]);
  }
  return { start, side, chats: known };
}
