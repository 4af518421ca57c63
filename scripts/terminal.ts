import { hasColors } from "../src/cli/colors.ts";
import { eachLine } from "./one-line.ts";

/** Where a program writes. Tests pass their own. */
export interface Terminal {
  /** Writes to standard output. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly error: (text: string) => void;
  /** Whether to use colors. */
  readonly colors: boolean;
}

/** The terminal of this process. */
export const ownTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  colors: hasColors,
};

// A reader such as `head` may close the pipe early. That is not an error.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE") ownTerminal.error(`Could not write all of the output (${code}).\n`);
});
process.stderr.on("error", () => {});

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (!(thrown instanceof RangeError && thrown.message.includes("call stack"))) return thrown.message;
  return "The description is too deeply nested: too many schemas refer to one another in a row. Flatten them.";
}

/** Runs a program that returns its exit code. If it throws, prints the error's message and returns 1. */
export async function exitCodeOf({ error }: Terminal, program: () => Promise<number>): Promise<number> {
  try {
    return await program();
  } catch (thrown) {
    error(`${eachLine(messageOf(thrown))}\n`);
    return 1;
  }
}
