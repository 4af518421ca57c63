import { mediaType } from "../generate/contents.ts";
import type { Row } from "../generate/rows.ts";
import type { Json } from "../openapi/walk.ts";
import type { Difference } from "./compare.ts";
import { isSame, listOf, objectOf } from "./json.ts";
import { listed, typeText } from "./wording.ts";

// A method picks one content type for its body and one for each success status. A new content type can change the pick even
// if the old ones stay the same.

/** A row with its operation in `comparable` form. */
interface Comparable {
  readonly row: Row;
  readonly form: Json;
}

/** The contents of a request body or a response, by content type. */
const contentsOf = (part: unknown) => objectOf(objectOf(part).content);

/** The success responses of a method: status, content type, and the schema of the body if there is one. */
function answersOf({ row, form }: Comparable) {
  return row.answers.map(({ status: key, kind, content }) => {
    const status = key.toLowerCase();
    const type = content ? mediaType(content.key) : kind;
    const media = contentsOf(objectOf(form.responses)[status])[type];
    const schema = kind === "text" ? { type: "string" } : objectOf(objectOf(media).schema);
    return { status, type, schema: kind === "none" ? undefined : schema };
  });
}

type Answer = ReturnType<typeof answersOf>[number];

/** New responses that old code may not handle. Those with a known status and content type are compared elsewhere. */
function answerChanges(before: readonly Answer[], after: readonly Answer[]): Difference[] {
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

/** Changes in the content type that is sent. */
function bodyChanges(before: Comparable, after: Comparable): Difference[] {
  const [was, is] = [before.row.body?.content, after.row.body?.content];
  if (!was || !is) return [];
  const changed = (what: string): Difference[] => [{ kind: "changed", level: "breaking", path: ["requestBody"], what }];
  if (was.type !== is.type) return changed(`is now sent as ${listed([is.type])} instead of ${listed([was.type])}`);
  const [from, to] = [mediaType(was.key), mediaType(is.key)];
  const isSameSchema =
    from === to || isSame(contentsOf(before.form.requestBody)[from], contentsOf(after.form.requestBody)[to]);
  return isSameSchema ? [] : changed("its type changed");
}

/** Changes in the content types that a method sends and resolves to. */
export function contentChanges(before: Comparable, after: Comparable): Difference[] {
  return [...bodyChanges(before, after), ...answerChanges(answersOf(before), answersOf(after))];
}
