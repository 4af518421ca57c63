import type { Row } from "../generate/rows.ts";
import type { Json } from "../openapi/walk.ts";
import type { Difference } from "./compare.ts";
import { isSame, listOf, objectOf } from "./json.ts";
import { typeText } from "./wording.ts";

// A method resolves to one content type for each success status. A new content type can change the pick even if the old ones
// stay the same.

/** A row with its operation in `comparable` form. */
interface Comparable {
  readonly row: Row;
  readonly form: Json;
}

/** The success responses of a method: status, content type, and the schema of the body if there is one. */
function answersOf({ row, form }: Comparable) {
  return row.answers.map(({ status: key, content }) => {
    const status = key.toLowerCase();
    if (content === undefined) return { status, type: undefined, schema: undefined };
    const { type } = content;
    const contents = objectOf(objectOf(objectOf(form.responses)[status]).content);
    return { status, type, schema: objectOf(objectOf(contents[type]).schema) };
  });
}

type Answer = ReturnType<typeof answersOf>[number];

/**
 * Returns new responses that old code may not handle. Those with a known status and content type are compared elsewhere.
 */
export function answerChanges(was: Comparable, is: Comparable): Difference[] {
  const [before, after] = [answersOf(was), answersOf(is)];
  // Nobody reads an empty response.
  if (before.every(({ schema }) => schema === undefined)) return [];
  const schemas = before.flatMap(({ schema }) => [schema, ...listOf(schema?.oneOf), ...listOf(schema?.anyOf)]);
  const isKnown = ({ status, type, schema }: Answer) =>
    before.some((one) => one.status === status && one.type === type) ||
    schemas.some((one) => isSame(one, {}) || isSame(one, schema));
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
