import type { AnswerKind, Operation } from "./table.ts";

/** How the content of a body or an answer is written. */
export type ContentKind = "json" | "form" | "multipart" | "text" | "binary";

/** A content type without its parameters, in lower case: `Application/JSON; charset=utf-8` → `application/json`. */
export function mediaType(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** How content of this type is written. A type that leaves it open counts as bytes. */
export function contentKind(contentType: string): ContentKind {
  const type = mediaType(contentType);
  if (/^application\/json$|[+/]json$/.test(type)) return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  const isText = /^text\/|[+/](xml|yaml|x-yaml|javascript|graphql|x-ndjson|jsonl|sql)$/.test(type);
  return isText ? "text" : "binary";
}

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
