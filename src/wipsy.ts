import type { Types } from "../generated/resources.ts";
import { type Call, callFrom, type WriteOptions } from "./call/call.ts";
import { clientOf, insides, type WipsyOptions } from "./call/client.ts";
import { execute } from "./call/execute.ts";
import { type Agent, type AgentOptions, agentOf } from "./methods/agent.ts";
import { type ChatButtons, chatButtonsOf } from "./methods/chat-buttons.ts";
import { type IdempotencyKeys, keysOf } from "./methods/keys.ts";
import { type Messages, messagesOf } from "./methods/messages.ts";
import { type Invoke, namespacesOf, operationOf, wholeAnswer } from "./methods/namespaces.ts";
import type { Api, Input, OperationTable } from "./operation/table.ts";
import type { AnswerOf, InputOf } from "./operation/types.ts";

/** See {@link Wipsy}. */
export declare const types: unique symbol;

/** The members of a client besides its namespaces. */
export interface ClientMethods<A extends Api = Types> {
  /**
   * Calls any operation by its id and resolves to the whole answer, including its envelope. Unlike `messages.send`, it
   * does not detect the channel of a message. An agent operation takes its token from the session in its body.
   *
   * @throws InputError if the input does not match the description; otherwise like every call.
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * const { data, success } = await wipsy.call("createContact", { body: { name: "John" } });
   * console.log(success, data?.id);
   * ```
   */
  readonly call: <Id extends keyof A["operations"]>(
    id: Id,
    ...rest: Record<never, never> extends InputOf<A["operations"], Id>
      ? [input?: InputOf<A["operations"], Id>, options?: WriteOptions]
      : [input: InputOf<A["operations"], Id>, options?: WriteOptions]
  ) => Call<AnswerOf<A["operations"], Id>>;

  /**
   * Returns a handle that acts as an agent: every call sends the agent's token and session. Needs no API key.
   *
   * @throws InputError if the session is invalid
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const agent = new Wipsy().agent({
   *   session: {
   *     agent: { id: "agent-1", name: "Ana", role: "agent" },
   *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
   *   },
   * });
   * const { items } = await agent.chats.list({ status: "active" });
   * console.log(items.length);
   * ```
   */
  readonly agent: (options: AgentOptions<A>) => Agent<A>;

  /** The idempotency keys in the client's store. */
  readonly idempotency: IdempotencyKeys;

  /**
   * Closes idle connections at once. Otherwise they close after 4 seconds, and never keep a program running. Later calls
   * open new ones. `using wipsy = new Wipsy()` calls it at the end of the block. Does nothing with a `fetch` or an `agent`
   * of your own.
   *
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * await wipsy.chats.list();
   * wipsy.close();
   * ```
   */
  readonly close: () => void;

  /** Always absent at run time: it carries the types for the other entry points. */
  readonly [types]?: A;
}

/**
 * A client for the Wipsy CRM API. Its namespaces (`wipsy.contacts`, `wipsy.chats`, …) follow from the description.
 *
 * Unofficial. Made for servers: in a browser, anyone can read the key.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy({ apiKey: process.env.WIPSY_API_KEY, timeout: 10_000 });
 * const { items, complete } = await wipsy.contacts.list({ limit: 500 });
 * console.log(items.length, complete ? "contacts in all" : "contacts, and perhaps more");
 * ```
 */
export type Wipsy<A extends Api = Types> = Omit<A["namespaces"], "messages" | "chatButtons"> & {
  readonly messages: Messages<A>;
  readonly chatButtons: ChatButtons<A>;
} & ClientMethods<A> & { readonly [Key in DisposeKey]: () => void };

/** `Symbol.dispose`, for `using`. Older libraries of the compiler lack it. */
type DisposeKey = SymbolConstructor extends { readonly dispose: infer Key extends symbol } ? Key : never;

// The cast: the compiler cannot see that the constructor assigns the namespaces from the operation table.
export const Wipsy = class Wipsy {
  constructor(options: unknown = {}) {
    const client = clientOf(options);
    const { rows } = client.table;
    const invoke: Invoke = (...call) => execute(client, ...call);
    const { messages, chatButtons, ...namespaces } = namespacesOf(rows, false, invoke);
    const call = (id: string, input: Input = {}, callOptions?: WriteOptions) =>
      callFrom(() => {
        const operation = operationOf(rows, id);
        if (!operation.agent) return invoke(operation, input, callOptions, wholeAnswer);
        const { agentSession: session }: { agentSession?: unknown } = Object(input?.body);
        return agentOf(client, { session }).call(id, input, callOptions);
      });
    const { close } = client.senders;
    Object.assign(this, namespaces, {
      messages: messagesOf(messages, rows, invoke),
      chatButtons: chatButtonsOf(chatButtons, rows, invoke),
      call,
      agent: (agentOptions: unknown) => agentOf(client, agentOptions),
      close,
      idempotency: keysOf(client),
    });
    // Absent in older browsers, which have no `using` either.
    if (Symbol.dispose) Object.defineProperty(this, Symbol.dispose, { value: close });
    // Not enumerable: printing a client must not print its key.
    Object.defineProperty(this, insides, { value: () => client });
  }
} as {
  new <A extends Api>(options: WipsyOptions<A> & { readonly operations: OperationTable<A> }): Wipsy<A>;
  new (options?: WipsyOptions): Wipsy;
  readonly prototype: Wipsy;
};
