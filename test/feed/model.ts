import { expect } from "vitest";
import { Wipsy } from "wipsy-client";
import { type AgentEvent, type MessagesCheckpoint, watchMessages } from "wipsy-client/feed";
import { createGate, type Driven, drive, type Gate } from "./gate.ts";
import { createLedger, type Largest, type Ledger } from "./ledger.ts";
import type { Happening, Step } from "./steps.ts";
import { createWorld, nameOf, secrets, timeOf, type World } from "./world.ts";

// A feed of messages on an account, with all kinds of events on both sides.

export const session = { agent: { id: "a1" }, session: { token: "agent-token" } };

/** How a run is set up. */
export interface Setting {
  readonly window: Largest;
  readonly order: "ascending" | "descending";
  readonly status: "active" | undefined;
  /** Starts at a time instead of at the first poll. */
  readonly since: boolean;
  /** How many messages each of the first chats has at the start. */
  readonly before: readonly number[];
  /** The same for chats that are assigned to the agent later. */
  readonly others: readonly number[];
}

/** What a watcher that stopped here has processed. */
interface Note {
  readonly checkpoint: string;
  readonly dealt: ReadonlySet<string>;
}

/** The account's server, with failures and events on demand. */
async function serveWorld({ account, happen }: World, { window, order, status, since }: Setting, ledger: Ledger) {
  // The first poll reads the list of chats again after one with a status.
  const gate = createGate(status !== undefined && !since);
  const failing = { chats: 0, messages: 0, larger: 0 };
  const meanwhile: Happening[] = [];
  const server = await account.listen({
    ...{ side: window.side, order, most: window.most ?? Number.POSITIVE_INFINITY, notations: true },
    shown: ledger.shown,
    async before({ list, chatId, limit }) {
      if (list === "chats") await gate.arrive();
      else for (const step of meanwhile.splice(0)) happen(step);
      const kind = Number(limit) > 50 && failing.larger > 0 ? "larger" : list;
      if (failing[kind] === 0) return undefined;
      failing[kind] -= 1;
      if (chatId) ledger.failed(chatId);
      return { status: 500, body: { error: "no" } };
    },
  });
  return Object.assign(server, { gate, failing, meanwhile });
}

/** A watcher that can die. */
function createWatcher(url: string, gate: Gate, { status }: Setting, ledger: Ledger) {
  const agent = new Wipsy({ baseUrl: url, maxRetries: 0 }).agent({ session });
  let stop = new AbortController();
  let watch = watchMessages(agent);
  let feed: Driven<AgentEvent> = drive(watch, gate);
  function begin(checkpoint: Date | MessagesCheckpoint | undefined): void {
    stop.abort();
    stop = new AbortController();
    gate.drop();
    // Far enough apart that no failure lasts, and close enough that idle polls do not take long.
    watch = watchMessages(agent, {
      every: { min: 1e-9, max: 100_000 },
      signal: stop.signal,
      checkpoint,
      status,
    });
    feed = drive(watch, gate);
  }
  return {
    begin,
    note(): Note {
      const checkpoint = JSON.stringify(watch.checkpoint);
      for (const secret of secrets) expect(checkpoint).not.toContain(secret);
      return { checkpoint, dealt: new Set(ledger.dealt) };
    },
    resume({ checkpoint, dealt }: Note): void {
      ledger.dealt = dealt;
      begin(JSON.parse(checkpoint));
    },
    async poll(most?: number): Promise<void> {
      ledger.begin();
      ledger.take(await feed.poll(most));
      if (most === undefined) ledger.end();
    },
    end: () => stop.abort(),
  };
}

export async function runModel(setting: Setting, steps: readonly Step[]): Promise<void> {
  const world = createWorld(setting.before, setting.others);
  const ledger = createLedger(world, setting.window);
  await using server = await serveWorld(world, setting, ledger);
  const watcher = createWatcher(server.url, server.gate, setting, ledger);
  const stored = () => [...world.account.messages.values()].flat();

  const old = stored().filter((message) => !setting.since || timeOf(message) < world.start);
  ledger.dealt = new Set(old.map(nameOf));
  watcher.begin(setting.since ? new Date(world.start) : undefined);
  if (!setting.since) await watcher.poll();
  let saved = watcher.note();
  async function live(step: Extract<Step, { do: "poll" | "crash" }>): Promise<void> {
    await watcher.poll(step.do === "poll" ? undefined : step.events);
    if (step.saves) saved = watcher.note();
    if (step.do === "crash") watcher.resume(saved);
  }
  for (const step of steps) {
    if (step.do === "poll" || step.do === "crash") await live(step);
    else if (step.do === "fail") server.failing[step.list] += 1;
    else if (step.do === "meanwhile") server.meanwhile.push(step.step);
    else world.happen(step);
  }
  // In the end every chat is polled, and nothing more happens.
  for (const step of server.meanwhile.splice(0)) world.happen(step);
  const { chats } = world.account;
  for (const [id, chat] of chats) chats.set(id, { ...chat, status: "active" });
  for (let count = 0; count < 12; count += 1) await watcher.poll();
  const missed = stored().filter((message) => !ledger.dealt.has(nameOf(message)) && !world.mayBeMissed(message));
  expect(missed).toEqual([]);
  watcher.end();
}
