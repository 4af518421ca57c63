import { styleText } from "node:util";
import { eachLine } from "./one-line.ts";

/** Where a program of this folder writes. Its tests give it another than the process's own. */
export interface Terminal {
  /** Writes to standard output, as it is. */
  readonly out: (text: string) => void;
  /** Writes to standard error, as it is. */
  readonly error: (text: string) => void;
  /** Whether what is written may be in colours. */
  readonly colours: boolean;
}

/** A colour or weight, as Node names it. */
export type Style = Parameters<typeof styleText>[0];

/** Whether standard output is a terminal whose user has not refused colours. */
export const hasColours = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Text in a colour; as it is where there are none. */
export function paint(style: Style, text: string): string {
  return hasColours ? styleText(style, text) : text;
}

/** The terminal of this process. */
export const ownTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  colours: hasColours,
};

// A reader that has seen enough, such as `head`, closes the pipe. What was done stays done, so the exit code stays, too.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE") ownTerminal.error(`Not all of the output could be written (${code}).\n`);
});
process.stderr.on("error", () => {});

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (!(thrown instanceof RangeError && thrown.message.includes("call stack"))) return thrown.message;
  return "The description is too deep: too many of its schemas refer from one to the next. Make it flatter.";
}

/** Runs a program that gives its exit code. When it throws, the code is 1, and what is told is the error's message alone. */
export async function exitCodeOf({ error }: Terminal, program: () => Promise<number>): Promise<number> {
  try {
    return await program();
  } catch (thrown) {
    error(`${eachLine(messageOf(thrown))}\n`);
    return 1;
  }
}
