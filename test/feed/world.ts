import type { Chat, Message } from "wipsy-client";
import { type Account, createAccount } from "../support/account.ts";
import type { Happening } from "./steps.ts";

// An account in which things happen, by a clock that only they move.

export const nameOf = (message: Message): string => message.whatsapp_message_id ?? message.id ?? "";
export const timeOf = (message: Message): number => Date.parse(message.created_at ?? "");

/** What no checkpoint may hold. */
export const secrets = ["Juana", "573001112233", "wamid.", "Quiero dos"];

export interface World {
  readonly account: Account;
  storedIn(chatId: string): readonly Message[];
  /** Whether a message came late, and has too many later ones by now: it may be missed, as the doc comment says. */
  mayBeMissed(message: Message): boolean;
  happen(step: Happening): void;
  /** The moment when the first chats are there, and 5 seconds before it. */
  readonly began: number;
  readonly start: number;
}

/**
 * With as many chats as numbers, each with as many messages; `others` are the agent's only later. Where there are such,
 * nothing has happened for an hour.
 */
export function createWorld(before: readonly number[], others: readonly number[]): World {
  const account = createAccount();
  let clock = Date.parse("2025-11-02T10:00:00.000Z");
  account.now = () => new Date(clock);
  const storedIn = account.messagesIn;
  const mayBeMissed = (message: Message) => {
    const stored = storedIn(message.chat_id ?? "");
    const isLater = (one: Message) => timeOf(one) > timeOf(message);
    return stored.slice(0, stored.indexOf(message)).some(isLater) && stored.filter(isLater).length >= 25;
  };
  const chatAt = (index: number) => account.chats[index % account.chats.length] ?? {};
  const open = () => account.open({ customer: { name: "Juana", phone: "573001112233" } });
  let written = 0;
  let start = 0;

  function receive(chatId: string, late: number): void {
    written += 1;
    const at = clock - late;
    // What is late behind too many others is lost, as the doc comment says.
    const isLost = at < start || storedIn(chatId).filter((message) => timeOf(message) >= at).length >= 25;
    const whatsappId = written % 3 === 0 ? `wamid.573001112233.${written}` : null;
    account.receive({ chatId, content: `Quiero dos ${written}`, at: new Date(isLost ? clock : at), whatsappId });
  }

  function fill(count: number): string {
    const { id = "" } = open();
    for (let i = 0; i < count; i += 1) {
      clock += 1000;
      receive(id, 0);
    }
    return id;
  }

  before.forEach(fill);
  const hidden = others.map(fill).map(account.chat);
  for (const { id = "" } of hidden) account.hide(id);
  if (hidden.length > 0) clock += 3_600_000;
  const began = clock;
  start = began - 5000;

  function duplicate(chatId: string, back: number): void {
    // The copy of a message that the feed has never seen is as good as new.
    const recent = storedIn(chatId).filter((message) => message.whatsapp_message_id && timeOf(message) > began);
    const original = recent.at(-1 - back);
    if (original) account.receive({ chatId, whatsappId: nameOf(original) });
  }

  function announce(chat: Chat): void {
    // Where the server may leave out the latest messages, a chat that says more than it shows is taken for a gap.
    if (storedIn(chat.id ?? "").length < 50) account.move(chat.id ?? "");
  }

  function assign(moves: boolean): void {
    const chat = hidden.pop();
    if (chat) account.chats.push(moves ? { ...chat, last_message_at: account.now().toISOString() } : chat);
  }

  function happenIn(chat: Chat, step: Exclude<Happening, { do: "open" | "assign" }>): void {
    const { id = "" } = chat;
    if (step.do === "receive") for (let i = 0; i < step.count; i += 1) receive(id, step.count > 4 ? 0 : step.late);
    else if (step.do === "duplicate") duplicate(id, step.back);
    else if (step.do === "announce") announce(chat);
    else account.change(id, { status: step.status });
  }

  function happen(step: Happening): void {
    clock += step.do === "receive" ? step.tick : 1;
    if (step.do === "assign") assign(step.moves);
    else if (step.do !== "open") {
      if (account.chats.length > 0) happenIn(chatAt(step.chat), step);
    } else if (account.chats.length < 6) open();
  }
  return { account, storedIn, mayBeMissed, happen, began, start };
}
