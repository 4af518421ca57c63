import { type Description, isBadlyEscaped, target } from "../document.ts";
import { isObject, type Json, mapObjects } from "../walk.ts";
import { fail, withoutSecrets } from "./error.ts";
import { type Parsed, placeOf } from "./parse.ts";

/** A key as a part of a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25");
}

/** Where an object is in a value, as a JSON pointer; `undefined` if it is not there. */
function pointerTo(wanted: object, value: unknown, at = "#"): string | undefined {
  if (value === wanted) return at;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pointerTo(wanted, inner, `${at}/${escaped(key)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is wrong with a reference, and what to do about it. */
function faultOf(reference: string, file: unknown): readonly [what: string, remedy: string] | undefined {
  const seen = new Set<unknown>();
  let at: unknown = reference;
  while (typeof at === "string") {
    if (isBadlyEscaped(at)) return ["has a `%` that escapes nothing.", "Write `%25` for it."];
    if (!at.startsWith("#/")) return undefined;
    if (seen.has(at)) return ["leads only back to itself.", "Let it lead to a definition."];
    seen.add(at);
    // The cast: `target` takes any object.
    const found = target(file as Description, at);
    if (found === undefined) return ["points to nothing.", "Correct it, or add what it names."];
    at = isObject(found) ? found.$ref : undefined;
  }
  return undefined;
}

/**
 * Checks the references within a file. Redocly throws at some of them without saying where, and leaves a rejected promise
 * behind, which ends the process.
 *
 * @throws DescriptionError for the first that leads nowhere
 */
export function checkReferences(file: Parsed): void {
  mapObjects(file.parsed, (object: Json, isMap) => {
    if (isMap || typeof object.$ref !== "string") return object;
    const fault = faultOf(object.$ref, file.parsed);
    if (!fault) return object;
    const [what, remedy] = fault;
    const pointer = pointerTo(object, file.parsed) ?? "#";
    return fail({
      file: file.source.absoluteRef,
      place: placeOf(file, `${pointer}/$ref`),
      what: `The reference \`${withoutSecrets(object.$ref)}\` ${what}`,
      remedy,
    });
  });
}
