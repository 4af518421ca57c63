import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom, type Reconcile } from "../call/call.ts";
import type { Client } from "../call/client.ts";
import { execute } from "../call/execute.ts";
import { checkedOptions, isFunction, must, refuse } from "../errors/refuse.ts";
import { instantOf } from "../lists/instant.ts";
import { type Page, pageShape, type Row } from "../lists/page.ts";
import type { Api, Input, Operation } from "../operation/table.ts";
import type { AnswerOf, InputOf, SessionOf } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import type { Secret } from "../request/credentials.ts";
import { type Invoke, namespacesOf, operationOf, wholeAnswer } from "./namespaces.ts";

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

/** A handle that acts as one agent: with the agent's token, and its session in every body. */
export type Agent<A extends Api = Types> = A["agentNamespaces"] & AgentMethods<A>;

/** What an agent's handle has besides its namespaces. */
export interface AgentMethods<A extends Api = Types> {
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
}

const isSession = (value: unknown) => isRecord(value) && isRecord(value.agent) && isRecord(value.session);
const isSecret = (value: unknown): value is Secret => typeof value === "string" || isFunction(value);

function checkedSession(given: unknown): { session: Record<string, unknown>; token: Secret } {
  // A session in place of the options.
  if (isSession(given)) refuse("agent", "session", "is missing: write agent({ session })");
  const { session, token } = checkedOptions<{ session: unknown; token: unknown }>("agent", given, {
    session: must("what the login gave, with agent and session", isSession),
    token: must("text or a function", (value) => value === null || isSecret(value)),
  });
  if (!isRecord(session) || !isRecord(session.session)) return refuse("agent", "session", "is required");
  const own = token ?? session.session.token;
  if (!isSecret(own)) return refuse("agent", "token", "is neither given nor in the session");
  // With its own token as it is now: renewed in place, it would go out with another one than the header's.
  return { session: token ? session : { ...session, session: { ...session.session } }, token: own };
}

/**
 * How far the server's clock may be ahead of this one, in milliseconds: 0 where its answer to what was `asked` then does
 * not show that they differ. NaN where it does not show its clock, as in a browser.
 */
function clockOffset(response: Response, asked: number): number {
  // Whole seconds: written at any time within the one that it names.
  const end = Date.parse(response.headers.get("date") ?? "") + 1000;
  if (Number.isNaN(end)) return end;
  return end <= asked || end - 1000 > Date.now() ? end - asked : 0;
}

/** A `reconcile` that looks for the text that was sent among the messages that `list` gives. */
function reconcileIn(list: (options: CallOptions) => Call<Page<Row>>): Reconcile {
  return async ({ input, sentAt }, { signal }) => {
    const asked = Date.now();
    const { data, response } = await list({ signal }).withResponse();
    const { message }: { message?: unknown } = Object(input.body);
    // Without slack: the same text may have been sent right before.
    const since = (sentAt.getTime() + clockOffset(response, asked)) * 1000;
    const isThere = data.items.some(
      ({ content, sender_type, created_at, status }) =>
        content === message && status !== "failed" && sender_type !== "customer" && instantOf(created_at) >= since,
    );
    return isThere ? "sent" : "unknown";
  };
}

/**
 * What an {@link Agent} is at run time: its namespaces come from the table that its type was generated with.
 *
 * @throws InputError if the session is invalid
 */
export function agentOf(client: Client, options: unknown) {
  const { rows, apiKeyHeader } = client.table;
  const { session, token } = checkedSession(options);
  const acting: Client = { ...client, credentials: { apiKeyHeader, token } };
  const invoke: Invoke = (operation, input, callOptions, shape) => {
    // What is not an object is left for the check of the input to refuse.
    const body: unknown = isRecord(input) && input.body !== null ? (input.body ?? {}) : undefined;
    const takesSession = operation.body?.agentSession !== undefined && isRecord(body);
    const whole = takesSession ? { ...input, body: { ...body, agentSession: session } } : input;
    return execute(acting, operation, whole, callOptions, shape);
  };
  const call = (id: string, input: Input = {}, callOptions?: CallOptions) =>
    callFrom(() => invoke(operationOf(rows, id), input, callOptions, wholeAnswer));
  const reconcileSend = (chatId: string) => {
    const about = "agent.reconcileSend";
    const isMessages = (one: Operation) => one.agent && one.namespace === "messages" && one.verb === "list";
    const operation = Object.values(rows).find(isMessages);
    const list = operation?.list;
    if (!list) return refuse(about, "operations", "have no list of an agent's messages");
    if (typeof chatId !== "string" || chatId === "") refuse({ id: about }, "chatId", "must be text that is not empty");
    const input = { [list.in]: { chatId } };
    return reconcileIn((callOptions) => invoke(operation, input, callOptions, pageShape(list, undefined)));
  };
  return { ...namespacesOf(rows, true, invoke), call, reconcileSend };
}
