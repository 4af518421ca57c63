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

/** The success answers of a method: status, content type, and the schema of the body, if there is one. */
function answersOf({ row, unit }: Whole) {
  return row.answers.map(({ status: key, content }) => {
    const status = key.toLowerCase();
    if (content === undefined) return { status, type: undefined, schema: undefined };
    const { type } = content;
    const contents = objectOf(objectOf(objectOf(unit.responses)[status]).content);
    return { status, type, schema: objectOf(objectOf(contents[type]).schema) };
  });
}

type Answer = ReturnType<typeof answersOf>[number];

/**
 * Changes in what an operation's method resolves to: answers that are new where the old ones were used. Those with a status
 * and content type of before are compared elsewhere.
 */
export function answerChanges(was: Whole, is: Whole): Found[] {
  const [before, after] = [answersOf(was), answersOf(is)];
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
