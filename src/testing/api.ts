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
  /** Contacts that exist from the start. Fields that are left out are made up. */
  readonly contacts?: readonly Contact<A>[] | undefined;
  /**
   * Items of other namespaces that exist from the start, such as `{ tags: [{ name: "VIP" }] }`.
   * @default one chat button
   */
  readonly items?: Readonly<Record<string, readonly object[]>> | undefined;
  /**
   * How far the delivery of a message has come when the send is answered.
   * @default "sent"
   */
  readonly delivery?: DeliveryStatus | ((message: OutgoingMessage<A>) => DeliveryStatus) | undefined;
  /**
   * How many contacts can be created in a month; the next one is answered with the documented 429.
   * @default 100
   */
  readonly contactQuota?: number | undefined;
  /**
   * The API key that is right; others are answered with 401.
   * @default any key
   */
  readonly apiKey?: string | undefined;
  /**
   * Whether operations that no page of the vendor shows exist, as for the client.
   * @default false
   */
  readonly allowInferred?: boolean | undefined;
  /**
   * The operations of your own description, as `npx wipsy-client generate` writes them.
   * @default those of the bundled description
   */
  readonly operations?: OperationTable<A> | undefined;
  /** Answers of operations that have no behavior here, by operationId. Without one they answer `{}`. */
  readonly examples?: Readonly<Record<string, unknown>> | undefined;
  /**
   * What ids follow from: the same seed gives the same ones.
   * @default 1
   */
  readonly seed?: number | undefined;
  /**
   * The server's clock.
   * @default the machine's
   */
  readonly now?: (() => Date) | undefined;
}

/** A request that the mock got. */
export interface MockRequest {
  /** The operationId; `undefined` when the description has no such operation. */
  readonly operation: string | undefined;
  readonly method: string;
  /** The URL's path, without its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** Names in lower case. Without the key, the token and cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; otherwise the text. */
  readonly body: unknown;
  /** The status of the answer; `undefined` when the answer did not arrive whole. */
  readonly status: number | undefined;
  /** The fault that happened to it, by the name of the method that planned it. */
  readonly fault: string | undefined;
}

/**
 * A stateful Wipsy API for tests: see {@link mockApi}.
 *
 * Its methods from `fail` to `outage` plan faults: each happens to the next request, or to those that its options name.
 * What the client then reports as an error's `outcome`:
 *
 * | fault | done? | outcome of a write | of a read |
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
  /** A `fetch` that this API answers. For the client's option `fetch`. */
  readonly fetch: Fetch;
  /** What was sent, in order: the bodies of the messages that the API accepted. */
  readonly sent: readonly OutgoingMessage<A>[];
  /** The account's contacts. This list and the next two are the mock's own: change them, and later answers show it. */
  readonly contacts: Contact<A>[];
  /** In the order in which they were opened. */
  readonly chats: Chat<A>[];
  /** In the order in which they were stored. */
  readonly messages: Message<A>[];
  /** Every request, in order; of more than 10,000 the latest. */
  readonly requests: readonly MockRequest[];
  /** Requests that did not fit the description, and why. They were answered with 400, or with 404. */
  readonly violations: readonly string[];
  /** How often an operation was done. Refused requests do not count, those whose answer was lost do. */
  readonly executed: (operation: string) => number;
  /**
   * A customer writes. Opens the chat and adds the contact unless they exist.
   * @throws InputError for an invalid sender, and for an unknown chat
   */
  readonly receive: (incoming: Incoming) => Message<A>;
  /**
   * Sets how far a message has come, by the `messageId` that the send answered or the message's `id`.
   * @throws InputError for an unknown message
   */
  readonly deliver: (messageId: string, status?: DeliveryStatus) => void;
  /** Signs an agent in, for a day. The session goes to `wipsy.agent({ session })`. */
  readonly signIn: (agent?: Partial<Part<SessionOf<A>, "agent">>) => SessionOf<A>;
  /** Answers with an error status, and does nothing. */
  readonly fail: (options?: FailOptions) => void;
  /** Does the operation and loses the connection before the answer. */
  readonly loseAnswer: (options?: FaultOptions) => void;
  /** Refuses the connection, and does nothing. Over a port, only a reset is possible. */
  readonly refuse: (options?: FaultOptions) => void;
  /** Does the operation and cuts the answer off in the middle. */
  readonly cutOff: (options?: FaultOptions) => void;
  /** Answers with an HTML page and status 520, as a proxy in front of the API does, and does nothing. */
  readonly html: (options?: FaultOptions) => void;
  /** Does the operation and answers only after `ms` milliseconds. It can happen along with another fault. */
  readonly delay: (ms: number, options?: FaultOptions) => void;
  /**
   * Lets a share of all requests fail in one of these ways, until `rate` is set to 0. The same seed, by default 1, gives
   * the same faults.
   * @throws InputError for a rate that is not from 0 to 1
   */
  readonly outage: (options: { readonly rate: number; readonly seed?: number }) => void;
  /** Serves it over HTTP on this machine: Node, Bun and Deno. Port 0, the default, takes a free one. */
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
