import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom } from "../call/call.ts";
import type { Client } from "../call/client.ts";
import { execute } from "../call/execute.ts";
import type { Reconcile } from "../call/reconcile.ts";
import { checkOptions, isFunction, must, refuse } from "../errors/refuse.ts";
import type { Api, Input } from "../operation/table.ts";
import type { AnswerOf, InputOf, SessionOf } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import type { Secret } from "../request/credentials.ts";
import { type Invoke, listFrom, namespacesOf, operationOf, wholeAnswer } from "./namespaces.ts";
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
   * Without a `Date` header, as in a browser, it is always `"unknown"`. Two sends of one text at once count as one.
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
};

const isSession = (value: unknown) => isRecord(value) && isRecord(value.agent) && isRecord(value.session);

function checkedOptions(options: unknown): { session: Record<string, unknown>; token: Secret } {
  // A session in place of the options.
  if (isSession(options)) refuse("agent", "session", "is missing: write agent({ session })");
  checkOptions("agent", options, {
    session: must("what the login gave, with agent and session", isSession),
    token: must("text or a function", (value) => value === null || typeof value === "string" || isFunction(value)),
  });
  const { session, token } = options;
  if (!isRecord(session) || !isRecord(session.session)) return refuse("agent", "session", "is required");
  const own = token ?? session.session.token;
  if (typeof own !== "string" && !isFunction(own)) refuse("agent", "token", "is neither given nor in the session");
  // With its own token as it is now: renewed in place, it would go out with another one than the header's.
  const kept = token ? session : { ...session, session: { ...session.session } };
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
  const reconcileSend = (chatId: string) => {
    const operation = "agent.reconcileSend";
    const list = listFrom(namespaces.messages, operation);
    if (typeof chatId !== "string" || chatId === "")
      refuse({ id: operation }, "chatId", "must be text that is not empty");
    return reconcileSendIn(list, chatId);
  };
  return { ...namespaces, call, reconcileSend } as unknown as Agent;
}
