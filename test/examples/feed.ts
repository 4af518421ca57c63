import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "vitest";
import { type Agent, type AgentSession, Wipsy } from "wipsy-client";
import type { WatchMessagesOptions } from "wipsy-client/feed";
import { type Account, createAccount } from "../support/account.ts";
import type { TestServer } from "../support/server.ts";
import { root } from "./run.ts";

// Shared by the tests of the two feeds.

export const session: AgentSession = {
  agent: { id: "agent-1", name: "Marta Example" },
  session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
};

export const agentAt = (baseUrl: string): Agent => new Wipsy({ baseUrl }).agent({ session });

/** Adds `count` messages to the account's chats, and returns their ids. */
export function receive(account: Account, count: number): string[] {
  const chatIds = [...account.chats.keys()];
  const messages = Array.from({ length: count }, (_, index) =>
    account.receive({ chatId: chatIds[index % chatIds.length] ?? "" }),
  );
  return messages.map(({ id }) => String(id));
}

/** An account with three chats, and something in each. */
export function busyAccount(): Account {
  const account = createAccount();
  for (let count = 0; count < 3; count += 1) account.open();
  receive(account, 6);
  return account;
}

/** Starts an example in a process of its own, with the API at `url`. */
export function startExample(name: string, args: string[], url: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", `examples/${name}`, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, WIPSY_BASE_URL: url, ...env },
    stdio: "inherit",
  });
}

/** Ends a process and returns its exit code; `null` if the signal itself ended it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const closed = once(child, "close");
  child.kill(signal);
  const [code] = await closed;
  return code;
}

const every = { min: 10, max: 40 };

/** A feed that runs in this process, and how it is stopped. */
export function run(feed: (options: WatchMessagesOptions) => Promise<void>) {
  const stop = new AbortController();
  const running = feed({ every, signal: stop.signal });
  return {
    running,
    async stop() {
      stop.abort();
      await running;
    },
  };
}

/** Runs a feed until it has polled, so that messages from now on are not too early. */
export async function begin(
  feed: (options: WatchMessagesOptions) => Promise<void>,
  { seen }: TestServer,
): Promise<void> {
  const polls = () => seen.filter(({ url }) => url === "/agent-get-chats").length;
  const first = run(feed);
  await expect.poll(polls, { interval: 5 }).toBeGreaterThan(1);
  await first.stop();
}

/**
 * Ends a feed's first run, without messages, with an error, then adds messages and runs the feed again. Returns all ids
 * once `written` reports as many.
 */
export async function failed(
  feed: (options: WatchMessagesOptions, url: string) => Promise<void>,
  written: () => Promise<unknown[]>,
): Promise<string[]> {
  const account = busyAccount();
  let isRefused = false;
  const before = () => (isRefused ? { status: 401, body: { error: "The session has expired" } } : undefined);
  await using api = await account.listen({ before });
  const first = run((options) => feed(options, api.url));
  const polls = () => api.seen.filter(({ url }) => url === "/agent-get-chats").length;
  await expect.poll(polls, { interval: 5 }).toBeGreaterThan(1);
  isRefused = true;
  await expect(first.running).rejects.toThrow("401");
  const sent = receive(account, 3);
  isRefused = false;
  const again = run((options) => feed(options, api.url));
  await expect.poll(async () => (await written()).length, { interval: 5 }).toBe(sent.length);
  await again.stop();
  return sent;
}

/**
 * Adds messages while a feed is stopped and started: after the first of a few messages, between them, and after the
 * last. Returns all ids once `written` reports as many.
 */
export async function restarted(
  feed: (options: WatchMessagesOptions) => Promise<void>,
  account: Account,
  written: () => Promise<unknown[]>,
): Promise<string[]> {
  const sent: string[] = [];
  const until = (count: number) =>
    expect.poll(async () => (await written()).length, { interval: 5 }).toBeGreaterThanOrEqual(count);
  for (const enough of [1, 3, 6, 1, 5]) {
    const before = sent.length;
    sent.push(...receive(account, 3));
    const watcher = run(feed);
    sent.push(...receive(account, 3));
    await until(before + enough);
    await watcher.stop();
  }
  const last = run(feed);
  await until(sent.length);
  await last.stop();
  return sent;
}
