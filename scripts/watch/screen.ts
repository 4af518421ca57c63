import { hasColours, paint } from "../paint.ts";
import { column } from "./line.ts";

/** As much of an output stream as is written to. */
export interface Output {
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines that run through, above a status line that stays. */
export interface Screen {
  /** How many columns a line may have. */
  readonly columns: number;
  line(text: string): void;
  /** Draws the status line again. */
  status(text: string): void;
  /** Takes the status line away. */
  close(): void;
}

const clear = "\r\x1b[2K";
const [hideCursor, showCursor] = ["\x1b[?25l", "\x1b[?25h"];

/** Lines alone, as a file or a pipe takes them. */
function plainScreen(output: Output): Screen {
  return {
    columns: output.columns ?? 80,
    line: (text) => output.write(`${text}\n`),
    status() {},
    close() {},
  };
}

function liveScreen(output: Output): Screen {
  let shown: string | undefined;
  // A line as wide as the terminal makes some of them wrap.
  const columns = () => Math.max(24, (output.columns ?? 80) - 1);
  const drawn = () => (shown === undefined ? "" : paint("inverse", ` ${column(shown, columns() - 2)} `));
  output.write(hideCursor);
  return {
    get columns() {
      return columns();
    },
    line: (text) => output.write(`${clear}${text}\n${drawn()}`),
    status(text) {
      shown = text;
      output.write(clear + drawn());
    },
    close() {
      shown = undefined;
      output.write(clear + showCursor);
    },
  };
}

/** A screen on a terminal; on what is none, or where `NO_COLOR` is set, lines alone. */
export function screenOn(output: Output, isLive = hasColours): Screen {
  return isLive ? liveScreen(output) : plainScreen(output);
}
