import { type Document, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Difference } from "./differences.ts";
import type { JsonObject } from "./json.ts";
import type { Mark } from "./marks.ts";
import { isEnumWord } from "./public-words.ts";
import type { Pointer } from "./schemas.ts";
import { schemaOf } from "./shape.ts";

// Edits of a description in place: comments, order and style of what is not changed stay.

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  // A status may be written as a number.
  return map.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(key));
}

/** The node at a pointer; `undefined` where this file has none. */
function nodeAt(document: Document, pointer: Pointer): unknown {
  let node: unknown = document.contents;
  for (const key of pointer) {
    if (isMap(node)) node = pairOf(node, key)?.value;
    else node = isSeq(node) ? node.items[Number(key)] : undefined;
  }
  return node;
}

/** Whether a map is at a pointer in this file. */
export function isIn(document: Document, pointer: Pointer): boolean {
  return isMap(nodeAt(document, pointer));
}

function mapAt(document: Document, pointer: Pointer): YAMLMap {
  const node = nodeAt(document, pointer);
  if (!isMap(node)) throw new Error(`${pointer.join("/")} is not in the file`);
  return node;
}

/** A node in the style of the file: short lists in a line. */
function nodeOf(document: Document, value: unknown): Node {
  const node = document.createNode(value);
  const flow = (one: unknown): void => {
    if (isSeq(one)) one.flow = one.items.every(isScalar);
    if (isSeq(one) || isMap(one)) for (const item of one.items) flow(isMap(one) ? (item as Pair).value : item);
  };
  flow(node);
  return node;
}

/** Sets a key; a new one comes before the first of `before` that is there, or last. */
function set(document: Document, map: YAMLMap, key: string, value: unknown, ...before: string[]): void {
  const pair = pairOf(map, key);
  if (pair) {
    if (isScalar(pair.value) && typeof value !== "object") pair.value.value = value;
    else pair.value = nodeOf(document, value);
    return;
  }
  const added = document.createPair(key, null);
  added.value = nodeOf(document, value);
  const index = map.items.findIndex((one) => before.includes(String(isScalar(one.key) ? one.key.value : one.key)));
  map.items.splice(index < 0 ? map.items.length : index, 0, added);
}

/** Says that a part is known by answers of the live service. */
export function markSeen(document: Document, { at, covers }: Pick<Mark, "at" | "covers">): void {
  const map = mapAt(document, at);
  set(document, map, "x-evidence", "documented", map.has("content") ? "content" : "description");
  const index = map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === "x-evidence");
  if (!map.has("x-seen")) map.items.splice(index + 1, 0, document.createPair("x-seen", "live"));
  for (const field of covers) mapAt(document, field).delete("x-evidence");
}

function addField(document: Document, { site, name, values }: Difference, version: string): void {
  const schema = schemaOf(values, version);
  const isTyped = Object.keys(schema).length > 0;
  const description = isTyped
    ? "Seen in answers of the live service; what it means is not documented."
    : "Seen in answers of the live service, but only as null: its type is not known.";
  const marks = { "x-evidence": isTyped ? "documented" : "partial", "x-seen": "live" };
  const { type, nullable, ...rest } = schema;
  const field = { ...(type && { type }), ...(nullable && { nullable }), ...marks, description, ...rest };
  set(document, mapAt(document, [...site, "properties"]), name, field);
}

function addEnumWords(document: Document, { site, values }: Difference): void {
  const list = nodeAt(document, [...site, "enum"]);
  if (!isSeq(list)) return;
  const index = list.items.findIndex((item) => isScalar(item) && item.value === null);
  for (const word of new Set(values.filter(isEnumWord))) {
    list.items.splice(index < 0 ? list.items.length : index, 0, document.createNode(word));
  }
}

function allowNull(document: Document, { site }: Difference, version: string): void {
  const map = mapAt(document, site);
  const { $ref, type, oneOf, anyOf, enum: values } = map.toJS(document) as JsonObject;
  const old = version.startsWith("3.0");
  if ($ref !== undefined) {
    const index = map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === "$ref");
    const choice = old ? { allOf: [{ $ref }] } : { anyOf: [{ $ref }, { type: "null" }] };
    const [key = "", schemas] = Object.entries(choice)[0] ?? [];
    const pair = document.createPair(key, null);
    pair.value = nodeOf(document, schemas);
    map.items.splice(index, 1, pair);
  }
  if (old) set(document, map, "nullable", true, "x-evidence", "description");
  else if (type !== undefined && ![type].flat().includes("null"))
    set(document, map, "type", [...[type].flat(), "null"]);
  else if ($ref === undefined && (oneOf ?? anyOf)) {
    (nodeAt(document, [...site, oneOf ? "oneOf" : "anyOf"]) as YAMLSeq).add(document.createNode({ type: "null" }));
  }
  if (Array.isArray(values) && !values.includes(null))
    (nodeAt(document, [...site, "enum"]) as YAMLSeq).add(document.createNode(null));
}

/** Brings the file to what was seen. Only for a difference that is not left to humans, and whose `site` is in the file. */
export function settle(document: Document, difference: Difference, version: string): void {
  if (difference.kind === "unknown") addField(document, difference, version);
  else if (difference.kind === "enum") addEnumWords(document, difference);
  else if (difference.kind === "null") allowNull(document, difference, version);
}

/** A description as text, in the style of the bundled ones. */
export function textOf(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
