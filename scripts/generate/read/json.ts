import { isObject } from "../walk.ts";

/** A text in quotes, and whether it is a key. In JSON nothing else has quotes. */
const quoted = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/gs;

function keysIn(text: string): number {
  let count = 0;
  for (const [, isKey] of text.matchAll(quoted)) if (isKey !== undefined) count += 1;
  return count;
}

function keysOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + keysOf(item), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + keysOf(item), Object.keys(value).length);
}

/**
 * The value of a text that is JSON, without having it read as YAML, which takes many times as long; `undefined` for any
 * other, and where a key comes twice: `JSON.parse` lets that pass, but not so the reader of YAML.
 *
 * @throws RangeError when it is nested too deep
 */
export function jsonValue(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  return keysOf(value) === keysIn(text) ? value : undefined;
}
