// Checked by `tsc`, never run: what compiles must compile, and what is marked must not.
import { expectTypeOf } from "vitest";
import { type Chat, type Message, Wipsy } from "wipsy-client";
import {
  type AgentEvent,
  type ChatEvent,
  type ChatsCheckpoint,
  type MessagesCheckpoint,
  type Watch,
  watchChats,
  watchMessages,
} from "wipsy-client/feed";

const wipsy = new Wipsy();
const agent = wipsy.agent({ session: { agent: { id: "a1" }, session: { token: "agent-token" } } });
const chats = watchChats(wipsy);
const messages = watchMessages(agent);

expectTypeOf(chats).toEqualTypeOf<Watch<ChatEvent, ChatsCheckpoint>>();
expectTypeOf(messages).toEqualTypeOf<Watch<AgentEvent, MessagesCheckpoint>>();

// Events narrow by their type.
for await (const event of chats) {
  if (event.type === "gap") {
    // @ts-expect-error: a gap is of no chat
    event.chat;
  } else {
    expectTypeOf(event.type).toEqualTypeOf<"new" | "changed">();
    expectTypeOf(event.chat).toEqualTypeOf<Chat>();
    expectTypeOf(event.previous).toEqualTypeOf<Chat | undefined>();
  }
}
for await (const event of messages) {
  if (event.type === "gap") {
    expectTypeOf(event.chat).toEqualTypeOf<Chat | undefined>();
    // @ts-expect-error: a gap has no message
    event.message;
  } else {
    expectTypeOf(event.type).toEqualTypeOf<"new" | "changed">();
    expectTypeOf(event.message).toEqualTypeOf<Message>();
    expectTypeOf(event.chat).toEqualTypeOf<Chat>();
  }
}

// A checkpoint is where another watch begins.
watchChats(wipsy, { checkpoint: chats.checkpoint });
watchMessages(agent, { checkpoint: messages.checkpoint });
watchChats(wipsy, { checkpoint: new Date() });
watchMessages(agent, {
  checkpoint: new Date(),
  status: "pending",
  changes: true,
  every: { min: 1000, max: 60_000 },
  timeout: 1000,
});
watchChats(wipsy, { every: 5000, signal: undefined, checkpoint: undefined });
// @ts-expect-error: of another feed
watchChats(wipsy, { checkpoint: messages.checkpoint });
// @ts-expect-error: of another feed
watchMessages(agent, { checkpoint: chats.checkpoint });
// @ts-expect-error: a time is a Date
watchMessages(agent, { checkpoint: "2025-11-02T10:00:00Z" });
// @ts-expect-error: only read
chats.checkpoint = { feed: "chats", chats: {}, whole: false };
// @ts-expect-error: both bounds
watchChats(wipsy, { every: { min: 5 } });
// @ts-expect-error: chats have no filter
watchChats(wipsy, { status: "active" });
// @ts-expect-error: the states in a request are closed
watchMessages(agent, { status: "archived" });
// @ts-expect-error: misspelt
watchMessages(agent, { change: true });
