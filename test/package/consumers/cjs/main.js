const { Wipsy, isWipsyError } = require("wipsy-client");
const { sendMany } = require("wipsy-client/campaign");
const { sendProcessor } = require("wipsy-client/bullmq");
const { watchChats, watchMessages } = require("wipsy-client/feed");
const { sendHandler } = require("wipsy-client/pg-boss");
const { rawClient } = require("wipsy-client/raw");
const { memoryStore } = require("wipsy-client/stores/memory");
const { postgresStore } = require("wipsy-client/stores/postgres");
const { redisStore } = require("wipsy-client/stores/redis");
const { sqliteStore } = require("wipsy-client/stores/sqlite");
const { mockApi } = require("wipsy-client/testing");

async function main() {
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
}

main();
