import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "./run.ts";

/** Ends this process with code 2 unless each option that was given is a whole number. */
export function checkNumbers(given: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || /^\d{1,9}$/.test(value)) continue;
    console.error(`--${name} must be a whole number`);
    process.exit(2);
  }
}

/** Runs tests with these variables in their environment. This process then ends with the exit code of vitest. */
export function runVitest(args: readonly string[], env: Readonly<Record<string, string | undefined>>): void {
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  const given = Object.entries(env).filter(([, value]) => value);
  const child = spawn(process.execPath, [vitest, "run", ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...Object.fromEntries(given) },
  });
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
