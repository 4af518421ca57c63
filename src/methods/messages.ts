import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom, type Reconcile, type WriteOptions } from "../call/call.ts";
import type { Api, Rows } from "../operation/table.ts";
import type { Part } from "../operation/types.ts";
import {
  type Addressed,
  bodyOf,
  type CheckedMessage,
  type OutgoingMessage,
  type SentMessage,
} from "../recipient/message.ts";
import type { Invoke, Methods } from "./namespaces.ts";

/** Options for sending a message. */
export interface SendOptions extends WriteOptions {
  /**
   * Called if the outcome is unknown and `deadline` leaves time: keep that longer than `timeout`. See {@link Reconcile}.
   * `agent.reconcileSend()` returns one that looks in the agent's chats with the recipient.
   */
  readonly reconcile?: Reconcile | undefined;
}

/** The messages of an account. */
export type Messages<A extends Api = Types> = Part<A["namespaces"], "messages"> &
  ("messages.send" extends A["byHand"] ? MessageMethods<A> : unknown);

/** The handwritten methods of `wipsy.messages`. */
export interface MessageMethods<A extends Api = Types> {
  /**
   * Sends one message. Detects the channel from `to` ({@link detectChannel}) unless `channel` is set, and always sends
   * it along. `sendMessage` · documented · a write: two calls are two messages,
   * unless they have the same `idempotencyKey`.
   *
   * Resolves when the server has accepted the message. Delivery comes later and can still fail: WhatsApp accepts free
   * text only within 24 hours of the customer's last message.
   *
   * @throws InputError before anything is sent: the recipient has no channel, or its prefix contradicts `channel`;
   *   `from` or a quote on a channel other than WhatsApp; `mediaType` without `mediaUrl`; an empty message; a
   *   `mediaUrl` that is not an http(s) URL. Most of these are compile errors, too.
   * @throws UnknownOutcomeError if the message may have been sent. It is not retried unless `reconcile` says that it
   *   was not sent. `cause` is the underlying error.
   * @throws IdempotencyError if nothing was sent because of the `idempotencyKey`, or because the store failed.
   * @throws ApiError, ConnectionError and others if the message was certainly not sent.
   * @throws AbortError if `signal` was aborted, HookError if the client's `hook` failed, or its `hook` or `fetch`
   *   returned no readable response. `outcome` says whether the message may have been sent; `reconcile` is not called.
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * await wipsy.messages.send({ to: "+573188779043", message: "Hola" });
   * await wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" });
   * await wipsy.messages.send({
   *   to: "fb_123456789",
   *   message: "Mira",
   *   mediaUrl: "https://example.com/media/blue.jpg",
   *   mediaType: "image",
   * });
   * ```
   */
  send<const Message extends OutgoingMessage<A> & Addressed>(
    message: Message & CheckedMessage<Message, OutgoingMessage<A>>,
    options?: SendOptions,
  ): Call<SentMessage<A>>;
}

/** The generated methods, with those of {@link MessageMethods}. */
export function messagesOf(generated: Methods | undefined, { sendMessage }: Rows, invoke: Invoke): Methods {
  if (!sendMessage?.byHand?.includes("messages.send")) return { ...generated };
  const send = (message: unknown, options?: CallOptions) =>
    callFrom(() => {
      const { body, channel } = bodyOf(sendMessage, message);
      return invoke(sendMessage, { body }, options, (answer) => ({ channel, ...Object(answer) }));
    });
  return { ...generated, send };
}
