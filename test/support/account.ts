import { randomUUID } from "node:crypto";
import type { Chat, Message } from "wipsy-client";
import { type Seen, serve, type TestServer } from "./server.ts";

// An account whose chats and messages change while a client reads them. All of it is invented.

/** How its server answers, where that is not documented. */
export interface Manner {
  /** Which messages a `limit` leaves: the newest or the oldest. */
  readonly side?: "newest" | "oldest";
  /** The order of the messages in an answer. */
  readonly order?: "ascending" | "descending";
  /** The largest number of messages it gives, whatever is asked for. */
  readonly most?: number;
}

/** A message, as it comes to an account. What is left out is made up. */
export interface Incoming {
  readonly chatId: string;
  readonly content?: string;
  readonly sender?: Message["sender_type"];
  /** What its `created_at` says. */
  readonly at?: Date;
  readonly id?: string;
  readonly whatsappId?: string | null;
}

export interface Account {
  readonly chats: Map<string, Chat>;
  /** Messages by chat, in the order in which they were stored. */
  readonly messages: Map<string, Message[]>;
  /** The server's clock. A test may set it. */
  now: () => Date;
  /** Opens a chat. */
  open(chat?: Partial<Chat>): Chat;
  /** Stores a message, and moves its chat to the top. */
  receive(message: Incoming): Message;
  /** Starts its server. */
  listen(manner?: Manner): Promise<TestServer>;
}

const channels = ["whatsapp", "instagram", "messenger"] as const;

function byTime(a: Message, b: Message): number {
  return Date.parse(a.created_at ?? "") - Date.parse(b.created_at ?? "");
}

/** What a server of this manner gives of a chat's messages. */
function given(all: readonly Message[], asked: unknown, { side, order, most }: Manner): Message[] {
  const limit = Math.min(typeof asked === "number" ? asked : 50, most ?? Number.POSITIVE_INFINITY);
  const sorted = all.toSorted(byTime);
  const window = side === "oldest" ? sorted.slice(0, limit) : sorted.slice(-limit);
  return order === "ascending" ? window : window.reverse();
}

/** An empty account. */
export function createAccount(): Account {
  const chats = new Map<string, Chat>();
  const messages = new Map<string, Message[]>();
  /** Chats with the latest activity first. */
  const newestFirst = () =>
    [...chats.values()].sort((a, b) => Date.parse(b.last_message_at ?? "") - Date.parse(a.last_message_at ?? ""));

  function answer({ url, body }: Seen, manner: Manner): unknown {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const asked = body === "" ? {} : JSON.parse(body);
    if (pathname === "/api-get-chats") {
      const limit = Number(searchParams.get("limit") ?? 50);
      return { success: true, data: newestFirst().slice(0, limit), chat_buttons: [] };
    }
    if (pathname === "/agent-get-chats") {
      const { status = "all" } = asked;
      return {
        chats: newestFirst()
          .filter((chat) => status === "all" || chat.status === status)
          .slice(0, 1000),
      };
    }
    return { messages: given(messages.get(asked.chatId) ?? [], asked.limit, manner) };
  }

  const account: Account = {
    chats,
    messages,
    now: () => new Date(),
    open(chat = {}) {
      const id = chat.id ?? randomUUID();
      const time = account.now().toISOString();
      const channel_type = channels[chats.size % channels.length] ?? "whatsapp";
      const opened: Chat = { id, channel_type, status: "active", created_at: time, last_message_at: time, ...chat };
      chats.set(id, opened);
      messages.set(id, []);
      return opened;
    },
    receive({ chatId, content = "Hola", sender = "customer", at, id = randomUUID(), whatsappId = null }) {
      const now = account.now();
      const message: Message = {
        id,
        chat_id: chatId,
        content,
        sender_type: sender,
        message_type: "text",
        created_at: (at ?? now).toISOString(),
        whatsapp_message_id: whatsappId,
        status: sender === "customer" ? null : "sent",
        metadata: {},
      };
      messages.get(chatId)?.push(message);
      const chat = chats.get(chatId);
      if (chat) chats.set(chatId, { ...chat, last_message_at: now.toISOString() });
      return message;
    },
    listen: (manner = {}) => serve((seen) => ({ body: answer(seen, manner) })),
  };
  return account;
}
