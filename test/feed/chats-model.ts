import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect } from "vitest";
import { type Chat, Wipsy } from "wipsy-client";
import { type ChatEvent, type ChatsCheckpoint, watchChats } from "wipsy-client/feed";
import { createAccount } from "../support/account.ts";
import { createGate, type Driven, drive, type Gate } from "./gate.ts";
import { secrets } from "./world.ts";

// A feed of chats on an account in which chats are added and change. The server returns the 100 most recently active
// ones; what happened since the last poll decides what the feed must deliver.

type Step =
  /** Activity in this many chats: the least recently active ones first, or any. */
  | { readonly do: "touch"; readonly chat: number; readonly count: number }
  /** A change that does not count as activity. */
  | { readonly do: "set"; readonly chat: number; readonly status: string }
  | { readonly do: "open"; readonly count: number }
  | { readonly do: "poll"; readonly saves: boolean }
  | { readonly do: "crash"; readonly events: number; readonly saves: boolean };

const some = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: 95, max: 125 }) },
);
export const chatSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constant("touch" as const), chat: fc.nat(150), count: some }),
    fc.record({ do: fc.constant("set" as const), chat: fc.nat(150), status: fc.constantFrom("pending", "completed") }),
    fc.record({ do: fc.constant("open" as const), count: some }),
    fc.record({ do: fc.constant("poll" as const), saves: fc.boolean() }),
    fc.record({ do: fc.constant("crash" as const), events: fc.nat(5), saves: fc.boolean() }),
  ),
  { minLength: 4, maxLength: 20, size: "max" },
);

const idOf = ({ id = "" }: Chat) => id;
const timeOf = (chat: Chat) => Date.parse(chat.last_message_at ?? "");

/** An account whose clock advances with every event. */
function createWorld(count: number) {
  const account = createAccount();
  let clock = Date.parse("2025-11-02T10:00:00.000Z");
  account.now = () => new Date(clock);
  const all = () => [...account.chats.values()];
  const open = () => {
    clock += 1000;
    account.open({ customer: { name: "Juana", phone: "573001112233" } });
  };
  for (let i = 0; i < count; i += 1) open();
  const change = (index: number, changes: Partial<Chat>) => {
    const chat = all()[index % account.chats.size];
    if (chat?.id) account.chats.set(chat.id, { ...chat, ...changes });
  };
  return {
    account,
    all,
    window: () =>
      all()
        .toSorted((a, b) => timeOf(b) - timeOf(a))
        .slice(0, 100),
    now: () => clock,
    happen(step: Step): void {
      clock += 1000;
      if (step.do === "open") for (let i = 0; i < step.count; i += 1) open();
      if (step.do === "set") change(step.chat, { status: step.status });
      if (step.do !== "touch") return;
      for (let i = 0; i < step.count; i += 1) {
        clock += 1;
        change(step.chat + i, { last_message_at: account.now().toISOString() });
      }
    },
  };
}

/** Chats by id, as the feed has processed them. */
type Known = Map<string, Chat>;

interface Note {
  readonly checkpoint: string;
  readonly known: Known;
}

/** A watcher that can die, and what it still has to deliver. */
function createWatcher({ all, window }: ReturnType<typeof createWorld>, url: string, gate: Gate) {
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: url });
  const truth = (): Known => new Map(all().map((chat) => [idOf(chat), chat]));
  let known = truth();
  /** Chats whose previous state this watcher knows. */
  let remembered: Known = new Map();
  let stop = new AbortController();
  let watch = watchChats(wipsy);
  let feed: Driven<ChatEvent> = drive(watch, gate);

  /** What happened since the known state, as far as the page shows it. */
  function due(): unknown[] {
    // A change that was undone between two polls does not show.
    const happened = window().filter((chat) => !isDeepStrictEqual(known.get(idOf(chat)), chat));
    const events = happened.toReversed().map((chat) => {
      const previous = remembered.get(idOf(chat));
      return { type: known.has(idOf(chat)) ? "changed" : "new", chat, previous };
    });
    const hasTurned = window().every((chat) => known.get(idOf(chat))?.last_message_at !== chat.last_message_at);
    return window().length === 100 && hasTurned ? [{ type: "gap" }, ...events] : events;
  }

  function begin(checkpoint: Date | ChatsCheckpoint | undefined): void {
    stop.abort();
    stop = new AbortController();
    gate.drop();
    remembered = new Map();
    watch = watchChats(wipsy, { every: { min: 0.001, max: 1000 }, signal: stop.signal, checkpoint });
    feed = drive(watch, gate);
  }

  return {
    begin(since: Date | undefined): void {
      begin(since);
      // With a start time, chats opened since are new.
      if (since) for (const chat of all()) if (timeOf(chat) >= since.getTime()) known.delete(idOf(chat));
    },
    async poll(most?: number): Promise<void> {
      const expected = due();
      const events = await feed.poll(most);
      expect(events).toEqual(expected.slice(0, most));
      const now = truth();
      for (const event of events)
        if (event.type !== "gap") known.set(idOf(event.chat), now.get(idOf(event.chat)) ?? {});
      if (most !== undefined) return;
      known = now;
      remembered = new Map(window().map((chat) => [idOf(chat), chat]));
    },
    note(): Note {
      const checkpoint = JSON.stringify(watch.checkpoint);
      for (const secret of secrets) expect(checkpoint).not.toContain(secret);
      return { checkpoint, known: new Map(known) };
    },
    resume(note: Note): void {
      known = new Map(note.known);
      begin(JSON.parse(note.checkpoint));
    },
    end: () => stop.abort(),
  };
}

/** Runs a feed of chats that starts `since` seconds before the last activity, or now. */
export async function runChats(count: number, since: number | undefined, steps: readonly Step[]): Promise<void> {
  const world = createWorld(count);
  const gate = createGate();
  await using server = await world.account.listen({
    async before() {
      await gate.arrive();
      return undefined;
    },
  });
  const watcher = createWatcher(world, server.url, gate);
  watcher.begin(since === undefined ? undefined : new Date(world.now() - since * 1000));
  await watcher.poll();
  let saved = watcher.note();
  for (const step of steps) {
    if (step.do === "poll" || step.do === "crash") {
      await watcher.poll(step.do === "poll" ? undefined : step.events);
      if (step.saves) saved = watcher.note();
      if (step.do === "crash") watcher.resume(saved);
    } else world.happen(step);
  }
  await watcher.poll();
  watcher.end();
}
