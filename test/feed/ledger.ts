import { expect } from "vitest";
import type { Message } from "wipsy-client";
import type { AgentEvent } from "wipsy-client/feed";
import { nameOf, timeOf, type World } from "./world.ts";

// What a feed must deliver, recorded from the server's answers: each returned message once, a gap for messages not
// returned, and no other gap.

/** Which messages of a longer chat a server returns. */
export interface Largest {
  readonly side: "newest" | "oldest";
  readonly most: number | undefined;
}

export interface Ledger {
  /** Starts recording another poll. */
  begin(): void;
  /** The server has returned messages. */
  shown(chatId: string, messages: readonly Message[]): void;
  /** The server has failed. */
  failed(chatId: string): void;
  /** The feed has delivered these events of one poll. */
  take(events: readonly AgentEvent[]): void;
  /** The poll is over: messages stored before it are processed. */
  end(): void;
  /**
   * Messages that were delivered, covered by a gap, or there before. A resumed feed goes back to what it had processed.
   */
  dealt: ReadonlySet<string>;
}

export function createLedger({ storedIn, mayBeMissed, account }: World, { side, most }: Largest): Ledger {
  /** By chat: the last answer of this poll is the largest. */
  let answers = new Map<string, readonly Message[]>();
  let failures = new Set<string>();
  let before = new Map<string, readonly string[]>();
  let dealt = new Set<string>();

  function takeGap(chatId: string): void {
    // Nothing is known of a failed request.
    if (failures.has(chatId)) return;
    const shown = answers.get(chatId) ?? [];
    // A count that looks like a limit, even if it is everything.
    const isFull = shown.length === most || (shown.length > 0 && shown.length % 50 === 0);
    expect(isFull, "a gap only where the window is full").toBe(true);
    const names = new Set(shown.map(nameOf));
    const isMissing = storedIn(chatId).some((message) => ![names, dealt].some((some) => some.has(nameOf(message))));
    const start = Math.min(...shown.map(timeOf));
    // A watcher that died between messages with one timestamp cannot know whether a page that begins there has all of
    // them.
    const isTorn = shown.some((message) => !dealt.has(nameOf(message)) && timeOf(message) === start);
    const known = shown.filter((message) => dealt.has(nameOf(message)));
    const proof = isMissing || isTorn ? known.filter((message) => timeOf(message) > start) : known;
    if (side === "newest") expect(proof).toEqual([]);
    for (const message of storedIn(chatId)) if (!names.has(nameOf(message))) dealt.add(nameOf(message));
  }

  return {
    get dealt() {
      return dealt;
    },
    set dealt(names) {
      dealt = new Set(names);
    },
    begin() {
      answers = new Map();
      failures = new Set();
      before = new Map([...account.messages].map(([id, messages]) => [id, messages.map(nameOf)]));
    },
    shown(chatId, messages) {
      // A small page shows which side the pages hold.
      if (messages.length > 1 || !answers.has(chatId)) answers.set(chatId, messages);
    },
    failed: (chatId) => failures.add(chatId),
    take(events) {
      for (const event of events) {
        const { chat } = event;
        if (!chat) throw new Error("The list of chats is never cut off.");
        if (event.type === "gap") {
          takeGap(String(chat.id));
          continue;
        }
        const name = nameOf(event.message);
        expect({ type: event.type, chat: chat.id }).toEqual({ type: "new", chat: event.message.chat_id });
        expect(dealt.has(name), `given again, or not to be given: ${event.message.content}`).toBe(false);
        dealt.add(name);
      }
      const times = events.flatMap((event) => (event.type === "gap" ? [] : [timeOf(event.message)]));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    },
    end() {
      for (const id of answers.keys()) {
        if (failures.has(id)) continue;
        const owed = storedIn(id).filter((one) => before.get(id)?.includes(nameOf(one)) && !mayBeMissed(one));
        expect(owed.filter((one) => !dealt.has(nameOf(one)))).toEqual([]);
      }
    },
  };
}
