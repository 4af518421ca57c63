import { open, readFile, rename } from "node:fs/promises";
import { isRecord } from "../../operation/values.ts";
import type { Texts } from "../texts/language.ts";

/** The progress of an export of messages. */
export interface Done {
  /** The length of the file. */
  readonly bytes: number;
  readonly messages: number;
  /** The ids of the chats that are complete. */
  readonly chats: readonly string[];
  /** The ids of those of which the API may have more messages. */
  readonly cut: readonly string[];
}

/**
 * Reads a checkpoint; `undefined` if there is no such file.
 *
 * @throws Error if the file is not a checkpoint
 */
export async function load(file: string, t: Texts): Promise<Done | undefined> {
  try {
    const done: unknown = JSON.parse(await readFile(file, "utf8"));
    // The cast: only `keep` writes it.
    if (isRecord(done) && Array.isArray(done.chats) && Array.isArray(done.cut)) return done as unknown as Done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  }
  throw new Error(t("notCheckpoint", { file }));
}

/** Writes a checkpoint. A crash leaves this one or the previous one, complete. */
export async function keep(file: string, done: Done): Promise<void> {
  const handle = await open(`${file}.new`, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(done));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
