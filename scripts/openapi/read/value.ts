import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { eachNode, isMerge, keyText } from "./tree.ts";

// The library looks an alias up by going through the whole document, for each merge anew: thousands of merges take it
// minutes. This takes as long as the text is, and as what its merges copy.

/** What has been copied by merges is more than is allowed. */
export class TooMuch extends Error {}

/** What each alias of a document stands for: the last node with its anchor before it. */
function targetsOf(document: Document): Map<unknown, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<unknown, Node>();
  eachNode(document.contents, (node) => {
    if (!isAlias(node)) {
      if (node.anchor) anchors.set(node.anchor, node);
      return;
    }
    const target = anchors.get(node.source);
    if (target) targets.set(node, target);
  });
  return targets;
}

/** A key may be called `__proto__`. */
function set(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

interface Reading {
  readonly targets: ReadonlyMap<unknown, Node>;
  /** What has been made of a list or an object, be it only begun: something within may be an alias of it. */
  readonly made: Map<unknown, unknown>;
  readonly mostMerged: number;
  merged: number;
}

function behind({ targets }: Reading, node: unknown): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

function listOf(reading: Reading, node: YAMLSeq): unknown[] {
  const list: unknown[] = [];
  reading.made.set(node, list);
  for (const item of node.items) list.push(valueAt(reading, item));
  return list;
}

/** What is there already stays. */
function merge(reading: Reading, object: object, source: unknown): void {
  for (const [key, value] of Object.entries(Object(valueAt(reading, source)))) {
    reading.merged += 1;
    if (reading.merged > reading.mostMerged) throw new TooMuch();
    if (!Object.hasOwn(object, key)) set(object, key, value);
  }
}

function objectOf(reading: Reading, node: YAMLMap): object {
  const object = {};
  reading.made.set(node, object);
  for (const { key, value } of node.items) {
    if (isMerge(key)) {
      const source = behind(reading, value);
      for (const one of isSeq(source) ? source.items : [source]) merge(reading, object, one);
    } else set(object, keyText(key), valueAt(reading, value));
  }
  return object;
}

function valueAt(reading: Reading, given: unknown): unknown {
  const node = behind(reading, given);
  if (isScalar(node)) return node.value;
  if (reading.made.has(node)) return reading.made.get(node);
  if (isSeq(node)) return listOf(reading, node);
  return isMap(node) ? objectOf(reading, node) : null;
}

/**
 * The value of a document whose aliases all have a target, whose merges all are of objects, and whose keys are no lists,
 * objects or aliases: `looseEnds` makes sure of it. What an alias stands for is the same object wherever it is used. A key
 * that is a number counts by its value: `0x10` is `"16"`.
 *
 * @throws TooMuch when its merges copy more keys than `mostMerged`
 * @throws RangeError when it is nested too deep
 */
export function plainValue(document: Document, mostMerged: number): unknown {
  const reading = { targets: targetsOf(document), made: new Map(), mostMerged, merged: 0 };
  return valueAt(reading, document.contents);
}
