import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";
import { type Pinned, packageOf } from "./versions.ts";

const run = promisify(execFile);

/** The path of a program, or why it is not available. */
export type Found = { readonly program: string } | { readonly missing: string };

/** Where programs are installed, and how long a download may take, in milliseconds. */
const usual = { folder: join(root, "node_modules/.cache/runtimes"), patience: 180_000 };

/**
 * Installs a program below `node_modules/.cache` unless it is there: outside the project's own packages, without
 * running the package's scripts. It is installed completely or not at all.
 */
export async function install(name: string, pinned: Pinned, { folder, patience } = usual): Promise<Found> {
  const wanted = packageOf(pinned);
  if (wanted === undefined) return { missing: `there is none for ${process.platform} on ${process.arch}` };
  const at = wanted.lastIndexOf("@");
  const own = join(folder, wanted.replaceAll("/", "+"));
  const program = join(own, "node_modules", wanted.slice(0, at), pinned.program);
  if (existsSync(program)) return { program };
  await mkdir(folder, { recursive: true });
  const coming = await mkdtemp(join(folder, ".coming-"));
  const args = ["install", "--prefix", coming, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", wanted];
  try {
    // npm delays a polite signal until its current step is done, and a stalled download never is.
    await run("npm", args, { timeout: patience, killSignal: "SIGKILL", cwd: coming });
    await rm(own, { recursive: true, force: true });
    await rename(coming, own);
  } catch (error) {
    const { killed, stderr = "" } = error as { killed?: boolean; stderr?: string };
    const why = /npm error (?!code)(.*)/.exec(stderr)?.[1] ?? "npm failed";
    return { missing: killed ? `${wanted} did not come within ${patience / 1000} s` : `${wanted}: ${why}` };
  } finally {
    await rm(coming, { recursive: true, force: true });
  }
  return existsSync(program) ? { program } : { missing: `${wanted} does not hold ${pinned.program} of ${name}` };
}
