import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { project as house } from "../generate/house.ts";
import { filesOf } from "../project/compile.ts";

/** The default of `generate --out`. */
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

/** Whether a source is this existing file, also by another spelling or through a link. */
export async function isFile(source: string, file: string): Promise<boolean> {
  const [one, other] = await Promise.all([source, file].map((path) => realpath(path).catch(() => undefined)));
  return one !== undefined && one === other;
}

/** Whether a file was written by `generate`. */
export async function isOwn(file: string): Promise<boolean> {
  return (await textOf(file))?.startsWith(house.notice) ?? false;
}

/**
 * The folder of a project with the files that `generate` wrote.
 *
 * @throws Error unless there is exactly one
 */
export async function generatedFolder(tsconfigPath: string): Promise<string> {
  // Code may import the default folder although the tsconfig does not include it.
  const candidates = [...filesOf(tsconfigPath), resolve(dirname(tsconfigPath), usualFolder, "operations.ts")];
  const found = new Set<string>();
  for (const file of candidates) {
    if (/[\\/]operations\.ts$/.test(file) && (await isOwn(file))) found.add(resolve(dirname(file)));
  }
  const [folder, ...others] = found;
  if (folder !== undefined && others.length === 0) return folder;
  const which = "Name the folder that `npx wipsy-client generate` wrote with --out.";
  if (folder === undefined) throw new Error(`${tsconfigPath}: no generated files found in this project. ${which}`);
  const names = [...found].map((one) => relative(process.cwd(), one)).join(", ");
  throw new Error(`${tsconfigPath}: found several folders of generated files: ${names}. ${which}`);
}
