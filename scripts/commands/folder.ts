import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { project as house } from "../generate/house.ts";
import { filesOf } from "../project/compile.ts";

/** Where `generate` writes unless it is told otherwise, in the folder of a project. */
export const usualFolder = "src/wipsy";

/** @throws Error where a folder cannot be made: it, or one that it would be in, is a file */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    return undefined;
  });
  const around = dirname(folder);
  if (found === undefined) return around === folder ? undefined : checkFolder(around);
  const name = relative(process.cwd(), folder);
  const remedy = `--out is the folder to write to. Name one, such as ${usualFolder}.`;
  if (!found.isDirectory()) throw new Error(`${name} is a file: ${remedy}`);
}

/** The text of a file; `undefined` where there is none. */
export async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
}

/** Whether a source is a file, that there is; however it is written, and through links, too. */
export async function isFile(source: string, file: string): Promise<boolean> {
  const [one, other] = await Promise.all([source, file].map((path) => realpath(path).catch(() => undefined)));
  return one !== undefined && one === other;
}

/** Whether a file was written by `generate`. */
export async function isOwn(file: string): Promise<boolean> {
  return (await textOf(file))?.startsWith(house.notice) ?? false;
}

/**
 * The folder of a project that holds what `generate` has written.
 *
 * @throws Error when there is none, or more than one
 */
export async function generatedFolder(tsconfigPath: string): Promise<string> {
  // The usual one may be imported without being named by the tsconfig.
  const candidates = [...filesOf(tsconfigPath), resolve(dirname(tsconfigPath), usualFolder, "operations.ts")];
  const found = new Set<string>();
  for (const file of candidates) {
    if (/[\\/]operations\.ts$/.test(file) && (await isOwn(file))) found.add(resolve(dirname(file)));
  }
  const [folder, ...others] = found;
  if (folder !== undefined && others.length === 0) return folder;
  const which = "Name the folder that `npx wipsy-client generate` has written: --out.";
  if (folder === undefined) throw new Error(`${tsconfigPath}: this project has no generated files. ${which}`);
  const names = [...found].map((one) => relative(process.cwd(), one)).join(", ");
  throw new Error(`${tsconfigPath}: this project has several folders of generated files: ${names}. ${which}`);
}
