import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom, type Reconcile, type WriteOptions } from "../call/call.ts";
import type { Client } from "../call/client.ts";
import { execute } from "../call/execute.ts";
import { checkedOptions, isFunction, must, refuse } from "../errors/refuse.ts";
import type { Api, Input } from "../operation/table.ts";
import type { AnswerOf, InputOf, Listed, SessionOf } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import type { Secret } from "../request/credentials.ts";
import { findersOf, type SentQuery } from "./find-sent.ts";
import { type Invoke, namespacesOf, operationOf, wholeAnswer } from "./namespaces.ts";

/** The options of an agent's handle: its session, and its token if that differs from the session's. */
export interface AgentOptions<A extends Api = Types> {
  /** The session that the login of the Wipsy app returns. It is sent in the body of every agent operation. */
  readonly session: SessionOf<A>;
  /**
   * The bearer token, or a function that returns it and is called for every call.
   * @default `session.session.token`
   */
  readonly token?: Secret | undefined;
}

type WithoutSession<Input> = {
  [Part in keyof Input]: Part extends "body" ? Omit<Input[Part], "agentSession"> : Input[Part];
};

/** A handle that acts as one agent: it sends the agent's token, and the session in every body. */
export type Agent<A extends Api = Types> = A["agentNamespaces"] & AgentMethods<A>;

/** The members of an agent's handle besides its namespaces. */
export interface AgentMethods<A extends Api = Types> {
  /**
   * Calls any agent operation by its id and resolves to the whole answer. Adds the session to the body.
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
    options?: WriteOptions,
  ): Call<AnswerOf<A["agentOperations"], Id>>;

  /**
   * Looks for a sent message without knowing its chat: in the agent's chats with `to`, for a message with the same text that
   * is not from the customer, has not failed, and was created at `since` or later. Resolves with the message, or
   * `undefined`, which proves nothing: a message can go out without being saved, or be saved late.
   *
   * Compares `to` with the text fields of each chat's customer. The phone field is documented; a field for the user id of
   * Instagram or Messenger is not.
   *
   * @throws InputError if a field is missing; otherwise like every call
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const agent = new Wipsy().agent({
   *   session: {
   *     agent: { id: "agent-1", name: "Ana", role: "agent" },
   *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
   *   },
   * });
   * const since = new Date("2030-01-31T12:00:00Z");
   * const found = await agent.findSent({ to: "+573188779043", message: "Hola", since });
   * console.log(found?.status ?? "not found, which proves nothing");
   * ```
   */
  findSent(query: SentQuery, options?: CallOptions): Promise<Listed<A["agentNamespaces"], "messages"> | undefined>;

  /**
   * Returns a `reconcile` for `wipsy.messages.send`, to this chat or, without `chatId`, to the agent's chats with the
   * message's recipient, as {@link AgentMethods.findSent} finds them. The verdict is `"sent"` if it finds the message, else
   * `"unknown"`: never `"not-sent"`, since a message can go out without being saved, or be saved late.
   *
   * Times are compared by the server's clock. If its `Date` header differs from this machine's clock, the end of the
   * second that the header names counts; differences below a second do not show. Without a `Date` header, as in a browser,
   * the verdict is always `"unknown"`. Two sends of the same text at once count as one.
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
   * await wipsy.messages.send({ to: "+573188779043", message: "Hola" }, { reconcile: agent.reconcileSend() });
   * ```
   */
  reconcileSend(chatId?: string): Reconcile;
}

const isSession = (value: unknown) => isRecord(value) && isRecord(value.agent) && isRecord(value.session);
const isSecret = (value: unknown): value is Secret => typeof value === "string" || isFunction(value);

function checkedSession(given: unknown): { session: Record<string, unknown>; token: Secret } {
  // The caller passed a session instead of options.
  if (isSession(given)) refuse("agent", "session", "is missing: write agent({ session })");
  const { session, token } = checkedOptions<{ session: unknown; token: unknown }>("agent", given, {
    session: must("the result of the login, with agent and session", isSession),
    token: must("a string or a function", (value) => value === null || isSecret(value)),
  });
  if (!isRecord(session) || !isRecord(session.session)) return refuse("agent", "session", "is required");
  const own = token ?? session.session.token;
  if (!isSecret(own)) return refuse("agent", "token", "is missing: pass it, or a session that has it");
  // A copy: if the caller renewed the token in place, body and header would differ.
  return { session: token ? session : { ...session, session: { ...session.session } }, token: own };
}

/**
 * Makes an {@link Agent}. Its namespaces come from the table that its type was generated with.
 *
 * @throws InputError if the session is invalid
 */
export function agentOf(client: Client, options: unknown) {
  const { rows, apiKeyHeader } = client.table;
  const { session, token } = checkedSession(options);
  const acting: Client = { ...client, credentials: { apiKeyHeader, token } };
  const invoke: Invoke = (operation, input, callOptions, shape) => {
    // Anything but an object is left for `checkInput` to refuse.
    const body: unknown = isRecord(input) && input.body !== null ? (input.body ?? {}) : undefined;
    const takesSession = operation.body?.agentSession !== undefined && isRecord(body);
    const whole = takesSession ? { ...input, body: { ...body, agentSession: session } } : input;
    return execute(acting, operation, whole, callOptions, shape);
  };
  const call = (id: string, input: Input = {}, callOptions?: CallOptions) =>
    callFrom(() => invoke(operationOf(rows, id), input, callOptions, wholeAnswer));
  return { ...namespacesOf(rows, true, invoke), ...findersOf(rows, invoke), call };
}
