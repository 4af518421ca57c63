import { join } from "node:path";
import { build } from "esbuild";
import { install } from "../runtimes/install.ts";
import { pinned } from "../runtimes/versions.ts";
import { root } from "../support/run.ts";

// Programs that run in a process of their own, in any version of Node.

/** Bundles a program of this folder, or of another one, into one file. */
export async function bundled(name: string, folder: string, from = "test/stores"): Promise<string> {
  const outfile = join(folder, name.replace(/\.ts$/, ".mjs"));
  const entryPoints = [join(root, from, name)];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", target: "node20" });
  return outfile;
}

/** The path of Node 22, which has `node:sqlite`. */
export async function node22(): Promise<string> {
  const found = await install("Node 22", pinned["Node 22"]);
  if ("missing" in found) throw new Error(found.missing);
  return found.program;
}
