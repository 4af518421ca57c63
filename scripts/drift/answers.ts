import { type Content, mediaType, type Success } from "../generate/contents.ts";
import type { Row } from "../generate/rows.ts";
import type { Json } from "../openapi/walk.ts";
import type { Found } from "./compare.ts";
import { isSame, objectOf, type Path } from "./json.ts";
import type { SchemaSide } from "./normal.ts";
import { listed, typeText } from "./wording.ts";

// A method sends one content type of its body and resolves to one content type of each success. Which ones can change even
// if every content type stays the same: a new one can be preferred.

/** A row and the comparable form of its operation. */
interface Whole {
  readonly row: Row;
  readonly unit: Json;
}

/** Whether code for the old schema works with the new one. */
type Fits = (side: SchemaSide, before: Json, after: Json) => boolean;

/** The answer for one status. */
interface Answer {
  /** Unique among the answers of both descriptions. */
  readonly id: string;
  readonly status: string;
  /** `undefined` for an empty answer. */
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
    // The schema comparison covers whether JSON is an object.
    const kind = answer.kind === "object" ? "json" : answer.kind;
    const id = `${status} ${kind} ${answer.content && mediaType(answer.content.key)}`;
    return { id, status, schema: schemaOf(answer, status, unit) };
  });
}

/** A new answer must fit where the old ones were used. */
function answerChanges(before: readonly Answer[], after: readonly Answer[], fits: Fits): Found[] {
  // Nobody reads an empty answer.
  if (before.every(({ schema }) => schema === undefined)) return [];
  const isFit = (one: Json | undefined, other: Json | undefined) =>
    one && other ? fits("response", one, other) : one === other || isSame(one, {});
  const textOf = ({ schema }: Answer) => (schema === undefined ? "nothing" : typeText(schema));
  const unfit = after.filter(({ id, schema }) => !before.some((one) => one.id === id || isFit(one.schema, schema)));
  return unfit.map((answer) => {
    const [now, then] = [textOf(answer), before.map(textOf).join(" or ")];
    const what =
      now === then
        ? `the method can now resolve to another ${now}`
        : `the method can now resolve to ${now}, not only ${then}`;
    return { kind: "changed", level: "breaking", path: ["responses", answer.status], what };
  });
}

/** Changes of the content type that is sent. */
function bodyChanges(was: Content, is: Content, isFit: (from: string, to: string) => boolean): Found[] {
  const changed = (what: string): Found[] => [{ kind: "changed", level: "breaking", path: ["requestBody"], what }];
  if (was.type !== is.type) return changed(`is now sent as ${listed([is.type])}, not as ${listed([was.type])}`);
  const [from, to] = [mediaType(was.key), mediaType(is.key)];
  return from === to || isFit(from, to) ? [] : changed("its type is not compatible with the old one");
}

/** Changes in which content types an operation's method sends and resolves to. */
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
