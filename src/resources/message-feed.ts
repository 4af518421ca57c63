import { type ApiError, AuthenticationError } from "../answer-errors.ts";
import type { CallOptions } from "../call.ts";
import { HookError, InputError, WipsyError } from "../errors.ts";
import { inParallel } from "../in-parallel.ts";
import { byInstant, instantOf, latest } from "../instant.ts";
import { keysOf, type Row } from "../list.ts";
import type { Iterate } from "../namespaces.ts";
import { type Failure, type Feed, mayPass, type Round } from "../watch.ts";
import { atOf, haveTimes, idOf, isSameTime, lastOf, markers } from "./chat-times.ts";
import { checkpointOf, type KnownChat, type MessagesCheckpoint, type State, stateFrom } from "./message-state.ts";
import { createdAt, type Look, lookInto, stateOf } from "./message-window.ts";

/** A message that has come or changed; or that messages may have been missed, in one chat or in whole chats. */
export type Arrival =
  | { readonly type: "new" | "changed"; readonly message: Row; readonly chat: Row }
  | { readonly type: "gap"; readonly chat: Row | undefined };

/** What is watched. */
export interface Scope {
  /** Chats with this status alone. */
  readonly status: unknown;
  /** Whether messages are given again when their status or media change. */
  readonly changes: boolean;
}

/** The lists that are read. */
export interface Lists {
  readonly chats: Iterate;
  readonly messages: Iterate;
  /** A field that names a message besides its id. */
  readonly alias: string | undefined;
}

/** How much later a message can be stored than it says. In microseconds. */
const slack = 60_000_000;
/** How many chats are looked into at a time; and how many may fail in one poll before it looks into no more. */
const width = 4;
/** How many chats are remembered that are no longer listed: they may come back. */
const memory = 2000;
/** How often in a row a server must refuse a larger window to be believed: an outage looks the same. */
const firmness = 3;

/** What a feed knows before its first look: nothing before this moment, by the clock of the server, is to be given. */
function beginning(chats: readonly Row[]): State {
  // A chat can have a time in the future; this machine's clock is no better, but too early a start costs only looks.
  const now = Math.min(latest(chats.map(lastOf)), Date.now() * 1000);
  return { start: now - slack, side: undefined, chats: new Map() };
}

function knownChat({ chats, start }: State, chat: Row): KnownChat {
  return chats.get(idOf(chat)) ?? { at: undefined, again: false, floor: start, seen: new Map() };
}

/** Whether something has happened in a chat since it was looked into. */
function hasMoved({ chats, start }: State, chat: Row): boolean {
  const known = chats.get(idOf(chat));
  return known ? !isSameTime(known.at, atOf(chat)) : !(lastOf(chat) <= start);
}

/** When something had last happened in a chat, if something has happened since. */
function movedFrom(state: State, chat: Row): number | undefined {
  const { at, floor } = knownChat(state, chat);
  return hasMoved(state, chat) ? latest([floor, instantOf(at)]) : undefined;
}

/**
 * The chats in which something has happened, and `more` of the others; of both, those first that were looked into longest
 * ago, or never: a poll may not come to the last of them.
 */
function due(state: State, chats: readonly Row[], more: number): Row[] {
  // Without their times, nothing tells in which chats something has happened.
  const isTimeless = !haveTimes(chats);
  const listed = new Map(chats.map((chat) => [idOf(chat), chat]));
  const known = [...state.chats.keys()].map((id) => listed.get(id)).filter((chat) => chat !== undefined);
  const unknown = chats.filter((chat) => !state.chats.has(idOf(chat)));
  const isDue = (chat: Row) => isTimeless || hasMoved(state, chat) || state.chats.get(idOf(chat))?.again === true;
  const rest = known.filter((chat) => !isDue(chat));
  return [...[...unknown, ...known].filter(isDue), ...rest.slice(0, more)];
}

/** A look into one chat, or why there was none. */
type Outcome = { readonly chat: Row; readonly look: Look } | { readonly chat: Row; readonly failure: WipsyError };

/** What looks say has happened, in order of time. A gap comes before what was found behind it. */
function arrivals(outcomes: readonly Outcome[], changes: boolean): Arrival[] {
  const looks = outcomes.filter((outcome) => "look" in outcome);
  const gaps = looks.filter(({ look }) => !look.reaches).map(({ chat }) => ({ type: "gap", chat }) as const);
  const messages = looks.flatMap(({ chat, look: { fresh, changed } }) => [
    ...fresh.map((message) => ({ type: "new", message, chat }) as const),
    ...(changes ? changed : []).map((message) => ({ type: "changed", message, chat }) as const),
  ]);
  return [...gaps, ...messages.toSorted(byInstant(({ message }) => createdAt(message)))];
}

/** A chat that was to be looked into, and was not. */
function missed(state: State, chat: Row, isFirst: boolean): KnownChat {
  const before = knownChat(state, chat);
  // What was in it when the feed began is not to be given later. What comes is, also when a chat has a time in the future.
  const floor = isFirst ? latest([before.floor, Math.min(lastOf(chat), Date.now() * 1000)]) : before.floor;
  const hasNothing = before.at === undefined && lastOf(chat) <= floor;
  return { ...before, again: true, floor, owed: before.owed === true || !(isFirst || hasNothing) };
}

/** Chats that were to be looked into, were not, and are no longer listed: a list that is cut off may never list them again. */
function lostFrom({ chats }: State, listed: readonly Row[], whole: boolean): [id: string, KnownChat][] {
  const ids = new Set(listed.map(idOf));
  return whole ? [] : [...chats].filter(([id, { owed }]) => owed && !ids.has(id));
}

/** Whether a list holds all chats in which something has happened. */
function reachesBack(state: State, chats: readonly Row[], whole: boolean): boolean {
  return whole || markers(chats).some((chat) => !hasMoved(state, chat));
}

/** The same, when it has been told that these are lost: once is enough. */
function settled(state: State, lost: readonly [id: string, KnownChat][]): State {
  const chats = new Map(state.chats);
  for (const [id, known] of lost) chats.set(id, { ...known, owed: false });
  return { ...state, chats };
}

/** The state when all that was found has been given. `left`: chats for which it was no time. */
function after(
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
function giving(
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

/** What has failed in a poll: chats, and when of several none could be looked into, all of it. */
function failuresOf(outcomes: readonly Outcome[]): Failure[] {
  const failures = outcomes
    .filter((outcome) => "failure" in outcome)
    .map(({ chat, failure }) => ({ part: idOf(chat), failure }));
  const [first] = failures;
  // One alone says nothing of the others.
  return first && failures.length > 1 && failures.length === outcomes.length
    ? [...failures, { ...first, part: undefined }]
    : failures;
}

/** Whether a failure is not of one chat alone, and cannot pass. */
function isForAll(failure: WipsyError): boolean {
  return [AuthenticationError, InputError, HookError].some((kind) => failure instanceof kind) && !mayPass(failure);
}

/** Watches the messages of all chats that `lists.chats` gives. */
export function messageFeed(
  lists: Lists,
  since: unknown,
  { status, changes }: Scope,
  options: CallOptions,
): Feed<Arrival, MessagesCheckpoint> {
  const { alias } = lists;
  /** How often in a row a larger window was refused, by chat. */
  const refusals = new Map<string, number>();
  let state = stateFrom(since);

  async function allChats(query: object): Promise<{ chats: Row[]; whole: boolean }> {
    const chats: Row[] = [];
    let whole = false;
    for await (const page of lists.chats(query, { ...options, incomplete: "allow" }).pages()) {
      chats.push(...page.items);
      whole = page.complete;
    }
    return { chats, whole };
  }

  /** Why a look is not to be believed yet. */
  function doubt(chat: Row, { reaches, refusal }: Look): ApiError | undefined {
    const count = refusal && !reaches ? (refusals.get(idOf(chat)) ?? 0) + 1 : 0;
    if (count === 0) refusals.delete(idOf(chat));
    else refusals.set(idOf(chat), count);
    return count < firmness && !reaches ? refusal : undefined;
  }

  async function lookAt(current: State, chat: Row): Promise<Outcome> {
    const pages = lists.messages({ chatId: chat.id }, options).pages();
    try {
      const known = knownChat(current, chat);
      const look = await lookInto(pages, alias, known, movedFrom(current, chat), current.side);
      const failure = doubt(chat, look);
      return failure ? { chat, failure } : { chat, look };
    } catch (error) {
      // That a chat without an id cannot be asked for is the server's fault, and not the caller's.
      const isItsId = error instanceof InputError && !(typeof chat.id === "string" && chat.id);
      const message = "agent.watch: the server gave a chat without an id: see the cause.";
      const failure = isItsId ? new WipsyError(message, { ...error, cause: error }) : error;
      if (options.signal?.aborted || !(failure instanceof WipsyError) || isForAll(failure)) throw failure;
      return { chat, failure };
    }
  }

  return {
    async poll() {
      const isFirst = state === undefined;
      // Those with another status, too, so that what they had is known when they get this one.
      const { chats, whole } = await allChats(isFirst || status === undefined ? {} : { status });
      const current = state ?? beginning(chats);
      const others = isFirst ? 0 : changes ? 10 : 1;
      const asked = due(current, chats, others);
      let failed = 0;
      const look = async (chat: Row) => {
        const outcome = await lookAt(current, chat);
        if ("failure" in outcome) failed += 1;
        return outcome;
      };
      const outcomes = await inParallel(asked, width, look, () => failed >= width);
      const notAsked = asked.slice(outcomes.length);
      const lost = lostFrom(current, chats, whole);
      const next = after(settled(current, lost), chats, outcomes, notAsked, isFirst);
      const done = () => {
        state = next;
      };
      const rest = { done, failures: failuresOf(outcomes), left: notAsked.map(idOf) };
      if (isFirst) return { events: [], ...rest };
      const reaches = lost.length === 0 && reachesBack(current, chats, whole);
      const gap = { type: "gap", chat: undefined } as const;
      const found = [...(reaches ? [] : [gap]), ...arrivals(outcomes, changes)];
      const unread = [...notAsked, ...outcomes.filter((outcome) => "failure" in outcome).map(({ chat }) => chat)];
      return { events: giving(current, next, alias, found, unread), ...rest };
    },
    get checkpoint() {
      return checkpointOf(state);
    },
  };
}
