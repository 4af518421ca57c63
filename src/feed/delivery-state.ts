import { refuse } from "../errors/refuse.ts";
import { isNothing, isRecord } from "../operation/values.ts";
import { bareAddress } from "../recipient/address.ts";
import type { Channel } from "../recipient/channel.ts";

// The delivery state of sent messages. Pure, but for the fields of an entry that are not readonly.

/**
 * How far a message has come. `sent`, `delivered` and `read` are documented; `failed` comes from the vendor's older code.
 * `not-tracked`: the API shows no status for it. `accepted`: the server accepted it, and its status is not known, since
 * the chats could not all be read in time.
 */
export type DeliveryState = "accepted" | "sent" | "failed" | "delivered" | "read" | "not-tracked";

/** A message that was sent: what `messages.send` resolved with, or the record of its idempotency key. */
export interface SentReference {
  /** The provider's id of the message. Without it, the message cannot be tracked. */
  readonly messageId?: string | null | undefined;
  /** The recipient, as passed to `send`. It narrows the search to the chats with this customer. */
  readonly to?: string | undefined;
  /** The provider, which shows the channel. */
  readonly provider?: string | undefined;
  /**
   * When the message was sent, in milliseconds since 1970. The search skips chats whose last activity is more than an hour
   * older, since clocks differ.
   * @default 24 hours before the message is first looked for
   */
  readonly startedAt?: number | undefined;
  /** What a record keeps of the answer, instead of the fields `messageId` and `provider`. */
  readonly answer?: Readonly<Record<string, unknown>> | undefined;
}

/** A message reached another state. */
export interface DeliveryChange {
  /** As given; `undefined` for a message without one. */
  readonly messageId: string | undefined;
  /** The new state. */
  readonly state: DeliveryState;
}

/** The state that ends the watch of a message. */
export type Until = "delivered" | "read";

/** A message whose delivery is being watched. */
export interface Entry {
  readonly messageId: string;
  /** The recipient, in the form that {@link bareAddress} gives. */
  readonly to: string | undefined;
  readonly channel: Channel | undefined;
  /** It was not sent before this instant, in microseconds since 1970. */
  readonly since: number;
  /** The id of its chat, once found. */
  chat: string | undefined;
  /** The furthest status that the API has shown. */
  state: DeliveryState | undefined;
  /** The state that was reported last. */
  told: DeliveryState | undefined;
  /** Whether the current poll has found it. */
  isSeen: boolean;
  /** Whether a poll has read all chats that may have it. */
  isSearched: boolean;
}

const hour = 3_600_000;

/** From the least to the furthest. A message can fail after it was sent, not after it arrived. */
const statuses: readonly unknown[] = ["sent", "failed", "delivered", "read"];

/** The state after the API has shown `status`. It never goes back: statuses can come out of order. */
export function stateAfter(before: DeliveryState | undefined, status: unknown): DeliveryState | undefined {
  // The cast: a status with a rank is one of the states.
  return statuses.indexOf(status) > statuses.indexOf(before) ? (status as DeliveryState) : before;
}

/** Whether a message needs no further polls. `failed` is final once two polls have shown it. */
export function isFinal({ state, told, isSeen }: Entry, until: Until): boolean {
  if (state === "failed") return isSeen && told === state;
  return statuses.indexOf(state) >= statuses.indexOf(until);
}

/** The state of a message when no more polls follow. */
export function lastState({ state, chat, isSearched }: Entry): DeliveryState {
  return state ?? (chat !== undefined || isSearched ? "not-tracked" : "accepted");
}

const channels: Readonly<Record<string, Channel>> = {
  whatsapp: "whatsapp",
  evolution: "whatsapp",
  meta: "whatsapp",
  instagram: "instagram",
  messenger: "messenger",
  facebook: "messenger",
};

/** The channel of a provider, or of a chat's `channel_type`; `undefined` for another value. */
export function channelNamed(name: unknown): Channel | undefined {
  return Object.hasOwn(channels, String(name)) ? channels[String(name)] : undefined;
}

function channelOfPrefix(to = ""): Channel | undefined {
  return channelNamed({ ig_: "instagram", fb_: "messenger" }[to.slice(0, 3)] ?? (to.startsWith("+") && "whatsapp"));
}

/**
 * The entry of a message; `undefined` if it has no id.
 *
 * @throws InputError if it is not a sent message
 */
export function entryOf(about: string, field: string, sent: unknown, now: number): Entry | undefined {
  if (!isRecord(sent)) return refuse(about, field, "must be what messages.send resolved with, or an object like it");
  const { to, startedAt = now - 24 * hour } = sent;
  const { messageId, provider } = isRecord(sent.answer) ? sent.answer : sent;
  if (!isNothing(messageId) && typeof messageId !== "string") return refuse(about, "messageId", "must be a string");
  if (to !== undefined && typeof to !== "string") return refuse(about, "to", "must be a string");
  if (!Number.isFinite(startedAt)) return refuse(about, "startedAt", "must be milliseconds since 1970");
  if (!messageId) return undefined;
  return {
    messageId,
    to: to && bareAddress(to),
    channel: channelNamed(provider) ?? channelOfPrefix(to),
    since: (Number(startedAt) - hour) * 1000,
    ...{ chat: undefined, state: undefined, told: undefined, isSeen: false, isSearched: false },
  };
}
