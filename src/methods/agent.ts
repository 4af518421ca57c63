import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom, type Reconcile, type WriteOptions } from "../call/call.ts";
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
   * Returns a `reconcile` for `wipsy.messages.send` to this chat. As the agent, it looks in the chat for a message with
   * the same text that is not from the customer and was created since the send began. The verdict is `"sent"` if it
   * finds one, else `"unknown"`: never `"not-sent"`, since a message can go out without being saved, or be saved late.
   *
   * Times are compared by the server's clock. If its `Date` header differs from this machine's clock, the latest time
   * that the header can mean counts; differences below a second do not show. Without a `Date` header, as in a browser,
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
   * const reconcile = agent.reconcileSend("2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d");
   * await wipsy.messages.send({ to: "+573188779043", message: "Hola" }, { reconcile });
   * ```
   */
  reconcileSend(chatId: string): Reconcile;
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
 * How far the server's clock may be ahead of this machine's, in milliseconds: 0 if the answer to a request sent at
 * `asked` shows no difference, NaN if it has no `Date` header, as in a browser.
 */
function clockOffset(response: Response, asked: number): number {
  // The header has whole seconds: the time can be anywhere within the one that it names.
  const end = Date.parse(response.headers.get("date") ?? "") + 1000;
  if (Number.isNaN(end)) return end;
  return end <= asked || end - 1000 > Date.now() ? end - asked : 0;
}

/** A `reconcile` that looks for the sent text among the listed messages. */
function reconcileIn(list: (options: CallOptions) => Call<Page<Row>>): Reconcile {
  return async ({ input, sentAt }, { signal }) => {
    const asked = Date.now();
    const { data, response } = await list({ signal }).withResponse();
    const { message }: { message?: unknown } = Object(input.body);
    // No tolerance: the same text may have been sent just before.
    const since = (sentAt.getTime() + clockOffset(response, asked)) * 1000;
    const isThere = data.items.some(
      ({ content, sender_type, created_at, status }) =>
        content === message && status !== "failed" && sender_type !== "customer" && instantOf(created_at) >= since,
    );
    return isThere ? "sent" : "unknown";
  };
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
  const reconcileSend = (chatId: string) => {
    const about = "agent.reconcileSend";
    const isMessages = (one: Operation) => one.agent && one.namespace === "messages" && one.verb === "list";
    const operation = Object.values(rows).find(isMessages);
    const list = operation?.list;
    if (!list) return refuse(about, "operations", "have no list of an agent's messages");
    if (typeof chatId !== "string" || chatId === "") refuse({ id: about }, "chatId", "must be a non-empty string");
    const input = { [list.in]: { chatId } };
    return reconcileIn((callOptions) => invoke(operation, input, callOptions, pageShape(list, undefined)));
  };
  return { ...namespacesOf(rows, true, invoke), call, reconcileSend };
}
