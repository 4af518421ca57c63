import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Chat } from "wipsy-client";
import type { AgentEvent } from "wipsy-client/feed";
import { mockApi } from "wipsy-client/testing";
import { textsIn } from "../../src/cli/texts/language.ts";
import { cutTo, lineOf } from "../../src/cli/watch/line.ts";
import { count, meterFrom, rate, status, summary } from "../../src/cli/watch/meter.ts";
import { screenOn } from "../../src/cli/watch/screen.ts";
import { root, runScript } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

const en = textsIn("en");

const watch = (...args: string[]) => runScript("scripts/cli.ts", ["watch", "--mock", ...args]);
const start = (...args: string[]) =>
  spawn(process.execPath, ["--import", "tsx", "scripts/cli.ts", "watch", "--mock", ...args], { cwd: root });

/** The width of a text on a terminal that uses two columns for non-Latin characters. */
function columnsOf(text: string): number {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return characters.reduce((sum, one) => sum + (/^[\u0020-\u024f\u2026·–]+$/.test(one) ? 1 : 2), 0);
}

test("prints one line per message and a summary outside a terminal", async () => {
  const { code, out } = await watch("--for", "4", "--rate", "30");
  expect(code).toBe(0);
  const [title, ...lines] = out.trimEnd().split("\n");
  const last = lines.pop() ?? "";
  expect(title).toBe("Simulated messages of a made-up account, about 30 a second.");
  expect(out).not.toContain("\x1b");
  expect(out).not.toContain("\r");
  const isMessage = (line: string) =>
    /^\d\d:\d\d:\d\d {2}(whatsapp |instagram|messenger) {2}(customer|agent) /.test(line);
  const isChange = (line: string) =>
    /^\d\d:\d\d:\d\d {2}(whatsapp |instagram|messenger) {2}(delivered|read) /.test(line);
  const messages = lines.filter(isMessage);
  const changes = lines.filter(isChange);
  expect(messages.length + changes.length).toBe(lines.length);
  for (const channel of ["whatsapp", "instagram", "messenger"]) expect(messages.join("\n")).toContain(channel);
  for (const sender of ["customer", "agent"]) expect(messages.join("\n")).toContain(sender);
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
  const [, shown, written, changed] =
    /^(\d+) of (\d+) messages · [\d.]+\/\w+ · lag [\d.]+ s, longest [\d.]+ s · \d+ polls? · (\d+) changes?$/.exec(
      last,
    ) ?? [];
  expect([Number(shown), Number(changed)]).toEqual([messages.length, changes.length]);
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.length).toBeLessThanOrEqual(Number(written));
});

test("--session watches a real account", async () => {
  const api = mockApi();
  const { url, close } = await api.listen();
  await using dir = await tempDir();
  const file = join(dir.path, "session.json");
  await writeFile(file, JSON.stringify(api.signIn()));
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/cli.ts", "watch", "--session", file], {
    cwd: root,
    env: { ...process.env, WIPSY_BASE_URL: url },
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await expect.poll(() => api.requests.length).toBeGreaterThan(0);
  api.receive({ from: "+573188779043", content: "Hola" });
  await expect.poll(() => out).toMatch(/whatsapp {3}customer .*Hola\n/);
  child.kill("SIGINT");
  await once(child, "close");
  expect(out).toMatch(/\n1 message · .*\n$/);
  await close();
});

test("ends with the summary on SIGINT, even twice", async () => {
  const child = start("--rate", "20");
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await expect.poll(() => out).toContain("customer");
  child.kill("SIGINT");
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  expect(out).toMatch(/\n\d+ of \d+ messages? · .*\n$/);
});

test("ends when its reader closes the pipe", async () => {
  const child = start("--rate", "20");
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = await once(child, "close");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

test.each([
  [["--rate", "many"], "--rate"],
  [["--four", "4"], "--four"],
])("refuses %j in one line", async (args, expected) => {
  const { code, out } = await watch(...args);
  expect(code).toBe(1);
  expect(out).toContain(expected);
  expect(out).not.toMatch(/^ +at /m);
});

const chat: Chat = { channel_type: "instagram", customer: { name: "Ana Restrepo" } };
const now = new Date(2030, 0, 2, 3, 4, 5);
const says = (content: string): AgentEvent => ({ type: "new", chat, message: { sender_type: "customer", content } });

describe("a line", () => {
  test.each<[string, AgentEvent, string]>([
    ["a message", says("Hola"), "03:04:05  instagram  customer   Ana Restrepo    Hola"],
    ["lines", says("a\r\nb\tc\u2028d"), "03:04:05  instagram  customer   Ana Restrepo    a b c d"],
    ["terminal escapes", says("\x1b[2J\x1b]0;x\x07\x1bc\u009b1mHola\x00"), "Hola"],
    [
      "an image",
      { type: "new", chat, message: { sender_type: "agent", message_type: "image", content: "La azul" } },
      "03:04:05  instagram  agent      Ana Restrepo    [image] La azul",
    ],
    [
      "a changed status",
      { type: "changed", chat, message: { sender_type: "agent", status: "read", content: "Sí" } },
      "03:04:05  instagram  read       Ana Restrepo    Sí",
    ],
    ["a gap in a chat", { type: "gap", chat }, "03:04:05  instagram  GAP: messages were missed in the chat with Ana"],
    ["a gap", { type: "gap", chat: undefined }, "GAP: messages were missed in chats beyond the listed ones"],
  ])("for %s", (_name, event, expected) => {
    const line = lineOf(event, now, 80, en);
    expect(line).toContain(expected);
    expect(line).not.toMatch(/\p{Cc}/u);
  });

  const long = [
    "Hola ".repeat(50),
    "👩‍👩‍👧‍👦🙏🏽".repeat(40),
    "你好，世界".repeat(40),
    "e\u0301".repeat(200),
    "x".repeat(200),
  ];
  const names = ["Ana", "María Fernanda de los Ángeles Restrepo", "王小明王小明王小明王小明", "\x1b[31mAna\n"];
  test.each([24, 40, 79, 119])("never takes more than its %i columns", (columns) => {
    for (const content of long) {
      for (const name of names) {
        const named = { ...chat, customer: { name } };
        const events: AgentEvent[] = [
          { type: "new", chat: named, message: { sender_type: "customer", content } },
          { type: "changed", chat: named, message: { status: "delivered", content } },
          { type: "gap", chat: named },
        ];
        for (const event of events) expect(columnsOf(lineOf(event, now, columns, en))).toBeLessThanOrEqual(columns);
      }
    }
  });

  test.each([
    ["Hola", 4, "Hola"],
    ["Holas", 4, "Hol…"],
    ["👍👍", 4, "👍👍"],
    ["👍👍👍", 4, "👍…"],
    ["👍👍", 3, "👍…"],
    ["Hola", 0, ""],
  ])("%j cut to %i columns is %j", (text, room, cut) => expect(cutTo(text, room)).toBe(cut));
});

/** What a terminal with this many columns shows at the end; asserts that no line was wider. */
function shownOn(columns: number, written: string): string[] {
  const rows = [""];
  for (const [part] of written.replaceAll("\x1b", "␛").matchAll(/\r␛\[2K|␛\[\?25[lh]|\n|[^␛\r\n]+/g)) {
    if (part === "\n") rows.push("");
    else if (part === "\r␛[2K") rows[rows.length - 1] = "";
    else if (!part.startsWith("␛")) rows[rows.length - 1] += part;
    expect(columnsOf(rows.at(-1) ?? "")).toBeLessThan(columns);
  }
  return rows;
}

describe("a screen", () => {
  function fakeTerminal(columns: number) {
    const written: string[] = [];
    const write = (text: string) => written.push(text);
    return { columns, write, text: () => written.join("") };
  }

  test.each([40, 80, 120])("of %i columns keeps the status below the lines", (columns) => {
    const terminal = fakeTerminal(columns);
    const screen = screenOn(terminal, true);
    screen.line("first");
    screen.status("10 messages");
    screen.line(lineOf(says("Hola ".repeat(50)), now, screen.columns, en));
    screen.status("11 messages".repeat(20));
    const rows = shownOn(columns, terminal.text());
    expect(rows).toHaveLength(3);
    expect(rows[0]).toBe("first");
    expect(rows[1]).toMatch(/^03:04:05 .*…$/);
    expect(rows[2]).toMatch(/^ 11 messages.*… $/);
  });

  test("removes the status at the end and shows the cursor again", () => {
    const terminal = fakeTerminal(80);
    const screen = screenOn(terminal, true);
    screen.status("10 messages");
    screen.close();
    screen.line("summary");
    expect(shownOn(80, terminal.text())).toEqual(["summary", ""]);
    expect(terminal.text().lastIndexOf("\x1b[?25h")).toBeGreaterThan(terminal.text().lastIndexOf("\x1b[?25l"));
  });

  test("that is not a terminal prints only lines", () => {
    const terminal = fakeTerminal(80);
    const screen = screenOn(terminal, false);
    screen.line("first");
    screen.status("10 messages");
    screen.line("second");
    screen.close();
    expect(terminal.text()).toBe("first\nsecond\n");
  });
});

describe("the status", () => {
  test.each([
    [0, 10_000, "0/min"],
    [1, 10_000, "6/min"],
    [9, 10_000, "54/min"],
    [10, 10_000, "1.0/s"],
    [125, 10_000, "12.5/s"],
    [2, 0, "2.0/s"],
  ])("of %i messages in %i ms is a rate of %s", (messages, time, expected) =>
    expect(rate(messages, time)).toBe(expected),
  );

  test("covers the last half minute, the summary everything", () => {
    const meter = meterFrom(0);
    expect(status(meter, 1000, en)).toBe("0 messages · 0/min · lag – · 0 polls · 00:00:01 · Ctrl-C ends");
    count(meter, 0, 4000);
    meter.polls = 1;
    meter.written = 4;
    expect(status(meter, 10_000, en)).toBe("1 message · 6/min · lag 4.0 s · 1 poll · 00:00:10 · Ctrl-C ends");
    count(meter, 39_000, 40_000);
    // Even if the clock is set back, no message arrives before it was written.
    count(meter, 41_000, 40_000);
    expect(status(meter, 3_661_000, en)).toBe("3 messages · 0/min · lag – · 1 poll · 01:01:01 · Ctrl-C ends");
    expect(summary(meter, 60_000, en)).toBe("3 of 4 messages · 3/min · lag 1.7 s, longest 4.0 s · 1 poll · 0 changes");
    meter.gaps = 2;
    expect(summary(meter, 60_000, en)).toMatch(/ · 2 gaps$/);
  });
});
