import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import type { Place } from "./error.ts";

/** Where a value is in a file: its keys, from the outermost. */
export type Path = readonly (string | number)[];

/** Where an offset of a text is. */
export function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Calls `see` for every node, keys too, in the order of the text. The library's own `visit` takes several times as long. */
export function eachNode(node: unknown, see: (node: Node) => void): void {
  if (!isNode(node)) return;
  see(node);
  if (isSeq(node)) for (const item of node.items) eachNode(item, see);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    eachNode(key, see);
    eachNode(value, see);
  }
}

/** The parser's key of a merge, `<<` without quotes, is a symbol. */
export function isMerge(key: unknown): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

/** A key as text, a number as it is usually written; nothing for a list, an object or an alias. */
export function keyText(key: unknown): string {
  if (isMerge(key)) return "<<";
  return isScalar(key) ? String(key.value ?? "") : "";
}

interface Child {
  readonly node: unknown;
  /** Where it begins, with its key. */
  readonly offset: number | undefined;
  readonly replace: (by: Node) => void;
}

/** What stands under a key; `undefined` where there is nothing. Keys count by their text: `200` is also `"200"`. */
function child(node: unknown, key: string | number): Child | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find((one) => keyText(one.key) === String(key));
    const replace = (by: Node) => {
      if (pair) pair.value = by;
    };
    return pair && { node: pair.value, offset: pair.key.range?.[0], replace };
  }
  const items = isSeq<Node>(node) ? node.items : [];
  const item = items[Number(key)];
  const replace = (by: Node) => {
    items[Number(key)] = by;
  };
  return item && { node: item, offset: item.range?.[0], replace };
}

/** Puts a value in the place of another. Gives up, with `false`, where there is none, or where it is an alias's. */
export function replaceAt(document: Document, path: Path, value: unknown): boolean {
  let found: Child | undefined;
  for (const key of path) {
    found = child(found ? found.node : document.contents, key);
    if (!found) return false;
  }
  found?.replace(document.createNode(value, { aliasDuplicateObjects: false }) as Node);
  return found !== undefined;
}

/** Where what stands at a path begins, with its key; of what is not there, the nearest around it. */
export function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const key of path) {
    const found = child(isAlias(node) ? node.resolve(document) : node, key);
    if (!found) break;
    node = found.node;
    offset = found.offset ?? offset;
  }
  return offset;
}
