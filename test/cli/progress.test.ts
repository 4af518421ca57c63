import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showProgress } from "../../src/cli/export/progress.ts";
import { textsIn } from "../../src/cli/texts/language.ts";

const en = textsIn("en");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fakeTerminal(columns: number, isTTY = true) {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  // What a terminal shows: the last line that was drawn.
  return { isTTY, columns, write, written, shown: () => written.join("").split("\r\u001b[2K").at(-1) };
}

test("writes nothing outside a terminal", () => {
  const output = fakeTerminal(80, false);
  const progress = showProgress("contacts", en, output);
  progress.add(10);
  progress.part(1, 2);
  vi.advanceTimersByTime(5000);
  progress.end();
  expect(output.written).toEqual([]);
});

test("without a total, the bar moves back and forth and counts items", () => {
  const terminal = fakeTerminal(80);
  const progress = showProgress("contacts", en, terminal);
  expect(terminal.shown()).toBe("[█████░░░░░░░░░░░░░░░] 0 contacts · 0/s");
  progress.add(1234);
  const bars = Array.from({ length: 30 }, () => {
    vi.advanceTimersByTime(100);
    return terminal.shown() ?? "";
  });
  expect(bars[0]).toBe("[░█████░░░░░░░░░░░░░░] 1,234 contacts · 1,234/s");
  expect(bars[14]).toBe("[░░░░░░░░░░░░░░░█████] 1,234 contacts · 823/s");
  expect(bars[29]).toBe("[█████░░░░░░░░░░░░░░░] 1,234 contacts · 411/s");
});

test.each([
  [0, 40, "[░░░░░░░░░░░░░░░░░░░░] 0 of 40 chats"],
  [1, 40, "[░░░░░░░░░░░░░░░░░░░░] 1 of 40 chats"],
  [20, 40, "[██████████░░░░░░░░░░] 20 of 40 chats"],
  [39, 40, "[███████████████████░] 39 of 40 chats"],
  [40, 40, "[████████████████████] 40 of 40 chats"],
  [41, 40, "[████████████████████] 41 of 40 chats"],
  [0, 0, "[░░░░░░░░░░░░░░░░░░░░] 0 of 0 chats"],
])("with a total, the bar shows the share: %i of %i", (done, all, expected) => {
  const terminal = fakeTerminal(80);
  const progress = showProgress("messages", en, terminal);
  progress.part(done, all);
  progress.add(3);
  vi.advanceTimersByTime(1000);
  expect(terminal.shown()).toBe(`${expected} · 3 messages · 3/s`);
});

test("is always narrower than the terminal, and removed at the end", () => {
  const terminal = fakeTerminal(40);
  const progress = showProgress("messages", en, terminal);
  progress.part(123_456, 1_234_567);
  progress.add(123_456_789);
  vi.advanceTimersByTime(100);
  expect(terminal.shown()).toHaveLength(37);
  progress.end();
  expect(terminal.shown()).toBe("");
  const { length } = terminal.written;
  vi.advanceTimersByTime(1000);
  expect(terminal.written).toHaveLength(length);
});
