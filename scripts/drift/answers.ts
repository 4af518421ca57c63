import { mediaType } from "../../src/request/media.ts";
import type { Success } from "../generate/contents.ts";
import type { Row } from "../generate/rows.ts";
import type { Json } from "../openapi/walk.ts";
import type { Found } from "./compare.ts";
import { objectOf, type Path } from "./json.ts";
import type { SchemaSide } from "./normal.ts";
import { listed, typeText } from "./wording.ts";

// A method sends one of the contents of its body, and answers one of the contents of each success. Which ones these are
// can change although every content stays as it was: a new one can take the place of another, or join the answer.

/** A row, and what is compared of its operation. */
export interface Whole {
  readonly row: Row;
  readonly unit: Json;
}

/** Whether code that was right with the schema of before is right with that of after. */
export type Fits = (side: SchemaSide, before: Json, after: Json) => boolean;

function schemaAt(unit: Json, ...path: Path): Json {
  return path.reduce<Json>((found, key) => objectOf(found[key]), unit);
}

/** What a method answers with one status; nothing where that is `undefined`. */
function answered({ status, kind, content }: Success, unit: Json): Json | undefined {
  if (kind === "none") return undefined;
  if (kind === "any") return {};
  if (kind === "text") return { type: "string" };
  if (kind === "binary") return { type: "string", format: "binary" };
  return schemaAt(unit, "responses", status.toLowerCase(), "content", mediaType(content?.key ?? ""), "schema");
}

/** Tells an answer from the others of before and after. Whether JSON is an object is compared in its schema. */
function idOf({ status, kind, content }: Success): string {
  return `${status.toLowerCase()} ${kind === "object" ? "json" : kind} ${content && mediaType(content.key)}`;
}

function changed(path: Path, what: string): Found {
  return { kind: "changed", level: "breaking", path, what };
}

/** An answer that was not among those of before must fit where one of them was used. */
function answerChanges(before: Whole, after: Whole, fits: Fits): Found[] {
  const known = before.row.answers.map((one) => answered(one, before.unit));
  const ids = new Set(before.row.answers.map(idOf));
  const textOf = (schema: Json | undefined) => (schema === undefined ? "nothing" : typeText(schema));
  // Nobody reads an answer that is nothing.
  if (known.every((schema) => schema === undefined)) return [];
  return after.row.answers.flatMap((answer): Found[] => {
    const schema = answered(answer, after.unit);
    const isFit = known.some((one) => {
      const isAny = one !== undefined && Object.keys(one).length === 0;
      return one === undefined || schema === undefined ? one === schema || isAny : fits("response", one, schema);
    });
    if (ids.has(idOf(answer)) || isFit) return [];
    const [now, then] = [textOf(schema), known.map(textOf).join(" or ")];
    const what =
      now === then ? `gives another ${now} than the answer was` : `gives ${now}, where the answer was ${then}`;
    return [changed(["responses", answer.status.toLowerCase()], what)];
  });
}

/** The body in the content that is sent. */
function bodyChanges(before: Whole, after: Whole, fits: Fits): Found[] {
  const [was, is] = [before.row.body?.content, after.row.body?.content];
  if (!was || !is) return [];
  if (was.type !== is.type) {
    return [changed(["requestBody"], `is sent as ${listed([is.type])}, no longer as ${listed([was.type])}`)];
  }
  const [from, to] = [mediaType(was.key), mediaType(is.key)];
  const schemaOf = (unit: Json, key: string) => schemaAt(unit, "requestBody", "content", key, "schema");
  if (from === to || fits("request", schemaOf(before.unit, from), schemaOf(after.unit, to))) return [];
  return [changed(["requestBody"], "its type no longer fits what it was")];
}

/** What changes in which contents an operation's method sends and answers. */
export function contentChanges(before: Whole, after: Whole, fits: Fits): Found[] {
  return [...bodyChanges(before, after, fits), ...answerChanges(before, after, fits)];
}
