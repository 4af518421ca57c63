import { existsSync } from "node:fs";
import { open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { WatchMessagesOptions } from "wipsy-client/feed";
import { feedToFile } from "../../examples/feed-to-file.ts";
import { tempDir } from "../support/temp-dir.ts";
import { agentAt, begin, busyAccount, end, failed, receive, restarted, run, session, startExample } from "./feed.ts";
import { runExample } from "./run.ts";

async function entriesIn(file: string): Promise<Record<string, unknown>[]> {
  const text = existsSync(file) ? await readFile(file, "utf8") : "";
  // Anything after the last line end is still being written.
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

const idsIn = async (file: string) => (await entriesIn(file)).map(({ message }) => String(message));

/** A running feed with its own file, and the account that it watches. A page has at most `most` messages. */
async function begun(most?: number) {
  const account = busyAccount();
  const api = await account.listen(most === undefined ? {} : { most });
  const dir = await tempDir();
  const file = join(dir.path, "messages.jsonl");
  const feed = (options: WatchMessagesOptions) => feedToFile(agentAt(api.url), file, options);
  await begin(feed, api);
  return {
    ...{ account, file, feed },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

test("writes each message once across restarts", async () => {
  await using started = await begun();
  const { account, file, feed } = started;
  const sent = await restarted(feed, account, () => idsIn(file));
  expect((await idsIn(file)).sort()).toEqual(sent.sort());
  const [chat] = account.chats.values();
  expect(await entriesIn(file)).toContainEqual({
    ...{ type: "new", chat: chat?.id, channel: "whatsapp", message: expect.any(String), sender: "customer" },
    created_at: expect.stringMatching(/^\d{4}-/),
  });
});

test("writes and reports a gap", async () => {
  await using started = await begun(50);
  const { account, file, feed } = started;
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  receive(account, 200);
  const watcher = run(feed);
  await expect.poll(() => idsIn(file)).toHaveLength(3 + 150);
  await watcher.stop();
  const [chat] = account.chats.keys();
  const gaps = (await entriesIn(file)).filter(({ type }) => type === "gap");
  expect(gaps).toHaveLength(3);
  expect(gaps).toContainEqual({ type: "gap", chat, channel: "whatsapp", at: expect.any(String) });
  expect(told.mock.calls).toContainEqual([`GAP: messages were missed in ${chat}.`]);
  told.mockRestore();
});

test("writes messages that come after a quiet first run ended with an error", async () => {
  await using dir = await tempDir();
  const file = join(dir.path, "messages.jsonl");
  const feed = (options: WatchMessagesOptions, url: string) => feedToFile(agentAt(url), file, options);
  const sent = await failed(feed, () => idsIn(file));
  expect((await idsIn(file)).sort()).toEqual(sent.sort());
});

test("writes what a full disk prevented in the next run", async () => {
  await using started = await begun();
  const { account, file, feed } = started;
  const sent = receive(account, 3);
  const handle = await open(file);
  const writing = vi.spyOn(Object.getPrototypeOf(handle), "appendFile").mockRejectedValueOnce(new Error("ENOSPC"));
  await handle.close();
  await expect(run(feed).running).rejects.toThrow("ENOSPC");
  writing.mockRestore();
  const watcher = run(feed);
  await expect.poll(() => idsIn(file), { interval: 5 }).toHaveLength(sent.length);
  await watcher.stop();
  expect((await idsIn(file)).sort()).toEqual(sent.sort());
});

test("the program resumes after a stop or kill", async () => {
  const account = busyAccount();
  await using api = await account.listen();
  await using dir = await tempDir();
  const [file, sessionFile] = [join(dir.path, "messages.jsonl"), join(dir.path, "session.json")];
  await writeFile(sessionFile, JSON.stringify(session));
  const sent: string[] = [];
  await begin((options) => feedToFile(agentAt(api.url), file, options), api);
  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    sent.push(...receive(account, 4));
    const child = startExample("feed-to-file.ts", [sessionFile, file], api.url);
    await expect.poll(() => idsIn(file), { interval: 20 }).toHaveLength(sent.length);
    expect(await end(child, signal)).toBe(signal === "SIGKILL" ? null : 0);
  }
  expect((await idsIn(file)).sort()).toEqual(sent.sort());
  for (const name of [file, `${file}.checkpoint`]) expect((await stat(name)).mode & 0o777).toBe(0o600);
});

describe("partial last lines after a crash", () => {
  /** A file with three messages, and then the file and its checkpoint as they were after the second. */
  async function written() {
    const account = busyAccount();
    const api = await account.listen();
    const dir = await tempDir();
    const file = join(dir.path, "messages.jsonl");
    const feed = (options: WatchMessagesOptions) => feedToFile(agentAt(api.url), file, options);
    const texts: string[] = [];
    const checkpoints: string[] = [];
    const sent: string[] = [];
    await begin(feed, api);
    for (let count = 1; count <= 3; count += 1) {
      sent.push(...receive(account, 1));
      const watcher = run(feed);
      await expect.poll(() => idsIn(file), { interval: 5 }).toHaveLength(count);
      await watcher.stop();
      texts.push(await readFile(file, "utf8"));
      checkpoints.push(await readFile(`${file}.checkpoint`, "utf8"));
    }
    const end = async () => {
      await api[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    };
    return { account, file, feed, texts, checkpoints, sent, [Symbol.asyncDispose]: end };
  }

  test.each([
    ["half a line", -20],
    ["a line but for its end", -1],
    ["a whole line that no checkpoint includes", 0],
  ])("%s: each message is written once", async (_what, cut) => {
    await using left = await written();
    const { account, file, feed, texts, checkpoints, sent } = left;
    const text = texts[2] ?? "";
    await writeFile(file, text.slice(0, text.length + cut));
    await writeFile(`${file}.checkpoint`, checkpoints[1] ?? "");
    sent.push(...receive(account, 1));
    const watcher = run(feed);
    await expect.poll(() => idsIn(file), { interval: 5 }).toHaveLength(4);
    await watcher.stop();
    expect(await idsIn(file)).toEqual(sent);
    expect((await readFile(file, "utf8")).startsWith(texts[1] ?? "-")).toBe(true);
  });

  test.each([["taken away"], ["begun anew by another"]])("writes new messages when the file was %s", async (what) => {
    await using left = await written();
    const { account, file, feed, sent } = left;
    await rm(file);
    if (what !== "taken away") await writeFile(file, '{"message":"another"}\n{"mess');
    sent.push(...receive(account, 1));
    const watcher = run(feed);
    const ids = what === "taken away" ? sent.slice(3) : ["another", ...sent.slice(3)];
    await expect.poll(() => idsIn(file), { interval: 5 }).toEqual(ids);
    await watcher.stop();
  });
});

test("neither uses nor overwrites a broken checkpoint", async () => {
  const account = busyAccount();
  await using api = await account.listen();
  await using dir = await tempDir();
  const [file, sessionFile] = [join(dir.path, "messages.jsonl"), join(dir.path, "session.json")];
  await writeFile(sessionFile, JSON.stringify(session));
  await writeFile(`${file}.checkpoint`, '{"feed":"mess');
  const { code, stderr } = await runExample("feed-to-file.ts", [sessionFile, file], api.url);
  expect(code).toBe(1);
  expect(stderr).toContain("messages.jsonl.checkpoint cannot be read");
  expect(await readFile(`${file}.checkpoint`, "utf8")).toBe('{"feed":"mess');
  expect(api.seen).toEqual([]);
});
