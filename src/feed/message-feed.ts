import type { Call, CallOptions } from "../call/call.ts";
import { type ApiError, AuthenticationError } from "../errors/answer.ts";
import { HookError, InputError, WipsyError } from "../errors/classes.ts";
import type { IterateOptions, Iteration } from "../lists/iterate.ts";
import type { Page, Row } from "../lists/page.ts";
import { idOf } from "./chat-times.ts";
import { inParallel } from "./in-parallel.ts";
import { type Arrival, arrivals, giving } from "./message-arrivals.ts";
import {
  after,
  beginning,
  due,
  knownChat,
  lostFrom,
  movedTo,
  type Outcome,
  reachesBack,
  settled,
} from "./message-polls.ts";
import { checkpointOf, type MessagesCheckpoint, type State, stateFrom } from "./message-state.ts";
import { type Look, lookInto } from "./message-window.ts";
import { type Failure, type Feed, mayPass } from "./watch.ts";

/** A list of chats, and when it was read, in milliseconds. */
interface Chats {
  readonly chats: readonly Row[];
  readonly whole: boolean;
  readonly now: number;
}

/** What is watched. */
export interface Scope {
  /** Chats with this status alone. */
  readonly status: unknown;
  /** Whether messages are given again when their status or media change. */
  readonly changes: boolean;
}

/** A list of an agent's handle. */
export interface ListMethods {
  list(query: object, options: CallOptions): Call<Page<Row>>;
  iterate(query: object, options: IterateOptions): Iteration<Row>;
}

/** The lists that are read. */
export interface AgentLists {
  readonly chats: ListMethods;
  readonly messages: ListMethods;
}

/** The field that names a message besides its id: the server can hold the same one twice. */
const alias = "whatsapp_message_id";

/** How many chats are looked into at a time; and how many may fail in one poll before it looks into no more. */
const width = 4;
/** How often in a row a server must refuse a larger window to be believed: an outage looks the same. */
const firmness = 3;

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
  lists: AgentLists,
  checkpoint: unknown,
  { status, changes }: Scope,
  options: CallOptions,
): Feed<Arrival, MessagesCheckpoint> {
  /** How often in a row a larger window was refused, by chat. */
  const refusals = new Map<string, number>();
  let state = stateFrom(checkpoint);

  async function allChats(query: object): Promise<Chats> {
    const chats: Row[] = [];
    let whole = false;
    for await (const page of lists.chats.iterate(query, { ...options, incomplete: "allow" }).pages()) {
      chats.push(...page.items);
      whole = page.complete;
    }
    return { chats, whole, now: Date.now() };
  }

  /** All chats, with the server's time where the answer shows it. Asks with `query` first: a wrong status is refused unsent. */
  async function firstChats(query: object): Promise<Chats> {
    const { data, response } = await lists.chats.list(query, options).withResponse();
    const now = Date.parse(response.headers.get("date") ?? "") || Date.now();
    if (status === undefined && data.complete) return { chats: data.items, whole: true, now };
    return { ...(await allChats({})), now };
  }

  /** Why a look is not to be believed yet. */
  function doubt(chat: Row, { reaches, refusal }: Look): ApiError | undefined {
    const count = refusal && !reaches ? (refusals.get(idOf(chat)) ?? 0) + 1 : 0;
    if (count === 0) refusals.delete(idOf(chat));
    else refusals.set(idOf(chat), count);
    return count < firmness && !reaches ? refusal : undefined;
  }

  async function lookAt(current: State, chat: Row): Promise<Outcome> {
    const query = { chatId: chat.id };
    const source = {
      pages: lists.messages.iterate(query, options).pages(),
      // What it tells can be done without.
      one: () =>
        lists.messages
          .list({ ...query, limit: 1 }, options)
          .then(({ items }) => items)
          .catch(() => []),
      alias,
      usual: current.side,
    };
    try {
      const look = await lookInto(source, knownChat(current, chat), movedTo(current, chat));
      const failure = doubt(chat, look);
      return failure ? { chat, failure } : { chat, look };
    } catch (error) {
      // That a chat without an id cannot be asked for is the server's fault, and not the caller's.
      const isItsId = error instanceof InputError && !(typeof chat.id === "string" && chat.id);
      const message = "watchMessages: the server gave a chat without an id: see the cause.";
      const failure = isItsId ? new WipsyError(message, { ...error, cause: error }) : error;
      if (options.signal?.aborted || !(failure instanceof WipsyError) || isForAll(failure)) throw failure;
      return { chat, failure };
    }
  }

  return {
    async poll() {
      const isFirst = state === undefined;
      // Those with another status, too, so that what they had is known when they get this one.
      const query = status === undefined ? {} : { status };
      const { chats, whole, now } = await (isFirst ? firstChats(query) : allChats(query));
      const current = state ?? beginning(now);
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
