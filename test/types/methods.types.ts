// Checked by `tsc`, never run: what compiles must compile, and what is marked must not.
import { expectTypeOf } from "vitest";
import type { Call, Chat, Contact, CustomField, Message, Page, PipelineStage, Product, Tag } from "wipsy-client";
import { Wipsy } from "wipsy-client";

const wipsy = new Wipsy();
const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
const agent = wipsy.agent({ session });
const id = "7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13";

// Names that exist by generation alone.
expectTypeOf(wipsy.tags.list()).toEqualTypeOf<Call<Page<Tag>>>();
expectTypeOf(wipsy.tags.get(id)).toEqualTypeOf<Call<Tag>>();
expectTypeOf(wipsy.tags.create({ name: "VIP" })).toEqualTypeOf<Call<Tag>>();
expectTypeOf(wipsy.tags.update(id, { color: "#F59E0B" })).toEqualTypeOf<Call<Tag>>();
expectTypeOf(wipsy.tags.delete(id)).resolves.toEqualTypeOf<{ success?: boolean }>();
expectTypeOf(wipsy.pipelineStages.list()).toEqualTypeOf<Call<Page<PipelineStage>>>();
expectTypeOf(wipsy.pipelineStages.get(id)).toEqualTypeOf<Call<PipelineStage>>();
expectTypeOf(wipsy.pipelineStages.create({ name: "Nuevo" })).toEqualTypeOf<Call<PipelineStage>>();
expectTypeOf(wipsy.pipelineStages.update(id, { stage_order: 1 })).toEqualTypeOf<Call<PipelineStage>>();
expectTypeOf(wipsy.pipelineStages.delete).toBeFunction();
expectTypeOf(wipsy.customFields.list()).toEqualTypeOf<Call<Page<CustomField>>>();
expectTypeOf(wipsy.customFields.get(id)).toEqualTypeOf<Call<CustomField>>();
expectTypeOf(wipsy.customFields.create({ name: "Cumpleaños" })).toEqualTypeOf<Call<CustomField>>();
expectTypeOf(wipsy.customFields.update(id, { options: ["a"] })).toEqualTypeOf<Call<CustomField>>();
expectTypeOf(wipsy.customFields.delete).toBeFunction();
expectTypeOf(wipsy.products.list()).toEqualTypeOf<Call<Page<Product>>>();
expectTypeOf(wipsy.products.get(id)).toEqualTypeOf<Call<Product>>();
expectTypeOf(wipsy.products.create({ name: "Camisa", price: 10.5 })).toEqualTypeOf<Call<Product>>();
expectTypeOf(wipsy.products.update(id, { stock: 0 })).toEqualTypeOf<Call<Product>>();
expectTypeOf(wipsy.products.delete).toBeFunction();

// One or many are told apart.
expectTypeOf(wipsy.contacts.list()).toEqualTypeOf<Call<Page<Contact>>>();
expectTypeOf(wipsy.contacts.get(id)).toEqualTypeOf<Call<Contact>>();
expectTypeOf(wipsy.contacts.create({ name: "Juana" })).toEqualTypeOf<Call<Contact>>();
const tags: readonly string[] = ["tag-1"];
void wipsy.contacts.create({ name: "Juana", tags });
expectTypeOf(wipsy.chats.list({ limit: 10 })).toEqualTypeOf<Call<Page<Chat>>>();
expectTypeOf(wipsy.chats.get(id)).toEqualTypeOf<Call<Chat>>();
expectTypeOf(agent.chats.list({ status: "active" })).toEqualTypeOf<Call<Page<Chat>>>();
expectTypeOf(agent.messages.list({ chatId: id })).toEqualTypeOf<Call<Page<Message>>>();

// What servers leave empty can be null.
expectTypeOf<Contact["phone"]>().toEqualTypeOf<string | null | undefined>();
expectTypeOf<Chat["last_message_at"]>().toEqualTypeOf<string | null | undefined>();
expectTypeOf<null>().toExtend<Message["metadata"]>();

// @ts-expect-error: an id is needed
wipsy.contacts.get();
// @ts-expect-error: the id is for get
wipsy.contacts.list({ contactId: id });
// @ts-expect-error: a name is needed
wipsy.contacts.create({ phone: "+573188779043" });
// @ts-expect-error: misspelt
wipsy.contacts.create({ name: "Juana", lastName: "Example" });
// @ts-expect-error: there is no page
wipsy.contacts.list({ limit: 10, page: 2 });
// @ts-expect-error: the states in a request are closed
agent.chats.list({ status: "archived" });
// @ts-expect-error: the handle adds the session
agent.chats.list({ agentSession: session });
// @ts-expect-error: a chat is needed
agent.messages.list();
// @ts-expect-error: an agent's operation is not the client's
wipsy.agentGetChats;
// @ts-expect-error: a client's namespace is not the agent's
agent.contacts;

// Enums in answers are open: known values complete, unknown ones are taken.
declare const chat: Chat;
declare const message: Message;
const channelType: NonNullable<Chat["channel_type"]>[] = ["whatsapp", "facebook"];
const state: NonNullable<Message["status"]>[] = ["read", "failed", "received"];
const kind: Message["message_type"] = "template";
const isKnown: boolean = chat.status === "active" || message.sender_type === "agent";
const isUnknown: boolean = chat.status === "snoozed" || message.message_type === "sticker";
void [channelType, state, kind, isKnown, isUnknown];
// @ts-expect-error: open, but text
const notText: Chat["status"] = 5;
void notText;

// Any operation by its id.
wipsy.call("getChats");
wipsy.call("getChats", undefined, { timeout: 1000 });
wipsy.call("getChats", { query: { limit: 10 } });
wipsy.call("createContact", { body: { name: "Juana" } }, { timeout: 1000 });
wipsy.call("updateTag", { query: { tagId: id }, body: { name: "VIP" } });
wipsy.call("agentGetChats", { body: { agentSession: session } });
expectTypeOf(wipsy.call("createContact", { body: { name: "Juana" } })).resolves.toEqualTypeOf<{
  success?: boolean;
  data?: Contact;
}>();
// @ts-expect-error: an input is needed
wipsy.call("createContact");
// @ts-expect-error: a body is needed
wipsy.call("createContact", {});
// @ts-expect-error: no such operation
wipsy.call("getEverything");
// @ts-expect-error: no such parameter
wipsy.call("getChats", { query: { page: 1 } });
// @ts-expect-error: a session is needed
wipsy.call("agentGetChats", { body: {} });

// Any of an agent's operations by its id, without the session.
agent.call("agentGetChats", { body: {} });
agent.call("agentGetChats", { body: { status: "pending" } });
agent.call("agentGetMessages", { body: { chatId: id, limit: 20 } }, { timeout: 1000 });
expectTypeOf(agent.call("agentGetChats", { body: {} })).resolves.toHaveProperty("chats");
// @ts-expect-error: a chat is needed
agent.call("agentGetMessages", { body: {} });
// @ts-expect-error: no operation of an agent's
agent.call("getChats", {});
// @ts-expect-error: the states in a request are closed
agent.call("agentGetChats", { body: { status: "archived" } });
// @ts-expect-error: the session is added
agent.call("agentGetChats", { body: { agentSession: session } });

// Options.
new Wipsy({ apiKey: undefined, baseUrl: undefined, timeout: 1000, fetch: globalThis.fetch });
new Wipsy({ apiKey: () => "key" });
new Wipsy({ apiKey: async () => "key" });
// @ts-expect-error: misspelt
new Wipsy({ apikey: "key" });
// @ts-expect-error: a signal is a call's
new Wipsy({ signal: new AbortController().signal });
// @ts-expect-error: a number
new Wipsy({ apiKey: 5 });
// @ts-expect-error: misspelt
wipsy.contacts.list({}, { timeOut: 1000 });
// @ts-expect-error: a client's option, not a call's
wipsy.contacts.list({}, { baseUrl: "https://example.com" });
// @ts-expect-error: a session is needed
wipsy.agent({ token: "agent-token" });
// @ts-expect-error: misspelt
wipsy.agent({ session, tokens: "agent-token" });
// @ts-expect-error: a session has an agent
wipsy.agent({ session: { session: { token: "agent-token" } } });

// A call is a promise of its data, with more to be had.
const { data, response, attempts } = await wipsy.contacts.get(id).withResponse();
expectTypeOf(data).toEqualTypeOf<Contact>();
expectTypeOf(response).toEqualTypeOf<Response>();
expectTypeOf(attempts).toEqualTypeOf<number>();
