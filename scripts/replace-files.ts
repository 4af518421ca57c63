import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ownTerminal } from "./terminal.ts";

// Each run has a staging folder, named after its process. It contains the new files and copies of the old ones by number
// (`new-0`, `old-0`), and a journal: while that exists, the replacement is unfinished, and the next run undoes it. The staging
// folder is also a lock: a run waits while another live run has one.

/** Files to write, by path relative to a folder. `undefined` deletes the file. */
export type Replacement = Readonly<Record<string, string | undefined>>;

const prefix = ".wipsy-client-pending";

/** How long to wait for another run, and when its staging folder is stale, in milliseconds. Writing takes a few. */
const maxWait = 30_000;
const maxAge = 60_000;

function ifMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code !== "ENOENT") throw error;
    return value;
  };
}

/** Whether a path stays within its folder: plain, relative, and without a symbolic link that leads out. */
async function isInside(folder: string, name: string): Promise<boolean> {
  if (!/^\w[\w.-]*(\/\w[\w.-]*)*$/.test(name)) return false;
  const root = await realpath(folder);
  let parent = dirname(join(root, name));
  while (!existsSync(parent)) parent = dirname(parent);
  return `${await realpath(parent)}${sep}`.startsWith(`${root}${sep}`);
}

/** Reads a journal: `= name` for each file that existed, `+ name` for each new one. */
async function entriesOf(journal: string): Promise<{ existed: boolean; name: string }[]> {
  const lines = (await readFile(journal, "utf8")).split("\n");
  return lines.map((line) => ({ existed: line.startsWith("="), name: /^[=+] (.*)$/.exec(line)?.[1] ?? "" }));
}

/** Restores the old files if the journal still exists. Can be repeated after an interruption. */
async function undo(folder: string, stage: string): Promise<void> {
  const journal = join(stage, "journal");
  if (!existsSync(journal)) return;
  const entries = await entriesOf(journal);
  const areInside = await Promise.all(entries.map(({ name }) => isInside(folder, name)));
  if (areInside.includes(false)) {
    const what = `${relative(process.cwd(), journal)} was not written by wipsy-client and is ignored.`;
    ownTerminal.error(`${what} Delete its folder.\n`);
    return;
  }
  try {
    for (const [number, { existed, name }] of entries.entries()) {
      const file = join(folder, name);
      // Not replaced yet.
      if (existsSync(join(stage, `new-${number}`))) continue;
      if (existed) await rename(join(stage, `old-${number}`), file).catch(ifMissing(undefined));
      else await rm(file, { force: true });
    }
    await rm(journal);
  } catch (error) {
    const what = `Some files in ${folder} could not be restored: ${(error as Error).message}.`;
    throw new Error(`${what} Close the programs that use them and run this again.`, { cause: error });
  }
}

/** Removes a staging folder without a journal. If that fails, the next run does it. */
async function discard(stage: string): Promise<void> {
  if (!existsSync(join(stage, "journal"))) await rm(stage, { recursive: true, force: true }).catch(() => {});
}

async function stagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(ifMissing<string[]>([]));
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(folder, name));
}

/** Whether the process of a staging folder is still running. Another process may have its id by now. */
async function isLive(stage: string): Promise<boolean> {
  const pid = Number(/-(\d+)$/.exec(stage)?.[1]);
  const { mtimeMs } = await stat(stage).catch(ifMissing({ mtimeMs: 0 }));
  if (!(pid > 0) || Date.now() - mtimeMs > maxAge) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Waits for other live runs. Each creates its staging folder first, so that one of two runs always sees the other. */
async function enter(folder: string, own: string): Promise<void> {
  for (const start = Date.now(); Date.now() - start < maxWait; await setTimeout(10 + Math.random() * 90)) {
    await mkdir(own, { recursive: true });
    const others = (await stagesIn(folder)).filter((stage) => stage !== own);
    if (!(await Promise.all(others.map(isLive))).includes(true)) return;
    // This keeps the leftovers of a killed run with the same process id, because they are not empty.
    await rmdir(own).catch(() => {});
  }
  throw new Error(`Another run is writing to ${folder}. Nothing was written. Run this again when it has finished.`);
}

/** Undoes what killed runs left, then does some work while other runs wait. */
async function exclusively(folder: string, work: (stage: string) => Promise<void>): Promise<void> {
  const own = join(folder, `${prefix}-${process.pid}`);
  try {
    await enter(folder, own);
    for (const stage of await stagesIn(folder)) {
      await undo(folder, stage);
      if (stage !== own) await discard(stage);
    }
    await work(own);
  } finally {
    await discard(own);
  }
}

async function stageFiles(folder: string, stage: string, files: Replacement): Promise<void> {
  const lines: string[] = [];
  for (const [number, [name, text]] of Object.entries(files).entries()) {
    if (!(await isInside(folder, name))) throw new Error(`${join(folder, name)} is not a plain path within ${folder}.`);
    if (text !== undefined) await writeFile(join(stage, `new-${number}`), text);
    const copied = copyFile(join(folder, name), join(stage, `old-${number}`)).then(() => "=");
    lines.push(`${await copied.catch(ifMissing("+"))} ${name}`);
  }
  await writeFile(join(stage, "draft"), lines.join("\n"));
}

async function putInPlace(folder: string, stage: string, files: Replacement): Promise<void> {
  for (const [number, [name, text]] of Object.entries(files).entries()) {
    const file = join(folder, name);
    try {
      await mkdir(dirname(file), { recursive: true });
      if (text === undefined) await rm(file, { force: true });
      else await rename(join(stage, `new-${number}`), file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const what = `${relative(process.cwd(), file)} cannot be replaced (${code}). Nothing was written.`;
      throw new Error(`${what} Close the program that uses it and run this again.`, { cause: error });
    }
  }
}

/**
 * Replaces files atomically: all of them, or none when it throws or the process dies. Concurrent runs wait for each other.
 *
 * @throws Error when a file cannot be replaced, or when another run does not finish
 */
export function replaceFiles(folder: string, files: Replacement): Promise<void> {
  return exclusively(folder, async (stage) => {
    const journal = join(stage, "journal");
    try {
      await stageFiles(folder, stage, files);
      await rename(join(stage, "draft"), journal);
      await putInPlace(folder, stage, files);
      // This commits the replacement.
      await rm(journal);
    } catch (error) {
      await undo(folder, stage);
      throw error;
    }
  });
}

/** Undoes the unfinished replacement of a killed run. Call it before reading. */
export async function undoInterrupted(folder: string): Promise<void> {
  if ((await stagesIn(folder)).length > 0) await exclusively(folder, async () => {});
}
