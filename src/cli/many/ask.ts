import { createInterface } from "node:readline";

/** Asks a question on the terminal. Resolves with false for anything but yes, at the end of input, and on Ctrl-C. */
export async function isConfirmed(question: string, signal: AbortSignal): Promise<boolean> {
  process.stderr.write(question);
  // Without raw mode, so that Ctrl-C still is a signal.
  for await (const line of createInterface({ input: process.stdin, terminal: false, signal }))
    return /^\s*(y|yes|s|si|sí)\s*$/i.test(line);
  process.stderr.write("\n");
  return false;
}
