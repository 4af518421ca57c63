import { isWipsyError, Wipsy } from "wipsy-client";
import { sendProcessor } from "wipsy-client/bullmq";
import { sendMany } from "wipsy-client/campaign";
import { watchChats, watchMessages } from "wipsy-client/feed";
import { sendHandler } from "wipsy-client/pg-boss";
import { rawClient } from "wipsy-client/raw";
import { memoryStore } from "wipsy-client/stores/memory";
import { postgresStore } from "wipsy-client/stores/postgres";
import { redisStore } from "wipsy-client/stores/redis";
import { sqliteStore } from "wipsy-client/stores/sqlite";
import { mockApi } from "wipsy-client/testing";

const wipsy = new Wipsy({ idempotency: memoryStore() });
const stores = [memoryStore, postgresStore, redisStore, sqliteStore].map((store) => typeof store);
const queues = [sendProcessor(wipsy), sendHandler(wipsy)].map((queue) => typeof queue);
const session = { agent: { id: "agent-1" }, session: { token: "agent-session-token" } };

const sent = [];
for (const to of ["+573188779043", "ig_828925823321473", "fb_123456789"]) {
  sent.push(await wipsy.messages.send({ to, message: "Hola" }));
}
const once = () => wipsy.contacts.create({ name: "Ana" }, { idempotencyKey: "ana" });
const [created, again] = [await once(), await once()];
const campaign = [];
for await (const { state } of sendMany(wipsy, [{ to: "+573188779043", message: "Hola" }], { name: "campaign" }))
  campaign.push(state);
const { items } = await wipsy.contacts.list({ limit: 10 });
const contact = await wipsy.contacts.get(items[0].id);
const chats = await wipsy.agent({ session }).chats.list({ status: "active" });
const refused = await wipsy.messages.send({ to: "ig_", message: "Hola" }).catch((error) => error);

const events = [];
for await (const event of watchMessages(wipsy.agent({ session }), { checkpoint: new Date(0) })) {
  events.push(event.type);
  break;
}
for await (const event of watchChats(wipsy, { checkpoint: new Date(0) })) {
  events.push(event.type);
  break;
}
const { data } = await rawClient(wipsy).GET("/api-get-chats");

const api = mockApi();
await new Wipsy({ apiKey: "test", fetch: api.fetch }).messages.send({ to: "+573188779043", message: "Hola" });

const report = {
  accepted: sent.map((message) => message.success),
  contacts: items.length,
  name: contact.name,
  agentChats: chats.items.length,
  refused: isWipsyError(refused, "InputError") && refused.field,
  events,
  raw: data?.success,
  mocked: api.sent.length,
  stores,
  campaign,
  queues,
  replayed: again.id === created.id && again.replayed,
};
console.log(JSON.stringify(report));
