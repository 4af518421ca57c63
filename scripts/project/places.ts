import { relative, resolve } from "node:path";
import type TypeScript from "typescript";
import type { Drift } from "../drift/change.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { reached } from "../openapi/walk.ts";
import { type Compiled, type CompiledOnce, compileBoth, firstLine, type Overlay } from "./compile.ts";
import { type Origins, originsAt } from "./origins.ts";

/** A place in a project that compiles with the old types and not with the new ones. */
export interface Place {
  /** A path, absolute or relative to the current folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The first line of the compiler's message. */
  readonly reason: string;
  /** The compiler's number for it, as in `TS2339`. */
  readonly code: number;
  /** The operations whose breaking change caused it, as far as known. */
  readonly operations: readonly string[];
}

/** Identifies a diagnostic without its message, which can change with the types. */
function keyOf({ file, start, code }: TypeScript.Diagnostic): string {
  return `${file?.fileName}:${start}:${code}`;
}

/** The operations that break, with the components they use in either description. */
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

/** The breaking operations that a statement names, else those that use one of its schemas. */
function operationsFor({ operations, schemas }: Origins, breaking: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const named = [...breaking.keys()].filter((operation) => operations.has(operation));
  if (named.length > 0) return named;
  return [...breaking].flatMap(([operation, parts]) =>
    [...schemas].some((schema) => parts.has(`schemas/${schema}`)) ? [operation] : [],
  );
}

/** The change behind the places: two descriptions and their differences. */
export interface Cause {
  readonly drift: Drift;
  readonly before: Description;
  readonly after: Description;
}

/** A diagnostic as a place, without its operations. */
function placeOf(file: TypeScript.SourceFile, { start = 0, messageText, code }: TypeScript.Diagnostic): Place {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    file: file.fileName,
    line: line + 1,
    column: character + 1,
    reason: firstLine(messageText),
    code,
    operations: [],
  };
}

/**
 * The places of a project that compile now, but not with the new generated files in `overlay`. Ordered by file, without
 * errors that were there before and without the generated files themselves.
 *
 * The operations of a place are a guess from its statement: those it calls or names, else those that use one of its
 * schemas. A statement that uses two operations has both; one that takes its value through other types may have none.
 *
 * @throws Error when the tsconfig cannot be read, is invalid or includes no files, or when the project does not use the
 * generated files
 */
export function placesOf(tsconfigPath: string, overlay: Overlay, cause: Cause): Place[] {
  const compiled = compileBoth(tsconfigPath, overlay);
  if (overlay.size > 0 && compiled.overlaid.length === 0) {
    const what = `${tsconfigPath}: nothing in this project uses the generated files.`;
    throw new Error(`${what} Name another tsconfig, or the folder of the generated files with --out.`);
  }
  return brokenPlaces(compiled, overlay, cause);
}

/** The same for a compiled project. */
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

/**
 * @param folder the folder that paths in the message are relative to
 * @param whose a sentence that says whose bug it is
 * @throws Error when an overlaid file does not compile
 */
export function checkOverlaid({ after, overlaid }: CompiledOnce, folder: string, whose: string): void {
  const [error] = overlaid.flatMap((file) => {
    const found = [...after.getSyntacticDiagnostics(file), ...after.getSemanticDiagnostics(file)];
    return found.map((one) => placeOf(file, one));
  });
  if (!error) return;
  const where = `${relative(folder, error.file)}:${error.line}:${error.column}`;
  const what = `The code generated from this description does not compile: ${where} ${error.reason} (TS${error.code}).`;
  throw new Error(`${what} Nothing was written. ${whose}`);
}
