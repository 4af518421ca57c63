import type { Chat, Contact, Message, PipelineStage, Tag } from "../../generated/resources.ts";
import type { Row } from "../lists/page.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { type Channel, recipientOf } from "../recipient/channel.ts";
import type { Reply } from "./outcome.ts";
import {
  addContact,
  addItem,
  addMessage,
  chatWith,
  itemsOf,
  mediaOf,
  providerId,
  type State,
  timeOf,
} from "./state.ts";

// What each operation does to the account, and what it answers.

/** What an operation is done with. */
export interface Work {
  readonly state: State;
  readonly operation: Operation;
  readonly query: Row;
  readonly path: Row;
  readonly body: Row;
  /** New contacts a month. */
  readonly contactQuota: number;
}

/** Where the vendor's database layer is believed to cut a list without a word. */
const silentCap = 1000;

export const refusal = (status: number, error: string): Reply => ({ status, body: { error } });
const notFound = (what: string): Reply => refusal(404, `${what} not found`);
const ok = (data: unknown): Reply => ({ status: 200, body: { success: true, data } });

/** The values of `given` that are set. */
const set = (given: Row): Row => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** The page of a list that a request asks for, the newest items first. */
function pageOf(items: readonly Row[], list: ListShape, { query, body, operation }: Work): Row[] {
  const { limit } = list.in === "query" ? query : body;
  const bound = operation[list.in]?.limit?.maximum ?? silentCap;
  const most = Math.min(typeof limit === "number" ? limit : (list.limit ?? silentCap), bound, silentCap);
  return items.toReversed().slice(0, most);
}

/** The items as an answer, and whatever else it has. */
function listed(work: Work, items: readonly Row[], more: Row = {}): Reply {
  const { list } = work.operation;
  if (!list) return ok(items);
  const given = pageOf(items, list, work);
  const success = list.items === "data" ? { success: true } : {};
  return { status: 200, body: { ...success, [list.items]: given, ...more } };
}

/** A list, or the one item whose id is asked for; an empty list where nobody has that id, as the vendor's code does. */
function oneOrMany(work: Work, namespace: string, more: Row = {}): Reply {
  const { list } = work.operation;
  const items = itemsOf(work.state, namespace);
  const id = list?.id === undefined ? undefined : work.query[list.id];
  if (!list || id === undefined) return listed(work, items, more);
  const found = items.find((item) => item.id === id) ?? [];
  return { status: 200, body: { success: true, [list.items]: found, ...more } };
}

/** Who a message goes to: what the client normalises, and what other programs may send without a channel. */
function peerOf({ to, channel }: Row): { channel: Channel; address: string } | undefined {
  const named = channel === "facebook" ? "messenger" : (channel as Channel | undefined);
  const found = recipientOf(to, named);
  if ("problem" in found) return undefined;
  const prefix = { whatsapp: "", instagram: "ig_", messenger: "fb_" }[found.channel];
  return { channel: found.channel, address: prefix + found.to.replace(/^(ig|fb)_/, "") };
}

function sendMessage({ state, body }: Work): Reply {
  const peer = peerOf(body);
  // The vendor's code answers a refusal of the provider with 500.
  if (!peer) return refusal(500, "The recipient is not valid");
  const { channel, address } = peer;
  const chat = chatWith(state, peer);
  const messageId = providerId(state, channel);
  const media = mediaOf(body.mediaUrl, body.mediaType);
  const quoted = isRecord(body.quotedMessageMetadata) ? { quotedMessage: body.quotedMessageMetadata } : {};
  const message = addMessage(state, chat, {
    content: String(body.message),
    sender_type: "business",
    status: "sent",
    whatsapp_message_id: channel === "whatsapp" ? messageId : null,
    ...media,
    metadata: { ...media.metadata, ...quoted },
  });
  state.sentById.set(messageId, message);
  const provider = channel === "whatsapp" ? "meta" : channel;
  const recipientId = channel === "whatsapp" ? {} : { recipientId: address.replace(/^(ig|fb)_/, "") };
  return { status: 200, body: { success: true, messageId, ...recipientId, provider, data: {} } };
}

/** Contacts created in the same month as now. */
function createdThisMonth({ now, created }: State): number {
  const month = (date: Date) => date.toISOString().slice(0, 7);
  return created.filter((date) => month(date) === month(now())).length;
}

function createContact({ state, body, contactQuota }: Work): Reply {
  if (createdThisMonth(state) >= contactQuota) {
    return refusal(429, `The plan's quota of ${contactQuota} contacts a month is used up`);
  }
  state.created.push(state.now());
  return { status: 201, body: { success: true, data: addContact(state, contactOf(state, set(body))) } };
}

/** The fields of a contact from those of a request: tags and stages by their ids, custom fields by theirs. */
function contactOf(state: State, { tags, custom_fields, ...rest }: Row): Contact {
  const stage = itemsOf<PipelineStage>(state, "pipelineStages").find(({ id }) => id === rest.pipeline_stage_id);
  const tagOf = (id: unknown): Tag => itemsOf<Tag>(state, "tags").find((tag) => tag.id === id) ?? { id: String(id) };
  return {
    ...rest,
    ...(stage && { pipeline_stage: stage }),
    ...(Array.isArray(tags) && { tags: tags.map(tagOf) }),
    ...(isRecord(custom_fields) && {
      custom_fields: Object.entries(custom_fields).map(([id, value]) => ({ id, custom_field_value: value })),
    }),
  };
}

function updateContact({ state, query, body }: Work): Reply {
  const found = itemsOf<Contact>(state, "contacts").find(({ id }) => id === query.contactId);
  return found ? ok(Object.assign(found, contactOf(state, set(body)))) : notFound("Contact");
}

function updateChatButton({ state, query, body }: Work): Reply {
  const found = state.buttons.find(({ id }) => id === query.buttonId);
  return found ? ok(Object.assign(found, set(body), { updated_at: timeOf(state) })) : notFound("Chat button");
}

function updateChatButtonState({ state, query, body }: Work): Reply {
  const chat = itemsOf<Chat>(state, "chats").find(({ id }) => id === query.chatId);
  const button = state.buttons.find(({ id }) => id === query.buttonId);
  if (!chat || !button) return notFound("Chat or button");
  return ok({ chat_id: chat.id, button_id: button.id, is_active: body.is_active });
}

function messagesOf(work: Work, chatId: unknown): Reply {
  const messages = itemsOf<Message>(work.state, "messages").filter(({ chat_id }) => chat_id === chatId);
  // The cast: an interface has no index signature.
  return listed(work, messages as Row[]);
}

function agentGetChats(work: Work): Reply {
  const { status = "all" } = work.body;
  const chats = itemsOf(work.state, "chats").filter((chat) => status === "all" || chat.status === status);
  return listed(work, chats);
}

/** What the operations do that are not plain lists, or that know more than their row says. */
const special: Readonly<Record<string, (work: Work) => Reply>> = {
  sendMessage,
  createContact,
  updateContact,
  updateChatButton,
  updateChatButtonState,
  agentGetChats,
  agentGetMessages: (work) => messagesOf(work, work.body.chatId),
  getMessages: (work) => messagesOf(work, work.query.chatId),
  getChats: (work) => oneOrMany(work, "chats", { chat_buttons: work.state.buttons }),
};

function keyOf({ operation, query, path }: Work): unknown {
  return (operation.keyIn === "path" ? path : query)[operation.key ?? ""];
}

/** An item as the answer of an operation, in its envelope where it has one. */
function enveloped({ operation }: Work, status: number, item: unknown): Reply {
  const { unwrap } = operation;
  return { status, body: unwrap === undefined ? item : { success: true, [unwrap]: item } };
}

/** What follows from an operation's verb: the namespace's items are listed, created, changed and deleted. */
const byVerb: Readonly<Record<string, (work: Work, items: Row[]) => Reply>> = {
  list: (work) => oneOrMany(work, work.operation.namespace),
  get: (work, items) => {
    const found = items.find((item) => item.id === keyOf(work));
    return found ? enveloped(work, 200, found) : notFound("Item");
  },
  create: (work) => enveloped(work, 201, addItem(work.state, work.operation.namespace, set(work.body))),
  update: (work, items) => {
    const index = items.findIndex((item) => item.id === keyOf(work));
    const found = items[index];
    if (!found) return notFound("Item");
    const changed = { ...found, ...set(work.body), updated_at: timeOf(work.state) };
    items[index] = changed;
    return enveloped(work, 200, changed);
  },
  delete: (work, items) => {
    const index = items.findIndex((item) => item.id === keyOf(work));
    if (index < 0) return notFound("Item");
    items.splice(index, 1);
    return { status: 200, body: { success: true } };
  },
};

/** Does what an operation does; `undefined` for one that has no behaviour here. */
export function perform(work: Work): Reply | undefined {
  const { id, verb, namespace } = work.operation;
  const own = Object.hasOwn(special, id) ? special[id] : undefined;
  if (own) return own(work);
  return verb === undefined ? undefined : byVerb[verb]?.(work, itemsOf(work.state, namespace));
}
