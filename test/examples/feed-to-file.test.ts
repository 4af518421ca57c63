import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { WatchMessagesOptions } from "wipsy-client";
import { feedToFile } from "../../examples/feed-to-file.ts";
import { tempDir } from "../support/temp-dir.ts";
import { agentAt, begin, busyAccount, end, receive, restarted, run, session, startExample } from "./feed.ts";
import { runExample } from "./run.ts";

async function entriesIn(file: string): Promise<Record<string, unknown>[]> {
  const text = existsSync(file) ? await readFile(file, "utf8") : "";
  // What stands behind the last line end is still being written.
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

const idsIn = async (file: string) => (await entriesIn(file)).map(({ message }) => String(message));

test("each message is written once, however often the feed is stopped and started", async () => {
  const account = busyAccount();
  await using api = await account.listen();
  await using dir = await tempDir();
  const file = join(dir.path, "messages.jsonl");
  const feed = (options: WatchMessagesOptions) => feedToFile(agentAt(api.url), file, options);
  await begin(feed, api);
  const sent = await restarted(feed, account, () => idsIn(file));
  expect((await idsIn(file)).sort()).toEqual(sent.sort());
  const [chat] = account.chats.values();
  expect(await entriesIn(file)).toContainEqual({
    ...{ type: "new", chat: chat?.id, channel: "whatsapp", message: expect.any(String), sender: "customer" },
    created_at: expect.stringMatching(/^\d{4}-/),
  });
});

test("a gap stands in the file and is told", async () => {
  const account = busyAccount();
  await using api = await account.listen({ most: 50 });
  await using dir = await tempDir();
  const file = join(dir.path, "messages.jsonl");
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const feed = (options: WatchMessagesOptions) => feedToFile(agentAt(api.url), file, options);
  await begin(feed, api);
  receive(account, 200);
  const watcher = run(feed);
  await expect.poll(() => idsIn(file), { timeout: 20_000 }).toHaveLength(3 + 150);
  await watcher.stop();
  const [chat] = account.chats.keys();
  const gaps = (await entriesIn(file)).filter(({ type }) => type === "gap");
  expect(gaps).toHaveLength(3);
  expect(gaps).toContainEqual({ type: "gap", chat, channel: "whatsapp", at: expect.any(String) });
  expect(told.mock.calls).toContainEqual([`GAP: messages were missed in ${chat}.`]);
  told.mockRestore();
});

test("as a program it goes on where it stopped, also when it was killed", async () => {
  const account = busyAccount();
  await using api = await account.listen();
  await using dir = await tempDir();
  const [file, sessionFile] = [join(dir.path, "messages.jsonl"), join(dir.path, "session.json")];
  await writeFile(sessionFile, JSON.stringify(session));
  const sent: string[] = [];
  await begin((options) => feedToFile(agentAt(api.url), file, options), api);
  for (const signal of ["SIGTERM", "SIGKILL", "SIGINT"] as const) {
    sent.push(...receive(account, 4));
    const child = startExample("feed-to-file.ts", [sessionFile, file], api.url);
    await expect.poll(() => idsIn(file), { timeout: 30_000, interval: 20 }).toHaveLength(sent.length);
    // Killed between a line and its checkpoint, it would write that line again: once it polls anew, all is kept.
    const polled = api.seen.length;
    await expect.poll(() => api.seen.length, { timeout: 30_000 }).toBeGreaterThan(polled);
    expect(await end(child, signal)).toBe(signal === "SIGKILL" ? null : 0);
  }
  expect((await idsIn(file)).sort()).toEqual(sent.sort());
  for (const name of [file, `${file}.checkpoint`]) expect((await stat(name)).mode & 0o777).toBe(0o600);
});

test("a broken checkpoint is neither used nor overwritten", async () => {
  const account = busyAccount();
  await using api = await account.listen();
  await using dir = await tempDir();
  const [file, sessionFile] = [join(dir.path, "messages.jsonl"), join(dir.path, "session.json")];
  await writeFile(sessionFile, JSON.stringify(session));
  await writeFile(`${file}.checkpoint`, '{"feed":"mess');
  const { code, stderr } = await runExample("feed-to-file.ts", [sessionFile, file], api.url);
  expect(code).toBe(1);
  expect(stderr).toContain("messages.jsonl.checkpoint cannot be read. Mend it, or delete it to begin anew.");
  expect(await readFile(`${file}.checkpoint`, "utf8")).toBe('{"feed":"mess');
  expect(api.seen).toEqual([]);
});
