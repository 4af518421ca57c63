import { drawBar, type Terminal } from "../bar.ts";
import type { Texts } from "../texts/en.ts";

/** The progress of an export. */
export interface Progress {
  /** Counts more items. */
  add(items: number): void;
  /** Says how many chats are done. Without it, the bar only moves: the API tells no total. */
  part(done: number, all: number): void;
  /** Removes the line. */
  end(): void;
}

/** Shows progress on standard error if that is a terminal, otherwise nothing. */
export function showProgress(
  noun: Parameters<Texts["progress"]>[1],
  t: Texts,
  terminal: Terminal = process.stderr,
): Progress {
  const began = performance.now();
  let items = 0;
  let chats: { done: number; all: number } | undefined;
  const bar = drawBar(() => {
    const seconds = Math.max((performance.now() - began) / 1000, 1);
    return {
      share: chats && chats.done / Math.max(chats.all, 1),
      facts: [
        ...(chats ? [t.chatsDone(chats.done, chats.all)] : []),
        t.progress(items, noun, Math.round(items / seconds)),
      ],
    };
  }, terminal);
  return {
    add(more) {
      items += more;
    },
    part(done, all) {
      chats = { done, all };
    },
    end: bar.end,
  };
}
