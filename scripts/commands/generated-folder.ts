import { readFile, stat } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { project as house } from "../generate/house.ts";

/** The default of `--out`. */
export const usualFolder = "src/wipsy";

/** @throws Error when a folder cannot be created because it, or one above it, is a file */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    return undefined;
  });
  const around = dirname(folder);
  if (found === undefined) return around === folder ? undefined : checkFolder(around);
  const name = relative(process.cwd(), folder);
  if (!found.isDirectory()) throw new Error(`${name} is a file: --out must be a folder, such as ${usualFolder}.`);
}

/** The text of a file; `undefined` if it does not exist. */
export async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
}

/** Whether a file was written by `generate`. */
export async function isOwn(file: string): Promise<boolean> {
  return (await textOf(file))?.startsWith(house.notice) ?? false;
}
