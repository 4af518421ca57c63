import { type Content, mediaType, type Success } from "../generate/contents.ts";
import type { Row } from "../generate/rows.ts";
import type { Json } from "../openapi/walk.ts";
import type { Found } from "./compare.ts";
import { isSame, objectOf, type Path } from "./json.ts";
import type { SchemaSide } from "./normal.ts";
import { listed, typeText } from "./wording.ts";

// A method sends one of the contents of its body, and answers one of the contents of each success. Which ones these are
// can change although every content stays as it was: a new one can take the place of another, or join the answer.

/** A row, and what is compared of its operation. */
interface Whole {
  readonly row: Row;
  readonly unit: Json;
}

/** Whether code that was right with the schema of before is right with that of after. */
type Fits = (side: SchemaSide, before: Json, after: Json) => boolean;

/** What a method answers with one status. */
interface Answer {
  /** Tells it from the others of before and after. */
  readonly id: string;
  readonly status: string;
  /** `undefined`: nothing. */
  readonly schema: Json | undefined;
}

function schemaAt(unit: Json, ...path: Path): Json {
  return path.reduce<Json>((found, key) => objectOf(found[key]), unit);
}

function schemaOf({ kind, content }: Success, status: string, unit: Json): Json | undefined {
  if (kind === "none") return undefined;
  if (kind === "any") return {};
  if (kind === "text") return { type: "string" };
  return schemaAt(unit, "responses", status, "content", mediaType(content?.key ?? ""), "schema");
}

function answersOf({ row, unit }: Whole): Answer[] {
  return row.answers.map((answer) => {
    const status = answer.status.toLowerCase();
    // Whether JSON is an object is compared in its schema.
    const kind = answer.kind === "object" ? "json" : answer.kind;
    const id = `${status} ${kind} ${answer.content && mediaType(answer.content.key)}`;
    return { id, status, schema: schemaOf(answer, status, unit) };
  });
}

/** An answer that was not among those of before must fit where one of them was used. */
function answerChanges(before: readonly Answer[], after: readonly Answer[], fits: Fits): Found[] {
  // Nobody reads an answer that is nothing.
  if (before.every(({ schema }) => schema === undefined)) return [];
  const isFit = (one: Json | undefined, other: Json | undefined) =>
    one && other ? fits("response", one, other) : one === other || isSame(one, {});
  const textOf = ({ schema }: Answer) => (schema === undefined ? "nothing" : typeText(schema));
  const unfit = after.filter(({ id, schema }) => !before.some((one) => one.id === id || isFit(one.schema, schema)));
  return unfit.map((answer) => {
    const [now, then] = [textOf(answer), before.map(textOf).join(" or ")];
    const what =
      now === then ? `gives another ${now} than the answer was` : `gives ${now}, where the answer was ${then}`;
    return { kind: "changed", level: "breaking", path: ["responses", answer.status], what };
  });
}

/** The body in the content that is sent. */
function bodyChanges(was: Content, is: Content, isFit: (from: string, to: string) => boolean): Found[] {
  const changed = (what: string): Found[] => [{ kind: "changed", level: "breaking", path: ["requestBody"], what }];
  if (was.type !== is.type) return changed(`is sent as ${listed([is.type])}, no longer as ${listed([was.type])}`);
  const [from, to] = [mediaType(was.key), mediaType(is.key)];
  return from === to || isFit(from, to) ? [] : changed("its type no longer fits what it was");
}

/** What changes in which contents an operation's method sends and answers. */
export function contentChanges(
  before: Whole,
  after: Whole,
  differences: (before: Json, after: Json) => readonly Found[],
): Found[] {
  const fits: Fits = (side, one, other) => {
    const content = (schema: Json) => ({ content: { "application/json": { schema } } });
    const unit = (schema: Json) =>
      side === "request" ? { requestBody: content(schema) } : { responses: { 200: content(schema) } };
    return differences(unit(one), unit(other)).every(({ level }) => level !== "breaking");
  };
  const bodyOf = ({ unit }: Whole, key: string) => schemaAt(unit, "requestBody", "content", key, "schema");
  const [was, is] = [before.row.body?.content, after.row.body?.content];
  const isFit = (from: string, to: string) => fits("request", bodyOf(before, from), bodyOf(after, to));
  return [
    ...(was && is ? bodyChanges(was, is, isFit) : []),
    ...answerChanges(answersOf(before), answersOf(after), fits),
  ];
}
