import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";
import { type Pinned, packageOf } from "./versions.ts";

const run = promisify(execFile);

/** How long one package may take to come, in milliseconds. */
const patience = 180_000;

/** Where a program is, or why it is not to be had here. */
export type Found = { readonly program: string } | { readonly missing: string };

/**
 * Installs a program, unless it is there, below `node_modules/.cache`: outside the project's own packages, and without
 * running any script of the package.
 */
export async function install(name: string, pinned: Pinned): Promise<Found> {
  const wanted = packageOf(pinned);
  if (wanted === undefined) return { missing: `there is none for ${process.platform} on ${process.arch}` };
  const at = wanted.lastIndexOf("@");
  const folder = join(root, "node_modules/.cache/runtimes", wanted.replaceAll("/", "+"));
  const program = join(folder, "node_modules", wanted.slice(0, at), pinned.program);
  if (existsSync(program)) return { program };
  await mkdir(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", wanted];
  try {
    await run("npm", args, { timeout: patience, cwd: folder });
  } catch (error) {
    const { killed, stderr = "" } = error as { killed?: boolean; stderr?: string };
    const why = /npm error (?!code)(.*)/.exec(stderr)?.[1] ?? "npm failed";
    return { missing: killed ? `${wanted} did not come within ${patience / 1000} s` : `${wanted}: ${why}` };
  }
  return existsSync(program) ? { program } : { missing: `${wanted} does not hold ${pinned.program} of ${name}` };
}
