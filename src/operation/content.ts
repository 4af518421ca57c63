import type { AnswerKind, Operation } from "./table.ts";

/** What an answer with this status holds. */
export function answerKind({ answers }: Operation, status: number): AnswerKind {
  if (answers === undefined) return "object";
  const own = answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers.default;
  if (own !== undefined) return own;
  // A status that is not described: nothing, or what the described ones hold if they agree.
  if (status === 204 || status === 205) return "none";
  const kinds = new Set(Object.values(answers));
  if (kinds.size > 1) kinds.delete("none");
  const [only = "any"] = kinds;
  return kinds.size > 1 ? "any" : only;
}
