import { open, readFile, rename } from "node:fs/promises";

/** What was kept in a file as JSON; `undefined` when there is no such file yet. */
export async function load<Kept>(file: string): Promise<Kept | undefined> {
  try {
    // Only `keep` writes it.
    return JSON.parse(await readFile(file, "utf8")) as Kept;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Error(`${file} cannot be read. Mend it, or delete it to begin anew.`, { cause: error });
  }
}

/** Keeps a value in a file as JSON. Whenever the machine stops, the file holds this value or the one before, whole. */
export async function keep(file: string, value: unknown): Promise<void> {
  const handle = await open(`${file}.new`, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
