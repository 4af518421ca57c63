/** How the content of a body or an answer is written. */
export type ContentKind = "json" | "form" | "multipart" | "text" | "binary";

/** A content type by itself, in small letters: `Application/JSON; charset=utf-8` → `application/json`. */
export function mediaType(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** How content of this type is written. A type that leaves it open is taken for bytes. */
export function contentKind(contentType: string): ContentKind {
  const type = mediaType(contentType);
  if (/^application\/json$|[+/]json$/.test(type)) return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  const isText = /^text\/|[+/](xml|yaml|x-yaml|javascript|graphql|x-ndjson|jsonl|sql)$/.test(type);
  return isText ? "text" : "binary";
}
