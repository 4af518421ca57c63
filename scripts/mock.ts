import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledDescription } from "./openapi/bundled.ts";

// Starts prism-cli on both bundled descriptions. What follows `npm run mock --` goes to it: `-p 4020`, `-d`, …

let child: ChildProcess | undefined;
// Waits for the child, which a signal to this process alone would leave running.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => (child ? child.kill(signal) : process.exit(1)));

const description = JSON.stringify(await bundledDescription());
const folder = mkdtempSync(join(tmpdir(), "wipsy-mock-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "wipsy.json");
writeFileSync(file, description);

const prism = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
child = spawn(process.execPath, [prism, "mock", file, ...process.argv.slice(2)], { stdio: "inherit" });
child.on("exit", (code) => {
  process.exitCode = code ?? 0;
});
