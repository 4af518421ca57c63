// The types that a CommonJS program gets are another file.
import wipsyClient = require("wipsy-client");
import campaign = require("wipsy-client/campaign");
import bullmq = require("wipsy-client/bullmq");
import feed = require("wipsy-client/feed");
import pgBoss = require("wipsy-client/pg-boss");
import rawEntry = require("wipsy-client/raw");
import memory = require("wipsy-client/stores/memory");
import postgres = require("wipsy-client/stores/postgres");
import redis = require("wipsy-client/stores/redis");
import sqlite = require("wipsy-client/stores/sqlite");
import testing = require("wipsy-client/testing");

const { Wipsy } = wipsyClient;
const wipsy: wipsyClient.Wipsy = new Wipsy();
// @ts-expect-error 15 digits without + may be a phone or a user id
const call: wipsyClient.Call<wipsyClient.SentMessage> = wipsy.messages.send({ to: "828925823321473", message: "Hola" });

const options: campaign.CampaignOptions = { name: "campaign" };
campaign.sendMany(new Wipsy({ idempotency: memory.memoryStore() }), [], { ...options, message: "Hola" }).pause();

async function first<Event extends { readonly type: string }>(watch: feed.Watch<Event, unknown>): Promise<string> {
  for await (const { type } of watch) return type;
  return "";
}

async function main(): Promise<void> {
  const error: unknown = await call.catch((caught: unknown) => caught);
  const refused = wipsyClient.isWipsyError(error, "InputError") ? error.field : undefined;
  const agent = wipsy.agent({ session: { agent: { id: "agent-1" }, session: { token: "agent-session-token" } } });
  const checkpoint = new Date(0);
  const messages: feed.Watch<feed.AgentEvent, feed.MessagesCheckpoint> = feed.watchMessages(agent, { checkpoint });
  const events = [await first(messages), await first(feed.watchChats(wipsy, { checkpoint }))];
  const raw: rawEntry.RawClient = rawEntry.rawClient(wipsy);
  const { data } = await raw.GET("/api-get-chats");
  const api: testing.MockApi = testing.mockApi();
  await new Wipsy({ apiKey: "test", fetch: api.fetch }).messages.send({ to: "+573188779043", message: "Hola" });
  const makers = [memory.memoryStore, postgres.postgresStore, redis.redisStore, sqlite.sqliteStore];
  const stores = makers.map((store) => typeof store);
  const keyed = new Wipsy({ idempotency: memory.memoryStore() });
  const queues = [bullmq.sendProcessor(keyed), pgBoss.sendHandler(keyed)].map((queue) => typeof queue);
  console.log(JSON.stringify({ refused, events, raw: data?.success, mocked: api.sent.length, stores, queues }));
}

main();
