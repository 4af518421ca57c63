import { vi } from "vitest";
import { Wipsy } from "wipsy-client";
import { type MockApi, type MockOptions, mockApi } from "wipsy-client/testing";

/** A mock on a port, with a client and an agent. */
export async function account(options: MockOptions = {}) {
  const api = mockApi(options);
  const server = await api.listen();
  const wipsy = new Wipsy({ apiKey: "test", baseUrl: server.url, maxRetries: 0 });
  const agent = wipsy.agent({ session: api.signIn() });
  /** Resolves after two more polls, of which the second began later than now. */
  const polled = async (operation = "agentGetMessages") => {
    const before = api.executed(operation);
    await vi.waitUntil(() => api.executed(operation) >= before + 2, { timeout: 60_000, interval: 5 });
  };
  const send = async (to: `+${number}` | `ig_${number}` | `fb_${number}` = "+573001112233") =>
    wipsy.messages.send({ to: to as "+573001112233", message: "Hola" });
  return { api, wipsy, agent, send, polled, [Symbol.asyncDispose]: server.close };
}

/** All that an iterable yields. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Opens chats with messages from the business, without requests. Returns the ids of the messages. */
export function fill(api: MockApi, chats: number, messages: number): string[] {
  return Array.from({ length: chats }, (_, chat) => {
    const first = api.receive({ from: `+5730011${String(chat).padStart(5, "0")}`, content: "Hola" });
    return Array.from({ length: messages }, (_, index) => {
      const whatsapp_message_id = `wamid.${chat}.${index}`;
      const { chat_id, created_at } = first;
      const id = `${chat}-${index}`;
      const fields = { sender_type: "business", status: "sent", content: "Hola", whatsapp_message_id } as const;
      api.messages.push({ id, ...(chat_id && { chat_id }), ...(created_at && { created_at }), ...fields });
      return whatsapp_message_id;
    });
  }).flat();
}

/** More than any other timer of a watch, in milliseconds. */
export const hour = 3_600_000;

/** Lets a test decide when a timeout of an hour is over. The timers are back after the test. */
export function holdTimeout(): () => void {
  const held = new Map<unknown, () => void>();
  const [setTimer, clearTimer] = [globalThis.setTimeout, globalThis.clearTimeout];
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((callback: () => void, ms = 0, ...given: unknown[]) => {
    const timer = setTimer(callback, ms, ...given);
    if (ms > hour / 2 && ms <= hour) held.set(timer, callback);
    return timer;
    // The real one has a promisified form, which nothing here uses.
  }) as typeof setTimeout);
  vi.spyOn(globalThis, "clearTimeout").mockImplementation((timer) => {
    held.delete(timer);
    clearTimer(timer);
  });
  return () => {
    for (const [timer, callback] of [...held]) {
      held.delete(timer);
      clearTimer(timer as NodeJS.Timeout);
      callback();
    }
  };
}
