import { hasColors, paint } from "../colors.ts";
import { column } from "./line.ts";

/** The part of an output stream that a screen uses. */
export interface Output {
  readonly columns?: number;
  write(text: string): unknown;
}

const clear = "\r\x1b[2K";
const [hideCursor, showCursor] = ["\x1b[?25l", "\x1b[?25h"];

/** Scrolling lines above a fixed status line. A file or pipe, or a terminal with `NO_COLOR`, gets only the lines. */
export function screenOn(output: Output, isLive = hasColors) {
  let shown = "";
  // Some terminals wrap a line of full width.
  const columns = () => (isLive ? Math.max(24, (output.columns ?? 80) - 1) : (output.columns ?? 80));
  const draw = (text: string) => isLive && output.write(text);
  draw(hideCursor);
  return {
    /** The most columns of a line. */
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
    /** Removes the status line. */
    close() {
      shown = "";
      draw(clear + showCursor);
    },
  };
}
