// Checked by `tsc`, never run: what compiles must compile, and what is marked must not.
import { expectTypeOf } from "vitest";
import type { AgentEvent, Chat, ChatEvent, ChatsCheckpoint, Message, MessagesCheckpoint, Watch } from "wipsy-client";
import { Wipsy } from "wipsy-client";

const wipsy = new Wipsy();
const agent = wipsy.agent({ session: { agent: { id: "a1" }, session: { token: "agent-token" } } });
const chats = wipsy.chats.watch();
const messages = agent.watch();

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
wipsy.chats.watch({ since: chats.checkpoint });
agent.watch({ since: messages.checkpoint });
wipsy.chats.watch({ since: new Date() });
agent.watch({ since: new Date(), status: "pending", changes: true, every: { min: 1000, max: 60_000 }, timeout: 1000 });
wipsy.chats.watch({ every: 5000, signal: undefined, since: undefined });
// @ts-expect-error: of another feed
wipsy.chats.watch({ since: messages.checkpoint });
// @ts-expect-error: of another feed
agent.watch({ since: chats.checkpoint });
// @ts-expect-error: a time is a Date
agent.watch({ since: "2025-11-02T10:00:00Z" });
// @ts-expect-error: only read
chats.checkpoint = { feed: "chats", chats: {}, whole: false };
// @ts-expect-error: both bounds
wipsy.chats.watch({ every: { min: 5 } });
// @ts-expect-error: chats have no filter
wipsy.chats.watch({ status: "active" });
// @ts-expect-error: the states in a request are closed
agent.watch({ status: "archived" });
// @ts-expect-error: misspelt
agent.watch({ change: true });
