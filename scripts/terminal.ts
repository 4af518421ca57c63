/** Where a program of this folder writes. Its tests give it another than the process's own. */
export interface Terminal {
  /** Writes to standard output, as it is. */
  readonly out: (text: string) => void;
  /** Writes to standard error, as it is. */
  readonly error: (text: string) => void;
  /** Whether what is written may be in colours. */
  readonly colours: boolean;
}

/** The terminal of this process. */
export const ownTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  colours: process.stdout.isTTY && !process.env.NO_COLOR,
};

/** Runs a program that gives its exit code. When it throws, the code is 1, and what is told is the error's message alone. */
export async function exitCodeOf({ error }: Terminal, program: () => Promise<number>): Promise<number> {
  try {
    return await program();
  } catch (thrown) {
    error(`${thrown instanceof Error ? thrown.message : thrown}\n`);
    return 1;
  }
}
