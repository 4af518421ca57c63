import type { Description } from "../generate/description.ts";
import { type Broken, brokenPlaces } from "./broken.ts";
import type { Drift } from "./change.ts";
import { everyOperation } from "./operations.ts";
import type { Origins } from "./origins.ts";
import type { Place } from "./place.ts";
import type { Overlay, ProjectOptions } from "./project.ts";
import { usedReferences } from "./unused.ts";

/** The operations that break, by the shared schemas that they use before or after. */
function breakingOperations({ drift, before, after }: Cause): Map<string, Set<string>> {
  const broken = new Set(drift.changes.flatMap(({ level, operation }) => (level === "breaking" && operation) || []));
  const found = new Map<string, Set<string>>();
  for (const description of [before, after]) {
    for (const { name, value } of everyOperation(description)) {
      if (!broken.has(name)) continue;
      const references = usedReferences(description, value);
      found.set(name, new Set([...(found.get(name) ?? []), ...references]));
    }
  }
  return found;
}

/** Those that a statement names; where it names none, those that use a schema it has to do with. */
function operationsFor({ operations, schemas }: Origins, breaking: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const named = [...breaking.keys()].filter((operation) => operations.has(operation));
  if (named.length > 0) return named;
  return [...breaking].flatMap(([operation, references]) =>
    [...schemas].some((schema) => references.has(`#/components/schemas/${schema}`)) ? [operation] : [],
  );
}

/** Two descriptions and what differs between them, to say which operation a place comes from. */
export interface Cause {
  readonly drift: Drift;
  readonly before: Description;
  readonly after: Description;
}

/**
 * Broken places with the operations that they come from: those that are called in the statement or named, else those that
 * use a schema it has to do with. That is right for a direct use; it is not guaranteed. A statement that uses two
 * operations has both, one that gets its value through types of its own may have none.
 */
export function withOperations(broken: readonly Broken[], cause: Cause): Place[] {
  if (broken.length === 0) return [];
  const breaking = breakingOperations(cause);
  return broken.map(({ origins, ...place }) => ({ ...place, operations: operationsFor(origins, breaking) }));
}

/**
 * The places that no longer compile when the generated files of `overlay` are made from the new description
 * ({@link brokenPlaces}), and which operations they come from ({@link withOperations}).
 *
 * @throws Error when the tsconfig cannot be read, is wrong or has no files, or when the project has none of the overlay
 */
export function placesOf(tsconfigPath: string, overlay: Overlay, cause: Cause, options: ProjectOptions = {}): Place[] {
  return withOperations(brokenPlaces(tsconfigPath, overlay, options), cause);
}
