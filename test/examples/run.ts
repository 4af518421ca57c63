import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The result of a program. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example as its first lines say, in its own process, with the API at `url`. */
export function runExample(name: string, args: string[], url: string): Promise<Finished> {
  const env = { PATH: process.env.PATH, WIPSY_API_KEY: "wipsy-key", WIPSY_BASE_URL: url };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", `examples/${name}`, ...args],
      { cwd: root, env },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
  });
}
