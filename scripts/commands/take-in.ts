import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Drift } from "../drift/change.ts";
import { driftOf } from "../drift/drift.ts";
import { type Files, repositoryFiles } from "../generate/files.ts";
import { bundledDescription, withInferred } from "../openapi/bundled.ts";
import { readDescription } from "../openapi/read.ts";
import { compileBoth, filesOf, type Overlay } from "../project/compile.ts";
import { brokenPlaces, type Cause, checkOverlaid, type Place, placesOf } from "../project/places.ts";
import { type Replacement, replaceFiles } from "../replace-files.ts";
import { changelogEntry, withPlaces } from "../report/changelog.ts";
import { reportJson } from "../report/json.ts";
import { type Besides, reportText } from "../report/text.ts";
import { textOf } from "./folder.ts";

/** How a description is taken in. */
export interface TakeInOptions {
  /** The repository: an absolute path. */
  readonly root: string;
  /** Keeps the inferred operations that it does not document. */
  readonly withInferred: boolean;
  /** Only reports. */
  readonly dryRun: boolean;
  /** The tsconfig of another project, whose code is checked against the new types, too. */
  readonly project: string | undefined;
}

/** What came of it. */
export interface TakenIn extends Besides {
  readonly drift: Drift;
  /** What was written, by path as seen from the repository's root; `undefined`: deleted. Empty when it is only a report. */
  readonly replaced: Replacement;
}

const redis = fileURLToPath(new URL("redis.d.ts", import.meta.url));

/** The code that is not any more what it was. */
async function overlayOf(root: string, files: Files): Promise<Overlay> {
  const overlay = new Map<string, string>();
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith(".ts") && (await textOf(join(root, name))) !== text) overlay.set(join(root, name), text);
  }
  return overlay;
}

/**
 * The places that no longer compile: in the package, in its examples, and in the other project.
 *
 * @throws Error when what is generated itself does not compile
 */
function placesIn(overlay: Overlay, cause: Cause, { root, project }: TakeInOptions): Place[] {
  if (overlay.size === 0) return [];
  const folders = [join(root, "src"), join(root, "examples")];
  const compiled = compileBoth(join(root, "tsconfig.json"), overlay, { folders, paths: { redis: [redis] } });
  checkOverlaid(compiled, root, "This is a mistake of scripts/generate, not of the description.");
  const own = brokenPlaces(compiled, overlay, cause);
  if (project === undefined) return own;
  const entry = (name: string) => [join(root, "src", name, "index.ts")];
  const paths = { "wipsy-client": entry(""), "wipsy-client/feed": entry("feed"), "wipsy-client/raw": entry("raw") };
  return [...own, ...placesOf(project, overlay, cause, { paths })];
}

/**
 * Takes in a new description: writes it as `openapi/wipsy.yaml` with all that follows from it, unless anything fails.
 *
 * @throws DescriptionError when it cannot be used
 */
export async function takeIn(source: string, options: TakeInOptions): Promise<TakenIn> {
  const { root, project } = options;
  if (project !== undefined) filesOf(project);
  const read = await readDescription(source);
  const before = await bundledDescription(root);
  const after = options.withInferred ? await withInferred(read.description, root) : read.description;
  const { files, leftOut, notes } = await repositoryFiles(after);
  const drift = await driftOf(before, after);
  const places = placesIn(await overlayOf(root, files), { drift, before, after }, options);
  if (options.dryRun) return { drift, places, leftOut, notes, replaced: {} };
  // What was inferred can be had back: git has it.
  const inferred = options.withInferred ? {} : { "openapi/inferred.yaml": undefined };
  const replaced = { "openapi/wipsy.yaml": read.text, ...inferred, ...files };
  await replaceFiles(root, replaced);
  return { drift, places, leftOut, notes, replaced };
}

/** What was done, as a line. */
function done(replaced: Replacement): string {
  const names = Object.keys(replaced);
  if (names.length === 0) return "Nothing was written.";
  const deleted = names.filter((name) => replaced[name] === undefined);
  const gone = deleted.length > 0 ? ` Deleted ${deleted.join(", ")}: --with-inferred keeps it.` : "";
  return `Wrote ${names.filter((name) => replaced[name] !== undefined).join(", ")}.${gone}`;
}

/** The report of what came of it, for a person. */
export function takenInText({ drift, places, leftOut, notes, replaced }: TakenIn, colours: boolean): string {
  const entry = changelogEntry(withPlaces(drift, places));
  const proposal = entry === "" ? "" : `\nFor CHANGELOG.md:\n\n${entry}`;
  return `${reportText(drift, { places, leftOut, notes }, { colours })}${proposal}\n${done(replaced)}\n`;
}

/** The same for machines. */
export function takenInJson({ drift, places, leftOut, notes }: TakenIn): string {
  return reportJson(drift, { places, leftOut, notes });
}
