import { mediaType } from "../../src/request/media.ts";
import type { Content, Success } from "../generate/contents.ts";
import type { Description } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import type { Json } from "../openapi/walk.ts";
import type { Found } from "./compare.ts";
import { isSame, objectOf, type Path } from "./json.ts";
import type { SchemaSide } from "./normal.ts";
import { addressOf, rowsByAddress } from "./operations.ts";
import { listed, typeText } from "./wording.ts";

// A method sends one of the contents of its body, and answers one of the contents of each success. Which ones these are
// can change although every content stays as it was: a new one can take the place of another, or join the answer.

/** An operation of a description, and what is compared of it. */
type Whole = readonly [description: Description, place: Place, unit: Json];

/** What two operations, as they are compared, differ in. */
type Differences = (before: Json, after: Json) => readonly Found[];

/** Whether code that was right with the schema of before is right with that of after. */
function fits(differences: Differences, side: SchemaSide, before: Json, after: Json): boolean {
  const content = (schema: Json) => ({ content: { "application/json": { schema } } });
  const unit = (schema: Json) =>
    side === "request" ? { requestBody: content(schema) } : { responses: { 200: content(schema) } };
  return differences(unit(before), unit(after)).every(({ level }) => level !== "breaking");
}

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
function answerChanges(
  before: readonly Success[],
  after: readonly Success[],
  [was, is]: readonly [Json, Json],
  differences: Differences,
): Found[] {
  const known = before.map((one) => answered(one, was));
  const ids = new Set(before.map(idOf));
  const textOf = (schema: Json | undefined) => (schema === undefined ? "nothing" : typeText(schema));
  // Nobody reads an answer that is nothing.
  if (known.every((schema) => schema === undefined)) return [];
  return after.flatMap((answer): Found[] => {
    const schema = answered(answer, is);
    const isFit = known.some((one) => {
      if (one === undefined || schema === undefined) return one === schema || isSame(one, {});
      return fits(differences, "response", one, schema);
    });
    if (ids.has(idOf(answer)) || isFit) return [];
    const [now, then] = [textOf(schema), known.map(textOf).join(" or ")];
    const what =
      now === then ? `gives another ${now} than the answer was` : `gives ${now}, where the answer was ${then}`;
    return [changed(["responses", answer.status.toLowerCase()], what)];
  });
}

/** The body in the content that is sent. */
function bodyChanges(
  was: Content,
  is: Content,
  [before, after]: readonly [Json, Json],
  differences: Differences,
): Found[] {
  if (was.type !== is.type) {
    return [changed(["requestBody"], `is sent as ${listed([is.type])}, no longer as ${listed([was.type])}`)];
  }
  const [from, to] = [mediaType(was.key), mediaType(is.key)];
  const schemaOf = (unit: Json, key: string) => schemaAt(unit, "requestBody", "content", key, "schema");
  if (from === to || fits(differences, "request", schemaOf(before, from), schemaOf(after, to))) return [];
  return [changed(["requestBody"], "its type no longer fits what it was")];
}

/** What changes in which contents an operation's method sends and answers. */
export function contentChanges([before, old, was]: Whole, [after, now, is]: Whole, differences: Differences): Found[] {
  const [from, to] = [rowsByAddress(before).get(addressOf(old)), rowsByAddress(after).get(addressOf(now))];
  if (!from || !to) return [];
  const isSending = from.body && to.body;
  return [
    ...(isSending ? bodyChanges(from.body.content, to.body.content, [was, is], differences) : []),
    ...answerChanges(from.answers, to.answers, [was, is], differences),
  ];
}
