import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { countLevel, type Drift } from "../drift/change.ts";
import { driftOf } from "../drift/drift.ts";
import { checkAny, type Files, projectFiles } from "../generate/files.ts";
import { readDescription } from "../openapi/read.ts";
import { compileAlone, filesOf, type Overlay } from "../project/compile.ts";
import { type Cause, checkOverlaid, placesOf } from "../project/places.ts";
import { replaceFiles, undoInterrupted } from "../replace-files.ts";
import { reportJson } from "../report/json.ts";
import { type Besides, remarkLists, reportText } from "../report/text.ts";
import type { Terminal } from "../terminal.ts";
import { checkFolder, generatedFolder, isFile, isOwn, textOf, usualFolder } from "./folder.ts";

/** The types of this package: beside the built command, or as seen from this file. */
function ownTypes(): string {
  const built = fileURLToPath(new URL("index.d.ts", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../../src/index.ts", import.meta.url));
}

/** @throws Error when generated files, by absolute path, do not compile by themselves, under strict rules */
export function checkCompiles(files: Overlay): void {
  const compiled = compileAlone(files, { "wipsy-client": [ownTypes()] });
  const whose = "This is a mistake of wipsy-client, not of the description: please report it.";
  checkOverlaid(compiled, process.cwd(), whose);
}

export interface CommandOptions {
  readonly json: boolean;
  /** The folder of generated files. When absent, `diff` looks for it in the project, and `generate` takes `src/wipsy`. */
  readonly out: string | undefined;
  /** A project's tsconfig. */
  readonly project: string | undefined;
}

/** Kept beside what is generated from it, to tell the next time what changed. */
const kept = "description.yaml";

function overlayOf(folder: string, files: Files): Overlay {
  return new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
}

function report(drift: Drift, besides: Besides, json: boolean, colours: boolean): string {
  return json ? reportJson(drift, besides) : reportText(drift, besides, { colours });
}

function exitCode(drift: Drift, { places }: Besides): number {
  return countLevel(drift.changes, "breaking") > 0 || places.length > 0 ? 3 : 0;
}

/** @throws Error for an empty --out, as a script gives it whose variable is not set: it would be the current folder */
function checkOut(out: string | undefined): void {
  if (out === "") throw new Error(`--out is empty. Name the folder to write to, such as ${usualFolder}.`);
}

/**
 * `wipsy-client diff`: what changed between two descriptions, and what of a project no longer compiles when its generated
 * files are made from the new one. Gives the exit code.
 */
export async function diff(
  oldSource: string,
  newSource: string,
  { json, out, project }: CommandOptions,
  terminal: Terminal,
): Promise<number> {
  checkOut(out);
  if (out !== undefined && project === undefined) throw new Error("--out does not go without --project here.");
  const folder = project === undefined ? "" : out === undefined ? await generatedFolder(project) : resolve(out);
  const { description: before } = await readDescription(oldSource);
  const { description: after } = await readDescription(newSource);
  const drift = await driftOf(before, after);
  const { files, leftOut, notes } = await projectFiles(after);
  const cause: Cause = { drift, before, after };
  const places = project === undefined ? [] : placesOf(project, overlayOf(folder, files), cause);
  const besides = { places, leftOut, notes };
  terminal.out(report(drift, besides, json, terminal.colours));
  return exitCode(drift, besides);
}

/** How the generated files are used. */
function use(out: string): string {
  return [
    `  import { operations } from "./${basename(out)}/operations.js";`,
    "  const wipsy = new Wipsy({ operations });",
  ].join("\n");
}

/** @throws Error when one of the files is there, but was written by somebody else, or is the source */
async function checkOwn(source: string, folder: string, names: readonly string[], out: string): Promise<void> {
  if (await isFile(source, join(folder, kept))) {
    const problem = "is the description itself, and would be overwritten by the copy that is kept of it";
    throw new Error(`${join(out, kept)} ${problem}. Move it elsewhere, or name another folder: --out.`);
  }
  const refuse = (name: string) =>
    new Error(`${join(out, name)} was not written by wipsy-client, and is left alone. Name another folder: --out.`);
  for (const name of names) {
    const file = join(folder, name);
    if ((await textOf(file)) !== undefined && !(await isOwn(file))) throw refuse(name);
  }
  // A description has no notice at its top; it is ours where the files are that were made with it.
  const isKept = await isOwn(join(folder, "operations.ts"));
  if (!isKept && (await textOf(join(folder, kept))) !== undefined) throw refuse(kept);
}

/** `wipsy-client generate`: writes types and operation table into a project. Gives the exit code. */
export async function generate(
  source: string,
  { json, out = usualFolder, project }: CommandOptions,
  terminal: Terminal,
): Promise<number> {
  checkOut(out);
  const folder = resolve(out);
  await checkFolder(folder);
  if (project !== undefined) filesOf(project);
  await undoInterrupted(folder);
  const read = await readDescription(source);
  const after = read.description;
  const generated = await projectFiles(after);
  const { files, leftOut, notes } = generated;
  await checkOwn(source, folder, Object.keys(files), out);
  const isFirst = (await textOf(join(folder, kept))) === undefined;
  // Later it is told as what breaks.
  if (isFirst) checkAny(source, generated);
  const overlay = overlayOf(folder, files);
  checkCompiles(overlay);
  const before = isFirst ? after : (await readDescription(join(folder, kept))).description;
  const drift = await driftOf(before, after);
  // The first time there is nothing yet that could break.
  const places = isFirst || project === undefined ? [] : placesOf(project, overlay, { drift, before, after });
  const names = [...Object.keys(files), kept].join(", ");
  const written = json ? "" : `Wrote ${names} to ${out}. In your code:\n\n${use(out)}\n\n`;
  const besides = { places, leftOut, notes };
  const told =
    isFirst && !json
      ? remarkLists(leftOut, notes).map((lines) => `${lines.join("\n")}\n\n`)
      : [report(drift, besides, json, terminal.colours)];
  // Last: what fails before has changed nothing.
  await replaceFiles(folder, { ...files, [kept]: read.text });
  terminal.out([written, ...told].join(""));
  return exitCode(drift, besides);
}
