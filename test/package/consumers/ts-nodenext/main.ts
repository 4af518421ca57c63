import type { Contact } from "wipsy-client";
import {
  type AgentSession,
  type Channel,
  detectChannel,
  isWipsyError,
  type Page,
  type SentMessage,
  Wipsy,
} from "wipsy-client";
import { sendProcessor } from "wipsy-client/bullmq";
import { sendMany } from "wipsy-client/campaign";
import { type AgentEvent, type ChatEvent, watchChats, watchMessages } from "wipsy-client/feed";
import { sendHandler } from "wipsy-client/pg-boss";
import { memoryStore } from "wipsy-client/stores/memory";
import { postgresStore } from "wipsy-client/stores/postgres";
import { redisStore } from "wipsy-client/stores/redis";
import { sqliteStore } from "wipsy-client/stores/sqlite";

const wipsy = new Wipsy({ apiKey: process.env.WIPSY_API_KEY, timeout: 10_000, idempotency: memoryStore() });
const stores = [memoryStore, postgresStore, redisStore, sqliteStore].map((store) => typeof store);
const queues = [sendProcessor(wipsy), sendHandler(wipsy)].map((queue) => typeof queue);
const session: AgentSession = { agent: { id: "agent-1" }, session: { token: "agent-session-token" } };

const sent: SentMessage[] = [
  await wipsy.messages.send({ to: "+573188779043", message: "Hola", quotedMessageId: null }),
  await wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" }),
  await wipsy.messages.send({ to: "fb_123456789", message: "Hola" }),
];
const once = () => wipsy.contacts.create({ name: "Ana" }, { idempotencyKey: "ana" });
const [created, again] = [await once(), await once()];
const campaign: string[] = [];
for await (const { state } of sendMany(wipsy, [{ to: "+573188779043", message: "Hola" }], { name: "campaign" }))
  campaign.push(state);
const page: Page<Contact> = await wipsy.contacts.list({ limit: 10 });
const contact = await wipsy.contacts.get(page.items[0]?.id ?? "");
const { data: chats, response } = await wipsy.agent({ session }).chats.list({ status: "active" }).withResponse();
const channel: Channel = detectChannel("ig_828925823321473").channel;

let refused: string | undefined;
try {
  // @ts-expect-error a quote works on WhatsApp only, and the compiler sees that this is not
  await wipsy.messages.send({ to: "ig_828925823321473", message: "Hola", quotedMessageId: "wamid.1" });
} catch (error) {
  if (isWipsyError(error, "InputError")) refused = error.field;
}

const events: (AgentEvent | ChatEvent)["type"][] = [];
for await (const event of watchMessages(wipsy.agent({ session }), { checkpoint: new Date(0) })) {
  events.push(event.type);
  break;
}
for await (const event of watchChats(wipsy, { checkpoint: new Date(0) })) {
  events.push(event.type);
  break;
}

const report = {
  accepted: sent.map((message) => message.success),
  contacts: page.items.length,
  name: contact.name,
  agentChats: chats.items.length,
  refused,
  events,
  stores,
  campaign,
  queues,
  replayed: again.id === created.id && "replayed" in again,
  channel,
  status: response.status,
};
console.log(JSON.stringify(report));
