import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Runtime } from "./expected.ts";
import { type Found, install } from "./install.ts";
import { page, program, type Run, worker } from "./programs.ts";
import { pinned } from "./versions.ts";

/** Where a runtime comes from, and how it runs the checks. */
interface Way {
  find(): Promise<Found>;
  readonly run: Run;
}

/** Chromium is not an npm package: the machine's own is used, if it has one. */
async function findChromium(): Promise<Found> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.map((folder) => join(folder, "chromium")).find((file) => existsSync(file));
  return found ? { program: found } : { missing: "no chromium on this machine: apt-get install chromium" };
}

const from = (name: keyof typeof pinned, run: Run): Way => ({ find: () => install(name, pinned[name]), run });
const denoArgs = ["run", "--no-prompt", "--allow-net"];

export const ways: Readonly<Record<Runtime, Way>> = {
  "Node 20": from("Node 20", program("program")),
  "Node 22": from("Node 22", program("program")),
  "Node 24": from("Node 24", program("program")),
  "Node 26": from("Node 26", program("program")),
  Bun: from("Bun", program("program", "run")),
  Deno: from("Deno", program("program", ...denoArgs)),
  Chromium: { find: findChromium, run: page },
  workerd: from("workerd", worker),
  "Deno without idle connections": from("Deno", program("deno-without-idle", ...denoArgs)),
};
