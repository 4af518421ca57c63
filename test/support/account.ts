import { randomUUID } from "node:crypto";
import type { Chat, Message } from "wipsy-client";
import { type Reply, type Seen, serve, type TestServer } from "./server.ts";

// An account whose chats and messages change while a client reads them. All of it is invented.

/** How its server answers, where that is not documented. */
export interface Manner {
  /** Which messages a `limit` leaves: the newest or the oldest. */
  readonly side?: "newest" | "oldest";
  /** The order of the messages in an answer. */
  readonly order?: "ascending" | "descending";
  /** The largest number of messages it gives, whatever is asked for. */
  readonly most?: number;
  /** The number of messages it gives, whatever is asked for. */
  readonly fixed?: number;
  /** Whether its answers have no `Date` that shows, as in a browser. */
  readonly dateless?: boolean;
  /** Whether every other answer to an agent has times in the other of the two notations. */
  readonly notations?: boolean;
  /** Called before it answers, which waits for it; what it gives is the answer instead. */
  readonly before?: (request: Request) => Reply | undefined | Promise<Reply | undefined>;
  /** Called with each answer that holds messages. */
  readonly shown?: (chatId: string, messages: readonly Message[]) => void;
}

/** What is asked for. */
export interface Request {
  readonly list: "chats" | "messages";
  /** Of which chat. */
  readonly chatId: string | undefined;
  readonly limit: unknown;
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
function given(all: readonly Message[], asked: unknown, { side, order, most, fixed }: Manner): Message[] {
  const limit = fixed ?? Math.min(typeof asked === "number" ? asked : 50, most ?? Number.POSITIVE_INFINITY);
  const sorted = all.toSorted(byTime);
  const window = side === "oldest" ? sorted.slice(0, limit) : sorted.slice(-limit);
  return order === "ascending" ? window : window.reverse();
}

/** `2025-11-02T10:11:12.123Z` as `2025-11-02T10:11:12.123000+00:00`. */
const otherNotation = (time: string | null | undefined) => time?.replace("Z", "000+00:00");

/** An empty account. */
export function createAccount(): Account {
  const chats = new Map<string, Chat>();
  const messages = new Map<string, Message[]>();
  /** Chats with the latest activity first. */
  const newestFirst = () =>
    [...chats.values()].sort((a, b) => Date.parse(b.last_message_at ?? "") - Date.parse(a.last_message_at ?? ""));

  function answerTo(path: string, asked: Record<string, unknown>, manner: Manner, isOther: boolean): unknown {
    const written = isOther && manner.notations ? otherNotation : (time: string | null | undefined) => time;
    if (path === "/api-get-chats") return { success: true, data: newestFirst().slice(0, Number(asked.limit ?? 50)) };
    if (path === "/agent-get-chats") {
      const { status = "all" } = asked;
      const listed = newestFirst().filter((chat) => status === "all" || chat.status === status);
      return {
        chats: listed.slice(0, 1000).map((chat) => ({ ...chat, last_message_at: written(chat.last_message_at) })),
      };
    }
    const chatId = String(asked.chatId);
    const found = given(messages.get(chatId) ?? [], asked.limit, manner);
    manner.shown?.(chatId, found);
    return { messages: found.map((message) => ({ ...message, created_at: written(message.created_at) })) };
  }

  async function answer({ url, body }: Seen, manner: Manner, count: number): Promise<Reply> {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const asked: Record<string, unknown> = body === "" ? Object.fromEntries(searchParams) : JSON.parse(body);
    const list = pathname.endsWith("chats") ? "chats" : "messages";
    const chatId = typeof asked.chatId === "string" ? asked.chatId : undefined;
    const instead = await manner.before?.({ list, chatId, limit: asked.limit });
    const headers = { date: manner.dateless ? "" : account.now().toUTCString() };
    return instead ?? { headers, body: answerTo(pathname, asked, manner, count % 2 === 0) };
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
    listen: (manner = {}) => serve((seen, count) => answer(seen, manner, count)),
  };
  return account;
}
