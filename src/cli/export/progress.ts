import { drawBar, type Terminal } from "../bar.ts";
import type { Texts } from "../texts/language.ts";

/** What an export writes. */
export type Noun = "contacts" | "chats" | "messages";

/** The progress of an export. */
export interface Progress {
  /** Counts more items. */
  add(items: number): void;
  /** Says how many chats are done. Without it, the bar only moves: the API tells no total. */
  part(done: number, all: number): void;
  /** Removes the line. */
  end(): void;
}

/** Shows progress on standard error, unless the items themselves go to the terminal: the bar would be among them. */
export function progressFor(noun: Noun, file: string | undefined, t: Texts): Progress {
  return showProgress(noun, t, file === undefined && process.stdout.isTTY ? { write() {} } : process.stderr);
}

/** Shows progress on a terminal, elsewhere nothing. */
export function showProgress(noun: Noun, t: Texts, terminal: Terminal): Progress {
  const began = performance.now();
  let items = 0;
  let chats: { done: number; all: number } | undefined;
  const bar = drawBar(() => {
    const seconds = Math.max((performance.now() - began) / 1000, 1);
    return {
      share: chats && chats.done / Math.max(chats.all, 1),
      facts: [
        ...(chats ? [t("progress.chatsDone", { ...chats })] : []),
        t(`progress.${noun}`, { count: items, perSecond: Math.round(items / seconds) }),
      ],
    };
  }, terminal);
  return {
    add: (more) => (items += more),
    part: (done, all) => (chats = { done, all }),
    end: bar.end,
  };
}
