import { type Description, isBadlyEscaped, target } from "../document.ts";
import { isObject, type Json, mapObjects } from "../walk.ts";
import { fail, withoutSecrets } from "./error.ts";
import { type Parsed, placeOf } from "./parse.ts";

/** Escapes a key for a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25");
}

/** Returns the JSON pointer to an object in a value; `undefined` if the value does not contain it. */
function pointerTo(wanted: object, value: unknown, at = "#"): string | undefined {
  if (value === wanted) return at;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pointerTo(wanted, inner, `${at}/${escaped(key)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the problem with a reference and its remedy; `undefined` if it is valid. */
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
 * Checks the references within a file. For some invalid ones, Redocly would throw without a location and leave an
 * unhandled rejection, which ends the process.
 *
 * @throws DescriptionError for the first invalid reference
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
