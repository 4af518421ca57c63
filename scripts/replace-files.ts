import { existsSync } from "node:fs";
import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ownTerminal } from "./terminal.ts";

// Each run has a stage in the folder, named after its process. A stage is three things:
// - a lock: a run only goes on while no other live run has a stage;
// - the new files and copies of the old ones, by number: `new-0`, `old-0`;
// - the journal. As long as it is there, the replacement is not done, and is undone by whoever comes next.

/** Files to write, by path as seen from a folder; `undefined`: to delete. */
export type Replacement = Readonly<Record<string, string | undefined>>;

const prefix = ".wipsy-client-pending";

/** A file of the journal. Its number is its index. */
interface Entry {
  readonly name: string;
  readonly existed: boolean;
}

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

/** What a journal says; `undefined` where it says anything that this file does not write. */
async function entriesOf(folder: string, journal: string): Promise<Entry[] | undefined> {
  try {
    if (!(await lstat(journal)).isFile()) return undefined;
    const entries: unknown = JSON.parse(await readFile(journal, "utf8"));
    if (!Array.isArray(entries)) return undefined;
    for (const { name, existed } of entries) {
      if (typeof name !== "string" || typeof existed !== "boolean" || !(await isInside(folder, name))) return undefined;
    }
    return entries;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

async function isSame(file: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([file, other].map((path) => readFile(path).catch(ifMissing(undefined))));
  return one !== undefined && two !== undefined && one.equals(two);
}

/** Puts back what a stage has the old files of, if its journal is still there. Done twice, it is the same. */
async function undo(folder: string, stage: string): Promise<void> {
  const journal = join(stage, "journal");
  if (!existsSync(journal)) return;
  const entries = await entriesOf(folder, journal);
  if (entries === undefined) {
    const what = `${relative(process.cwd(), journal)} was not written by wipsy-client, and is ignored.`;
    ownTerminal.error(`${what} Delete the folder that it is in.\n`);
    return;
  }
  try {
    for (const [number, { name, existed }] of entries.entries()) {
      const file = join(folder, name);
      const old = join(stage, `old-${number}`);
      if (!existed) await rm(file, { force: true });
      // A file that could not be replaced cannot be put back either, and need not be.
      else if (!(await isSame(file, old))) await rename(old, file).catch(ifMissing(undefined));
    }
    await rm(journal);
  } catch (error) {
    const what = `The files in ${folder} could not all be put back as they were: ${(error as Error).message}.`;
    throw new Error(`${what} Close what has them open, and run it again.`, { cause: error });
  }
}

/** Without its journal nothing depends on a stage. What cannot be removed now is removed by the next run. */
async function discard(stage: string): Promise<void> {
  if (!existsSync(join(stage, "journal"))) await rm(stage, { recursive: true, force: true }).catch(() => {});
}

async function stagesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ifMissing([]));
  const stages = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix));
  return stages.map(({ name }) => join(folder, name));
}

/** The process that a stage belongs to; `undefined` where it has ended. Another process may have got its number since. */
async function ownerOf(stage: string): Promise<number | undefined> {
  const pid = Number(/-(\d+)$/.exec(stage)?.[1]);
  const { mtimeMs } = await stat(stage).catch(ifMissing({ mtimeMs: 0 }));
  if (!(pid > 0) || Date.now() - mtimeMs > oldest) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? pid : undefined;
  }
}

/** Waits until no other live run has a stage in the folder. Each makes its own first, so that one of two sees the other. */
async function enter(folder: string, own: string): Promise<void> {
  for (const start = Date.now(); ; ) {
    await mkdir(own, { recursive: true });
    const others = (await stagesIn(folder)).filter((stage) => stage !== own);
    const [owner] = (await Promise.all(others.map(ownerOf))).filter((pid) => pid !== undefined);
    if (owner === undefined) return;
    // Not what a killed run with the same number has left: that is not empty.
    await rmdir(own).catch(() => {});
    if (Date.now() - start > patience) {
      throw new Error(
        `Process ${owner} is writing to ${folder}. Nothing was written: wait for it, and run this again.`,
      );
    }
    await setTimeout(10 + Math.random() * 90);
  }
}

/** Does some work while no other run is in the folder, and after undoing what killed ones have left. */
async function alone(folder: string, work: (stage: string) => Promise<void>): Promise<void> {
  const own = join(folder, `${prefix}-${process.pid}`);
  const made = await mkdir(folder, { recursive: true });
  try {
    await enter(folder, own);
    for (const stage of await stagesIn(folder)) {
      await undo(folder, stage);
      if (stage !== own) await discard(stage);
    }
    await work(own);
  } finally {
    await discard(own);
    // Folders that are not needed: they are still empty.
    if (made !== undefined) {
      for (let empty = folder; empty.length >= made.length; empty = dirname(empty)) await rmdir(empty).catch(() => {});
    }
  }
}

async function stageFiles(folder: string, stage: string, files: Replacement): Promise<void> {
  const entries: Entry[] = [];
  for (const [number, [name, text]] of Object.entries(files).entries()) {
    if (!(await isInside(folder, name))) throw new Error(`${join(folder, name)} is not within ${folder}.`);
    if (text !== undefined) await writeFile(join(stage, `new-${number}`), text);
    const copied = copyFile(join(folder, name), join(stage, `old-${number}`)).then(() => true);
    entries.push({ name, existed: await copied.catch(ifMissing(false)) });
  }
  await writeFile(join(stage, "draft"), JSON.stringify(entries));
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
