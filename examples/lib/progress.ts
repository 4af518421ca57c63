// A line on a terminal that says how far an export has come:
//
//   [██████████░░░░░░░░░░] 20 of 40 chats · 1,234 messages · 56/s

/** As much of a terminal as is used. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** So many items more. */
  add(items: number): void;
  /** So many parts of all are done. Until this is said, the bar only moves: the API tells no total. */
  part(done: number, all: number): void;
  /** Takes the line away. */
  end(): void;
}

const width = 20;
const clear = "\r\x1b[2K";

/** A bar that is filled so far; where that is not known, with a piece that moves. */
function barOf(share: number | undefined, step: number): string {
  if (share !== undefined) {
    const filled = Math.floor(Math.min(share, 1) * width);
    return "█".repeat(filled) + "░".repeat(width - filled);
  }
  const piece = 5;
  const way = width - piece;
  const at = way - Math.abs(way - (step % (2 * way)));
  return "░".repeat(at) + "█".repeat(piece) + "░".repeat(way - at);
}

/** Shows progress on standard error, where that is a terminal; elsewhere nothing. `what` names the items, `parts` the parts. */
export function showProgress(what: string, parts = "parts", terminal: Terminal = process.stderr): Progress {
  if (!terminal.isTTY) return { add() {}, part() {}, end() {} };
  const began = performance.now();
  let items = 0;
  let step = 0;
  let share: { done: number; all: number } | undefined;

  function draw(): void {
    const seconds = Math.max((performance.now() - began) / 1000, 1);
    const bar = barOf(share && share.done / Math.max(share.all, 1), step);
    const known = share ? [`${share.done} of ${share.all} ${parts}`] : [];
    const facts = [...known, `${items.toLocaleString("en")} ${what}`, `${Math.round(items / seconds)}/s`];
    // A line that is as wide as the terminal would wrap, and could not be taken away.
    terminal.write(clear + `[${bar}] ${facts.join(" · ")}`.slice(0, (terminal.columns ?? 80) - 1));
  }

  const timer = setInterval(() => {
    step += 1;
    draw();
  }, 100);
  timer.unref();
  draw();
  return {
    add(more) {
      items += more;
    },
    part(done, all) {
      share = { done, all };
    },
    end() {
      clearInterval(timer);
      terminal.write(clear);
    },
  };
}
