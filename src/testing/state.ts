import { refuse } from "../errors/refuse.ts";
import { own } from "../operation/values.ts";
import { type Channel, detectChannel, recipientOf } from "../recipient/channel.ts";
import { type Random, randomFrom, textFrom, uuidFrom } from "./random.ts";

/**
 * The delivery status of a message. `failed` is not documented; the vendor's older code has it. `null`: the API shows no
 * status.
 */
export type DeliveryStatus = "sent" | "delivered" | "read" | "failed" | null;

/** A message from a customer, for {@link MockApi.receive}. */
export interface Incoming {
  /** The sender: a phone number, or a user id with its prefix `ig_` or `fb_`. */
  readonly from?: string;
  /** The chat, instead of `from`. */
  readonly chatId?: string;
  /** The text. */
  readonly content: string;
  /**
   * The customer's name, if the contact is new.
   * @default "Customer"
   */
  readonly name?: string;
  /** URL of an attached file. */
  readonly mediaUrl?: string;
  /**
   * The kind of file.
   * @default "document"
   */
  readonly mediaType?: "image" | "video" | "audio" | "document";
}

/** A contact, chat, message or other item. Its fields depend on the description. */
export interface Item {
  id: string;
  [field: string]: unknown;
}

/** The mock's state. Lists are in the order of addition. */
export interface State {
  readonly now: () => Date;
  readonly random: Random;
  /** Id of the account's owner. */
  readonly userId: string;
  /** Items by namespace. */
  readonly items: Map<string, Item[]>;
  readonly sessions: Session[];
  /** The customer's address, with its channel's prefix, by chat id. */
  readonly addresses: Map<string, string>;
  /** Messages by the provider's id. */
  readonly sent: Map<string, Item>;
  /** When contacts were created through the API, for the quota. */
  readonly created: Date[];
}

/** An agent's session. */
export interface Session {
  agent: Item;
  permissions: Record<string, unknown>;
  session: { token: string; expires_at: string };
}

export function createState(seed: number, now: () => Date): State {
  const random = randomFrom(seed);
  const userId = uuidFrom(random);
  return { now, random, userId, items: new Map(), sessions: [], addresses: new Map(), sent: new Map(), created: [] };
}

/** The items of a namespace. */
export function itemsOf({ items }: State, namespace: string): Item[] {
  const found = items.get(namespace) ?? [];
  items.set(namespace, found);
  return found;
}

export function itemOf(state: State, namespace: string, id: unknown): Item | undefined {
  return itemsOf(state, namespace).find((item) => item.id === id);
}

export const timeOf = (state: State): string => state.now().toISOString();

/** The default fields of items, by namespace, as the description has them. */
const defaults: Readonly<Record<string, (time: string, given: Readonly<Record<string, unknown>>) => object>> = {
  contacts: (_time, { phone }) => ({
    ...{ name: "Customer", last_name: null, email: null, profile_picture_url: null, pipeline_stage_id: null },
    whatsapp_id: typeof phone === "string" ? phone.replace(/\D/g, "") : null,
    ...{ tags: [], custom_fields: [] },
  }),
  chats: (time) => ({ channel_type: "whatsapp", status: "active", created_at: time, last_message_at: time }),
  messages: (time) => ({
    ...{ content: "", sender_type: "customer", message_type: "text", created_at: time, is_read: false },
    ...{ status: null, whatsapp_message_id: null, metadata: {} },
  }),
};

/** Adds an item to a namespace. */
export function addItem(state: State, namespace: string, given: object): Item {
  const time = timeOf(state);
  const id = uuidFrom(state.random);
  const owner = namespace === "messages" ? {} : { user_id: state.userId };
  const others = own(defaults, namespace)
    ? defaults[namespace]?.(time, { ...given })
    : { created_at: time, updated_at: time };
  const item = { id, ...owner, ...others, ...given };
  itemsOf(state, namespace).push(item);
  return item;
}

/** An address without separators and `+`, since the same phone is stored in several ways. */
const bare = (address: unknown) => String(address).replace(/[^\w@]/g, "");

/** The chat with a person, and the person's contact. Makes both if they do not exist yet. */
export function chatWith(state: State, address: string, name = "Customer"): Item {
  const isOne = (known: unknown) => typeof known === "string" && bare(known) === bare(address);
  const found = itemsOf(state, "chats").find(({ id }) => isOne(state.addresses.get(id)));
  if (found) return found;
  const { channel } = detectChannel(address);
  const known = itemsOf(state, "contacts").find(({ phone, whatsapp_id }) => isOne(phone) || isOne(whatsapp_id));
  const customer = known ?? addItem(state, "contacts", channel === "whatsapp" ? { name, phone: address } : { name });
  const chat = addItem(state, "chats", { customer_id: customer.id, channel_type: channel, customer });
  state.addresses.set(chat.id, address);
  return chat;
}

/** Stores a message in a chat. */
export function addMessage(state: State, chat: Item, given: object): Item {
  chat.last_message_at = timeOf(state);
  return addItem(state, "messages", { chat_id: chat.id, ...given });
}

/** The fields that a message has because of its file. */
export function mediaOf(url: unknown, kind: unknown = "document"): { message_type?: unknown; metadata?: object } {
  return typeof url === "string" ? { message_type: kind, metadata: { [`${kind}Url`]: url } } : {};
}

/** A message id in the provider's format. */
export function providerId({ random }: State, channel: Channel): string {
  const code = textFrom(random, 40, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  return { whatsapp: "wamid.HBgM", instagram: "aWdf", messenger: "m_" }[channel] + code;
}

/** Adds a message from a customer. */
export function receive(state: State, { from, chatId, content, name, mediaUrl, mediaType }: Incoming): Item {
  if (typeof content !== "string") return refuse("receive", "content", "must be a string");
  const sender = chatId === undefined ? recipientOf(from) : undefined;
  if (sender && "problem" in sender) return refuse("receive", "from", sender.problem);
  const chat = sender ? chatWith(state, sender.to, name) : itemOf(state, "chats", chatId);
  if (!chat) return refuse("receive", "chatId", "is not the id of a chat");
  const whatsapp_message_id = chat.channel_type === "whatsapp" ? providerId(state, "whatsapp") : null;
  return addMessage(state, chat, { content, whatsapp_message_id, ...mediaOf(mediaUrl, mediaType) });
}

const statuses: readonly unknown[] = ["sent", "delivered", "read", "failed", null];

/** Sets a message's delivery status. */
export function deliver(state: State, messageId: string, status: DeliveryStatus): void {
  const message = state.sent.get(messageId) ?? itemOf(state, "messages", messageId);
  if (!statuses.includes(status)) refuse("deliver", "status", `must be null, ${statuses.slice(0, -1).join(", ")}`);
  if (!message) refuse("deliver", "messageId", "is not the id of a message");
  message.status = status;
}

/** Signs an agent in. */
export function signIn(state: State, given: object): Session {
  const expires_at = new Date(state.now().getTime() + 86_400_000).toISOString();
  const session = {
    agent: { id: uuidFrom(state.random), name: "Agent", role: "agent", owner_user_id: state.userId, ...given },
    permissions: {},
    session: { token: uuidFrom(state.random), expires_at },
  };
  state.sessions.push(session);
  return session;
}
