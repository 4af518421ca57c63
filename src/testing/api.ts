import type { Types } from "../../generated/resources.ts";
import type { Api, OperationTable } from "../operation/table.ts";
import type { Listed, Part, SessionOf } from "../operation/types.ts";
import type { OutgoingMessage } from "../recipient/message.ts";
import type { Fetch } from "../transport/types.ts";
import type { FailOptions, FaultOptions } from "./faults.ts";
import type { Listening } from "./listen.ts";
import type { DeliveryStatus, Incoming, Item, Session } from "./state.ts";

type Contact<A extends Api> = Listed<A["namespaces"], "contacts">;
type Chat<A extends Api> = Listed<A["namespaces"], "chats">;
type Message<A extends Api> = Listed<A["agentNamespaces"], "messages">;

/** Options of {@link mockApi}. */
export interface MockOptions<A extends Api = Types> {
  /** Contacts that exist from the start. Missing fields are generated. */
  readonly contacts?: readonly Contact<A>[] | undefined;
  /**
   * Items of other namespaces that exist from the start, such as `{ tags: [{ name: "VIP" }] }`.
   * @default one chat button
   */
  readonly items?: Readonly<Record<string, readonly object[]>> | undefined;
  /**
   * The delivery status of a message right after the send.
   * @default "sent"
   */
  readonly delivery?: DeliveryStatus | ((message: OutgoingMessage<A>) => DeliveryStatus) | undefined;
  /**
   * Contacts that can be created in a month. The next one gets the documented 429.
   * @default 100
   */
  readonly contactQuota?: number | undefined;
  /**
   * The accepted API key. Others get a 401.
   * @default every key is accepted
   */
  readonly apiKey?: string | undefined;
  /**
   * Whether inferred operations exist, as for the client.
   * @default false
   */
  readonly allowInferred?: boolean | undefined;
  /**
   * The operations of your own description, as `npx wipsy-client generate` writes them.
   * @default those of the bundled description
   */
  readonly operations?: OperationTable<A> | undefined;
  /**
   * Answers of operations without behavior here, by operationId, as `npx wipsy-client generate` writes them.
   * @default `{}` for each operation
   */
  readonly examples?: Readonly<Record<string, unknown>> | undefined;
  /**
   * The seed of ids: the same seed gives the same ids.
   * @default 1
   */
  readonly seed?: number | undefined;
  /**
   * The server's clock.
   * @default the machine's
   */
  readonly now?: (() => Date) | undefined;
}

/** A request to the mock. */
export interface MockRequest {
  /** The operationId; `undefined` if the description has no such operation. */
  readonly operation: string | undefined;
  /** In capital letters. */
  readonly method: string;
  /** The URL's path, without its query. */
  readonly path: string;
  /** The query, parsed. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Names in lower case. Without the key, the token and cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; otherwise the text. */
  readonly body: unknown;
  /** The status of the answer; `undefined` if the answer did not arrive whole. */
  readonly status: number | undefined;
  /** The fault, by the name of the method that planned it. */
  readonly fault: string | undefined;
}

/**
 * A stateful Wipsy API for tests: see {@link mockApi}.
 *
 * Its methods from `fail` to `outage` plan faults, each for the next request or for those that its options name. They throw
 * an `InputError` for an unknown operation or option. The client reports these outcomes:
 *
 * | fault | executed? | outcome of a write | of a read |
 * | --- | --- | --- | --- |
 * | `fail()`; 5xx except 501 and 505; 408 | no | `unknown` | `unknown` |
 * | `fail({ status: 422 })`; other 4xx; 501, 505 | no | `rejected` | `rejected` |
 * | `loseAnswer()` | yes | `unknown` | `unknown` |
 * | `refuse()` | no | `not-sent` | `not-sent` |
 * | `refuse()` over a port | no | `unknown` | `unknown` |
 * | `cutOff()` | yes | `unknown` | `unknown` |
 * | `html()` | no | `unknown` | `unknown` |
 * | `delay(ms)` beyond the timeout | yes | `unknown` | `unknown` |
 */
export interface MockApi<A extends Api = Types> {
  /** A `fetch` answered by this API, for the client's option `fetch`. */
  readonly fetch: Fetch;
  /** The bodies of the accepted messages, in order. */
  readonly sent: readonly OutgoingMessage<A>[];
  /** The account's contacts. Later answers show changes to this list and the next two. */
  readonly contacts: Contact<A>[];
  /** In the order of opening. */
  readonly chats: Chat<A>[];
  /** In the order of arrival. */
  readonly messages: Message<A>[];
  /** The latest 10,000 requests, in order. */
  readonly requests: readonly MockRequest[];
  /** Why requests did not fit the description. They got a 400 or 404. */
  readonly violations: readonly string[];
  /**
   * How often an operation was executed. Refused requests do not count, lost answers do.
   * @throws InputError for an unknown operation
   */
  readonly executed: (operation: string) => number;
  /**
   * Receives a message from a customer. Opens the chat and adds the contact if they are new.
   * @throws InputError for an invalid sender, and for an unknown chat
   */
  readonly receive: (incoming: Incoming) => Message<A>;
  /**
   * Sets the delivery status of a message, by the `messageId` of the send or the message's `id`. Statuses can come in any
   * order.
   * @throws InputError for an unknown message
   */
  readonly deliver: (messageId: string, status?: DeliveryStatus) => void;
  /** Signs an agent in, for a day. The session goes to `wipsy.agent({ session })`. */
  readonly signIn: (agent?: Partial<Part<SessionOf<A>, "agent">>) => SessionOf<A>;
  /** Answers with an error status, without executing the operation. */
  readonly fail: (options?: FailOptions) => void;
  /** Executes the operation, then closes the connection without an answer. */
  readonly loseAnswer: (options?: FaultOptions) => void;
  /** Refuses the connection. Over a port, resets it instead. */
  readonly refuse: (options?: FaultOptions) => void;
  /** Executes the operation, then sends half of the answer. */
  readonly cutOff: (options?: FaultOptions) => void;
  /** Answers with an HTML page and status 520, as a proxy does, without executing the operation. */
  readonly html: (options?: FaultOptions) => void;
  /** Executes the operation and answers after `ms` milliseconds. Can be combined with another fault. */
  readonly delay: (ms: number, options?: FaultOptions) => void;
  /**
   * Makes a share of all requests fail in one of these ways, until `rate` is set to 0. The same seed gives the same
   * faults; the default is 1.
   * @throws InputError unless the rate is from 0 to 1
   */
  readonly outage: (options: { readonly rate: number; readonly seed?: number }) => void;
  /** Serves the mock over HTTP on this machine, on Node, Bun and Deno. Port 0, the default, takes a free port. */
  readonly listen: (port?: number) => Promise<Listening>;
}

interface Lists {
  iterate(): AsyncIterable<Item>;
}

/** The types of any description: items whose fields nobody knows. */
export interface AnyApi extends Api {
  readonly namespaces: { readonly contacts: Lists; readonly chats: Lists };
  readonly agentNamespaces: { readonly messages: Lists };
  readonly operations: { readonly sendMessage: { readonly input: { readonly body: Item } } };
  readonly agentOperations: { readonly any: { readonly input: { readonly body: { readonly agentSession: Session } } } };
}
