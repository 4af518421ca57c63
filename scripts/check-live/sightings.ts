import type { Description } from "../generate/description.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { isFieldName } from "./public-words.ts";
import { fieldsOf, objectAt, type Pointer, partsOf } from "./schemas.ts";

/** Where a value stands in an answer: names, and the numbers of items. */
export type AnswerPath = readonly (string | number)[];

/** A value of an answer beside what the description says of it. */
export interface Sighting {
  readonly path: AnswerPath;
  /** `path` as it may be shown: `data[].customer.city`. */
  readonly shown: string;
  readonly value: Json;
  /** Where the description speaks of it. */
  readonly site: Pointer;
  /** The schemas that describe it together. */
  readonly parts: readonly Pointer[];
  /** Of an object: the sites of the fields that the description names. */
  readonly fields: ReadonlyMap<string, Pointer>;
}

/** A field of an answer that the description does not name. What is below it is not looked at one by one. */
export interface Unknown {
  readonly shown: string;
  readonly name: string;
  readonly value: Json;
  /** The schema that could name it. */
  readonly owner: Pointer;
}

export interface Sightings {
  readonly known: readonly Sighting[];
  readonly unknown: readonly Unknown[];
}

/** A path as it may be shown. Keys of maps are not: they can be ids, phones or names. */
function shownPath(path: string, key: string | number, isPublic: boolean): string {
  if (typeof key === "number") return `${path}[]`;
  return `${path === "" ? "" : `${path}.`}${isPublic ? key : "*"}`;
}

/** Whether an object may hold anything, and it is known that it may: then what it holds is no news. */
function isFree(description: Description, { parts, fields, site }: Sighting): boolean {
  const marks = [site, ...parts].map((one) => objectAt(description, one)["x-evidence"]);
  return fields.size === 0 && !marks.includes("inferred");
}

function ownerOf(description: Description, parts: readonly Pointer[]): Pointer {
  const withProperties = parts.filter((part) => isObject(objectAt(description, part).properties));
  return withProperties.at(-1) ?? parts.at(-1) ?? [];
}

/** What an answer holds, value by value, beside the schema at `root`. */
export function sightingsOf(description: Description, root: Pointer, answer: Json): Sightings {
  const known: Sighting[] = [];
  const unknown: Unknown[] = [];

  const visitFields = (sighting: Sighting, value: JsonObject) => {
    const { parts, path, fields } = sighting;
    const map = parts.find((part) => isObject(objectAt(description, part).additionalProperties));
    for (const [key, inner] of Object.entries(value)) {
      const site = fields.get(key);
      if (site) visit(site, [...path, key], shownPath(sighting.shown, key, true), inner);
      else if (map)
        visit([...map, "additionalProperties"], [...path, key], shownPath(sighting.shown, key, false), inner);
      else if (!isFree(description, sighting)) {
        const shown = shownPath(sighting.shown, key, isFieldName(key));
        unknown.push({ shown, name: key, value: inner, owner: ownerOf(description, parts) });
      }
    }
  };

  const visit = (site: Pointer, path: AnswerPath, shown: string, value: Json) => {
    const parts = partsOf(description, site, value);
    const fields = isObject(value) ? fieldsOf(description, parts) : new Map<string, Pointer>();
    const sighting = { path, shown, value, site, parts, fields };
    known.push(sighting);
    if (isObject(value)) visitFields(sighting, value);
    const list = parts.find((part) => objectAt(description, part).items !== undefined);
    if (!Array.isArray(value) || !list) return;
    for (const [index, item] of value.entries()) {
      visit([...list, "items"], [...path, index], shownPath(shown, index, true), item);
    }
  };

  visit(root, [], "", answer);
  return { known, unknown };
}
