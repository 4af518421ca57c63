import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom } from "../call.ts";
import type { Client } from "../client.ts";
import type { Secret } from "../credentials.ts";
import { InputError } from "../errors.ts";
import { execute } from "../execute.ts";
import { checkInput, isRecord, shown } from "../input.ts";
import { type Invoke, iterateOf, listFrom, listRow, namespacesOf, operationOf, wholeAnswer } from "../namespaces.ts";
import type { Api, Input } from "../operation.ts";
import type { Reconcile } from "../reconcile.ts";
import type { AnswerOf, BodyOf, InputOf, Listed, SessionOf } from "../types.ts";
import { checkWatch, type Watch, type WatchOptions, watchOf } from "../watch.ts";
import { messageFeed } from "./message-feed.ts";
import type { MessagesCheckpoint } from "./message-state.ts";
import { reconcileSendIn } from "./reconcile-send.ts";

/** Who acts: an agent's session, and a token where it is another than the session's own. */
export interface AgentOptions<A extends Api = Types> {
  /** As the login of the Wipsy app gives it. It goes into the body of every agent operation. */
  readonly session: SessionOf<A>;
  /**
   * The bearer token, or a function that is asked for it at every call.
   * @default `session.session.token`
   */
  readonly token?: Secret | undefined;
}

type WithoutSession<Input> = {
  [Part in keyof Input]: Part extends "body" ? Omit<Input[Part], "agentSession"> : Input[Part];
};

/** What can be done as one agent: with the agent's token, and its session in every body. */
export type Agent<A extends Api = Types> = A["agentNamespaces"] & {
  /**
   * Calls any agent operation by its id, and resolves to the whole answer. The session is added.
   *
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const agent = new Wipsy().agent({
   *   session: {
   *     agent: { id: "agent-1", name: "Ana", role: "agent" },
   *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
   *   },
   * });
   * const { chats = [] } = await agent.call("agentGetChats", { body: { status: "pending" } });
   * console.log(chats.length);
   * ```
   */
  call<Id extends keyof A["agentOperations"]>(
    id: Id,
    input: WithoutSession<InputOf<A["agentOperations"], Id>>,
    options?: CallOptions,
  ): Call<AnswerOf<A["agentOperations"], Id>>;

  /**
   * A `reconcile` for `wipsy.messages.send` to this chat: looks among the chat's messages, as the agent, for one with
   * the same text that is no customer's and came since the send began, by the server's clock: where its `Date` header
   * differs from this machine's, by the latest time that it can mean. Clocks less than a second apart are taken for one.
   * Finds it: `"sent"`. Does not: `"unknown"`, and never `"not-sent"`, since a message can go out without being saved, or
   * be saved late.
   *
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * const agent = wipsy.agent({
   *   session: {
   *     agent: { id: "agent-1", name: "Ana", role: "agent" },
   *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
   *   },
   * });
   * const reconcile = agent.reconcileSend("2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d");
   * await wipsy.messages.send({ to: "+573188779043", message: "Hola" }, { reconcile });
   * ```
   */
  reconcileSend(chatId: string): Reconcile;

  /**
   * The messages of all the agent's chats as they come, in place of the webhooks that the API has not: each once, with its
   * chat, of one poll what was written longest ago first. What is stored late comes in a later poll, behind what was
   * written after it. Polls the chats, and looks into those in which something has happened; into the others now and then.
   * Begins with what comes from now on, or since `since`. Now is by the server's clock, and by this machine's where its
   * `Date` header does not show, as in a browser.
   *
   * `new`: a message that came, from whomever; `sender_type` says. `changed`, with `changes: true`: one that was there
   * before has another status or other media. `gap`: more messages may have come in `chat` between two polls than the
   * server gives at once; without a `chat`, the list of chats itself was cut off, and something had happened in all, or
   * one that was still to be read had left it. After a restart right behind a gap it can come again. That a list of chats
   * which is cut off holds those in which something happened last is inferred.
   *
   * Not given, because the API does not tell them from old ones: a message that is stored late, and has 25 later ones of
   * its chat by the next poll; or, in a chat that was not looked into before, one from a minute and more before the feed
   * began by its `created_at`. Given again: one of which another copy is stored later than 50 others, or that was there
   * before its chat was first looked into. A server that gives fewer messages than it was asked for is taken to have no
   * more, unless those that were seen are gone; a multiple of 50 it may have cut off. Of chats that are no longer listed,
   * 2,000 are remembered: when another one comes back, messages older than its last ones may be missed.
   *
   * One chat that cannot be read, or has no id, does not keep the others back, however long it asks to be left alone: it is
   * looked into again at the next poll. A poll in which four could not be read looks into no more, and the next one begins with those
   * that it left. A chat whose answer does not come holds its poll up for `deadline`, 60 seconds unless another one is set.
   *
   * @throws InputError at once when an option is wrong. The loop over it throws what a poll fails with: at once when the
   *   policy would not try it again and it is not of one chat alone (401, no token, …; a function for the token that fails
   *   may pass), else at the end of a poll when for ten of the
   *   longest waits all polls have failed, none of the looks into chats has succeeded, or none of those into one chat.
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const agent = new Wipsy().agent({
   *   session: {
   *     agent: { id: "agent-1", name: "Ana", role: "agent" },
   *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
   *   },
   * });
   * for await (const event of agent.watch({ signal: AbortSignal.timeout(1000) })) {
   *   if (event.type === "new" && event.message.sender_type === "customer") console.log(event.chat.id);
   * }
   * ```
   */
  watch(options?: WatchMessagesOptions<A>): Watch<EventOf<A["agentNamespaces"]>, MessagesCheckpoint>;
};

/** What can be set for watching an agent's messages. */
export interface WatchMessagesOptions<A extends Api = Types> extends WatchOptions {
  /**
   * From when on: a time by the server's clock, or a `checkpoint` of an earlier watch with the same options.
   * @default from the first poll on
   */
  readonly since?: Date | MessagesCheckpoint | undefined;
  /**
   * Watches only the chats with this status. What came while a chat had another one is given when it has this one.
   * @default all chats
   */
  readonly status?: StatusOf<BodyOf<A["agentOperations"], "agentGetChats">> | undefined;
  /**
   * Gives messages again when their status or media change. It shows late, and in the 50 latest messages of a chat only:
   * the API says of no chat that a status in it has changed.
   * @default false
   */
  readonly changes?: boolean | undefined;
}

type StatusOf<Body> = Body extends { status?: infer Status } ? NonNullable<Status> : never;

type EventOf<Namespaces> = AgentEvent<Listed<Namespaces, "messages">, Listed<Namespaces, "chats">>;

/** A message that has come or changed, with its chat; or that messages may have been missed. */
export type AgentEvent<
  Message = Listed<Types["agentNamespaces"], "messages">,
  Chat = Listed<Types["agentNamespaces"], "chats">,
> =
  | { readonly type: "new" | "changed"; readonly message: Message; readonly chat: Chat }
  | { readonly type: "gap"; readonly chat: Chat | undefined };

function checkedOptions(options: unknown): { session: Record<string, unknown>; token: Secret } {
  const refuse: (field: string, problem: string) => never = (field, problem) => {
    throw new InputError(`agent: ${field} ${problem}.`, { field });
  };
  if (!isRecord(options)) return refuse("options", "must be a plain object with session");
  const { session, token, ...rest } = options;
  if (!isRecord(session) || !isRecord(session.agent) || !isRecord(session.session)) {
    return refuse("session", "must be what the login gave, with agent and session");
  }
  for (const name of Object.keys(rest)) refuse(shown(name), "is not known. Known are: session, token");
  const own = token ?? session.session.token;
  if (typeof own !== "string" && typeof own !== "function") refuse("token", "is neither given nor in the session");
  // With its own token as it is now: renewed in place, it would go out with another one than the header's.
  const kept = token === undefined ? { ...session, session: { ...session.session } } : session;
  return { session: kept, token: own as Secret };
}

/**
 * A handle that acts as an agent.
 *
 * @throws InputError when the session is none
 */
export function agentOf(client: Client, options: unknown): Agent {
  const { rows, apiKeyHeader } = client.table;
  const { session, token } = checkedOptions(options);
  const acting: Client = { ...client, credentials: { apiKeyHeader, token } };
  const invoke: Invoke = (operation, input, callOptions, shape) => {
    // What is no object is left as it is, for the check of the input to refuse.
    const body: unknown = isRecord(input) && input.body !== null ? (input.body ?? {}) : undefined;
    const takesSession = operation.body?.agentSession !== undefined && isRecord(body);
    const whole = takesSession ? { ...input, body: { ...body, agentSession: session } } : input;
    return execute(acting, operation, whole, callOptions, shape);
  };
  const call = (id: string, input: Input = {}, callOptions?: CallOptions) =>
    callFrom(() => invoke(operationOf(rows, id), input, callOptions, wholeAnswer));
  // The namespaces are made from the table that the type was generated with.
  const namespaces = namespacesOf(rows, true, invoke);
  const watch = (watchOptions: WatchMessagesOptions = {}) => {
    const about = "agent.watch";
    checkWatch(about, watchOptions, ["every", "since", "status", "changes"]);
    const { every: _, since, status, changes = false, ...callOptions } = watchOptions;
    const chats = listRow(rows, "chats", true);
    if (chats) checkInput(chats, { body: { ...(chats.body?.agentSession && { agentSession: session }), status } });
    if (typeof changes !== "boolean")
      throw new InputError(`${about}: changes must be true or false.`, { field: "changes" });
    let clock = Number.NaN;
    const timed: Invoke = (operation, input, asked, shape) =>
      invoke(operation, input, asked, (answer, exchange) => {
        clock = Date.parse(exchange.received.headers.get("date") ?? "");
        return shape(answer, exchange);
      });
    const own = namespacesOf(rows, true, timed);
    const lists = {
      chats: iterateOf(own.chats, about),
      messages: iterateOf(own.messages, about),
      some: listFrom(own.messages, about),
      // Browsers do not show it across origins.
      now: () => clock || Date.now(),
      alias: listRow(rows, "messages", true)?.list?.alias,
    };
    const feed = messageFeed(lists, since, { status, changes }, callOptions);
    return watchOf(about, feed, watchOptions);
  };
  const reconcileSend = (chatId: string) => {
    const operation = "agent.reconcileSend";
    const list = listFrom(namespaces.messages, operation);
    if (typeof chatId !== "string" || chatId === "")
      throw new InputError(`${operation}: chatId must be text that is not empty.`, {
        operation,
        field: "chatId",
      });
    return reconcileSendIn(list, chatId);
  };
  return { ...namespaces, call, watch, reconcileSend } as unknown as Agent;
}
