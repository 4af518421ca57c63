import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ownTerminal } from "./terminal.ts";

// Each run has a stage in the folder, named after its process. A stage is three things:
// - a lock: a run only goes on while no other live run has a stage;
// - the new files and copies of the old ones, by number: `new-0`, `old-0`;
// - the journal. While it exists, the replacement is unfinished, and the next run undoes it.

/** Files to write, by path as seen from a folder; `undefined`: to delete. */
export type Replacement = Readonly<Record<string, string | undefined>>;

const prefix = ".wipsy-client-pending";

/** How long to wait for another run, and how old a stage gets, in milliseconds. Writing takes a few. */
const patience = 30_000;
const oldest = 60_000;

function ifMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code !== "ENOENT") throw error;
    return value;
  };
}

/** Whether a name stays within its folder: plain, relative, and through no symbolic link that leads out. */
async function isInside(folder: string, name: string): Promise<boolean> {
  if (!/^\w[\w.-]*(\/\w[\w.-]*)*$/.test(name)) return false;
  const root = await realpath(folder);
  let parent = dirname(join(root, name));
  while (!existsSync(parent)) parent = dirname(parent);
  return `${await realpath(parent)}${sep}`.startsWith(`${root}${sep}`);
}

/** The files of a journal, one a line: `= name` for a file that existed, `+ name` for a new one. */
async function entriesOf(journal: string): Promise<{ existed: boolean; name: string }[]> {
  const lines = (await readFile(journal, "utf8")).split("\n");
  return lines.map((line) => ({ existed: line.startsWith("="), name: /^[=+] (.*)$/.exec(line)?.[1] ?? "" }));
}

/** Puts back the old files of a stage if its journal is still there. Can be repeated after it was interrupted. */
async function undo(folder: string, stage: string): Promise<void> {
  const journal = join(stage, "journal");
  if (!existsSync(journal)) return;
  const entries = await entriesOf(journal);
  const areInside = await Promise.all(entries.map(({ name }) => isInside(folder, name)));
  if (areInside.includes(false)) {
    const what = `${relative(process.cwd(), journal)} was not written by wipsy-client, and is ignored.`;
    ownTerminal.error(`${what} Delete the folder that it is in.\n`);
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
    const what = `The files in ${folder} could not all be put back as they were: ${(error as Error).message}.`;
    throw new Error(`${what} Close what has them open, and run it again.`, { cause: error });
  }
}

/** Removes a stage without a journal: nothing depends on it. If that fails, the next run does it. */
async function discard(stage: string): Promise<void> {
  if (!existsSync(join(stage, "journal"))) await rm(stage, { recursive: true, force: true }).catch(() => {});
}

async function stagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(ifMissing<string[]>([]));
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(folder, name));
}

/** Whether the process of a stage is still at work. Another process may have got its number since. */
async function isLive(stage: string): Promise<boolean> {
  const pid = Number(/-(\d+)$/.exec(stage)?.[1]);
  const { mtimeMs } = await stat(stage).catch(ifMissing({ mtimeMs: 0 }));
  if (!(pid > 0) || Date.now() - mtimeMs > oldest) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Waits until no other live run has a stage in the folder. Each makes its own first, so that one of two sees the other. */
async function enter(folder: string, own: string): Promise<void> {
  for (const start = Date.now(); Date.now() - start < patience; await setTimeout(10 + Math.random() * 90)) {
    await mkdir(own, { recursive: true });
    const others = (await stagesIn(folder)).filter((stage) => stage !== own);
    if (!(await Promise.all(others.map(isLive))).includes(true)) return;
    // Not what a killed run with the same number has left: that is not empty.
    await rmdir(own).catch(() => {});
  }
  throw new Error(`Another run is writing to ${folder}. Nothing was written: wait for it, and run this again.`);
}

/** Does some work while no other run is in the folder, and after undoing what killed ones have left. */
async function alone(folder: string, work: (stage: string) => Promise<void>): Promise<void> {
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
    if (!(await isInside(folder, name))) throw new Error(`${join(folder, name)} is not within ${folder}.`);
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
      const what = `${relative(process.cwd(), file)} cannot be replaced (${code}), so nothing was written.`;
      throw new Error(`${what} Close what has it open, and run this again.`, { cause: error });
    }
  }
}

/**
 * Replaces files together: all of them, or none when it throws or the process dies. Two runs wait for each other.
 *
 * @throws Error when a file cannot be replaced, or when another run does not end
 */
export function replaceFiles(folder: string, files: Replacement): Promise<void> {
  return alone(folder, async (stage) => {
    const journal = join(stage, "journal");
    try {
      await stageFiles(folder, stage, files);
      await rename(join(stage, "draft"), journal);
      await putInPlace(folder, stage, files);
      // This decides it.
      await rm(journal);
    } catch (error) {
      await undo(folder, stage);
      throw error;
    }
  });
}

/** Undoes what a killed run has left half done in a folder. Readers call it first. */
export async function undoInterrupted(folder: string): Promise<void> {
  if ((await stagesIn(folder)).length > 0) await alone(folder, async () => {});
}
