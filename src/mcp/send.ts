import { createHash } from "node:crypto";
import { sendOf } from "../campaign/plan.ts";
import { refuse } from "../errors/refuse.ts";
import type { Row } from "../lists/page.ts";
import type { SendOptions } from "../methods/messages.ts";
import { canonical } from "../operation/canonical.ts";
import { isRecord } from "../operation/values.ts";
import { addressesOf, bareAddress } from "../recipient/address.ts";
import { type Channel, type Recipient, recipientOf } from "../recipient/channel.ts";
import type { Account } from "./account.ts";
import { allChats } from "./contacts.ts";
import { lastFromCustomer, messagesIn } from "./conversation.ts";
import { readOne } from "./lists.ts";
import { sends } from "./permissions.ts";
import { sending } from "./results.ts";
import { closed, type Tool, text, value } from "./tool.ts";

/** The longest text of a message, in characters: WhatsApp's own limit. */
const longestText = 4096;

/** The arguments of the tool. */
interface Sending {
  readonly to?: string;
  readonly chatId?: string;
  readonly message: string;
  readonly channel?: Channel;
  readonly mediaUrl?: string;
  readonly mediaType?: string;
  readonly answers?: string;
  readonly idempotencyKey?: string;
  readonly raw?: boolean;
}

const about = "send_message";

const hash = (...values: unknown[]) => createHash("sha256").update(canonical(values)).digest("hex").slice(0, 40);

/** @throws InputError if a chat does not show the address of its customer */
function addressIn({ channel_type, customer }: Row): string {
  const { phone, whatsapp_id }: Record<string, unknown> = isRecord(customer) ? customer : {};
  const address = phone || whatsapp_id;
  if (channel_type === "whatsapp" && typeof address === "string") return address;
  return refuse(about, "to", "is missing: the API does not show the address of this chat's customer");
}

/** @throws InputError if there is no recipient, or no channel for it */
function recipientFor({ to, channel }: Sending, chat: Row | undefined): Recipient {
  if (to === undefined && !chat) return refuse(about, "to", "is missing: give it, or chatId");
  const found = recipientOf(to ?? (chat && addressIn(chat)), channel);
  if ("problem" in found) return refuse(about, found.field, found.problem);
  // The API takes both spellings of a number. With one of them, they are one message.
  return found.channel === "whatsapp" ? { ...found, to: found.to.replace(/^(?=\d+$)/, "+") } : found;
}

/** The customer's last message to answer; `undefined` without one, or if this server cannot read messages. */
async function lastMessage(account: Account, chat: Row | undefined, { to, channel }: Recipient, signal: AbortSignal) {
  if (account.lists("messages").length === 0) return undefined;
  const isIts = (one: Row) => one.channel_type === channel && addressesOf(one.customer).includes(bareAddress(to));
  const found = chat ?? (await allChats(account, signal)).find(isIts);
  const read = found && (await messagesIn(account, String(found.id), signal));
  return read && lastFromCustomer(read.messages);
}

/**
 * The key for a message: the same for the same text to the same recipient in answer to the same message. If such a text is
 * still on its way, or its outcome is unknown, its key, whatever it answered: the customer may have written since.
 */
async function keyFor(
  { sender }: Account,
  { to, channel }: Recipient,
  { message, mediaUrl }: Sending,
  answered: unknown,
) {
  const start = `mcp:${hash(channel, bareAddress(to), message, mediaUrl)}:`;
  for (const state of ["unknown", "started"] as const)
    for await (const { key } of sender.idempotency.list({ state })) if (key.startsWith(start)) return key;
  return start + hash(answered ?? "");
}

const lateNote = "WhatsApp may not deliver it: the customer's last message is older than 24 hours.";
const acceptedNote = "Accepted, not yet delivered: delivery_of tells.";
const replayedNote = "It was sent before. Nothing was sent now.";

async function send(account: Account, args: Sending, signal: AbortSignal): Promise<object> {
  const { chatId, message, mediaUrl, mediaType, answers, idempotencyKey, raw } = args;
  const chat = chatId === undefined ? undefined : await readOne(account, "chats", chatId, signal);
  const recipient = recipientFor(args, chat);
  const isGiven = answers !== undefined || idempotencyKey !== undefined;
  const last = isGiven ? undefined : await lastMessage(account, chat, recipient, signal);
  const key = idempotencyKey ?? (await keyFor(account, recipient, args, answers ?? last?.id));
  // The cast: an agent's handle has it.
  const { reconcileSend } = Object(account.agent) as { reconcileSend?: () => SendOptions["reconcile"] };
  const body = { ...recipient, message, mediaUrl, mediaType };
  const sent = await account.write(signal, (options) =>
    sendOf(about, account.sender)(body, { ...options, idempotencyKey: key, reconcile: reconcileSend?.() }),
  );
  const { messageId, provider, channel, data, replayed, reconciled } = sent as Row;
  const isLate = channel === "whatsapp" && last && !last.isWithin24Hours;
  return {
    ...{ outcome: "accepted", messageId, provider, channel, idempotencyKey: key },
    ...(replayed === true && { replayed }),
    ...(reconciled === true && { reconciled }),
    note: replayed ? replayedNote : isLate ? lateNote : acceptedNote,
    ...(raw && { raw: data }),
  };
}

const input = closed(
  {
    to: text("The recipient: a phone number with + and country code, or a user id with ig_ or fb_."),
    chatId: text("The chat to answer in, instead of `to`. On WhatsApp only: other chats do not show the address."),
    message: text("The text.", { minLength: 1, maxLength: longestText }),
    channel: text("The channel; by default detected from `to`.", { enum: ["whatsapp", "instagram", "messenger"] }),
    mediaUrl: text("Address of a file to send along, http or https."),
    mediaType: text("The kind of that file.", { enum: ["image", "video", "audio", "document"] }),
    answers: text("The id of the customer's message that this answers, from read_conversation. Give it if you can."),
    idempotencyKey: text("The same key never sends twice. By default it follows from recipient, text and `answers`.", {
      minLength: 1,
      maxLength: 255,
    }),
    raw: { type: "boolean", description: "Whether to add the provider's answer." },
  },
  ["message"],
);

const output = closed(
  {
    outcome: { type: "string", const: "accepted", description: "The server accepted the message." },
    messageId: value("The provider's id, for delivery_of."),
    provider: value("The provider."),
    channel: value("The channel."),
    idempotencyKey: text("The key of this message."),
    replayed: { type: "boolean", description: "Whether an earlier call sent it. Nothing was sent now." },
    reconciled: { type: "boolean", description: "Whether the message of an earlier call was found in the chat." },
    note: text("What that means."),
    raw: value("The provider's answer."),
  },
  ["outcome", "idempotencyKey", "note"],
);

/** Sends a message once. Offered with `--allow send`. */
export function sendMessage(account: Account): Tool[] {
  if (!account.operations.some(({ byHand }) => byHand?.includes("messages.send"))) return [];
  return [
    {
      name: about,
      description: `Sends one message to a customer. Called again with the same text, recipient and \`answers\`, it sends nothing and returns the first result. Texts over ${longestText} characters are refused. If the outcome is unknown, do not send again: look with read_conversation.`,
      annotations: sends("Send a message"),
      ...{ input, output, doing: sending },
      // The cast: the schema of the input has these types.
      run: (args, { signal }) => send(account, args as unknown as Sending, signal),
    },
  ];
}
