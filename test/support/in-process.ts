import type { Terminal } from "../../scripts/terminal.ts";
import type { Finished } from "./run.ts";

/**
 * Runs a program of scripts/ in this process, in `folder`. Both outputs are in the order of writing. Faster than a
 * process; some test starts each program as a process, too.
 */
export async function runInProcess(
  folder: string,
  program: (terminal: Terminal) => Promise<number>,
): Promise<Finished> {
  const before = process.cwd();
  let out = "";
  const add = (text: string) => {
    out += text;
  };
  process.chdir(folder);
  try {
    const code = await program({ out: add, error: add, colors: false });
    return { code, out };
  } finally {
    process.chdir(before);
  }
}
