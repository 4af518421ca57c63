import { setTimeout as wait } from "node:timers/promises";
import type { Message } from "../../src/index.ts";
import { type Account, createAccount } from "../../test/support/account.ts";
import { answers, customers, questions } from "./phrases.ts";

/** Factors of the average pause before a message, for bursts and quiet times. Their mean is about 1. */
const paces = [0.3, 0.3, 0.3, 0.6, 3.5];
const mostChats = 60;
const mostMessages = 1000;

const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)];

function openChat(account: Account): void {
  const name = customers[account.chats.size % customers.length] ?? "Ana";
  account.open({ customer: { name } });
}

/** Adds a message to a chat, most often to a recent one. */
function write(account: Account): void {
  const chatIds = [...account.chats.keys()];
  const chatId = pick(Math.random() < 0.6 ? chatIds.slice(-5) : chatIds);
  if (chatId === undefined) return;
  const isCustomer = Math.random() < 0.6;
  const message = account.receive({
    chatId,
    content: pick(isCustomer ? questions : answers) ?? "Hola",
    sender: isCustomer ? "customer" : "agent",
  });
  if (isCustomer && Math.random() < 0.1) message.message_type = pick(["image", "audio", "document"]) ?? "image";
  // Drop old messages, because a run can last for days.
  const stored = account.messages.get(chatId) ?? [];
  if (stored.length > mostMessages) stored.splice(0, mostMessages / 2);
}

/** Marks a sent message as delivered, or a delivered one as read. */
function deliver(account: Account): void {
  const underWay = (message: Message) => message.status === "sent" || message.status === "delivered";
  const latest = pick([...account.messages.values()])?.slice(-10);
  const message = latest?.find(underWay);
  if (message) message.status = message.status === "sent" ? "delivered" : "read";
}

/** An account with some history and no new messages. */
export function quietAccount(): Account {
  const account = createAccount();
  account.now = () => new Date(Date.now() - 3_600_000);
  for (let count = 0; count < 6; count += 1) openChat(account);
  for (let count = 0; count < 20; count += 1) write(account);
  account.now = () => new Date();
  return account;
}

/** Adds one message, sometimes with a new chat before it or a status change after it. */
function happen(account: Account): void {
  if (Math.random() < 0.03 && account.chats.size < mostChats) openChat(account);
  write(account);
  if (Math.random() < 0.3) deliver(account);
}

/** Adds messages, `perSecond` on average, until `signal` is aborted. */
export async function simulate(
  account: Account,
  perSecond: number,
  signal: AbortSignal,
  written: () => void,
): Promise<void> {
  while (!signal.aborted) {
    // Exponential, as between independent events. In milliseconds.
    const until = (-Math.log(1 - Math.random()) / perSecond) * 1000 * (pick(paces) ?? 1);
    await wait(Math.min(until, 2 ** 31 - 1), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    happen(account);
    written();
  }
}
