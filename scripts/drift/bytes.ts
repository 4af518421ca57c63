import { contentKind } from "../../src/request/media.ts";
import { isBytes } from "../generate/contents.ts";
import { type Json, objectOf, without } from "./json.ts";
import { isDocumentation } from "./keywords.ts";

// Bytes, in the words of OpenAPI 3.0: what 3.1 says of them otherwise is brought to these.

const bytes: Json = { type: "string", format: "binary" };

/** A schema whose bytes, as they are or as text, are told by its `format`. */
export function withByteFormat(schema: Json): Json {
  const { type, format, contentMediaType, contentEncoding } = schema;
  if (format !== undefined) return schema;
  const rest = without(schema, ["contentMediaType", "contentEncoding"]);
  const isText = type === "string" && contentMediaType === undefined && contentEncoding === "base64";
  if (isText) return { ...rest, format: "byte" };
  return contentMediaType === "application/octet-stream" && isBytes(schema) ? { ...rest, ...bytes } : schema;
}

/** One of the contents of a body or an answer. Where its type is one of bytes it is a Blob, whatever its schema says. */
export function withByteContent(type: string, media: Json): Json {
  // A type that is left open can be JSON.
  const isOpen = type === "*/*" || type === "application/*";
  if (isOpen || contentKind(type) !== "binary") return media;
  const words = Object.entries(objectOf(media.schema)).filter(([key]) => isDocumentation(key));
  return { ...media, schema: { ...Object.fromEntries(words), ...bytes } };
}
