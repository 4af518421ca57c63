import { byInstant } from "../lists/instant.ts";
import { keysOf, type Row } from "../lists/page.ts";
import { idOf } from "./chat-times.ts";
import { knownChat, missed, type Outcome } from "./message-polls.ts";
import type { State } from "./message-state.ts";
import { createdAt, stateOf } from "./message-window.ts";
import type { Round } from "./watch.ts";

// What a poll has found, and what is known once it has been given.

/** A message that has come or changed; or that messages may have been missed, in one chat or in whole chats. */
export type Arrival =
  | { readonly type: "new" | "changed"; readonly message: Row; readonly chat: Row }
  | { readonly type: "gap"; readonly chat: Row | undefined };

/** What looks say has happened, in order of time. A gap comes before what was found behind it. */
export function arrivals(outcomes: readonly Outcome[], changes: boolean): Arrival[] {
  const looks = outcomes.filter((outcome) => "look" in outcome);
  const gaps = looks.filter(({ look }) => !look.reaches).map(({ chat }) => ({ type: "gap", chat }) as const);
  const messages = looks.flatMap(({ chat, look: { fresh, changed } }) => [
    ...fresh.map((message) => ({ type: "new", message, chat }) as const),
    ...(changes ? changed : []).map((message) => ({ type: "changed", message, chat }) as const),
  ]);
  return [...gaps, ...messages.toSorted(byInstant(({ message }) => createdAt(message)))];
}

/** Those behind which another new message of the same chat and instant is to be given. `found` is in order of time. */
function tiedOf(found: readonly Arrival[]): Set<Arrival> {
  const tied = new Set<Arrival>();
  /** By chat: the instant of the first that comes behind. */
  const nexts = new Map<Row, number>();
  for (const event of found.toReversed()) {
    if (event.type !== "new") continue;
    const instant = createdAt(event.message);
    if (nexts.get(event.chat) === instant) tied.add(event);
    nexts.set(event.chat, instant);
  }
  return tied;
}

/**
 * If the loop over it ends early, chats of which more is to come, and those that were not looked into, are looked into
 * again, and what was given is known; of a chat of which all was given, what `next` has.
 */
export function giving(
  state: State,
  next: State,
  alias: string | undefined,
  found: readonly Arrival[],
  unread: readonly Row[],
): Round<Arrival>["events"] {
  for (const chat of unread) state.chats.set(idOf(chat), missed(state, chat, false));
  for (const { chat } of found) {
    if (chat) state.chats.set(idOf(chat), { ...knownChat(state, chat), again: true, owed: true });
  }
  const tied = tiedOf(found);
  const lasts = new Map(found.map((event) => [event.chat, event]));
  const give = (event: Arrival, chat: Row) => {
    const known = knownChat(state, chat);
    if (event.type !== "gap")
      for (const key of keysOf(event.message, alias)) known.seen.set(key, stateOf(event.message));
    const whole = lasts.get(chat) === event ? next.chats.get(idOf(chat)) : undefined;
    state.chats.set(idOf(chat), whole ?? (event.type === "new" ? { ...known, midway: tied.has(event) } : known));
  };
  return found.map((event) => ({
    event,
    given() {
      if (event.chat) give(event, event.chat);
    },
  }));
}
