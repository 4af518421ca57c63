import type { Types } from "../../generated/resources.ts";
import type { CallOptions } from "../call/call.ts";
import { WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import { mustBeSwitch } from "../errors/refuse.ts";
import type { Row } from "../lists/page.ts";
import type { Listed, Part } from "../operation/types.ts";
import { pollChat } from "./chat-messages.ts";
import { allChats, failuresOf, isForAll, type Lists, listsOf, readChats } from "./chat-reads.ts";
import { idOf } from "./chat-times.ts";
import {
  beginning,
  type Chats,
  deliver,
  due,
  type Found,
  knownAfter,
  movedTo,
  pendingOf,
  type Result,
  type Step,
  stepsOf,
} from "./message-polls.ts";
import { checkpointOf, type Known, knownChat, knownFrom, type MessagesCheckpoint } from "./message-state.ts";
import { anything, type Poll, type Watch, type WatchOptions, watchOf, watchOptions } from "./watch.ts";

/** The query of a list. */
type QueryOf<Methods> = Methods extends { list(query?: infer Query, ...rest: never[]): unknown }
  ? NonNullable<Query>
  : never;

type StatusOf<Query> = Query extends { readonly status?: infer Status } ? NonNullable<Status> : never;

/** Options of `watchMessages`. */
export interface WatchMessagesOptions<Agent = Types["agentNamespaces"]> extends WatchOptions {
  /**
   * Where to start: the checkpoint of an earlier feed with the same options, or a time by the server's clock.
   * @default now
   */
  readonly checkpoint?: MessagesCheckpoint | Date | undefined;
  /**
   * Watches only chats with this status. Messages that came while a chat had another status are delivered once it has this
   * one.
   * @default all chats
   */
  readonly status?: StatusOf<QueryOf<Part<Agent, "chats">>> | undefined;
  /**
   * Yields messages again when their status or media change. Changes show late, and only in the 50 latest messages of a
   * chat, since the API does not say in which chats a status has changed.
   * @default false
   */
  readonly changes?: boolean | undefined;
}

/** A new or changed message with its chat, or a gap: messages may have been missed. */
export type AgentEvent<
  Message = Listed<Types["agentNamespaces"], "messages">,
  Chat = Listed<Types["agentNamespaces"], "chats">,
> =
  | { readonly type: "new" | "changed"; readonly message: Message; readonly chat: Chat }
  | { readonly type: "gap"; readonly chat: Chat | undefined };

/** What to watch, and how to request it. */
interface Source extends Lists {
  /** Watch only chats with this status. */
  readonly status: unknown;
  /** Whether to deliver messages again when their status or media change. */
  readonly changes: boolean;
  readonly options: CallOptions;
}

/** How many refusals of a larger page in a row count as final: an outage looks the same. */
const finalRefusals = 3;

/**
 * All chats, with the server's time if the answer has it. Asks with the status first: an invalid one is refused unsent.
 */
async function firstChats(source: Source, query: object): Promise<Chats> {
  const { data, response } = await source.chats.list(query, source.options).withResponse();
  const now = Date.parse(response.headers.get("date") ?? "") || Date.now();
  if (source.status === undefined && data.complete) return { chats: data.items, whole: true, now };
  return { ...(await allChats(source.chats, {}, source.options)), now };
}

/** @throws WipsyError if the failure concerns all chats */
async function readChat({ messages, options }: Source, known: Known, chat: Row): Promise<Result> {
  const query = { chatId: chat.id };
  const before = knownChat(known, chat);
  const pages = messages.iterate(query, options).pages();
  // The page of one message is optional.
  const one = () =>
    messages.list({ ...query, limit: 1 }, options).then(
      ({ items }) => items,
      () => [],
    );
  try {
    const poll = await pollChat({ pages, one, usual: known.side }, before, movedTo(known, chat));
    const { reaches, refusal } = poll;
    const refusals = refusal && !reaches ? before.refusals + 1 : 0;
    return refusals > 0 && refusals < finalRefusals && refusal
      ? { chat, refusals, failure: refusal }
      : { chat, refusals, poll };
  } catch (error) {
    // A chat without an id is the server's fault, not the caller's.
    const isItsId = isWipsyError(error, "InputError") && !(typeof chat.id === "string" && chat.id);
    const message = "watchMessages: the server returned a chat without an id: see the cause.";
    const failure = isItsId ? new WipsyError(message, { ...error, cause: error }) : error;
    if (options.signal?.aborted || !isWipsyError(failure) || isForAll(failure)) throw failure;
    return { chat, refusals: before.refusals, failure };
  }
}

async function pollMessages(source: Source, before: Known | undefined): Promise<Poll<Known, Step>> {
  const { status, changes } = source;
  const isFirst = before === undefined;
  // The first poll lists chats with other statuses, too, so that their old messages are known when they get this one.
  const query = status === undefined ? {} : { status };
  const listed = await (isFirst ? firstChats(source, query) : allChats(source.chats, query, source.options));
  const known = before ?? beginning(listed.now);
  const others = isFirst ? 0 : changes ? 10 : 1;
  const asked = due(known, listed.chats, others);
  const results = await readChats(asked, (chat) => readChat(source, known, chat));
  const left = asked.slice(results.length);
  const found: Found = { ...listed, results, left, isFirst };
  const next = knownAfter(known, found);
  const steps = isFirst ? [] : stepsOf(known, found, next, changes);
  const pending = isFirst ? {} : { known: pendingOf(known, found, steps) };
  return { steps, ...pending, next, failures: failuresOf(results), left: left.map(idOf) };
}

/**
 * Watches the messages of all of an agent's chats by polling, since the API has no webhooks. Yields each message once,
 * with its chat, oldest first within a poll. A message that is stored late comes in a later poll, after messages that
 * were written later. A poll lists the chats, then reads the messages of those with new activity, and now and then of
 * others. Starts now, or at `checkpoint`. "Now" is by the server's clock, or by this machine's if the answer has no
 * `Date` header, as in a browser.
 *
 * `new`: a message from anyone; `sender_type` says from whom. `changed`, with `changes: true`: the status or media of
 * an earlier message changed. `gap` with a `chat`: between two polls, more messages may have come in it than the server
 * returns at once. `gap` without a `chat`: the list of chats was truncated, and all listed chats had new activity or a
 * chat that was still to be read was no longer listed. After a restart right behind a gap, the gap can come again. That
 * a truncated list has the most recently active chats is inferred.
 *
 * Missed, because the API does not distinguish them from old messages: a message that is stored late and has 25 newer
 * ones in its chat by the next poll; and, in a chat that was not read before, a message whose `created_at` is a minute
 * or more before the feed began. Yielded twice: a message of which another copy is stored after 50 others, or that was
 * there before its chat was first read. If the server returns fewer messages than requested, the feed assumes that
 * there are no more, unless known messages are missing; a multiple of 50 may be the server's own limit. The feed
 * remembers 2,000 chats that are no longer listed; if another one comes back, messages older than its last ones may be
 * missed.
 *
 * A chat that cannot be read, or has no id, does not hold up the others: the next poll reads it again. After four such
 * chats, a poll stops, and the next one begins with the chats that are left. A chat whose answer does not come holds up
 * its poll for `deadline`.
 *
 * @throws InputError at once if an option is invalid. The loop throws the error of a failed poll: at once if the retry
 *   policy rules out a retry and the error does not concern a single chat (such as a 401 or a missing token, but not a
 *   token function that failed), else once, for ten of the longest polling intervals, every poll has failed, no chat
 *   could be read, or one chat could not.
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { watchMessages } from "wipsy-client/feed";
 * const agent = new Wipsy().agent({
 *   session: {
 *     agent: { id: "agent-1", name: "Ana", role: "agent" },
 *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
 *   },
 * });
 * for await (const event of watchMessages(agent, { signal: AbortSignal.timeout(1000) })) {
 *   if (event.type === "new" && event.message.sender_type === "customer") console.log(event.chat.id);
 * }
 * ```
 */
export function watchMessages<Agent extends object>(
  agent: Agent,
  options: WatchMessagesOptions<Agent> = {},
): Watch<AgentEvent<Listed<Agent, "messages">, Listed<Agent, "chats">>, MessagesCheckpoint> {
  const about = "watchMessages";
  const lists = listsOf(about, agent);
  const own = { checkpoint: anything, status: anything, changes: mustBeSwitch };
  const checked = watchOptions<WatchMessagesOptions<Agent>>(about, options, own);
  const { every, checkpoint, status, changes = false, ...callOptions } = checked;
  const source = { ...lists, status, changes, options: callOptions };
  const feed = { poll: (known: Known | undefined) => pollMessages(source, known), deliver, checkpointOf };
  // The cast: the feed delivers rows of the agent's own lists.
  return watchOf(about, feed, knownFrom(checkpoint), { every, signal: callOptions.signal }) as Watch<
    never,
    MessagesCheckpoint
  >;
}
