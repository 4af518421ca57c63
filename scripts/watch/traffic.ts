import { setTimeout as wait } from "node:timers/promises";
import type { Message } from "../../src/index.ts";
import { type Account, createAccount } from "../../test/support/account.ts";
import { answers, customers, questions } from "./phrases.ts";

/** How long it takes until the next message, against the average, which is theirs: bursts, and quiet times between. */
const paces = [0.3, 0.3, 0.3, 0.6, 3.5];
const mostChats = 60;
const mostMessages = 1000;

const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)];

function openChat(account: Account): void {
  const name = customers[account.chats.size % customers.length] ?? "Ana";
  account.open({ customer: { name } });
}

/** A message in one of the chats: most often in one of the last, as talks go. */
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
  // Kept small: it may run for days.
  const stored = account.messages.get(chatId) ?? [];
  if (stored.length > mostMessages) stored.splice(0, mostMessages / 2);
}

/** The customer's phone says that a message has got there, or was read. */
function deliver(account: Account): void {
  const underWay = (message: Message) => message.status === "sent" || message.status === "delivered";
  const latest = pick([...account.messages.values()])?.slice(-10);
  const message = latest?.find(underWay);
  if (message) message.status = message.status === "sent" ? "delivered" : "read";
}

/** An account with some history, in which nothing happens yet. */
export function quietAccount(): Account {
  const account = createAccount();
  account.now = () => new Date(Date.now() - 3_600_000);
  for (let count = 0; count < 6; count += 1) openChat(account);
  for (let count = 0; count < 20; count += 1) write(account);
  account.now = () => new Date();
  return account;
}

/** What happens at once: a message, and now and then a new chat before it, or a status after it. */
function happen(account: Account): void {
  if (Math.random() < 0.03 && account.chats.size < mostChats) openChat(account);
  write(account);
  if (Math.random() < 0.3) deliver(account);
}

/** Lets messages come, `perSecond` on average, until `signal` is aborted. */
export async function simulate(
  account: Account,
  perSecond: number,
  signal: AbortSignal,
  written: () => void,
): Promise<void> {
  while (!signal.aborted) {
    // As of things that happen independently of each other. In milliseconds.
    const until = (-Math.log(1 - Math.random()) / perSecond) * 1000 * (pick(paces) ?? 1);
    await wait(Math.min(until, 2 ** 31 - 1), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    happen(account);
    written();
  }
}
