import { spawn } from "node:child_process";
import { join } from "node:path";
import type { AgentSession } from "wipsy-client";
import { root } from "../support/run.ts";

/** An agent's session, as `--session` takes it. */
export const session: AgentSession = {
  agent: { id: "agent-1", name: "Marta Example" },
  session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
};

/** The result of a command. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command runs. */
export interface Setting {
  /** Where the API is. */
  readonly url?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** @default the repository */
  readonly cwd?: string;
  /** Called when the process has been started. */
  readonly onStart?: (child: ReturnType<typeof start>) => void;
  /** Called with all that the command has written to standard error so far, and with its process. */
  readonly onError?: (text: string, child: ReturnType<typeof start>) => void;
}

function start(args: readonly string[], { url, env, cwd = root }: Setting) {
  const own = { PATH: process.env.PATH, WIPSY_API_KEY: "wipsy-key", ...(url && { WIPSY_BASE_URL: url }), ...env };
  const program = ["--import", import.meta.resolve("tsx"), join(root, "scripts/cli.ts")];
  return spawn(process.execPath, [...program, ...args], { cwd, env: own });
}

/** Runs a command in a process of its own, outside a terminal. */
export function run(args: readonly string[], setting: Setting = {}): Promise<Ended> {
  const child = start(args, setting);
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text.stdout += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text.stderr += part;
    setting.onError?.(text.stderr, child);
  });
  child.stdin.end();
  setting.onStart?.(child);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...text })));
}
