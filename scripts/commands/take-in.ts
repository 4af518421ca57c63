import { join } from "node:path";
import { countLevel } from "../drift/change.ts";
import { driftOf } from "../drift/drift.ts";
import { type Files, repositoryFiles } from "../generate/files.ts";
import { bundledDescription, withInferred } from "../openapi/bundled.ts";
import { readDescription } from "../openapi/read.ts";
import { compileBoth, type Overlay } from "../project/compile.ts";
import { brokenPlaces, checkOverlaid } from "../project/places.ts";
import { replaceFiles } from "../replace-files.ts";
import { changelogEntry, withPlaces } from "../report/changelog.ts";
import { reportJson } from "../report/json.ts";
import { reportText } from "../report/text.ts";
import type { Terminal } from "../terminal.ts";
import { readIfExists } from "./generated-folder.ts";

export interface TakeInOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Whether to keep the inferred operations that the new description lacks. */
  readonly keepsInferred: boolean;
  /** Whether to report without writing. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** The generated files that change. */
async function overlayOf(root: string, files: Files): Promise<Overlay> {
  const overlay = new Map<string, string>();
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith(".ts") && (await readIfExists(join(root, name))) !== text) overlay.set(join(root, name), text);
  }
  return overlay;
}

/**
 * Replaces `openapi/wipsy.yaml` and everything generated from it, or nothing if anything fails. Reports what changed, and
 * which code of `src` and `examples` no longer compiles. Returns the exit code.
 *
 * @throws DescriptionError when the description cannot be used
 */
export async function takeIn(source: string, options: TakeInOptions, { out, colors }: Terminal): Promise<number> {
  const { root, keepsInferred, dryRun, json } = options;
  const read = await readDescription(source);
  const before = await bundledDescription(root);
  const after = keepsInferred ? await withInferred(read.description, root) : read.description;
  const { files, leftOut, notes } = await repositoryFiles(after);
  const drift = driftOf(before, after);
  const overlay = await overlayOf(root, files);
  const compiled = compileBoth(join(root, "tsconfig.json"), overlay, [join(root, "src"), join(root, "examples")]);
  checkOverlaid(compiled, root, "This is a bug in scripts/generate, not in the description.");
  const places = brokenPlaces(compiled, overlay, { drift, before, after });
  const details = { places, leftOut, notes };
  const written = { "openapi/wipsy.yaml": read.text, ...files };
  // Deleted operations are still in git.
  const deleted = keepsInferred ? {} : { "openapi/inferred.yaml": undefined };
  if (!dryRun) await replaceFiles(root, { ...written, ...deleted });
  if (json) out(reportJson(drift, details));
  else {
    const entry = changelogEntry(withPlaces(drift, places));
    out(reportText(drift, details, colors));
    out(entry === "" ? "" : `\nFor CHANGELOG.md:\n\n${entry}`);
    const lost = Object.keys(deleted).map((name) => ` Deleted ${name}; --with-inferred keeps it.`);
    out(`\n${dryRun ? "Nothing was written." : `Wrote ${Object.keys(written).join(", ")}.${lost}`}\n`);
  }
  return countLevel(drift.changes, "breaking") + places.length > 0 ? 3 : 0;
}
