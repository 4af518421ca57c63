import { isFields } from "./check.ts";
import type { Problem } from "./error.ts";
import type { Parsed } from "./parse.ts";

function lastOf(value: unknown): [key: string, value: unknown] {
  return (isFields(value) ? Object.entries(value).at(-1) : undefined) ?? ["", undefined];
}

/** Whether the last line has its end, or a bracket that closes the file. */
export function hasEnd(text: string): boolean {
  return /[\n}\]]\s*$/.test(text);
}

/**
 * A file that was cut off within an operation may still be YAML: an operation without `responses` is then the last thing
 * in it. OpenAPI 3.0 asks each one for them. 3.1 does not, but nobody leaves both them and the end of the last line away.
 */
export function cutOff({ file, text, value, placeOf }: Parsed): Problem[] {
  const [top, paths] = lastOf(value);
  const [path, item] = lastOf(paths);
  const [method, operation] = lastOf(item);
  const isBracketed = /[}\]]\s*$/.test(text);
  const mustAnswer = /^3\.0\b/.test(String((value as { openapi?: unknown }).openapi)) || !hasEnd(text);
  const isLast =
    top === "paths" && path.startsWith("/") && /^(get|put|post|delete|options|head|patch|trace)$/.test(method);
  if (!isLast || !isFields(operation) || "responses" in operation || "$ref" in operation) return [];
  if (isBracketed || !mustAnswer) return [];
  const what = `The file looks cut off here: it ends in \`${method}\`, which has no \`responses\`.`;
  return [{ file, place: placeOf([top, path, method]), what, remedy: "Download it again, or complete it." }];
}
