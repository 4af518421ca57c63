import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";

const own = join(root, "test/services/package.json");
const cache = join(root, "node_modules/.cache");
const folder = join(cache, "services");

const textOf = (file: string) => readFile(file, "utf8").catch(() => "");

/** Installs the drivers of package.json beside this file, unless they are there: all or none. */
async function install(): Promise<void> {
  if ((await textOf(join(folder, "package.json"))) === (await textOf(own))) return;
  await mkdir(cache, { recursive: true });
  const coming = await mkdtemp(join(cache, ".coming-"));
  await cp(own, join(coming, "package.json"));
  // better-sqlite3 compiles where it finds no binary, which takes minutes.
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund"], { cwd: coming, timeout: 280_000 });
  await rm(folder, { recursive: true, force: true });
  await rename(coming, folder);
}

let installed: Promise<void> | undefined;

/** Whether better-sqlite3 could be installed. */
export async function hasBetterSqlite(): Promise<boolean> {
  installed ??= install();
  await installed;
  return existsSync(join(folder, "node_modules/better-sqlite3/build/Release/better_sqlite3.node"));
}

/** A driver that only tests need. */
export async function driver<Module>(name: string): Promise<Module> {
  installed ??= install();
  await installed;
  return createRequire(join(folder, "package.json"))(name);
}

/** A folder whose programs find the drivers. */
export const driversFolder = folder;
