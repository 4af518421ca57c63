import { type Row, silentCap } from "../lists/page.ts";
import type { ListShape, Operation } from "../operation/table.ts";
import { isRecord, own } from "../operation/values.ts";
import { type Channel, recipientOf } from "../recipient/channel.ts";
import type { Reply } from "./outcome.ts";
import {
  addItem,
  addMessage,
  chatWith,
  type Item,
  itemOf,
  itemsOf,
  mediaOf,
  providerId,
  type State,
  timeOf,
} from "./state.ts";

// The effect of each operation on the account, and its answer.

/** An operation under way. */
export interface Work {
  readonly state: State;
  readonly operation: Operation;
  readonly query: Row;
  readonly path: Row;
  readonly body: Row;
  /** New contacts a month. */
  readonly contactQuota: number;
}

export const refusal = (status: number, error: string): Reply => ({ status, body: { error } });
const notFound = (what: string): Reply => refusal(404, `${what} not found`);
const ok = (data: unknown): Reply => ({ status: 200, body: { success: true, data } });

/** The requested page of a list: latest items first; items of the same time in reverse order of addition. */
function pageOf(items: readonly Item[], list: ListShape, { query, body, operation }: Work): Item[] {
  const { limit } = list.in === "query" ? query : body;
  const bound = operation[list.in]?.limit?.maximum ?? silentCap;
  const most = Math.min(typeof limit === "number" ? limit : (list.limit ?? silentCap), bound, silentCap);
  const time = ({ last_message_at, created_at }: Item) => Date.parse(String(last_message_at ?? created_at)) || 0;
  return items
    .toReversed()
    .sort((one, other) => time(other) - time(one))
    .slice(0, most);
}

/** A list, or the item with the requested id. For an unknown id an empty list, as in the vendor's code. */
function listed(work: Work, items: readonly Item[], more: Row = {}): Reply {
  const { list } = work.operation;
  if (!list) return ok(items);
  const id = list.id === undefined ? undefined : work.query[list.id];
  const given = id === undefined ? pageOf(items, list, work) : (items.find((item) => item.id === id) ?? []);
  const success = list.items === "data" ? { success: true } : {};
  return { status: 200, body: { ...success, [list.items]: given, ...more } };
}

/** The recipient of a message. Other programs than this client may omit the channel. */
function peerOf({ to, channel }: Row): { channel: Channel; id: string; address: string } | undefined {
  // The cast: the body has been checked against the description.
  const named = channel === "facebook" ? "messenger" : (channel as Channel | undefined);
  const found = recipientOf(to, named);
  if ("problem" in found) return undefined;
  const id = found.to.replace(/^(ig|fb)_/, "");
  return {
    channel: found.channel,
    id,
    address: { whatsapp: "", instagram: "ig_", messenger: "fb_" }[found.channel] + id,
  };
}

function sendMessage({ state, body }: Work): Reply {
  const peer = peerOf(body);
  // The vendor's code answers 500 when the provider refuses a message.
  if (!peer) return refusal(500, "The recipient is not valid");
  const { channel, id } = peer;
  const isWhatsApp = channel === "whatsapp";
  const messageId = providerId(state, channel);
  const media = mediaOf(body.mediaUrl, body.mediaType);
  const quoted = isRecord(body.quotedMessageMetadata) ? { quotedMessage: body.quotedMessageMetadata } : {};
  const message = addMessage(state, chatWith(state, peer.address), {
    content: body.message,
    sender_type: "business",
    status: "sent",
    whatsapp_message_id: isWhatsApp ? messageId : null,
    ...media,
    metadata: { ...media.metadata, ...quoted },
  });
  state.sent.set(messageId, message);
  const provider = isWhatsApp ? { provider: "meta" } : { recipientId: id, provider: channel };
  return { status: 200, body: { success: true, messageId, ...provider, data: {} } };
}

/** Contacts created in the same month as now. */
function createdThisMonth({ now, created }: State): number {
  const month = (date: Date) => date.toISOString().slice(0, 7);
  return created.filter((date) => month(date) === month(now())).length;
}

/** An item's fields from a request's body. A contact's tags, stage and custom fields are looked up by their ids. */
function fieldsOf({ state, operation, body }: Work): Row {
  const set = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  if (operation.namespace !== "contacts") return { ...set, updated_at: timeOf(state) };
  const { tags, custom_fields, ...rest } = set;
  const stage = itemOf(state, "pipelineStages", rest.pipeline_stage_id);
  return {
    ...rest,
    ...(stage && { pipeline_stage: stage }),
    ...(Array.isArray(tags) && { tags: tags.map((id) => itemOf(state, "tags", id) ?? { id: String(id) }) }),
    ...(isRecord(custom_fields) && {
      custom_fields: Object.entries(custom_fields).map(([id, value]) => ({ id, custom_field_value: value })),
    }),
  };
}

function updateChatButtonState({ state, query, body }: Work): Reply {
  const chat = itemOf(state, "chats", query.chatId);
  const button = itemOf(state, "chatButtons", query.buttonId);
  if (!chat || !button) return notFound("Chat or button");
  return ok({ chat_id: chat.id, button_id: button.id, is_active: body.is_active });
}

function messagesOf(work: Work, chatId: unknown): Reply {
  return listed(
    work,
    itemsOf(work.state, "messages").filter(({ chat_id }) => chat_id === chatId),
  );
}

function agentGetChats(work: Work): Reply {
  const { status = "all" } = work.body;
  const chats = itemsOf(work.state, "chats").filter((chat) => status === "all" || chat.status === status);
  return listed(work, chats);
}

/** Operations whose behavior does not follow from their row. */
const special: Readonly<Record<string, (work: Work) => Reply>> = {
  sendMessage,
  updateChatButtonState,
  agentGetChats,
  agentGetMessages: (work) => messagesOf(work, work.body.chatId),
  getMessages: (work) => messagesOf(work, work.query.chatId),
  getChats: (work) => listed(work, itemsOf(work.state, "chats"), { chat_buttons: itemsOf(work.state, "chatButtons") }),
};

/** The answer with one item, in the envelope if the operation has one. */
function enveloped({ operation: { unwrap } }: Work, status: number, item: Item): Reply {
  return { status, body: unwrap === undefined ? item : { success: true, [unwrap]: item } };
}

/** Acts on the item with the requested key. */
function withItem(work: Work, act: (item: Item, items: Item[]) => Reply): Reply {
  const { key = "", keyIn, namespace } = work.operation;
  const id = (keyIn === "path" ? work.path : work.query)[key];
  const item = itemOf(work.state, namespace, id);
  return item ? act(item, itemsOf(work.state, namespace)) : notFound("Item");
}

function create(work: Work): Reply {
  const { state, operation, contactQuota } = work;
  if (operation.namespace === "contacts") {
    if (createdThisMonth(state) >= contactQuota)
      return refusal(429, `The plan's quota of ${contactQuota} contacts a month is used up`);
    state.created.push(state.now());
  }
  return enveloped(work, 201, addItem(state, operation.namespace, fieldsOf(work)));
}

/** The behavior that follows from an operation's verb. */
const byVerb: Readonly<Record<NonNullable<Operation["verb"]>, (work: Work) => Reply>> = {
  list: (work) => listed(work, itemsOf(work.state, work.operation.namespace)),
  get: (work) => withItem(work, (item) => enveloped(work, 200, item)),
  create,
  update: (work) => withItem(work, (item) => enveloped(work, 200, Object.assign(item, fieldsOf(work)))),
  delete: (work) =>
    withItem(work, (item, items) => {
      items.splice(items.indexOf(item), 1);
      return { status: 200, body: { success: true } };
    }),
};

/** Runs an operation; `undefined` if it has no behavior here. */
export function perform(work: Work): Reply | undefined {
  const { id, verb } = work.operation;
  const act = Object.hasOwn(special, id) ? special[id] : verb && byVerb[verb];
  return act?.(work);
}

/** The answer of an operation without behavior here. Without an example, nothing or an empty object. */
export function exampleOf({ id, answer }: Operation, examples: Row): Reply {
  const example = own(examples, id);
  if (example === undefined && answer === "any") return { status: 204 };
  return { status: 200, body: JSON.stringify(example === undefined ? {} : example) };
}
