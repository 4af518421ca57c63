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
import { type Details, reportText } from "../report/text.ts";
import { textOf } from "./generated-folder.ts";

export interface TakeInOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Whether to keep the inferred operations that the new description lacks. */
  readonly withInferred: boolean;
  /** Whether to only report. */
  readonly dryRun: boolean;
  /** The tsconfig of another project to check against the new types. */
  readonly project: string | undefined;
}

/** The result of taking in a description. */
export interface TakenIn extends Details {
  readonly drift: Drift;
  readonly places: readonly Place[];
  /** The files written, by path relative to the root; `undefined` for a deleted one. Empty for a dry run. */
  readonly replaced: Replacement;
}

const redis = fileURLToPath(new URL("redis.d.ts", import.meta.url));

/** The generated code that changes. */
async function overlayOf(root: string, files: Files): Promise<Overlay> {
  const overlay = new Map<string, string>();
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith(".ts") && (await textOf(join(root, name))) !== text) overlay.set(join(root, name), text);
  }
  return overlay;
}

/**
 * The places that no longer compile in the package, its examples and the other project.
 *
 * @throws Error when the generated code itself does not compile
 */
function placesIn(overlay: Overlay, cause: Cause, { root, project }: TakeInOptions): Place[] {
  if (overlay.size === 0) return [];
  const folders = [join(root, "src"), join(root, "examples")];
  const compiled = compileBoth(join(root, "tsconfig.json"), overlay, { folders, paths: { redis: [redis] } });
  checkOverlaid(compiled, root, "This is a bug in scripts/generate, not in the description.");
  const own = brokenPlaces(compiled, overlay, cause);
  if (project === undefined) return own;
  const entry = (name: string) => [join(root, "src", name, "index.ts")];
  const paths = {
    "wipsy-client": entry(""),
    "wipsy-client/feed": entry("feed"),
    "wipsy-client/raw": entry("raw"),
    "wipsy-client/stores/*": [join(root, "src/stores/*.ts")],
  };
  return [...own, ...placesOf(project, overlay, cause, { paths })];
}

/**
 * Replaces `openapi/wipsy.yaml` and everything generated from it, or nothing if anything fails.
 *
 * @throws DescriptionError when the description cannot be used
 */
export async function takeIn(source: string, options: TakeInOptions): Promise<TakenIn> {
  const { root, project } = options;
  if (project !== undefined) filesOf(project);
  const read = await readDescription(source);
  const before = await bundledDescription(root);
  const after = options.withInferred ? await withInferred(read.description, root) : read.description;
  const { files, leftOut, notes } = await repositoryFiles(after);
  const drift = driftOf(before, after);
  const places = placesIn(await overlayOf(root, files), { drift, before, after }, options);
  if (options.dryRun) return { drift, places, leftOut, notes, replaced: {} };
  // Git still has the deleted operations.
  const inferred = options.withInferred ? {} : { "openapi/inferred.yaml": undefined };
  const replaced = { "openapi/wipsy.yaml": read.text, ...inferred, ...files };
  await replaceFiles(root, replaced);
  return { drift, places, leftOut, notes, replaced };
}

/** Which files were written and deleted. */
function writtenText(replaced: Replacement): string {
  const [names, deleted] = [true, false].map((isText) =>
    Object.keys(replaced).filter((name) => (replaced[name] !== undefined) === isText),
  );
  if (!names?.length) return "Nothing was written.";
  return `Wrote ${names.join(", ")}.${deleted?.length ? ` Deleted ${deleted}: --with-inferred keeps it.` : ""}`;
}

/** The report for a person. */
export function takenInText({ drift, replaced, ...details }: TakenIn, colours: boolean): string {
  const entry = changelogEntry(withPlaces(drift, details.places));
  const proposal = entry === "" ? "" : `\nFor CHANGELOG.md:\n\n${entry}`;
  const report = reportText(drift, details, { colours, released: "the next release of wipsy-client" });
  return `${report}${proposal}\n${writtenText(replaced)}\n`;
}
