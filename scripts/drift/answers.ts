import { mediaType } from "../generate/contents.ts";
import type { Row } from "../generate/rows.ts";
import type { Json } from "../openapi/walk.ts";
import type { Found } from "./compare.ts";
import { isSame, listOf, objectOf } from "./json.ts";
import { typeText } from "./wording.ts";

// A method resolves to one content type of each success. Which one can change even if every content type stays the same: a
// new one can be preferred.

/** A row and the comparable form of its operation. */
interface Whole {
  readonly row: Row;
  readonly unit: Json;
}

/** The contents of a body or an answer, by content type. */
const contentsOf = (part: unknown) => objectOf(objectOf(part).content);

/** The success answers of a method: status, content type, and the schema of the body, if there is one. */
function answersOf({ row, unit }: Whole) {
  return row.answers.map(({ status: key, kind, content }) => {
    const status = key.toLowerCase();
    const type = content ? mediaType(content.key) : kind;
    const media = contentsOf(objectOf(unit.responses)[status])[type];
    return { status, type, schema: content && objectOf(objectOf(media).schema) };
  });
}

type Answer = ReturnType<typeof answersOf>[number];

/** Answers that are new where the old ones were used. Those with a status and content type of before are compared elsewhere. */
function answerChanges(before: readonly Answer[], after: readonly Answer[]): Found[] {
  // Nobody reads an empty answer.
  if (before.every(({ schema }) => schema === undefined)) return [];
  const fitting = before.flatMap(({ schema }) => [schema, ...listOf(schema?.oneOf), ...listOf(schema?.anyOf)]);
  const isKnown = ({ status, type, schema }: Answer) =>
    before.some((one) => one.status === status && one.type === type) ||
    fitting.some((one) => isSame(one, {}) || isSame(one, schema));
  const textOf = ({ schema }: Answer) => (schema === undefined ? "nothing" : typeText(schema));
  const then = before.map(textOf).join(" or ");
  return after
    .filter((answer) => !isKnown(answer))
    .map((answer) => {
      const now = textOf(answer);
      const what = now === then ? `another ${now}` : `${now}, not only ${then}`;
      const path = ["responses", answer.status];
      return { kind: "changed", level: "breaking", path, what: `the method can now resolve to ${what}` };
    });
}

/** Changes in what an operation's method resolves to. */
export function contentChanges(before: Whole, after: Whole): Found[] {
  return answerChanges(answersOf(before), answersOf(after));
}
