import { relative, resolve } from "node:path";
import type TypeScript from "typescript";
import type { Drift } from "../drift/change.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { reached } from "../openapi/walk.ts";
import { type Compiled, type CompiledOnce, compileBoth, firstLine, type Overlay } from "./compile.ts";
import { type Origins, originsAt } from "./origins.ts";

/** A place in a project that compiles with the old types but not with the new ones. */
export interface Place {
  /** A path, absolute or relative to the current folder. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The first line of the compiler's message. */
  readonly reason: string;
  /** The number of the compiler error, as in `TS2339`. */
  readonly code: number;
  /** The operations whose breaking changes probably caused it. */
  readonly operations: readonly string[];
}

/** Identifies a diagnostic. Its message is left out, because it can change with the types. */
function keyOf({ file, start, code }: TypeScript.Diagnostic): string {
  return `${file?.fileName}:${start}:${code}`;
}

/** The operations with breaking changes, and the components they use in either description. */
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

/** The breaking operations that a statement names, or else those that use one of its schemas. */
function operationsFor({ operations, schemas }: Origins, breaking: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const named = [...breaking.keys()].filter((operation) => operations.has(operation));
  if (named.length > 0) return named;
  return [...breaking].flatMap(([operation, parts]) =>
    [...schemas].some((schema) => parts.has(`schemas/${schema}`)) ? [operation] : [],
  );
}

/** Two descriptions and their differences. */
export interface Cause {
  readonly drift: Drift;
  readonly before: Description;
  readonly after: Description;
}

/** Converts a diagnostic to a place without operations. */
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
 * Finds the places of a project that stop compiling with the new generated files in `overlay`. Sorted by file, without the
 * generated files.
 *
 * The operations of a place are guessed from its statement: those it calls or names, or else those that use one of its
 * schemas. A statement that gets its value through other types may have none.
 *
 * @throws Error when the tsconfig cannot be read, is invalid or includes no files, or when the project does not use the
 * generated files
 */
export function placesOf(tsconfigPath: string, overlay: Overlay, cause: Cause): Place[] {
  const compiled = compileBoth(tsconfigPath, overlay);
  if (overlay.size > 0 && compiled.overlaid.length === 0) {
    const what = `${tsconfigPath}: no file of this project imports the generated files.`;
    throw new Error(`${what} Use another tsconfig, or set --out to the folder of the generated files.`);
  }
  return brokenPlaces(compiled, overlay, cause);
}

/** Does the same for a compiled project. */
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
 * @param whose a sentence that says where the bug is
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
