import { Wipsy } from "wipsy-client";
import { type AgentEvent, type WatchMessagesOptions, watchMessages } from "wipsy-client/feed";
import { type Account, createAccount, type Manner } from "../support/account.ts";
import { createGate, drive } from "./gate.ts";
import { session } from "./model.ts";

/** An account with a manual clock, which advances a second per message. */
export function createClocked(): Account & { tick(ms?: number): void } {
  const account = createAccount();
  let clock = Date.parse("2025-11-02T10:00:00.000Z");
  account.now = () => new Date(clock);
  return Object.assign(account, {
    tick(ms = 1000) {
      clock += ms;
    },
  });
}

/** Receives `count` messages, a second apart, and returns their ids. */
export function receive(account: ReturnType<typeof createClocked>, chatId = "", count = 1): string[] {
  return Array.from({ length: count }, () => {
    account.tick();
    return account.receive({ chatId }).id ?? "";
  });
}

/** Events in short: message ids and gaps. */
export const shortly = (events: readonly AgentEvent[]) =>
  events.map((event) => (event.type === "gap" ? `gap ${event.chat?.id ?? ""}` : (event.message.id ?? "")));

/** An account's server with an agent's feed that polls on demand. */
export async function watched(account: Account, manner: Manner = {}, options: WatchMessagesOptions = {}) {
  // The first poll lists the chats again after a list with a status, or one that may be truncated.
  const isTwo = options.checkpoint === undefined && (options.status !== undefined || account.chats.size >= 1000);
  const gate = createGate(isTwo);
  const server = await account.listen({
    ...manner,
    async before(request) {
      if (request.list === "chats") await gate.arrive();
      return manner.before?.(request);
    },
  });
  const stop = new AbortController();
  const agent = new Wipsy({ baseUrl: server.url, maxRetries: 0 }).agent({ session });
  const watch = watchMessages(agent, { every: { min: 0.001, max: 100_000 }, signal: stop.signal, ...options });
  const { poll } = drive(watch, gate);
  const end = async () => {
    stop.abort();
    await server[Symbol.asyncDispose]();
  };
  return { watch, poll, gate, server, stop, [Symbol.asyncDispose]: end };
}
