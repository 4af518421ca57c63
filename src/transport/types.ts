import type { Stage } from "../errors/messages.ts";
import type { Operation } from "../operation/table.ts";
import type { Cancellation } from "./cancellation.ts";

/** A `fetch` function. It is called with a URL string and a plain init object. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

/** A request, ready to be sent one or more times. */
export interface Outgoing {
  /** The whole URL, with its query. */
  readonly url: string;
  /** Method, headers, body and signal. A hook may change headers and body; the rest stays. */
  readonly init: RequestInit;
}

/**
 * The connection of an attempt on Node's default transport. Fields have OpenTelemetry's names where those exist. Times in
 * seconds; a reused connection has none.
 */
export interface Connection {
  /** HTTP version. */
  readonly "network.protocol.version": string;
  /** Open connections of the client, including this one. */
  readonly "http.client.open_connections": number;
  /** Duration of the DNS lookup. Absent if the base URL has an IP address. */
  "dns.lookup.duration"?: number;
  /** Time until the TCP connection was open, including the lookup. */
  "wipsy.connect.duration"?: number;
  /** Time until the TLS handshake was done, including the TCP connection. */
  "wipsy.tls.duration"?: number;
}

/** Which attempt a {@link Hook} is called for. */
export interface HookContext {
  /** The operationId. */
  readonly operation: string;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
  /** The connection, once `next` has found one. Only Node's default transport shows it. */
  readonly connection: Connection | undefined;
}

/**
 * Middleware that runs around each attempt. It may change headers, body and the URL's path and query. It calls `next` with
 * the request at most once, and returns a response, from `next` or its own, with an unread body. The client sets method,
 * signal and `redirect`. If the hook throws or changes the origin, the call rejects with a `HookError` and is not retried.
 * After the hook has ended, `next` throws, and a request that the hook did not await is aborted. Send only with `next`: the
 * client cannot see other requests, and counts them as not sent.
 *
 * @example
 * ```ts
 * import { type Hook, Wipsy } from "wipsy-client";
 * const timed: Hook = async (request, next, { operation, attempt }) => {
 *   const began = performance.now();
 *   const response = await next(request);
 *   console.log(operation, attempt, response.status, performance.now() - began);
 *   return response;
 * };
 * await new Wipsy({ hook: timed }).chats.list();
 * ```
 */
export type Hook = (
  request: Outgoing,
  next: (request: Outgoing) => Promise<Response>,
  context: HookContext,
) => Promise<Response>;

/** An answer whose body has been read. */
export interface Received {
  readonly status: number;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  readonly redirected: boolean;
  /** Whether another request may have been executed that got no answer. */
  readonly isOpen: boolean;
  /** The answer without its body. */
  readonly response: () => Response;
}

/** The state of one request, which its sender updates. */
export interface Progress {
  /** Once canceled, nothing is sent. */
  readonly cancellation: Omit<Cancellation, "cancel" | "release">;
  /** Set to `sent` right before the request is handed to `fetch`, or written to a connection. */
  stage: Stage;
  /** Set once the connection is known. */
  connection?: Connection;
  /** From this time on, the request must not leave. In milliseconds since 1970. */
  readonly expires?: number | undefined;
}

/** The context of one request. */
export interface Sending extends Progress {
  readonly cancellation: Cancellation;
  readonly operation: Operation;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
  /** Maximum size of the answer, in bytes. */
  readonly maxResponseSize: number;
}

/** One request out, one answer in. */
export interface Sender {
  /** Whether a request is `sent` only when its connection is ready. No error after that proves that it was not sent. */
  readonly isExact: boolean;
  /** Sends a request and resolves with a response whose body can be read. */
  respond(request: Outgoing, progress: Progress): Promise<Response>;
  /** Does the same without a `Response`, and reads the body. */
  receive(request: Outgoing, sending: Sending): Promise<Received>;
}
