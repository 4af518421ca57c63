// Checked by `tsc`, never run: what compiles must compile, and what is marked must not.
import { expectTypeOf } from "vitest";
import type { Chat, Checkpoint, Contact, IterateOptions, Iteration, Message, Page, Product, Tag } from "wipsy-client";
import { Wipsy } from "wipsy-client";

const wipsy = new Wipsy();
const agent = wipsy.agent({ session: { agent: { id: "a1" }, session: { token: "agent-token" } } });
const id = "7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13";
declare const checkpoint: Checkpoint;

// Every list has it, with the items of its list.
expectTypeOf(wipsy.chats.iterate()).toEqualTypeOf<Iteration<Chat>>();
expectTypeOf(wipsy.contacts.iterate({})).toEqualTypeOf<Iteration<Contact>>();
expectTypeOf(wipsy.products.iterate()).toEqualTypeOf<Iteration<Product>>();
expectTypeOf(wipsy.tags.iterate()).toEqualTypeOf<Iteration<Tag>>();
expectTypeOf(wipsy.pipelineStages.iterate).toBeFunction();
expectTypeOf(wipsy.customFields.iterate).toBeFunction();
expectTypeOf(wipsy.messages.iterate({ chatId: id })).toEqualTypeOf<Iteration<Message>>();
expectTypeOf(agent.chats.iterate({ status: "active" })).toEqualTypeOf<Iteration<Chat>>();
expectTypeOf(agent.messages.iterate({ chatId: id })).toEqualTypeOf<Iteration<Message>>();

for await (const contact of wipsy.contacts.iterate()) expectTypeOf(contact).toEqualTypeOf<Contact>();
for await (const page of wipsy.contacts.iterate().pages()) expectTypeOf(page).toEqualTypeOf<Page<Contact>>();
expectTypeOf(wipsy.contacts.iterate().toArray({ limit: 10 })).resolves.toEqualTypeOf<Contact[]>();
expectTypeOf(wipsy.contacts.iterate().checkpoint).toEqualTypeOf<Checkpoint>();
expectTypeOf<Parameters<typeof wipsy.contacts.iterate>[1]>().toEqualTypeOf<IterateOptions | undefined>();

// Options: those of a call, and its own.
wipsy.contacts.iterate({}, { incomplete: "allow", checkpoint, signal: new AbortController().signal, timeout: 1000 });
wipsy.contacts.iterate(undefined, { incomplete: undefined, checkpoint: undefined });
agent.messages.iterate({ chatId: id }, { deadline: 1000, maxRetries: 0, headers: { a: "b" } });

// @ts-expect-error: the windows are for iterate to choose
wipsy.contacts.iterate({ limit: 10 });
// @ts-expect-error: in a body, too
agent.messages.iterate({ chatId: id, limit: 10 });
// @ts-expect-error: the id is for get
wipsy.contacts.iterate({ contactId: id });
// @ts-expect-error: there is no page
wipsy.contacts.iterate({ page: 2 });
// @ts-expect-error: a list without parameters takes none
wipsy.tags.iterate({ limit: 1 });
// @ts-expect-error: a chat is needed
agent.messages.iterate();
// @ts-expect-error: the states in a request are closed
agent.chats.iterate({ status: "archived" });
// @ts-expect-error: the handle adds the session
agent.chats.iterate({ agentSession: {} });
// @ts-expect-error: misspelt
wipsy.contacts.iterate({}, { incomplet: "allow" });
// @ts-expect-error: "error" or "allow"
wipsy.contacts.iterate({}, { incomplete: true });
// @ts-expect-error: iterate's alone
wipsy.contacts.list({}, { incomplete: "allow" });
wipsy.contacts.iterate().toArray();
wipsy.contacts.iterate().toArray({ limit: undefined });
// @ts-expect-error: in an object
wipsy.contacts.iterate().toArray(10);
// @ts-expect-error: no checkpoint
wipsy.contacts.iterate({}, { checkpoint: { operation: "getContacts" } });
// @ts-expect-error: read only
checkpoint.seen.push("id:a");
// @ts-expect-error: read only
wipsy.contacts.iterate().checkpoint = checkpoint;
// @ts-expect-error: no promise
wipsy.contacts.iterate().then;

// It is JSON.
const stored: string = JSON.stringify(checkpoint);
wipsy.contacts.iterate({}, { checkpoint: JSON.parse(stored) as Checkpoint });
