import { Wipsy } from "wipsy-client";
import { type AgentEvent, type WatchMessagesOptions, watchMessages } from "wipsy-client/feed";
import { type Account, createAccount, type Manner } from "../support/account.ts";
import { createGate, drive } from "./gate.ts";
import { session } from "./model.ts";

/** An account whose clock moves by hand: from one message to the next by a second. */
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

/** Receives so many messages, a second apart, and gives their ids. */
export function receive(account: ReturnType<typeof createClocked>, chatId = "", count = 1): string[] {
  return Array.from({ length: count }, () => {
    account.tick();
    return account.receive({ chatId }).id ?? "";
  });
}

/** What events say, in short: ids of messages, and gaps. */
export const shortly = (events: readonly AgentEvent[]) =>
  events.map((event) => (event.type === "gap" ? `gap ${event.chat?.id ?? ""}` : (event.message.id ?? "")));

/** An account's server with an agent's feed, which polls when it is told to. */
export async function watched(account: Account, manner: Manner = {}, options: WatchMessagesOptions = {}) {
  // The first poll reads the list of chats again after one with a status, or one that may be cut off.
  const isTwo = options.checkpoint === undefined && (options.status !== undefined || account.chats.length >= 1000);
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
