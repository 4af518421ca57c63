import type { CallOptions } from "../call.ts";
import { WipsyError } from "../errors.ts";
import { inParallel } from "../in-parallel.ts";
import { byInstant, instantOf, latest } from "../instant.ts";
import type { IterateOptions } from "../iterate.ts";
import { keysOf, type Row } from "../list.ts";
import type { Iterate } from "../namespaces.ts";
import type { Feed, Round } from "../watch.ts";
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
/** How many chats are looked into at a time. */
const width = 4;
/** How many chats are remembered: those that are no longer listed may come back. */
const memory = 2000;

const idOf = (chat: Row) => String(chat.id);
const atOf = ({ last_message_at: at }: Row) => (typeof at === "string" ? at : null);
/** When something last happened in a chat. */
const lastOf = (chat: Row) => instantOf(chat.last_message_at ?? chat.created_at);

/** What a feed knows before its first look: nothing before this moment, by the clock of the server, is to be given. */
function beginning(chats: readonly Row[]): State {
  return { start: latest(chats.map(lastOf)) - slack, side: undefined, chats: new Map() };
}

function knownChat({ chats, start }: State, chat: Row): KnownChat {
  return chats.get(idOf(chat)) ?? { at: undefined, again: false, floor: start, seen: new Map() };
}

/** Whether something has happened in a chat since it was looked into. */
function hasMoved({ chats, start }: State, chat: Row): boolean {
  const known = chats.get(idOf(chat));
  return known ? known.at !== atOf(chat) : !(lastOf(chat) <= start);
}

/** The chats in which something has happened, and `more` of the others, those first that were looked into longest ago. */
function due(state: State, chats: readonly Row[], more: number): Row[] {
  // Without their times, nothing tells in which chats something has happened.
  const haveTimes = chats.some((chat) => atOf(chat) !== null);
  const first = chats.filter(
    (chat) => !haveTimes || hasMoved(state, chat) || state.chats.get(idOf(chat))?.again === true,
  );
  const others = new Map(chats.filter((chat) => !first.includes(chat)).map((chat) => [idOf(chat), chat]));
  const rest = [...state.chats.keys()].map((id) => others.get(id)).filter((chat) => chat !== undefined);
  return [...first, ...rest.slice(0, more)];
}

/** A look into one chat, or why there was none. */
type Outcome = { readonly chat: Row; readonly look: Look } | { readonly chat: Row; readonly failure: WipsyError };

/** What looks say has happened, in order of time. A gap comes before what was found behind it. */
function arrivals(state: State, outcomes: readonly Outcome[], changes: boolean): Arrival[] {
  const looks = outcomes.flatMap((outcome) => ("look" in outcome ? [outcome] : []));
  const short = looks.filter(({ chat, look }) => !look.reaches && hasMoved(state, chat));
  const gaps = short.map(({ chat }) => ({ type: "gap", chat }) as const);
  const messages = looks.flatMap(({ chat, look: { fresh, changed } }) => [
    ...fresh.map((message) => ({ type: "new", message, chat }) as const),
    ...(changes ? changed : []).map((message) => ({ type: "changed", message, chat }) as const),
  ]);
  return [...gaps, ...messages.toSorted(byInstant(({ message }) => createdAt(message)))];
}

/** The state when all that was found has been given. */
function after(state: State, chats: readonly Row[], outcomes: readonly Outcome[]): State {
  const known = new Map(state.chats);
  for (const chat of chats) {
    if (!known.has(idOf(chat))) known.set(idOf(chat), { ...knownChat(state, chat), at: atOf(chat) });
  }
  let { start, side } = state;
  for (const outcome of outcomes) {
    const id = idOf(outcome.chat);
    const before = knownChat(state, outcome.chat);
    known.delete(id);
    if ("failure" in outcome) {
      known.set(id, { ...before, at: undefined });
      continue;
    }
    const { look } = outcome;
    side ??= look.side;
    const at = atOf(outcome.chat);
    const again = before.at !== at || look.fresh.length > 0;
    known.set(id, { at, again, floor: look.known.floor, seen: new Map(look.known.seen) });
  }
  for (const [id, { at }] of [...known].slice(0, -memory)) {
    known.delete(id);
    // What it had is not to be given again if it comes back.
    const last = instantOf(at);
    if (last > start) start = last;
  }
  return { start, side, chats: known };
}

/** Chats of which more is to come count as moved, and what is given of them as given, also if the loop over it ends early. */
function giving(state: State, alias: string | undefined, found: readonly Arrival[]): Round<Arrival>["events"] {
  for (const { chat } of found) if (chat) state.chats.set(idOf(chat), { ...knownChat(state, chat), at: undefined });
  return found.map((event) => ({
    event,
    given() {
      if (event.type === "gap") return;
      const { seen } = knownChat(state, event.chat);
      for (const key of keysOf(event.message, alias)) seen.set(key, stateOf(event.message));
    },
  }));
}

/** Watches the messages of all chats that `lists.chats` gives. */
export function messageFeed(
  lists: Lists,
  since: unknown,
  { status, changes }: Scope,
  options: CallOptions,
): Feed<Arrival, MessagesCheckpoint> {
  const { alias } = lists;
  const reading: IterateOptions = { ...options, incomplete: "allow" };
  let state = stateFrom(since);

  async function allChats(): Promise<{ chats: Row[]; whole: boolean }> {
    const chats: Row[] = [];
    let whole = false;
    for await (const page of lists.chats(status === undefined ? {} : { status }, reading).pages()) {
      chats.push(...page.items);
      whole = page.complete;
    }
    return { chats, whole };
  }

  async function lookAt(current: State, chat: Row): Promise<Outcome> {
    const pages = lists.messages({ chatId: chat.id }, reading).pages();
    try {
      return { chat, look: await lookInto(pages, alias, knownChat(current, chat), current.side) };
    } catch (failure) {
      if (options.signal?.aborted || !(failure instanceof WipsyError)) throw failure;
      return { chat, failure };
    }
  }

  return {
    async poll() {
      const { chats, whole } = await allChats();
      const current = state ?? beginning(chats);
      const others = state === undefined ? 0 : changes ? 10 : 1;
      const outcomes = await inParallel(due(current, chats, others), width, (chat) => lookAt(current, chat));
      const next = after(current, chats, outcomes);
      const done = () => {
        state = next;
      };
      const failure = outcomes.flatMap((outcome) => ("failure" in outcome ? [outcome.failure] : []))[0];
      if (state === undefined) return { events: [], done, failure };
      const reaches = whole || chats.some((chat) => !hasMoved(current, chat));
      const gap = { type: "gap", chat: undefined } as const;
      const found = [...(reaches ? [] : [gap]), ...arrivals(current, outcomes, changes)];
      return { events: giving(current, alias, found), done, failure };
    },
    get checkpoint() {
      return checkpointOf(state);
    },
  };
}
