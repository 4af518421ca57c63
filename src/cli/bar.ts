// A status line on a terminal: [██████████░░░░░░░░░░] 20 of 40 chats · 1,234 messages · 56/s

import { cutTo } from "./watch/line.ts";

/** The part of a terminal that a bar uses. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const clear = "\r\x1b[2K";

/** A bar with this share of it filled; without a share, a block that moves. */
function barOf(share: number | undefined, step: number, width: number): string {
  if (share !== undefined) {
    const filled = Math.floor(Math.min(share, 1) * width);
    return "█".repeat(filled) + "░".repeat(width - filled);
  }
  const block = width / 4;
  const range = width - block;
  const at = range - Math.abs(range - (step % (2 * range)));
  return "░".repeat(at) + "█".repeat(block) + "░".repeat(range - at);
}

type Shown = Readonly<{ share: number | undefined; facts: readonly string[] }>;

/**
 * Draws a bar ten times a second until it is ended; nothing where `terminal` is not a terminal. It shows the share that is
 * done, if the total is known, and facts beside it, the most important first.
 */
export function drawBar(shown: () => Shown, terminal: Terminal): { end(): void } {
  if (!terminal.isTTY) return { end() {} };
  let step = 0;
  const draw = () => {
    const columns = terminal.columns ?? 80;
    const { share, facts } = shown();
    const width = columns < 60 ? 8 : 20;
    // A line that wraps could not be removed, and Ctrl-C adds "^C".
    const room = columns - width - 6;
    terminal.write(`${clear}[${barOf(share, step, width)}] ${cutTo(facts.join(" · "), room)}`);
    step += 1;
  };
  const timer = setInterval(draw, 100);
  timer.unref();
  draw();
  return {
    end() {
      clearInterval(timer);
      terminal.write(clear);
    },
  };
}
