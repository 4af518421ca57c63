import type { Types } from "../../generated/resources.ts";
import { mustBeSwitch, refuse } from "../errors/refuse.ts";
import type { Listed, Part } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import { type AgentLists, type ListMethods, messageFeed } from "./message-feed.ts";
import type { MessagesCheckpoint } from "./message-state.ts";
import { anything, checkWatch, type Watch, type WatchOptions, watchOf } from "./watch.ts";

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

/** @throws InputError when a handle has no such lists */
function listsOf(agent: object): AgentLists {
  for (const name of ["chats", "messages"]) {
    const methods = Reflect.get(agent, name) as Partial<ListMethods> | undefined;
    const isList = typeof methods?.list === "function" && typeof methods.iterate === "function";
    if (!isList) refuse("watchMessages", "agent", `has no list of ${name}`);
  }
  // The cast: that is what has just been checked.
  return agent as AgentLists;
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
  const lists = listsOf(agent);
  checkWatch(about, options, { every: anything, checkpoint: anything, status: anything, changes: mustBeSwitch });
  const { every: _, checkpoint, status, changes = false, ...callOptions } = options;
  const feed = messageFeed(lists, checkpoint, { status, changes }, callOptions);
  // The cast: the feed gives the rows of the agent's own lists.
  return watchOf(about, feed, options) as Watch<never, MessagesCheckpoint>;
}
