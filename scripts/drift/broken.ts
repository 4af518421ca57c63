import { resolve } from "node:path";
import ts from "typescript";
import { type Origins, originsAt } from "./origins.ts";
import type { Place } from "./place.ts";
import { type Compiled, type CompiledOnce, compileBoth, type Overlay, type ProjectOptions } from "./project.ts";

/** A place, and what its statement has to do with. */
export interface Broken extends Omit<Place, "operations"> {
  readonly origins: Origins;
}

/** A diagnostic's place: what it says may change with the types although it was there before. */
function keyOf({ file, start, code }: ts.Diagnostic): string {
  return `${file?.fileName}:${start}:${code}`;
}

/** A diagnostic as a place, without where it comes from. */
function placeOf(file: ts.SourceFile, { start = 0, messageText, code }: ts.Diagnostic): Omit<Place, "operations"> {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    file: file.fileName,
    line: line + 1,
    column: character + 1,
    reason: ts.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0] ?? "",
    code,
  };
}

function brokenIn({ before, after, files }: Compiled, overlay: Overlay): Broken[] {
  const overlaid = new Set([...overlay.keys()].map((file) => resolve(file)));
  const isGenerated = (file: string) => overlaid.has(resolve(file));
  return files.flatMap((file) => {
    const found = after.getSemanticDiagnostics(file);
    if (found.length === 0) return [];
    const known = new Set(before().getSemanticDiagnostics(file).map(keyOf));
    const added = found.filter((one) => !known.has(keyOf(one)));
    return added.map(
      (one): Broken => ({ ...placeOf(file, one), origins: originsAt(before(), file, one.start ?? 0, isGenerated) }),
    );
  });
}

/**
 * The places of a project that compile as it is and no longer do when the files of `overlay` have their new texts. In
 * their order, by file. Errors that were there before are not among them, nor are those in overlaid files.
 *
 * @throws Error when the tsconfig cannot be read, is wrong or has no files, or when the project has none of the overlay
 */
export function brokenPlaces(tsconfigPath: string, overlay: Overlay, options: ProjectOptions = {}): Broken[] {
  const compiled = compileBoth(tsconfigPath, overlay, options);
  if (overlay.size > 0 && compiled.overlaid.length === 0) {
    const what = `${tsconfigPath}: nothing in this project uses the generated files, so nothing in it can be checked.`;
    throw new Error(`${what} Name another tsconfig, or with wipsy-client the folder of those files: --out.`);
  }
  return brokenIn(compiled, overlay);
}

/** Where overlaid files do not compile. */
export function overlayErrors({ after, overlaid }: CompiledOnce): Omit<Place, "operations">[] {
  return overlaid.flatMap((file) => {
    const found = [...after.getSyntacticDiagnostics(file), ...after.getSemanticDiagnostics(file)];
    return found.map((one) => placeOf(file, one));
  });
}
