import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Drift } from "../drift/change.ts";
import { changelogEntry } from "../drift/changelog.ts";
import { driftOf } from "../drift/drift.ts";
import type { Place } from "../drift/place.ts";
import { placesOf } from "../drift/places.ts";
import type { Overlay } from "../drift/project.ts";
import { reportJson } from "../drift/report-json.ts";
import { reportText } from "../drift/report-text.ts";
import { bundledDescription, type Description, withInferred } from "./description.ts";
import { type Files, repositoryFiles } from "./files.ts";
import { readDescription } from "./read.ts";
import { replaceFiles } from "./replace-files.ts";

/** How a description is taken in. */
export interface TakeInOptions {
  /** Keeps the inferred operations that it does not document. */
  readonly withInferred: boolean;
  /** Only reports. */
  readonly dryRun: boolean;
  /** The tsconfig of another project, whose code is checked against the new types, too. */
  readonly project: string | undefined;
}

/** What came of it. */
export interface TakenIn {
  readonly drift: Drift;
  /** Code that no longer compiles. */
  readonly places: readonly Place[];
  /** What was left out, or taken otherwise than the description says: a line each. */
  readonly remarks: readonly string[];
}

const root = fileURLToPath(new URL("../../", import.meta.url));

function overlayOf(files: Files): Overlay {
  return new Map(Object.entries(files).map(([name, text]) => [join(root, name), text]));
}

/** The places that no longer compile: in the package, in its examples, and in the other project. */
function brokenPlaces(
  files: Files,
  cause: { drift: Drift; before: Description; after: Description },
  project?: string,
) {
  const overlay = overlayOf(files);
  const own = placesOf(join(root, "tsconfig.json"), overlay, cause, {
    folders: [join(root, "src"), join(root, "examples")],
  });
  if (project === undefined) return own;
  const paths = { "wipsy-client": [join(root, "src/index.ts")] };
  return [...own, ...placesOf(project, overlay, cause, { paths })];
}

/**
 * Takes in a new description: writes it as `openapi/wipsy.yaml` with all that follows from it, unless anything fails.
 *
 * @throws DescriptionError when it cannot be used
 */
export async function takeIn(source: string, options: TakeInOptions): Promise<TakenIn> {
  const { description, text } = await readDescription(source);
  const before = await bundledDescription();
  const after = options.withInferred ? await withInferred(description) : description;
  const { files, remarks } = await repositoryFiles(after);
  const drift = await driftOf(before, after);
  const places = brokenPlaces(files, { drift, before, after }, options.project && resolve(options.project));
  if (!options.dryRun) {
    // What was inferred can be had back: git has it.
    const inferred = options.withInferred ? {} : { "openapi/inferred.yaml": undefined };
    await replaceFiles(root, { ...files, "openapi/wipsy.yaml": text, ...inferred });
  }
  return { drift, places, remarks };
}

/** The report of what came of it, for a person. */
export function takenInText({ drift, places }: TakenIn, colours: boolean): string {
  const entry = changelogEntry(drift);
  const proposal = entry === "" ? "" : `\nFor CHANGELOG.md:\n\n${entry}`;
  return reportText(drift, places, { colours }) + proposal;
}

/** The same for machines. */
export function takenInJson({ drift, places }: TakenIn): string {
  return reportJson(drift, places);
}
