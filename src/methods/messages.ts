import type { Types } from "../../generated/resources.ts";
import { type Call, type CallOptions, callFrom, callOf, type Reconcile } from "../call/call.ts";
import type { Api, Rows } from "../operation/table.ts";
import type { Part } from "../operation/types.ts";
import {
  type Addressed,
  bodyOf,
  type CheckedMessage,
  type OutgoingMessage,
  type SentMessage,
} from "../recipient/message.ts";
import { type Invoke, type Methods, wholeAnswer } from "./namespaces.ts";

/** What can be set for sending a message. */
export interface SendOptions extends CallOptions {
  /**
   * Asked once, when it is not known whether the message went out, while `deadline` leaves time: keep that longer than
   * `timeout`. See {@link Reconcile}; for agents there is a ready one, `agent.reconcileSend(chatId)`.
   */
  readonly reconcile?: Reconcile | undefined;
}

/** The messages of an account. */
export type Messages<A extends Api = Types> = Part<A["namespaces"], "messages"> &
  ("messages.send" extends A["byHand"] ? MessageMethods<A> : unknown);

/** The handwritten methods of `wipsy.messages`. */
export interface MessageMethods<A extends Api = Types> {
  /**
   * Sends one message. The channel follows from `to` ({@link detectChannel}) unless `channel` is set, and is always
   * sent along. `sendMessage` · documented · a write: two calls are two messages.
   *
   * Resolves when the server has accepted the message; the delivery comes later and can still fail (WhatsApp takes
   * free text only within 24 hours of the customer's last message).
   *
   * @throws InputError before anything is sent: no channel follows from the recipient, or its prefix contradicts
   *   `channel`; `from` or a quote on anything but WhatsApp; `mediaType` without `mediaUrl`; an empty message; a
   *   `mediaUrl` that is not an http(s) URL. Most of these do not compile.
   * @throws UnknownOutcomeError when it may have been sent. It is not sent again, unless `reconcile` says that it did not
   *   go out. `cause` is the error that left it open.
   * @throws ApiError, ConnectionError and the others when it was certainly not sent.
   * @throws AbortError when `signal` ended it, HookError when the client's `hook` failed, or it or its `fetch` gave no answer
   *   that can be read; `outcome` says whether it may have been sent, and `reconcile` is not asked.
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

/** The generated methods of messages with those of {@link Messages}. */
export function messagesOf(generated: Methods | undefined, { sendMessage }: Rows, invoke: Invoke): Methods {
  if (!sendMessage?.byHand?.includes("messages.send")) return { ...generated };
  const send = (message: unknown, options?: CallOptions) =>
    callFrom(() => {
      const { body, channel } = bodyOf(sendMessage, message);
      const answer = invoke(sendMessage, { body }, options, wholeAnswer).withResponse();
      return callOf(answer.then((one) => ({ ...one, data: { channel, ...Object(one.data) } })));
    });
  return { ...generated, send };
}
