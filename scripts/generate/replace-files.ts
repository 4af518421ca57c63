import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Files to write, by path as seen from a folder; `undefined`: to delete. */
export type Replacement = Readonly<Record<string, string | undefined>>;

/** Holds what is going to take its place, and the journal that decides it does. There only meanwhile. */
const staging = ".wipsy-client-pending";

interface Journal {
  /** Numbered files of the staging folder, and where each belongs. */
  readonly written: readonly string[];
  readonly deleted: readonly string[];
}

/** Passes over a file that is not there: it has been moved already, by a run that was cut short. */
function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** Puts what is going to be into the staging folder. */
async function stageFiles(stage: string, files: Replacement): Promise<void> {
  await mkdir(stage, { recursive: true });
  const written = Object.entries(files).flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
  for (const [number, { text }] of written.entries()) await writeFile(join(stage, String(number)), text);
  const journal: Journal = {
    written: written.map(({ name }) => name),
    deleted: Object.keys(files).filter((name) => files[name] === undefined),
  };
  await writeFile(join(stage, "draft"), JSON.stringify(journal));
}

/**
 * Replaces files together: all of them or none. If the process dies before all the new ones are staged, the old ones
 * stay; if later, {@link finishReplacing} does the rest.
 */
export async function replaceFiles(folder: string, files: Replacement): Promise<void> {
  await finishReplacing(folder);
  const stage = join(folder, staging);
  try {
    await stageFiles(stage, files);
  } catch (error) {
    await rm(stage, { recursive: true, force: true });
    throw error;
  }
  // From here on it is decided.
  await rename(join(stage, "draft"), join(stage, "journal"));
  await finishReplacing(folder);
}

/** Does the rest of a replacement that was cut short: all of it if it was decided, nothing else. Readers call it first. */
export async function finishReplacing(folder: string): Promise<void> {
  const stage = join(folder, staging);
  const text = await readFile(join(stage, "journal"), "utf8").catch(unlessMissing);
  const { written, deleted } = text === undefined ? { written: [], deleted: [] } : (JSON.parse(text) as Journal);
  for (const [number, name] of written.entries()) {
    const file = resolve(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await rename(join(stage, String(number)), file).catch(unlessMissing);
  }
  for (const name of deleted) await rm(resolve(folder, name), { force: true });
  await rm(stage, { recursive: true, force: true });
}
