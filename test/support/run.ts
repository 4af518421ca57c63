import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A module that puts a program's clock ahead by so many milliseconds, for `--import`. */
export const clockAhead = (ms: number): string =>
  `data:text/javascript,const { now } = Date; Date.now = () => now() + ${ms};`;

/** The output of a program, and its exit code. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
}

/** Runs a script of `folder` with tsx, without WIPSY variables except those in `env`. */
export function runScript(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  folder = root,
): Promise<Finished> {
  const { WIPSY_API_KEY: _, WIPSY_BASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: folder,
    env: { ...inherited, ...env },
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
}
