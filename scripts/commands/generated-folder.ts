import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { project as destination } from "../generate/destination.ts";

/** The default of `--out`. */
export const defaultFolder = "src/wipsy";

/** @throws Error when a folder cannot be created because it, or one above it, is a file */
export function checkFolder(folder: string): void {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  if (statSync(existing).isDirectory()) return;
  const name = relative(process.cwd(), existing);
  throw new Error(`${name} is a file, but --out must be a folder, such as ${defaultFolder}.`);
}

/** Reads a file. Returns `undefined` if it does not exist. */
export async function readIfExists(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, "utf8") : undefined;
}

/** Whether a file was written by `generate`. */
export async function isGenerated(file: string): Promise<boolean> {
  return (await readIfExists(file))?.startsWith(destination.notice) ?? false;
}
