import type { Chat, Message } from "wipsy-client";
import { mockApi } from "wipsy-client/testing";
import { type Reply, type Seen, serve } from "./server.ts";

// The mock of wipsy-client/testing, whose chats and messages change while a client reads them, behind a server of odd manners.

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
  /** Whether every other answer has times in the other of the two notations. */
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
  /** What its `created_at` says. */
  readonly at?: Date;
  readonly id?: string;
  readonly whatsappId?: string | null;
}

export type Account = ReturnType<typeof createAccount>;

const channels = ["whatsapp", "instagram", "messenger"] as const;

/** What a server of this manner gives of messages, of which the newest is first. */
function given(all: readonly Message[], asked: unknown, { side, order, most, fixed }: Manner): Message[] {
  const limit = fixed ?? Math.min(typeof asked === "number" ? asked : 50, most ?? Number.POSITIVE_INFINITY);
  const window = side === "oldest" ? all.slice(-limit) : all.slice(0, limit);
  return order === "ascending" ? window.reverse() : window;
}

/** `2025-11-02T10:11:12.123Z` as `2025-11-02T10:11:12.123000+00:00`. */
const inOtherNotation = (json: string) => json.replace(/(?<=:\d\d\.\d{3})Z"/g, '000+00:00"');

/** An empty account. */
export function createAccount() {
  let now = () => new Date();
  const api = mockApi({ now: () => now() });
  const { chats, messages } = api;
  const session = api.signIn();
  session.session.expires_at = "2999-01-01T00:00:00Z";
  const headers = { "x-api-key": "any", authorization: `Bearer ${session.session.token}` };

  /** The mock's own answer. It has all of a chat's messages that it can have, from the newest. */
  function ask({ method, url, body }: Seen): Promise<Response> {
    const { limit: _, ...asked } = body === "" ? {} : JSON.parse(body);
    const init = body === "" ? {} : { body: JSON.stringify({ ...asked, agentSession: session }) };
    return api.fetch(`http://localhost${url}`, { method, headers, ...init });
  }

  async function answer(seen: Seen, manner: Manner, isOther: boolean): Promise<Reply> {
    const { limit, chatId = undefined } = seen.body === "" ? {} : JSON.parse(seen.body);
    const list = seen.url.includes("chats") ? "chats" : "messages";
    const instead = await manner.before?.({ list, chatId, limit });
    if (instead) return instead;
    const answered = await ask(seen);
    const text = await answered.text();
    const body = JSON.parse(isOther && manner.notations ? inOtherNotation(text) : text);
    if (list === "messages") {
      body.messages = given(body.messages, limit, manner);
      manner.shown?.(chatId, body.messages);
    }
    const date = manner.dateless ? "" : now().toUTCString();
    return { status: answered.status, headers: { date }, body };
  }

  const chatOf = (id: string): Chat => chats.find((chat) => chat.id === id) ?? {};

  /** Changes a chat; what was read of it before stays as it was. */
  function change(id: string, changes: Partial<Chat>): Chat {
    const changed = { ...chatOf(id), ...changes };
    chats[chats.indexOf(chatOf(id))] = changed;
    return changed;
  }

  return {
    ...{ chats, messages, change, chat: chatOf },
    /** The server's clock. A test may set it. */
    get now() {
      return now;
    },
    set now(clock: () => Date) {
      now = clock;
    },
    /** The messages of a chat, in the order in which they were stored. */
    messagesIn: (chatId: string) => messages.filter(({ chat_id }) => chat_id === chatId),
    /** Opens a chat. */
    open(chat: Partial<Chat> = {}) {
      const time = now().toISOString();
      const channel_type = channels[chats.length % channels.length] ?? "whatsapp";
      const id = crypto.randomUUID();
      const opened: Chat = { id, channel_type, status: "active", created_at: time, last_message_at: time, ...chat };
      chats.push(opened);
      return opened;
    },
    /** Something happens in a chat now. */
    move: (id: string) => change(id, { last_message_at: now().toISOString() }),
    /** Takes a chat away. Its messages stay. */
    hide: (id: string) => void chats.splice(chats.indexOf(chatOf(id)), 1),
    /** Stores a message, and moves its chat to the top. */
    receive({ chatId, content = "Hola", at, id, whatsappId = null }: Incoming): Message {
      change(chatId, {});
      const message = api.receive({ chatId, content });
      const own = { ...(id !== undefined && { id }), ...(at && { created_at: at.toISOString() }) };
      return Object.assign(message, own, { whatsapp_message_id: whatsappId });
    },
    /** Starts its server. */
    listen: (manner: Manner = {}) => serve((seen, count) => answer(seen, manner, count % 2 === 0)),
  };
}
