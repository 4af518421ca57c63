import { expect } from "vitest";
import { type AgentEvent, type Message, type MessagesCheckpoint, Wipsy } from "wipsy-client";
import { createAccount } from "../support/account.ts";
import { createGate, type Driven, drive } from "./gate.ts";
import type { Step } from "./steps.ts";

// A feed of messages beside an account in which all kinds of things happen. What the server shows is noted, so that it
// can be told what the feed owes: each message that was shown, once; a gap where a message was not shown, and only there.

export const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
/** What no checkpoint may hold. */
const secrets = ["Juana", "573001112233", "wamid.", "Quiero dos"];

/** How a run is set up. */
export interface Setting {
  readonly window: { readonly side: "newest" | "oldest"; readonly most: number | undefined };
  readonly order: "ascending" | "descending";
  readonly status: "active" | undefined;
  /** Begins at a time, and not with the first poll. */
  readonly since: boolean;
  /** How many messages each of the first chats has before. */
  readonly before: readonly number[];
}

/** What a watcher that stopped here has dealt with. Messages by what they are the same as. */
interface Notes {
  readonly checkpoint: string;
  readonly dealt: ReadonlySet<string>;
  readonly given: ReadonlySet<string>;
}

const nameOf = (message: Message) => message.whatsapp_message_id ?? message.id ?? "";
const timeOf = (message: Message) => Date.parse(message.created_at ?? "");
/** Numbers of messages that look like a limit when they are all there are. */
const round = [50, 100, 200, 400, 800];

export async function runModel(
  { window, order, status, since, before }: Setting,
  steps: readonly Step[],
): Promise<void> {
  const account = createAccount();
  const gate = createGate();
  let clock = Date.parse("2025-11-02T10:00:00.000Z");
  account.now = () => new Date(clock);
  let written = 0;
  let start = 0;
  let began = 0;

  /** Answers of this poll that held messages; the last one for a chat is the largest. */
  let answers = new Map<string, readonly Message[]>();
  let failed = new Set<string>();
  const failing = { chats: 0, messages: 0 };
  const meanwhile: Step[] = [];
  await using server = await account.listen({
    side: window.side,
    order,
    most: window.most ?? Number.POSITIVE_INFINITY,
    notations: true,
    shown: (chatId, messages) => answers.set(chatId, messages),
    async before({ list, chatId }) {
      if (list === "chats") await gate.arrive();
      else for (const step of meanwhile.splice(0)) happen(step);
      if (failing[list] === 0) return undefined;
      failing[list] -= 1;
      if (chatId) failed.add(chatId);
      return { status: 500, body: { error: "no" } };
    },
  });

  // Dealt with: given, told of by a gap, or there before. Due: what is not.
  let dealt = new Set<string>();
  let given = new Set<string>();
  const chatAt = (index: number) => [...account.chats.keys()][index % account.chats.size] ?? "";
  const storedIn = (chatId: string) => account.messages.get(chatId) ?? [];

  function receive(chatId: string, late: number): void {
    written += 1;
    const at = clock - late;
    // One behind too many later ones is lost, as the doc comment says.
    const isDeep = at < start || storedIn(chatId).filter((message) => timeOf(message) >= at).length >= 25;
    const whatsappId = written % 3 === 0 ? `wamid.573001112233.${written}` : null;
    account.receive({ chatId, content: `Quiero dos ${written}`, at: new Date(isDeep ? clock : at), whatsappId });
  }

  function happen(step: Step): void {
    const id = "chat" in step ? chatAt(step.chat) : "";
    clock += step.do === "receive" ? step.tick : 1;
    if (step.do === "receive") for (let i = 0; i < step.count; i += 1) receive(id, step.count > 4 ? 0 : step.late);
    if (step.do === "duplicate") {
      // The copy of a message that the feed has never seen is as good as new.
      const recent = storedIn(id).filter((message) => message.whatsapp_message_id && timeOf(message) > began);
      const original = recent.at(-1 - step.back);
      if (original) account.receive({ chatId: id, whatsappId: nameOf(original) });
    }
    const chat = account.chats.get(id);
    // Where the server may leave out the latest messages, a chat that says more than it shows is taken for a gap.
    if (step.do === "announce" && chat && storedIn(id).length < 50)
      account.chats.set(id, { ...chat, last_message_at: account.now().toISOString() });
    if (step.do === "set" && chat) account.chats.set(id, { ...chat, status: step.status });
    if (step.do === "open" && account.chats.size < 6)
      account.open({ customer: { name: "Juana", phone: "573001112233" } });
  }

  const wipsy = new Wipsy({ baseUrl: server.url, maxRetries: 0 });
  const agent = wipsy.agent({ session });
  let stop = new AbortController();
  let watch!: ReturnType<typeof agent.watch>;
  let feed!: Driven<AgentEvent>;
  function begin(from: Date | MessagesCheckpoint | undefined): void {
    stop = new AbortController();
    gate.drop();
    watch = agent.watch({
      every: { min: 0.001, max: 100_000 },
      signal: stop.signal,
      since: from,
      ...(status && { status }),
    });
    feed = drive(watch, gate);
  }
  const note = (): Notes => {
    const checkpoint = JSON.stringify(watch.checkpoint);
    for (const secret of secrets) expect(checkpoint).not.toContain(secret);
    return { checkpoint, dealt: new Set(dealt), given: new Set(given) };
  };
  function resume(notes: Notes): void {
    stop.abort();
    dealt = new Set(notes.dealt);
    given = new Set(notes.given);
    begin(JSON.parse(notes.checkpoint));
  }

  function takeGap(chatId: string): void {
    const shown = answers.get(chatId) ?? [];
    const size = storedIn(chatId).length;
    const isFull = shown.length >= (window.most ?? Number.POSITIVE_INFINITY) || round.includes(shown.length);
    // Of a failed look nothing is known.
    if (failed.has(chatId)) return;
    expect({ isFull, size }, "a gap only where not all is shown").toMatchObject({ isFull: true });
    if (window.side === "newest") expect(shown.filter((message) => dealt.has(nameOf(message)))).toEqual([]);
    const names = new Set(shown.map(nameOf));
    for (const message of storedIn(chatId)) if (!names.has(nameOf(message))) dealt.add(nameOf(message));
  }

  function take(events: readonly AgentEvent[]): void {
    for (const event of events) {
      expect(event.type).not.toBe("changed");
      if (event.type === "gap") {
        expect(event.chat, "the list of chats is never cut off").toBeDefined();
        takeGap(String(event.chat?.id));
        continue;
      }
      const name = nameOf(event.message);
      expect(event.chat.id).toBe(event.message.chat_id);
      expect(dealt.has(name), `given again, or not due: ${event.message.content}`).toBe(false);
      dealt.add(name);
      given.add(name);
    }
    const times = events.flatMap((event) => (event.type === "gap" ? [] : [timeOf(event.message)]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }

  /** What was there before this poll, in the chats that were looked into, is dealt with after it. */
  async function poll(): Promise<void> {
    answers = new Map();
    failed = new Set();
    const there = new Map([...account.messages].map(([id, messages]) => [id, messages.map(nameOf)]));
    take(await feed.poll());
    for (const id of answers.keys()) {
      if (failed.has(id)) continue;
      expect(there.get(id)?.filter((name) => !dealt.has(name))).toEqual([]);
    }
  }

  for (const count of before) {
    const { id = "" } = account.open();
    for (let i = 0; i < count; i += 1) {
      clock += 1000;
      receive(id, 0);
    }
  }
  start = clock - 5000;
  began = clock;
  for (const message of [...account.messages.values()].flat()) {
    if (!since || timeOf(message) < start) dealt.add(nameOf(message));
  }
  begin(since ? new Date(start) : undefined);
  let saved = note();
  if (!since) {
    await poll();
    saved = note();
  }
  for (const step of steps) {
    if (step.do === "poll") {
      await poll();
      if (clock % 3 === 0) saved = note();
    } else if (step.do === "crash") {
      answers = new Map();
      failed = new Set();
      take(await feed.poll(step.events));
      if (!step.stale) saved = note();
      resume(saved);
    } else if (step.do === "fail") failing[step.list] += 1;
    else if (step.do === "meanwhile") meanwhile.push(step.step);
    else happen(step);
  }
  // In the end everything is looked into once more.
  for (const [id, chat] of account.chats) account.chats.set(id, { ...chat, status: "active" });
  for (let i = 0; i < 12; i += 1) await poll();
  const missing = [...account.messages.values()].flat().filter((message) => !dealt.has(nameOf(message)));
  expect(missing).toEqual([]);
  stop.abort();
}
