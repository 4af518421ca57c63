import type { AgentNamespaces, AgentOperations, AgentSession } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom } from "../call.ts";
import type { Client } from "../client.ts";
import type { Secret } from "../credentials.ts";
import { InputError } from "../errors.ts";
import { execute } from "../execute.ts";
import { isRecord, shown } from "../input.ts";
import { type Invoke, namespacesOf, operationOf, wholeAnswer } from "../namespaces.ts";
import type { Input, OperationTable } from "../operation.ts";
import type { Reconcile } from "../reconcile.ts";
import { reconcileSendIn } from "./reconcile-send.ts";

/** Who acts: an agent's session, and a token where it is another than the session's own. */
export interface AgentOptions {
  /** As the login of the Wipsy app gives it. It goes into the body of every agent operation. */
  readonly session: AgentSession;
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
export type Agent = AgentNamespaces & {
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
  call<Id extends keyof AgentOperations>(
    id: Id,
    input: WithoutSession<AgentOperations[Id]["input"]>,
    options?: CallOptions,
  ): Call<AgentOperations[Id]["answer"]>;

  /**
   * A `reconcile` for `wipsy.messages.send` to this chat: looks among the chat's messages, as the agent, for one with
   * the same text that is no customer's and came since the send began. Finds it: `"sent"`. Does not: `"unknown"`, and
   * never `"not-sent"`, since a message can go out without being saved, or be saved late.
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

function checkedOptions(options: unknown): { session: Record<string, unknown>; token: Secret } {
  const refuse: (field: string, problem: string) => never = (field, problem) => {
    throw new InputError(`agent: ${field} ${problem}.`, { field });
  };
  if (!isRecord(options)) return refuse("options", "must be a plain object with session");
  const { session, token, ...rest } = options;
  if (!isRecord(session) || !isRecord(session.agent) || !isRecord(session.session)) {
    return refuse("session", "must be what the agent's login gave, with agent and session in it");
  }
  for (const name of Object.keys(rest)) refuse(shown(name), "is not known: known are session and token");
  const own = token ?? session.session.token;
  if (typeof own !== "string" && typeof own !== "function") refuse("token", "is neither given nor in the session");
  return { session, token: own as Secret };
}

/**
 * A handle that acts as an agent.
 *
 * @throws InputError when the session is none
 */
export function agentOf(client: Client, table: OperationTable, options: AgentOptions): Agent {
  const { session, token } = checkedOptions(options);
  const acting: Client = { ...client, credentials: { token } };
  const invoke: Invoke = (operation, input, callOptions, shape) => {
    // What is no object is left as it is, for the check of the input to refuse.
    const body: unknown = isRecord(input) && input.body !== null ? (input.body ?? {}) : undefined;
    const takesSession = operation.body?.agentSession !== undefined && isRecord(body);
    const whole = takesSession ? { ...input, body: { ...body, agentSession: session } } : input;
    return execute(acting, operation, whole, callOptions, shape);
  };
  const call = (id: string, input: Input = {}, callOptions?: CallOptions) =>
    callFrom(() => invoke(operationOf(table, id), input, callOptions, wholeAnswer));
  // The namespaces are made from the table that the type was generated with.
  const agent = { ...namespacesOf(table, true, invoke), call } as unknown as Agent;
  const reconcileSend = (chatId: string) =>
    reconcileSendIn((callOptions) => agent.messages.list({ chatId }, callOptions).withResponse());
  return Object.assign(agent, { reconcileSend });
}
