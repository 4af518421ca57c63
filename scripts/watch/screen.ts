import { hasColours, paint } from "../terminal.ts";
import { column } from "./line.ts";

/** As much of an output stream as is written to. */
export interface Output {
  readonly columns?: number;
  write(text: string): unknown;
}

const clear = "\r\x1b[2K";
const [hideCursor, showCursor] = ["\x1b[?25l", "\x1b[?25h"];

/** Lines that run through, above a status line that stays. A file or a pipe, or where `NO_COLOR` is set, gets lines alone. */
export function screenOn(output: Output, isLive = hasColours) {
  let shown = "";
  // A line as wide as the terminal makes some of them wrap.
  const columns = () => (isLive ? Math.max(24, (output.columns ?? 80) - 1) : (output.columns ?? 80));
  const draw = (text: string) => isLive && output.write(text);
  draw(hideCursor);
  return {
    /** How many columns a line may have. */
    get columns() {
      return columns();
    },
    line(text: string) {
      output.write(`${isLive ? clear : ""}${text}\n`);
      draw(shown);
    },
    /** Draws the status line again. */
    status(text: string) {
      shown = paint("inverse", ` ${column(text, columns() - 2)} `);
      draw(clear + shown);
    },
    /** Takes the status line away. */
    close() {
      shown = "";
      draw(clear + showCursor);
    },
  };
}
