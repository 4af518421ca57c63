import { isObject } from "../walk.ts";

/** A text in quotes, and whether it is a key. In JSON nothing else has quotes. */
const quoted = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?/gs;

/** `undefined` where one text has millions of escapes, which are too many for a regular expression. */
function keysIn(text: string): string[] | undefined {
  const keys: string[] = [];
  try {
    for (const [, key = "", isKey] of text.matchAll(quoted)) {
      if (isKey !== undefined) keys.push(key.includes("\\") ? JSON.parse(`"${key}"`) : key);
    }
  } catch {
    return undefined;
  }
  return keys;
}

function keysOf(value: unknown, keys: string[] = []): string[] {
  if (Array.isArray(value)) for (const item of value) keysOf(item, keys);
  if (!isObject(value)) return keys;
  for (const [key, item] of Object.entries(value)) {
    keys.push(key);
    keysOf(item, keys);
  }
  return keys;
}

/** What a text of JSON stands for. */
export interface JsonText {
  readonly value: unknown;
  /** Whether the value has all keys in the order of the text: an object has those first that are whole numbers. */
  readonly isInOrder: boolean;
}

/**
 * Reads JSON, without having it read as YAML, which takes many times as long. Gives `undefined` for any other text, where
 * a key comes twice, which `JSON.parse` lets pass, but not so the reader of YAML, and where that cannot be told.
 *
 * @throws RangeError when it is nested too deep
 */
export function readJson(text: string): JsonText | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  const written = keysIn(text);
  const keys = keysOf(value);
  if (written?.length !== keys.length) return undefined;
  return { value, isInOrder: written.every((key, index) => key === keys[index]) };
}
