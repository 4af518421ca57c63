import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledDescription } from "./generate/description.ts";

// Starts prism-cli on both bundled descriptions. What follows `npm run mock --` goes to it: `-p 4020`, `-d`, …

const folder = await mkdtemp(join(tmpdir(), "wipsy-mock-"));
const file = join(folder, "wipsy.json");
await writeFile(file, JSON.stringify(await bundledDescription()));

const prism = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
const child = spawn(process.execPath, [prism, "mock", file, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", async (code) => {
  await rm(folder, { recursive: true, force: true });
  process.exitCode = code ?? 0;
});
