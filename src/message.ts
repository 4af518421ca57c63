import { operations } from "../generated/operations.ts";
import type { Operations } from "../generated/resources.ts";
import {
  type Channel,
  type DetectChannel,
  type Recipient,
  type RecipientProblem,
  recipientOf,
  type StatedChannel,
} from "./channel.ts";
import { InputError } from "./errors.ts";
import { checkNames, isRecord } from "./input.ts";

/** What `messages.send` sends: the fields of the API, of which `channel` may be left out. */
export type OutgoingMessage = Operations["sendMessage"]["input"]["body"];

/** What the server answers to a message: it has accepted it, which is not yet a delivery. */
export type SentMessage = Operations["sendMessage"]["answer"] & {
  /** Present when no answer came, and the caller's `reconcile` found that the message went out. The rest is absent then. */
  readonly reconciled?: true;
};

type ChannelName = NonNullable<OutgoingMessage["channel"]>;
type Named<Name> = Name extends "facebook" ? "messenger" : Extract<Name, Channel>;

declare const refused: unique symbol;
/** No value has this type: the compiler shows `Why` where one is given. */
export interface Refused<Why extends string> {
  readonly [refused]: Why;
}

/** The channel of a message, from `channel` or else from `to`. */
type ChannelOf<M extends OutgoingMessage> = M extends { channel: infer Name extends ChannelName }
  ? Named<Name>
  : DetectChannel<M["to"]>;

type CheckedTo<M extends OutgoingMessage> = M["to"] extends ""
  ? Refused<"the recipient is empty">
  : [ChannelOf<M>] extends [never]
    ? Refused<RecipientProblem<M["to"]>>
    : M["to"];

type CheckedChannel<M extends OutgoingMessage> = [StatedChannel<M["to"]>] extends [never]
  ? M["channel"]
  : [ChannelOf<M> & StatedChannel<M["to"]>] extends [never]
    ? Refused<"the recipient's prefix says another channel">
    : M["channel"];

type WhatsAppOnly<M extends OutgoingMessage, Value> =
  "whatsapp" extends ChannelOf<M> ? Value : Extract<Value, null | undefined> | Refused<"WhatsApp only">;

/** Whether a message certainly has a `mediaType`, and certainly no `mediaUrl`. */
type LonelyMediaType<M extends OutgoingMessage> = undefined extends M["mediaType"]
  ? false
  : "mediaUrl" extends keyof M
    ? [M["mediaUrl"]] extends [undefined]
      ? true
      : false
    : true;

type HttpUrl<Url> = Url extends string
  ? string extends Url
    ? Url
    : Lowercase<Url> extends `http://${string}` | `https://${string}`
      ? Url
      : Refused<"mediaUrl must begin with http:// or https://">
  : Url;

/** `M` with every field that the compiler can see to be wrong replaced by the reason. */
export type CheckedMessage<M extends OutgoingMessage> = {
  [Field in keyof M]: Field extends "to"
    ? CheckedTo<M>
    : Field extends "channel"
      ? CheckedChannel<M>
      : Field extends "message"
        ? M[Field] extends ""
          ? Refused<"the message is empty">
          : M[Field]
        : Field extends "from" | "quotedMessageId" | "quotedMessageMetadata"
          ? WhatsAppOnly<M, M[Field]>
          : Field extends "mediaUrl"
            ? HttpUrl<M[Field]>
            : Field extends "mediaType"
              ? LonelyMediaType<M> extends true
                ? Refused<"mediaType without mediaUrl">
                : M[Field]
              : Field extends keyof OutgoingMessage
                ? M[Field]
                : Refused<"the API knows no such field">;
};

const channels: Readonly<Record<string, Channel | undefined>> = {
  whatsapp: "whatsapp",
  instagram: "instagram",
  messenger: "messenger",
  facebook: "messenger",
};
const whatsAppFields = ["from", "quotedMessageId", "quotedMessageMetadata"] as const;

/** An http(s) URL with white space and letters beyond ASCII percent-encoded, as a URI has them; else `undefined`. */
function httpUri(value: unknown): string | undefined {
  return typeof value === "string" && /^https?:\/\//i.test(value) && URL.canParse(value)
    ? new URL(value).href
    : undefined;
}

const refuse: (field: string, problem: string) => never = (field, problem) => {
  throw new InputError(`sendMessage: ${problem}. Nothing was sent.`, { operation: "sendMessage", field });
};

function recipient(to: unknown, name: unknown): Recipient {
  const channel = typeof name === "string" && Object.hasOwn(channels, name) ? channels[name] : undefined;
  if (name !== undefined && channel === undefined) {
    refuse("channel", `channel must be one of ${Object.keys(channels).join(", ")}`);
  }
  const found = recipientOf(to, channel);
  return "problem" in found ? refuse(found.field, found.problem) : found;
}

/**
 * The body that is sent for a message: with its channel, and its recipient as the API takes it.
 *
 * @throws InputError for what no description can rule. The rest is left to the check of the operation's input.
 */
export function bodyOf(message: unknown): Record<string, unknown> {
  if (!isRecord(message)) refuse("message", "the message must be a plain object with to and message");
  // Before anything else: a misspelt field would be called missing.
  checkNames(operations.sendMessage, "body", operations.sendMessage.body, message);
  const { to, channel } = recipient(message.to, message.channel);
  if (typeof message.message !== "string" || message.message.trim() === "") {
    refuse("message", "the message is empty: it needs a text, even with media");
  }
  const mediaUrl = httpUri(message.mediaUrl);
  if (message.mediaUrl !== undefined && mediaUrl === undefined) {
    refuse("mediaUrl", "mediaUrl must be a whole URL that begins with http:// or https://");
  }
  if (message.mediaType !== undefined && mediaUrl === undefined)
    refuse("mediaType", "mediaType is given without mediaUrl");
  const misplaced =
    channel === "whatsapp" ? undefined : whatsAppFields.find((field) => (message[field] ?? null) !== null);
  if (misplaced) refuse(misplaced, `${misplaced} works on WhatsApp only, and this message goes over ${channel}`);
  return { ...message, to, channel: message.channel ?? channel, mediaUrl };
}
