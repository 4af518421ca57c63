import type { AgentSession, Chat, ChatButton, Contact, Message } from "../../generated/resources.ts";
import type { OperationTable } from "../operation/table.ts";
import type { OutgoingMessage } from "../recipient/message.ts";
import type { Fetch } from "../transport/fetch.ts";
import type { FailOptions, FaultOptions } from "./faults.ts";
import type { Listening } from "./listen.ts";
import type { DeliveryStatus, Incoming } from "./state.ts";

/** How a mock API is made. */
export interface MockOptions {
  /** Contacts that exist from the start. What is left out of one is made up. */
  readonly contacts?: readonly Contact[] | undefined;
  /**
   * The account's chat buttons.
   * @default one button, "Agente"
   */
  readonly buttons?: readonly ChatButton[] | undefined;
  /** Items of other namespaces that exist from the start, such as `{ tags: [{ name: "VIP" }] }`. */
  readonly items?: Readonly<Record<string, readonly object[]>> | undefined;
  /**
   * How far the delivery of a message has come when the send is answered.
   * @default "sent"
   */
  readonly delivery?: DeliveryStatus | ((message: OutgoingMessage) => DeliveryStatus) | undefined;
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
  readonly operations?: OperationTable | undefined;
  /** Answers for operations that have no behaviour, by operationId. Without one they answer `{}`. */
  readonly examples?: Readonly<Record<string, unknown>> | undefined;
  /**
   * What ids and outages follow from: the same seed gives the same ones.
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
  /** Names in small letters. Without the key, the token and cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text where it was none. */
  readonly body: unknown;
  /** The status of the answer; `undefined` when none was given. */
  readonly status: number | undefined;
  /** The fault that happened to it, by the name of the method that planned it. */
  readonly fault: string | undefined;
}

/** A stateful Wipsy API for tests: see {@link mockApi}. */
export interface MockApi {
  /** A `fetch` that this API answers. For the client's option `fetch`. */
  readonly fetch: Fetch;
  /** What was sent, in order: the bodies of the messages that the API accepted. */
  readonly sent: readonly OutgoingMessage[];
  readonly contacts: readonly Contact[];
  /** The chat with the latest activity is last. */
  readonly chats: readonly Chat[];
  /** In the order in which they were stored. */
  readonly messages: readonly Message[];
  /** Every request, in order; of more than 10,000 the latest. */
  readonly requests: readonly MockRequest[];
  /** Requests that did not fit the description, and why. They were answered with 400, or with 404. */
  readonly violations: readonly string[];
  /** How often an operation was done. Requests that were refused do not count, those whose answer was lost do. */
  readonly executed: (operation: string) => number;
  /** A customer writes. The chat and the contact are made where they are not there yet. */
  readonly receive: (incoming: Incoming) => Message;
  /** Sets how far a message has come, by the `messageId` that the send answered or the message's `id`. */
  readonly deliver: (messageId: string, status?: DeliveryStatus) => void;
  /** Signs an agent in. The session goes to `wipsy.agent({ session })`. */
  readonly signIn: (agent?: Partial<AgentSession["agent"]>) => AgentSession;
  /** Answers no, without doing what was asked. A write after 5xx is `unknown` to the client; after 4xx it is `rejected`. */
  readonly fail: (options?: FailOptions) => void;
  /** Does what was asked and loses the connection before the answer. A write is `unknown`. */
  readonly loseAnswer: (options?: FaultOptions) => void;
  /** Refuses the connection; nothing is done. By `fetch` it is `not-sent`; over a port, where only a reset is possible, a write is `unknown`. */
  readonly refuse: (options?: FaultOptions) => void;
  /** Does what was asked and cuts the answer off in the middle. A write is `unknown`. */
  readonly cutOff: (options?: FaultOptions) => void;
  /** Answers with an HTML page and status 520, as a proxy in front does; nothing is done. A write is `unknown`. */
  readonly html: (options?: FaultOptions) => void;
  /** Waits before anything else happens, in milliseconds. With a shorter `timeout` a write is `unknown`. */
  readonly delay: (ms: number, options?: FaultOptions) => void;
  /** Lets a share of all requests fail in one of these ways, until `rate` is set to 0. The same seed gives the same faults. */
  readonly outage: (options: { readonly rate: number; readonly seed?: number }) => void;
  /** Serves it over HTTP on this machine: Node, Bun and Deno. Port 0, the default, takes a free one. */
  readonly listen: (port?: number) => Promise<Listening>;
}
