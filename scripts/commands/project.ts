import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { countLevel, type Drift } from "../drift/change.ts";
import { driftOf } from "../drift/drift.ts";
import { methodNames } from "../drift/methods.ts";
import { checkAny, type Files, projectFiles } from "../generate/files.ts";
import { groupBy } from "../generate/print.ts";
import { rowsOf } from "../generate/rows.ts";
import { oneLine } from "../one-line.ts";
import type { Description } from "../openapi/document.ts";
import { readDescription } from "../openapi/read.ts";
import { compileAlone, filesOf, type Overlay } from "../project/compile.ts";
import { checkOverlaid, placesOf } from "../project/places.ts";
import { replaceFiles, undoInterrupted } from "../replace-files.ts";
import { reportJson } from "../report/json.ts";
import { type Details, remarkLists, reportText } from "../report/text.ts";
import type { Terminal } from "../terminal.ts";
import { checkFolder, defaultFolder, isGenerated, readIfExists } from "./generated-folder.ts";

/** Where the types of this package are: beside the built command, or in `src`. */
function ownTypes(): string {
  const built = fileURLToPath(new URL("index.d.ts", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../../src/index.ts", import.meta.url));
}

/** @throws Error when generated files do not compile by themselves in strict mode */
export function checkCompiles(files: Overlay): void {
  const compiled = compileAlone(files, { "wipsy-client": [ownTypes()] });
  const whose = "This is a bug in wipsy-client, not in the description. Please report it.";
  checkOverlaid(compiled, process.cwd(), whose);
}

export interface CommandOptions {
  readonly json: boolean;
  /** The folder of generated files. Default: `src/wipsy`, which for `diff` is relative to the tsconfig. */
  readonly out: string | undefined;
  /** The tsconfig of the project to check. */
  readonly project: string | undefined;
  /** Whether `generate` only reports. */
  readonly dryRun?: boolean;
}

/** The copy of the description. The next run compares with it. */
const copy = "description.yaml";

function overlayOf(folder: string, files: Files): Overlay {
  return new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
}

function report(drift: Drift, details: Details, json: boolean, { colors }: Terminal): string {
  return json ? reportJson(drift, details) : reportText(drift, details, colors);
}

function exitCode(drift: Drift, { places }: Details): number {
  const breaking = places?.length ?? countLevel(drift.changes, "breaking");
  return breaking > 0 ? 3 : 0;
}

/** @throws Error for an empty --out, as from an unset shell variable. It would mean the current folder. */
function checkOut(out: string | undefined): void {
  if (out === "") throw new Error(`--out is empty. Set it to the folder to write to, such as ${defaultFolder}.`);
}

/**
 * `wipsy-client diff`: reports what changed between two descriptions, and which code of a project no longer compiles.
 * Returns the exit code.
 */
export async function diff(
  oldSource: string,
  newSource: string,
  { json, out, project }: CommandOptions,
  terminal: Terminal,
): Promise<number> {
  checkOut(out);
  if (out !== undefined && project === undefined)
    throw new Error("--out requires --project: it is the folder of generated files in that project.");
  const { description: before } = await readDescription(oldSource);
  const { description: after } = await readDescription(newSource);
  const drift = driftOf(before, after);
  const { files, leftOut, notes } = await projectFiles(after);
  const folder = resolve(out ?? join(dirname(project ?? ""), defaultFolder));
  const places =
    project === undefined ? undefined : placesOf(project, overlayOf(folder, files), { drift, before, after });
  const details = { places, leftOut, notes };
  terminal.out(report(drift, details, json, terminal));
  return exitCode(drift, details);
}

/** @throws Error when it would overwrite a file that is not generated */
async function checkOverwrites(folder: string, names: readonly string[], out: string): Promise<void> {
  const refuse = (name: string) =>
    new Error(`${join(out, name)} was not written by wipsy-client. Move it, or choose another folder with --out.`);
  for (const name of names) {
    const file = join(folder, name);
    if ((await readIfExists(file)) !== undefined && !(await isGenerated(file))) throw refuse(name);
  }
  // The copy has no notice at its top. It is ours if the files beside it are.
  const ownsCopy = await isGenerated(join(folder, "operations.ts"));
  if (!ownsCopy && (await readIfExists(join(folder, copy))) !== undefined) throw refuse(copy);
}

/** Lists the methods of a description, one namespace per line: `  wipsy.contacts  list, iterate, get, create`. */
function methodLines(description: Description): string[] {
  const names = rowsOf(description).rows.flatMap((row) => methodNames(description, row));
  const namespaces = groupBy(names, (name) => name.slice(0, name.lastIndexOf(".")));
  const width = Math.max(0, ...[...namespaces.keys()].map((namespace) => namespace.length));
  return [...namespaces].map(([namespace, own]) => {
    const methods = own.map((name) => name.slice(namespace.length + 1)).join(", ");
    return oneLine(`  ${namespace.padEnd(width)}  ${methods}`);
  });
}

/** Explains how to use the generated files. On the first run, it also lists the methods. */
function introduction(out: string, written: string, description: Description, isFirst: boolean): string {
  const use = [
    `  import { operations } from "./${basename(out)}/operations.js";`,
    "  const wipsy = new Wipsy({ operations });",
  ];
  const methods = isFirst ? ["", "Methods:", ...methodLines(description)] : [];
  return [`${written} In your code:`, "", ...use, ...methods, "", ""].join("\n");
}

/** `wipsy-client generate`: writes types and an operation table into a project. Returns the exit code. */
export async function generate(
  source: string,
  { json, out = defaultFolder, project, dryRun }: CommandOptions,
  terminal: Terminal,
): Promise<number> {
  checkOut(out);
  const folder = resolve(out);
  checkFolder(folder);
  if (project !== undefined) filesOf(project);
  await undoInterrupted(folder);
  const read = await readDescription(source);
  const after = read.description;
  const generated = await projectFiles(after);
  const { files, leftOut, notes } = generated;
  await checkOverwrites(folder, Object.keys(files), out);
  const isFirst = (await readIfExists(join(folder, copy))) === undefined;
  // A later run reports lost methods as breaking changes instead.
  if (isFirst) checkAny(source, generated);
  const overlay = overlayOf(folder, files);
  // The types of the generator already cover the operation table, which takes half the time to check.
  const { "operations.ts": _, ...checked } = files;
  checkCompiles(overlayOf(folder, checked));
  const before = isFirst ? after : (await readDescription(join(folder, copy))).description;
  const drift = driftOf(before, after);
  const places = isFirst || project === undefined ? undefined : placesOf(project, overlay, { drift, before, after });
  const details = { places, leftOut, notes };
  const names = [...Object.keys(files), copy].join(", ");
  const written = dryRun ? `Dry run: would write ${names} to ${out}.` : `Wrote ${names} to ${out}.`;
  const remarks = () => remarkLists(details).map((lines) => `${lines.join("\n")}\n\n`);
  const shown = isFirst && !json ? remarks() : [report(drift, details, json, terminal)];
  // Written last, so that an earlier failure changes nothing.
  if (!dryRun) await replaceFiles(folder, { ...files, [copy]: read.text });
  terminal.out([...(json ? [] : [introduction(out, written, after, isFirst)]), ...shown].join(""));
  return exitCode(drift, details);
}
