import type { AnswerKind, Operation } from "./table.ts";

/** The kind of answer to expect with a status. */
export function answerKind({ answers }: Operation, status: number): AnswerKind {
  if (answers === undefined) return "object";
  const own = answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers.default;
  if (own !== undefined) return own;
  // An unlisted status: nothing for 204 and 205, else the kind that the listed ones agree on.
  if (status === 204 || status === 205) return "none";
  const kinds = new Set(Object.values(answers));
  if (kinds.size > 1) kinds.delete("none");
  const [only = "any"] = kinds;
  return kinds.size > 1 ? "any" : only;
}
