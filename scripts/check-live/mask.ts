import { isObject, type Json } from "./json.ts";
import { isEnumWord, isFieldName } from "./public-words.ts";
import type { AnswerPath } from "./sightings.ts";

/** What the description says of a place, for the mask. */
export interface Place {
  /** The values that its enum names. */
  readonly enum?: readonly Json[] | undefined;
  /** The fields that it names. */
  readonly fields?: ReadonlyMap<string, unknown> | undefined;
  /** Whether other keys are new fields, and no data. */
  readonly gainsFields?: boolean | undefined;
}

/** Makes an answer nobody's. */
export type Mask = (answer: Json, placeOf: (path: AnswerPath) => Place) => Json;

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const timestamp = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/;
const isTimestamp = (text: string) => timestamp.test(text) && !Number.isNaN(Date.parse(text));

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

const firstDay = Date.UTC(2001, 0, 1);
const day = 24 * 60 * 60 * 1000;

/** A day of 2001 or later, in the form of a timestamp; neither the hour nor the zone remains. */
function dayLike(text: string, rank: number): string {
  const date = new Date(firstDay + rank * day).toISOString().slice(0, 10);
  return (
    date +
    text
      .slice(10)
      .replace(/[+-](?=\d\d(:?\d\d)?$)/, "+")
      .replace(/\d/g, "0")
  );
}

/** The same form with other letters and digits: what may stay is named, all else goes. */
function textLike(text: string): string {
  const [scheme = ""] = /^https?:\/\//.exec(text) ?? [];
  const rest = text
    .slice(scheme.length, 200)
    .replace(/\p{Lu}/gu, "X")
    .replace(/\p{N}/gu, "1")
    .replace(/[^X1 .,:;@+\-_/#=?&()!\n]/gu, "x");
  return scheme + rest;
}

/** As many digits, all of them 1. */
function numberLike(value: number): number {
  return Number(String(value).slice(0, 15).replace(/e.*$/, "").replace(/\d/g, "1"));
}

/**
 * A mask for these answers together, so that an id is the same in all of them and timestamps keep their order. What
 * stays: the fields' names (no other keys: see public-words.ts), booleans, nulls, values of enums, and the form and length of everything else.
 */
export function maskFor(answers: readonly Json[]): Mask {
  const texts = [...new Set(answers.flatMap(textsIn))];
  const uuids = new Set(texts.map((text) => text.toLowerCase()).filter((text) => uuid.test(text)));
  const ids = new Map([...uuids].map((text, index) => [text, index + 1]));
  const instants = [...new Set(texts.filter(isTimestamp).map((text) => Date.parse(text)))].sort((a, b) => a - b);

  const maskText = (text: string, { enum: values }: Place): string => {
    if (values && (values.includes(text) || isEnumWord(text))) return text;
    const id = ids.get(text.toLowerCase());
    if (id !== undefined) return `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;
    return isTimestamp(text) ? dayLike(text, instants.indexOf(Date.parse(text))) : textLike(text);
  };

  return (answer, placeOf) => {
    const visit = (value: Json, path: AnswerPath): Json => {
      if (typeof value === "string") return maskText(value, placeOf(path));
      if (typeof value === "number") return numberLike(value);
      if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
      if (!isObject(value)) return value;
      const { fields, gainsFields = false } = placeOf(path);
      const isPublic = gainsFields && Object.keys(value).every((key) => fields?.has(key) || isFieldName(key));
      const shown = (key: string, index: number) => (fields?.has(key) || isPublic ? key : `key_${index + 1}`);
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([key, inner], index) => [shown(key, index), visit(inner, [...path, key])]),
      );
    };
    return visit(answer, []);
  };
}
