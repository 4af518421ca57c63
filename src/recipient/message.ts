import type { Types } from "../../generated/resources.ts";
import { refuse } from "../errors/refuse.ts";
import type { Api, Field, Operation } from "../operation/table.ts";
import type { AnswerOf, BodyOf, Part } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import { checkNames } from "../request/input.ts";
import { type Channel, type DetectChannel, type RecipientProblem, recipientOf, type StatedChannel } from "./channel.ts";

/** A message for `messages.send`, with the API's fields. `channel` is optional. */
export type OutgoingMessage<A extends Api = Types> = {
  [Field in keyof BodyOf<A["operations"], "sendMessage">]: BodyOf<A["operations"], "sendMessage">[Field];
};

/** The server's answer to a message. It means that the message was accepted, not that it was delivered. */
export type SentMessage<A extends Api = Types> = AnswerOf<A["operations"], "sendMessage"> & {
  /** The channel that the message was sent on. */
  readonly channel: NonNullable<Part<OutgoingMessage<A>, "channel">>;
  /**
   * Present if the outcome was unknown and the caller's `reconcile` found the message. The API's fields are then
   * absent.
   */
  readonly reconciled?: true;
  /** Present if an earlier call with the same idempotency key sent it: nothing was sent by this one. */
  readonly replayed?: true;
  /** Present if the message was accepted, but the idempotency store failed to record it: the key's outcome is unknown. */
  readonly recorded?: false;
};

/** The field that every message has. */
export interface Addressed {
  /** The recipient: a phone number, or a user id with its prefix. */
  readonly to: string;
}

/** The API's names for channels. */
type ChannelName = Channel | "facebook";
type Named<Name> = Name extends "facebook" ? "messenger" : Extract<Name, Channel>;

declare const refused: unique symbol;
/** No value has this type: the compiler's error shows `Why`. */
export interface Refused<Why extends string> {
  readonly [refused]: Why;
}

/**
 * The channel of a message, from `channel` or else from `to`. A channel that only the description knows is kept as it
 * is.
 */
type ChannelOf<M extends Addressed> = M extends { channel: infer Name extends string }
  ? // Compares enum members by their text.
    `${Name}` extends ChannelName
    ? Named<`${Name}`>
    : Name
  : DetectChannel<M["to"]>;

type CheckedTo<M extends Addressed> = M["to"] extends ""
  ? Refused<"the recipient is empty">
  : [ChannelOf<M>] extends [never]
    ? Refused<RecipientProblem<M["to"]>>
    : M["to"];

type CheckedChannel<M extends Addressed, Name> = [StatedChannel<M["to"]>] extends [never]
  ? Name
  : // Any prefix is accepted with a channel that only the description knows.
    [ChannelOf<M> & (StatedChannel<M["to"]> | Exclude<ChannelOf<M>, Channel>)] extends [never]
    ? Refused<"the recipient's prefix says another channel">
    : Name;

type WhatsAppOnly<M extends Addressed, Value> =
  "whatsapp" extends ChannelOf<M> ? Value : Extract<Value, null | undefined> | Refused<"WhatsApp only">;

type HttpUrl<Url> = Url extends string
  ? // The compiler may know only a part of the text, or nothing.
    Record<never, never> extends Record<Url, never>
    ? Url
    : Lowercase<Url> extends `http${"" | "s"}://${string}`
      ? Url
      : Refused<"mediaUrl must begin with http:// or https://">
  : Url;

/** With `to`, since the compiler compares no types that share no field. */
type WithoutUrl = Addressed & { readonly mediaUrl?: undefined };

/** The fields with rules beyond their type. `M` is the message, `Value` the field's type. */
interface CheckedFields<M extends Addressed, Value> {
  to: CheckedTo<M>;
  channel: CheckedChannel<M, Value>;
  message: [Value] extends [""] ? Refused<"the message is empty"> : Value;
  from: WhatsAppOnly<M, Value>;
  quotedMessageId: WhatsAppOnly<M, Value>;
  quotedMessageMetadata: WhatsAppOnly<M, Value>;
  mediaUrl: HttpUrl<Value>;
  mediaType: [undefined] extends [Value] ? Value : M extends WithoutUrl ? Refused<"mediaType without mediaUrl"> : Value;
}

type CheckedField<M extends Addressed, Field extends keyof M> = Field extends keyof CheckedFields<M, unknown>
  ? CheckedFields<M, M[Field]>[Field]
  : M[Field];

type Checks<M extends Addressed, Known> = {
  [Field in keyof M]: Field extends keyof Known ? CheckedField<M, Field> : Refused<"the API knows no such field">;
};

/**
 * `Known`, the type of a message, if `M` is valid. Otherwise `M`, with the reason in place of each field that is
 * certainly invalid.
 */
export type CheckedMessage<M extends Addressed, Known = OutgoingMessage> =
  // To the compiler, a caller's own enum and the API's strings have no value in common.
  [M & Known] extends [never] ? Checks<M, Known> : M extends Checks<M, Known> ? Known : Checks<M, Known>;

const channels: readonly Channel[] = ["whatsapp", "instagram", "messenger"];
const whatsAppFields = ["from", "quotedMessageId", "quotedMessageMetadata"] as const;

/** An http(s) URL with white space and non-ASCII characters percent-encoded; `undefined` for anything else. */
function httpUri(value: unknown): string | undefined {
  return typeof value === "string" && /^https?:\/\//i.test(value) && URL.canParse(value)
    ? new URL(value).href
    : undefined;
}

/** A recipient with its channel: `undefined` if only the description knows the channel. */
interface Directed {
  readonly to: unknown;
  readonly channel: Channel | undefined;
  /** The description's name for the channel; `undefined` if it has no `channel` field. */
  readonly name: unknown;
}

/** The channel that the API names so. */
const channelNamed = (name: unknown) => (name === "facebook" ? "messenger" : channels.find((one) => one === name));

/** The description's name for a channel: it may know Messenger as facebook alone. */
const nameOf = ({ enum: names = [] }: Field, channel: Channel) =>
  channel === "messenger" && names.includes("facebook") && !names.includes(channel) ? "facebook" : channel;

function directed(operation: Operation, to: unknown, name: unknown): Directed {
  const field = operation.body?.channel;
  const channel = channelNamed(name);
  if (name !== undefined && channel === undefined) {
    const names = field?.enum ?? [...channels, "facebook"];
    if (!names.includes(name)) refuse(operation, "channel", `must be one of ${names.join(", ")}`);
    if (typeof to !== "string" || to.trim() === "") refuse(operation, "to", "is empty");
    return { to, channel, name };
  }
  const found = recipientOf(to, channel);
  if ("problem" in found) return refuse(operation, found.field, found.problem);
  return { ...found, name: name ?? (field && nameOf(field, found.channel)) };
}

/**
 * The body of a message, with its recipient as the API takes it, and its channel.
 *
 * @throws InputError for rules that a description cannot express; `checkInput` checks the rest
 */
export function bodyOf(operation: Operation, message: unknown): { body: Record<string, unknown>; channel: unknown } {
  if (!isRecord(message)) refuse(operation, "message", "must be a plain object with to and message");
  // First, since a misspelt field would be reported as missing.
  checkNames(operation, "body", operation.body ?? {}, message);
  const { to, channel, name } = directed(operation, message.to, message.channel);
  if (typeof message.message !== "string" || message.message.trim() === "") {
    refuse(operation, "message", "is empty: it needs a text, even with media");
  }
  const mediaUrl = httpUri(message.mediaUrl);
  if (message.mediaUrl !== undefined && mediaUrl === undefined) {
    refuse(operation, "mediaUrl", "must be a URL that begins with http:// or https://");
  }
  if (message.mediaType !== undefined && mediaUrl === undefined)
    refuse(operation, "mediaType", "is given without mediaUrl");
  const misplaced =
    channel === "whatsapp" ? undefined : whatsAppFields.find((field) => (message[field] ?? null) !== null);
  if (misplaced) refuse(operation, misplaced, `works on WhatsApp only, not on ${channel ?? name}`);
  return { body: { ...message, to, channel: name, mediaUrl }, channel: name ?? channel };
}
