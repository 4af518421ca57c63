import { relative, resolve } from "node:path";
import type TypeScript from "typescript";
import { ts } from "../compiler.ts";
import type { Drift } from "../drift/change.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { reached } from "../openapi/walk.ts";
import { type Compiled, type CompiledOnce, compileBoth, type Overlay, type ProjectOptions } from "./compile.ts";
import { type Origins, originsAt } from "./origins.ts";

/** A place in a project that compiled with the types of before and does not with those of after. */
export interface Place {
  /** Absolute, or relative to where the report was asked for. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The first line of what the compiler says. It shows no more of the code than that does. */
  readonly reason: string;
  /** The compiler's number for it, as in `TS2339`. */
  readonly code: number;
  /** The operations with a breaking change that it comes from, as far as could be found; empty where none could. */
  readonly operations: readonly string[];
}

/** A diagnostic's place: what it says may change with the types although it was there before. */
function keyOf({ file, start, code }: TypeScript.Diagnostic): string {
  return `${file?.fileName}:${start}:${code}`;
}

/** The operations that break, with the shared parts that they use before or after. */
function breakingOperations(drift: Drift, before: Description, after: Description): Map<string, Set<string>> {
  const broken = new Set(drift.changes.flatMap(({ level, operation }) => (level === "breaking" && operation) || []));
  const found = new Map<string, Set<string>>();
  for (const description of [before, after]) {
    for (const { operation } of operationsOf(description)) {
      const id = operation.operationId;
      if (broken.has(id)) found.set(id, new Set([...(found.get(id) ?? []), ...reached(description, operation)]));
    }
  }
  return found;
}

/** Those that a statement names; where it names none, those that use a schema it has to do with. */
function operationsFor({ operations, schemas }: Origins, breaking: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const named = [...breaking.keys()].filter((operation) => operations.has(operation));
  if (named.length > 0) return named;
  return [...breaking].flatMap(([operation, parts]) =>
    [...schemas].some((schema) => parts.has(`schemas/${schema}`)) ? [operation] : [],
  );
}

/** Two descriptions and what differs between them, to say which operation a place comes from. */
export interface Cause {
  readonly drift: Drift;
  readonly before: Description;
  readonly after: Description;
}

/** A diagnostic as a place, without where it comes from. */
function placeOf(file: TypeScript.SourceFile, { start = 0, messageText, code }: TypeScript.Diagnostic): Place {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    file: file.fileName,
    line: line + 1,
    column: character + 1,
    reason: ts.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0] ?? "",
    code,
    operations: [],
  };
}

/**
 * The places of a project that compile as it is and no longer do when the files of `overlay` have their new texts: those
 * of the generated files, made from the new description. In their order, by file. Errors that were there before are not
 * among them, nor are those in overlaid files.
 *
 * Which operations a place comes from is told from its statement: the operations that are called in it or named, else
 * those that use a schema it has to do with. That is right for a direct use; it is not guaranteed. A statement that
 * uses two operations has both, one that gets its value through types of its own may have none.
 *
 * @throws Error when the tsconfig cannot be read, is wrong or has no files, or when the project has none of the overlay
 */
export function placesOf(tsconfigPath: string, overlay: Overlay, cause: Cause, options: ProjectOptions = {}): Place[] {
  const compiled = compileBoth(tsconfigPath, overlay, options);
  if (overlay.size > 0 && compiled.overlaid.length === 0) {
    const what = `${tsconfigPath}: nothing in this project uses the generated files, so nothing in it can be checked.`;
    throw new Error(`${what} Name another tsconfig, or with wipsy-client the folder of those files: --out.`);
  }
  return brokenPlaces(compiled, overlay, cause);
}

/** The same, of a project that is compiled already. */
export function brokenPlaces({ before, after, files }: Compiled, overlay: Overlay, cause: Cause): Place[] {
  const breaking = breakingOperations(cause.drift, cause.before, cause.after);
  const overlaid = new Set([...overlay.keys()].map((file) => resolve(file)));
  const isGenerated = (file: string) => overlaid.has(resolve(file));
  return files.flatMap((file) => {
    const found = after.getSemanticDiagnostics(file);
    if (found.length === 0) return [];
    const known = new Set(before().getSemanticDiagnostics(file).map(keyOf));
    const added = found.filter((one) => !known.has(keyOf(one)));
    return added.map((one): Place => {
      const operations = operationsFor(originsAt(before(), file, one.start ?? 0, isGenerated), breaking);
      return { ...placeOf(file, one), operations };
    });
  });
}

/** Where overlaid files do not compile. */
export function overlayErrors({ after, overlaid }: CompiledOnce): Place[] {
  return overlaid.flatMap((file) => {
    const found = [...after.getSyntacticDiagnostics(file), ...after.getSemanticDiagnostics(file)];
    return found.map((one) => placeOf(file, one));
  });
}

/**
 * @param folder what a file is named from
 * @param whose whose mistake it is, as a sentence
 * @throws Error when an overlaid file does not compile
 */
export function checkOverlaid(compiled: CompiledOnce, folder: string, whose: string): void {
  const [error] = overlayErrors(compiled);
  if (!error) return;
  const where = `${relative(folder, error.file)}:${error.line}:${error.column}`;
  const what = `What follows from this description does not compile: ${where} ${error.reason} (TS${error.code}).`;
  throw new Error(`${what} Nothing was written. ${whose}`);
}
