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
  /** Of an object: whether a key that the description does not name is a new field, and no data: see public-words.ts. */
  readonly gainsFields: boolean;
}

/** What the description does not name: a field, or all that an object holds. What is below it is not looked at one by one. */
export interface Unknown {
  readonly shown: string;
  /** The field's; `undefined`: it is about an object whose keys are data. */
  readonly name: string | undefined;
  readonly value: Json;
  /** The object that has it. */
  readonly holder: AnswerPath;
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

/** Whether it is known that nothing but data is in an object: then what it holds is no news. */
function isFree(description: Description, { parts, site }: Sighting): boolean {
  return ![site, ...parts].some((one) => objectAt(description, one)["x-evidence"] === "inferred");
}

/** What describes the values of an object under whatever key they are. */
function mapAmong(description: Description, parts: readonly Pointer[]): Pointer | undefined {
  return parts.find((part) => isObject(objectAt(description, part).additionalProperties));
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
    const { parts, path, fields, shown, gainsFields } = sighting;
    const map = mapAmong(description, parts);
    const owner = ownerOf(description, parts);
    for (const [key, inner] of Object.entries(value)) {
      const site = fields.get(key);
      if (site) visit(site, [...path, key], shownPath(shown, key, true), inner);
      else if (map) visit([...map, "additionalProperties"], [...path, key], shownPath(shown, key, false), inner);
      else if (gainsFields) {
        const at = shownPath(shown, key, isFieldName(key));
        unknown.push({ shown: at, name: key, value: inner, holder: path, owner });
      }
    }
    const isData = !gainsFields && !map && Object.keys(value).length > 0;
    if (isData && !isFree(description, sighting)) unknown.push({ shown, name: undefined, value, holder: path, owner });
  };

  const visit = (site: Pointer, path: AnswerPath, shown: string, value: Json) => {
    const parts = partsOf(description, site, value);
    const fields = isObject(value) ? fieldsOf(description, parts) : new Map<string, Pointer>();
    const gainsFields = fields.size > 0 && mapAmong(description, parts) === undefined;
    const sighting = { path, shown, value, site, parts, fields, gainsFields };
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
