import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";

const own = join(root, "test/services/package.json");
const cache = join(root, "node_modules/.cache");
// Named after its content: nothing replaces drivers that another test file uses.
const folder = join(cache, `services-${createHash("sha256").update(readFileSync(own)).digest("hex").slice(0, 8)}`);

/** Installs the drivers of package.json beside this file, unless they are there: all or none. */
async function install(): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(cache, { recursive: true });
  const coming = await mkdtemp(join(cache, ".coming-"));
  await cp(own, join(coming, "package.json"));
  // better-sqlite3 compiles where it finds no binary, which takes minutes.
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund"], { cwd: coming, timeout: 280_000 });
  await rename(coming, folder).catch(async (error) => {
    // Another test file was faster.
    if (!existsSync(folder)) throw error;
    await rm(coming, { recursive: true });
  });
}

let installed: Promise<void> | undefined;

/** A folder whose programs find the drivers. */
export async function driversFolder(): Promise<string> {
  installed ??= install();
  await installed;
  return folder;
}

/** Whether better-sqlite3 could be installed. */
export async function hasBetterSqlite(): Promise<boolean> {
  return existsSync(join(await driversFolder(), "node_modules/better-sqlite3/build/Release/better_sqlite3.node"));
}

/** A driver that only tests need. */
export async function driver<Module>(name: string): Promise<Module> {
  return createRequire(join(await driversFolder(), "package.json"))(name);
}
