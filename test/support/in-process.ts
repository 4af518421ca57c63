import type { Terminal } from "../../scripts/terminal.ts";
import type { Finished } from "./run.ts";

/**
 * Runs a program of scripts/ in this process, from `folder`. What it writes to either output is in the order of writing.
 * Starting a process takes longer than what most programs do; each is started as one, too, in some test.
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
    const code = await program({ out: add, error: add, colours: false });
    return { code, out };
  } finally {
    process.chdir(before);
  }
}
