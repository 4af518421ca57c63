import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { countLevel, type Drift } from "../drift/change.ts";
import { driftOf } from "../drift/drift.ts";
import type { Place } from "../drift/place.ts";
import { placesOf } from "../drift/places.ts";
import { reportJson } from "../drift/report-json.ts";
import { reportText } from "../drift/report-text.ts";
import type { Description } from "../generate/description.ts";
import { projectFiles } from "../generate/files.ts";
import { project as house } from "../generate/house.ts";
import { readDescription } from "../generate/read.ts";
import { finishReplacing, replaceFiles } from "../generate/replace-files.ts";

export interface CommandOptions {
  readonly json: boolean;
  /** The folder of generated files. */
  readonly out: string;
  /** A project's tsconfig. */
  readonly project: string | undefined;
}

/** Kept beside what is generated from it, to tell the next time what changed. */
const kept = "description.yaml";

/** The code of a project that no longer compiles when the files in `out` are made from the new description. */
async function brokenPlaces(
  cause: { drift: Drift; before: Description; after: Description },
  { out, project }: CommandOptions,
): Promise<Place[]> {
  if (project === undefined) return [];
  const { files } = await projectFiles(cause.after);
  const overlay = Object.entries(files).map(([name, text]) => [join(resolve(out), name), text] as const);
  return placesOf(project, new Map(overlay), cause);
}

function report(drift: Drift, places: readonly Place[], json: boolean): number {
  const colours = process.stdout.isTTY && !process.env.NO_COLOR;
  process.stdout.write(json ? reportJson(drift, places) : reportText(drift, places, { colours }));
  return countLevel(drift.changes, "breaking") > 0 || places.length > 0 ? 3 : 0;
}

/** `wipsy-client diff`: what changed between two descriptions. Gives the exit code. */
export async function diff(oldSource: string, newSource: string, options: CommandOptions): Promise<number> {
  const { description: before } = await readDescription(oldSource);
  const { description: after } = await readDescription(newSource);
  const drift = await driftOf(before, after);
  return report(drift, await brokenPlaces({ drift, before, after }, options), options.json);
}

/** How the generated files are used. */
function use(out: string): string {
  return [
    `  import { operations } from "./${basename(out)}/operations.js";`,
    "  const wipsy = new Wipsy({ operations });",
  ].join("\n");
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
}

/** @throws Error when one of the files is there, but was written by somebody else */
async function checkOwn(folder: string, names: readonly string[], out: string): Promise<void> {
  for (const name of names) {
    const text = await textOf(join(folder, name));
    if (text === undefined || text.startsWith(house.notice)) continue;
    throw new Error(
      `${join(out, name)} was not written by wipsy-client, and is left alone. Name another folder: --out.`,
    );
  }
}

/** `wipsy-client generate`: writes types and operation table into a project. Gives the exit code. */
export async function generate(source: string, options: CommandOptions): Promise<number> {
  const { json, out } = options;
  const folder = resolve(out);
  await finishReplacing(folder);
  const { description: after, text } = await readDescription(source);
  const { files, remarks } = await projectFiles(after);
  await checkOwn(folder, Object.keys(files), out);
  const isFirst = (await textOf(join(folder, kept))) === undefined;
  const before = isFirst ? after : (await readDescription(join(folder, kept))).description;
  const drift = await driftOf(before, after);
  const places = await brokenPlaces({ drift, before, after }, options);
  await replaceFiles(folder, { ...files, [kept]: text });
  const names = [...Object.keys(files), kept].join(", ");
  if (!json) console.log(`Wrote ${names} to ${out}. In your code:\n\n${use(out)}\n`);
  for (const remark of remarks) console.error(remark);
  // There is nothing yet that could have changed.
  return isFirst && places.length === 0 && !json ? 0 : report(drift, places, json);
}
