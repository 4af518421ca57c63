import type { Field, Operation } from "../operation/table.ts";
import { isNothing, isPlain, isRecord } from "../operation/values.ts";
import { contentKind } from "./media.ts";

/** The parts of an input that are parameters, and the key of an operation's row that has their fields. */
export const parameterParts = {
  query: "query",
  path: "pathFields",
  headers: "headerFields",
  cookies: "cookieFields",
} as const satisfies Record<string, keyof Operation>;

/** A part of an input that is parameters. */
export type ParameterPart = keyof typeof parameterParts;

function canNest(value: unknown): boolean {
  if (isPlain(value) || isNothing(value)) return true;
  // Items of an array go under one name, where fields of several objects could not be told apart.
  if (Array.isArray(value)) return value.every(isPlain);
  return isRecord(value) && Object.values(value).every(canNest);
}

/** Whether a value can be written into a query or a form. */
function canBeQueried({ style }: Field, value: unknown): boolean {
  if (style === "json" || isPlain(value) || isNothing(value)) return true;
  if (style === "deep") return canNest(value);
  if (Array.isArray(value)) return value.every(isPlain);
  return isRecord(value) && Object.values(value).every((one) => isPlain(one) || isNothing(one));
}

const writable = "must be text, a number, true or false";

function misfitInQuery(field: Field, value: unknown): string | undefined {
  return canBeQueried(field, value) ? undefined : `${writable}, or an array or a plain object of such`;
}

function misfitInPath(value: unknown): string | undefined {
  const parts = Array.isArray(value) ? value : [value];
  if (parts.length === 0 || !parts.every(isPlain)) return `${writable}, as a part of the path`;
  // fetch would take such a part out of the URL, and with it the one before: another address than the described one.
  if (parts.some((part) => ["", ".", ".."].includes(String(part)))) return 'must not be empty, "." or ".."';
  return undefined;
}

function misfitInHeader(value: unknown): string | undefined {
  const parts = Array.isArray(value) ? value : [value];
  if (!parts.every(isPlain)) return `${writable}, as a header`;
  return parts.every((part) => /^[\t\x20-\x7e\x80-\xff]*$/.test(String(part)))
    ? undefined
    : "must be text without line breaks or other characters that a header cannot carry";
}

/** Why a value that fits its field cannot be sent as a parameter, as the end of a sentence; `undefined` when it can. */
export function unsendable(where: ParameterPart, field: Field, value: unknown): string | undefined {
  if (where === "path") return misfitInPath(value);
  if (where === "headers") return misfitInHeader(value);
  if (where === "cookies") return isPlain(value) ? undefined : `${writable}, as a cookie`;
  return misfitInQuery(field, value);
}

/** Why a value cannot be a field of a form. */
export function unsendableInForm(contentType: string | undefined, field: Field, value: unknown): string | undefined {
  return contentType !== undefined && contentKind(contentType) === "form" ? misfitInQuery(field, value) : undefined;
}
