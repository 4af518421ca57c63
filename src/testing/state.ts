import type { AgentSession, Chat, ChatButton, Contact, Message } from "../../generated/resources.ts";
import { refuse } from "../errors/refuse.ts";
import type { Row } from "../lists/page.ts";
import { type Channel, detectChannel } from "../recipient/channel.ts";
import { type Random, randomFrom, textFrom, uuidFrom } from "./random.ts";

/** How far the delivery of a message has come. `failed` is not documented, but the vendor's older code has it. */
export type DeliveryStatus = "sent" | "delivered" | "read" | "failed";

/** A message from a customer, for {@link MockApi.receive}. */
export interface Incoming {
  /** Who writes: a phone number, or a user id with its prefix `ig_` or `fb_`. */
  readonly from: string;
  /** The text. */
  readonly content: string;
  /**
   * The customer's name, when the contact is new.
   * @default "Customer"
   */
  readonly name?: string;
  /** Address of a file that comes with the text. */
  readonly mediaUrl?: string;
  /**
   * What kind of file it is.
   * @default "document"
   */
  readonly mediaType?: "image" | "video" | "audio" | "document";
}

/** All that the mock remembers. Lists are in the order in which things happened; the newest is last. */
export interface State {
  readonly now: () => Date;
  readonly random: Random;
  /** Id of the account's owner. */
  readonly userId: string;
  /** Items by namespace: `contacts`, `chats`, `messages`, and whatever else is created. */
  readonly items: Map<string, Row[]>;
  readonly buttons: ChatButton[];
  readonly sessions: AgentSession[];
  /** Who is at the other end of a chat, by the chat's id. */
  readonly peers: Map<string, Peer>;
  /** Messages by the provider's id. */
  readonly sentById: Map<string, Message>;
  /** When contacts were created through the API, for the quota. */
  readonly created: Date[];
}

interface Peer {
  readonly channel: Channel;
  readonly address: string;
}

export function createState(seed: number, now: () => Date): State {
  const random = randomFrom(seed);
  return {
    now,
    random,
    userId: uuidFrom(random),
    items: new Map(),
    buttons: [],
    sessions: [],
    peers: new Map(),
    sentById: new Map(),
    created: [],
  };
}

/** The items of a namespace. */
export function itemsOf<T extends object = Row>(state: State, namespace: string): T[] {
  const items = state.items.get(namespace) ?? [];
  state.items.set(namespace, items);
  // The cast: what a namespace holds follows from its name.
  return items as object[] as T[];
}

export const timeOf = (state: State): string => state.now().toISOString();

/** Adds an item with an id, an owner and its times, unless `given` has them. */
export function addItem<T extends object>(state: State, namespace: string, given: T): T {
  const time = timeOf(state);
  const made = { id: uuidFrom(state.random), user_id: state.userId, created_at: time, updated_at: time };
  const item = { ...made, ...given };
  itemsOf<T>(state, namespace).push(item);
  return item;
}

/** Adds a contact with every field that the description has. */
export function addContact(state: State, given: Contact): Contact {
  const contact: Contact = {
    id: uuidFrom(state.random),
    user_id: state.userId,
    name: "Customer",
    last_name: null,
    whatsapp_id: given.phone?.replace(/\D/g, "") ?? null,
    email: null,
    profile_picture_url: null,
    pipeline_stage_id: null,
    tags: [],
    custom_fields: [],
    ...given,
  };
  itemsOf<Contact>(state, "contacts").push(contact);
  return contact;
}

/** An address without what phone numbers are written with, since the same phone is stored in several ways. */
const bare = (address: unknown) => String(address).replace(/^(ig|fb)_|[^\w@]/g, "");

function contactFor(state: State, { channel, address }: Peer, name: string): Contact {
  const isOne = ({ phone, whatsapp_id }: Contact) =>
    [phone, whatsapp_id].some((one) => one && bare(one) === bare(address));
  const found = channel === "whatsapp" ? itemsOf<Contact>(state, "contacts").find(isOne) : undefined;
  return found ?? addContact(state, channel === "whatsapp" ? { name, phone: address } : { name });
}

/** The chat with a person. Opens one if it does not exist yet. */
export function chatWith(state: State, peer: Peer, name = "Customer"): Chat {
  const chats = itemsOf<Chat>(state, "chats");
  const isOne = ({ id }: Chat) => {
    const known = state.peers.get(id ?? "");
    return known?.channel === peer.channel && bare(known.address) === bare(peer.address);
  };
  const found = chats.find(isOne);
  if (found) return found;
  const contact = contactFor(state, peer, name);
  const chat: Chat = {
    id: uuidFrom(state.random),
    user_id: state.userId,
    customer_id: contact.id ?? "",
    channel_type: peer.channel,
    status: "active",
    created_at: timeOf(state),
    last_message_at: timeOf(state),
    customer: contact,
  };
  state.peers.set(chat.id ?? "", peer);
  chats.push(chat);
  return chat;
}

/** Stores a message, and moves its chat behind the others. */
export function addMessage(state: State, chat: Chat, given: Message): Message {
  const message: Message = {
    id: uuidFrom(state.random),
    chat_id: chat.id ?? "",
    content: "",
    sender_type: "customer",
    message_type: "text",
    created_at: timeOf(state),
    is_read: false,
    status: null,
    whatsapp_message_id: null,
    metadata: {},
    ...given,
  };
  itemsOf<Message>(state, "messages").push(message);
  chat.last_message_at = message.created_at ?? timeOf(state);
  const chats = itemsOf<Chat>(state, "chats");
  chats.splice(chats.indexOf(chat), 1);
  chats.push(chat);
  return message;
}

/** The parts of a message that a file makes. */
export function mediaOf(url: unknown, type: unknown): Pick<Message, "message_type" | "metadata"> {
  if (typeof url !== "string") return {};
  // The cast: the description has no other types.
  const kind = (type ?? "document") as NonNullable<Incoming["mediaType"]>;
  return { message_type: kind, metadata: { [`${kind}Url`]: url } };
}

/** Ids as the providers write them. */
export function providerId(state: State, channel: Channel): string {
  const code = (length: number) =>
    textFrom(state.random, length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  if (channel === "whatsapp") return `wamid.HBgM${code(36)}`;
  return channel === "instagram" ? `aWdf${code(40)}` : `m_${code(40)}`;
}

/** A customer writes. */
export function receive(state: State, incoming: Incoming): Message {
  const { to: address, channel } = detectChannel(incoming.from);
  const chat = chatWith(state, { channel, address }, incoming.name);
  return addMessage(state, chat, {
    content: incoming.content,
    whatsapp_message_id: channel === "whatsapp" ? providerId(state, channel) : null,
    ...mediaOf(incoming.mediaUrl, incoming.mediaType),
  });
}

/** Sets how far a message has come. */
export function deliver(state: State, messageId: string, status: DeliveryStatus): void {
  const isOne = ({ id }: Message) => id === messageId;
  const message = state.sentById.get(messageId) ?? itemsOf<Message>(state, "messages").find(isOne);
  if (!message) refuse("deliver", "messageId", "is not the id of a message that was sent");
  // The cast: `failed` is not in the description.
  message.status = status as Message["status"] & string;
}

/** Signs an agent in. */
export function signIn(state: State, given: Partial<AgentSession["agent"]>): AgentSession {
  const expires = new Date(state.now().getTime() + 86_400_000).toISOString();
  const session: AgentSession = {
    agent: { id: uuidFrom(state.random), name: "Agent", role: "agent", owner_user_id: state.userId, ...given },
    permissions: {},
    session: { token: uuidFrom(state.random), expires_at: expires },
  };
  state.sessions.push(session);
  return session;
}
