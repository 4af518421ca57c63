import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ReadDescription, readDescription } from "../../scripts/openapi/read.ts";
import { tempDir } from "../support/temp-dir.ts";

/** The first three lines of every description. */
export const head = 'openapi: 3.1.0\ninfo: { title: Tiny, version: "1" }\npaths:\n';

/** A description with one operation. */
export const whole = `${head}  /things:\n    get: { responses: { 200: { description: ok } } }\n`;

/** A folder with these files, deleted with its scope. */
export async function folder(files: Readonly<Record<string, string | Uint8Array>>) {
  const dir = await tempDir();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir.path, name)), { recursive: true });
    await writeFile(join(dir.path, name), content);
  }
  return dir;
}

/** Reads the first of these files. */
export async function readFirst(files: Readonly<Record<string, string | Uint8Array>>): Promise<ReadDescription> {
  await using dir = await folder(files);
  const [first = ""] = Object.keys(files);
  return await readDescription(join(dir.path, first));
}

/** The message about the first of these files, with paths relative to their folder. */
export async function saidOf(files: Readonly<Record<string, string | Uint8Array>>, name?: string): Promise<string> {
  await using dir = await folder(files);
  const [first = ""] = Object.keys(files);
  const error: unknown = await readDescription(join(dir.path, name ?? first)).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error) || error.name !== "DescriptionError")
    throw new Error("no DescriptionError", { cause: error });
  return error.message.replaceAll(`${dir.path}/`, "").replaceAll(dir.path, ".");
}
