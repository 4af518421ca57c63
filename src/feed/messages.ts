import type { Types } from "../../generated/resources.ts";
import type { Call, CallOptions } from "../call/call.ts";
import { WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import { isFunction, mustBeSwitch, refuse } from "../errors/refuse.ts";
import type { IterateOptions, Iteration } from "../lists/iterate.ts";
import type { Page, Row } from "../lists/page.ts";
import type { Listed, Part } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import { pollChat } from "./chat-messages.ts";
import { idOf } from "./chat-times.ts";
import {
  beginning,
  type Chats,
  due,
  type Found,
  give,
  knownAfter,
  movedTo,
  pendingOf,
  type Result,
  type Step,
  stepsOf,
} from "./message-polls.ts";
import { checkpointOf, type Known, knownChat, knownFrom, type MessagesCheckpoint } from "./message-state.ts";
import type { PartFailure } from "./pace.ts";
import { mayPass, type Poll, type Watch, type WatchOptions, watchOf, watchOptions } from "./watch.ts";

/** What a list can be asked for. */
type QueryOf<Methods> = Methods extends { list(query?: infer Query, ...rest: never[]): unknown }
  ? NonNullable<Query>
  : never;

type StatusOf<Query> = Query extends { readonly status?: infer Status } ? NonNullable<Status> : never;

/** What can be set for watching an agent's messages. */
export interface WatchMessagesOptions<Agent = Types["agentNamespaces"]> extends WatchOptions {
  /**
   * Where to begin: the checkpoint of an earlier feed with the same options, or a time by the server's clock.
   * @default what comes from now on
   */
  readonly checkpoint?: MessagesCheckpoint | Date | undefined;
  /**
   * Watches only the chats with this status. What came while a chat had another one is given when it has this one.
   * @default all chats
   */
  readonly status?: StatusOf<QueryOf<Part<Agent, "chats">>> | undefined;
  /**
   * Gives messages again when their status or media change. It shows late, and in the 50 latest messages of a chat only:
   * the API says of no chat that a status in it has changed.
   * @default false
   */
  readonly changes?: boolean | undefined;
}

/** A message that has come or changed, with its chat; or that messages may have been missed. */
export type AgentEvent<
  Message = Listed<Types["agentNamespaces"], "messages">,
  Chat = Listed<Types["agentNamespaces"], "chats">,
> =
  | { readonly type: "new" | "changed"; readonly message: Message; readonly chat: Chat }
  | { readonly type: "gap"; readonly chat: Chat | undefined };

/** A list of an agent's handle. */
interface ListMethods {
  list(query: object, options: CallOptions): Call<Page<Row>>;
  iterate(query: object, options: IterateOptions): Iteration<Row>;
}

/** What is watched, and how it is asked for. */
interface Source {
  readonly chats: ListMethods;
  readonly messages: ListMethods;
  /** Chats with this status alone. */
  readonly status: unknown;
  /** Whether messages are given again when their status or media change. */
  readonly changes: boolean;
  readonly options: CallOptions;
}

/** How many chats are polled at a time; and how many may fail in one poll before it polls no more. */
const width = 4;
/** How often in a row a server must refuse a larger page to be believed: an outage looks the same. */
const firmness = 3;

function isList(value: unknown): value is ListMethods {
  const { list, iterate }: Partial<ListMethods> = Object(value);
  return isFunction(list) && isFunction(iterate);
}

async function allChats({ chats: { iterate }, options }: Source, query: object): Promise<Chats> {
  const chats: Row[] = [];
  let whole = false;
  for await (const page of iterate(query, { ...options, incomplete: "allow" }).pages()) {
    chats.push(...page.items);
    whole = page.complete;
  }
  return { chats, whole, now: Date.now() };
}

/** All chats, with the server's time where the answer shows it. Asks with the status first: a wrong one is refused unsent. */
async function firstChats(source: Source, query: object): Promise<Chats> {
  const { data, response } = await source.chats.list(query, source.options).withResponse();
  const now = Date.parse(response.headers.get("date") ?? "") || Date.now();
  if (source.status === undefined && data.complete) return { chats: data.items, whole: true, now };
  return { ...(await allChats(source, {})), now };
}

/** Whether a failure is not of one chat alone, and cannot pass. */
function isForAll(failure: WipsyError): boolean {
  const kinds = ["AuthenticationError", "InputError", "HookError"] as const;
  return kinds.some((kind) => isWipsyError(failure, kind)) && !mayPass(failure);
}

/** @throws what is not about this chat alone */
async function readChat({ messages, options }: Source, known: Known, chat: Row): Promise<Result> {
  const query = { chatId: chat.id };
  const before = knownChat(known, chat);
  const pages = messages.iterate(query, options).pages();
  // What a page of one tells can be done without.
  const one = () =>
    messages.list({ ...query, limit: 1 }, options).then(
      ({ items }) => items,
      () => [],
    );
  try {
    const poll = await pollChat({ pages, one, usual: known.side }, before, movedTo(known, chat));
    const { reaches, refusal } = poll;
    const refusals = refusal && !reaches ? before.refusals + 1 : 0;
    return refusals > 0 && refusals < firmness && refusal
      ? { chat, refusals, failure: refusal }
      : { chat, refusals, poll };
  } catch (error) {
    // That a chat without an id cannot be asked for is the server's fault, and not the caller's.
    const isItsId = isWipsyError(error, "InputError") && !(typeof chat.id === "string" && chat.id);
    const message = "watchMessages: the server gave a chat without an id: see the cause.";
    const failure = isItsId ? new WipsyError(message, { ...error, cause: error }) : error;
    if (options.signal?.aborted || !isWipsyError(failure) || isForAll(failure)) throw failure;
    return { chat, refusals: before.refusals, failure };
  }
}

/** Polls chats, some at a time, until all are done, too many have failed, or one throws, which ends the poll. */
async function readChats(source: Source, known: Known, chats: readonly Row[]): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = chats.entries();
  let failed = 0;
  const worker = async () => {
    for (const [index, chat] of waiting) {
      const result = await readChat(source, known, chat).catch((error: unknown) => {
        failed = width;
        throw error;
      });
      results[index] = result;
      if ("failure" in result) failed += 1;
      if (failed >= width) return;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/** What has failed in a poll: chats, and when of several none could be polled, all of it. */
function failuresOf(results: readonly Result[]): PartFailure[] {
  const failures = results
    .filter((result) => "failure" in result)
    .map(({ chat, failure }) => ({ part: idOf(chat), failure }));
  const [first] = failures;
  // One alone says nothing of the others.
  return first && failures.length > 1 && failures.length === results.length
    ? [...failures, { ...first, part: undefined }]
    : failures;
}

async function pollMessages(source: Source, before: Known | undefined): Promise<Poll<Known, Step>> {
  const { status, changes } = source;
  const isFirst = before === undefined;
  // The first poll reads chats with another status, too, so that what they had is known when they get this one.
  const query = status === undefined ? {} : { status };
  const listed = await (isFirst ? firstChats(source, query) : allChats(source, query));
  const known = before ?? beginning(listed.now);
  const others = isFirst ? 0 : changes ? 10 : 1;
  const asked = due(known, listed.chats, others);
  const results = await readChats(source, known, asked);
  const left = asked.slice(results.length);
  const found: Found = { ...listed, results, left, isFirst };
  const next = knownAfter(known, found);
  const steps = isFirst ? [] : stepsOf(known, found, next, changes);
  const pending = isFirst ? {} : { known: pendingOf(known, found, steps) };
  return { steps, ...pending, next, failures: failuresOf(results), left: left.map(idOf) };
}

/**
 * The messages of all of an agent's chats as they come, instead of webhooks, which the API does not have: each once, with
 * its chat, and within one poll the oldest first. A message that is stored late comes in a later poll, behind messages
 * written after it. A poll reads the list of chats, then the messages of those in which something has happened, and now
 * and then of others. It begins with what comes from now on, or at `checkpoint`. Now is by the server's clock, or by this
 * machine's where the answer shows no `Date` header, as in a browser.
 *
 * `new`: a message that came, from anyone; `sender_type` says from whom. `changed`, with `changes: true`: a message that was
 * there before has another status or other media. `gap`: more messages may have come in `chat` between two polls than the
 * server gives at once; without a `chat`, the list of chats itself was cut off, and something had happened in all of them,
 * or a chat that was still to be read had left it. After a restart right behind a gap, the gap can come again. That a list
 * of chats which is cut off holds the most recent ones is inferred.
 *
 * Not given, because the API does not tell them from old ones: a message that is stored late and has 25 later ones in its
 * chat by the next poll; and, in a chat that was not read before, one from a minute and more before the feed began, by its
 * `created_at`. Given again: a message of which another copy is stored later than 50 others, or that was there before its
 * chat was first read. A server that gives fewer messages than it was asked for is taken to have no more, unless messages
 * that were seen are gone; a multiple of 50 may be its own limit. Of chats that are no longer listed, 2,000 are remembered:
 * when another one comes back, messages older than its last ones may be missed.
 *
 * One chat that cannot be read, or has no id, does not keep the others back: it is read again at the next poll. A poll in
 * which four chats could not be read stops there, and the next one begins with those that are left. A chat whose answer does
 * not come holds up its poll for `deadline`.
 *
 * @throws InputError at once when an option is wrong. The loop throws what a poll fails with: at once when the retry policy
 *   rules it out and it is not about one chat alone (401, no token, …; a function for the token may fail now and then), else
 *   when for ten of the longest polling intervals all polls have failed, or no chat could be read, or one chat could not.
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
  if (!isRecord(agent)) return refuse(about, "agent", "must be a handle made by wipsy.agent()");
  const { chats, messages } = agent;
  if (!isList(chats)) return refuse(about, "agent", "has no list of chats");
  if (!isList(messages)) return refuse(about, "agent", "has no list of messages");
  const own = { status: () => undefined, changes: mustBeSwitch };
  const checked = watchOptions<WatchMessagesOptions<Agent>>(about, options, own);
  const { every, checkpoint, status, changes = false, ...callOptions } = checked;
  const source = { chats, messages, status, changes, options: callOptions };
  const feed = { poll: (known: Known | undefined) => pollMessages(source, known), give, checkpointOf };
  // The cast: the feed gives the rows of the agent's own lists.
  return watchOf(about, feed, knownFrom(checkpoint), { every, signal: callOptions.signal }) as Watch<
    never,
    MessagesCheckpoint
  >;
}
