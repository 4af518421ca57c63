import { isDeepStrictEqual } from "node:util";
import { Document, isCollection, isScalar, parseDocument } from "yaml";
import type { Bundled } from "./bundle.ts";
import { type Parsed, yamlOptions } from "./parse.ts";
import { eachNode, replaceAt } from "./tree.ts";
import { plainValue } from "./value.ts";

/** What an older YAML would take for a date or a truth value stands in quotes. */
const printed = { ...yamlOptions, merge: false, compat: "yaml-1.1" } as const;

function documentOf(value: unknown): Document {
  return new Document(value, { ...printed, aliasDuplicateObjects: false });
}

/** The shape that a description is written in: its own, but without JSON's brackets and quotes, where YAML needs none. */
function shapeOf(parsed: Parsed): Document {
  if (!parsed.json) return parsed.document;
  // The shape of its own text takes much longer to make. Only that one knows the order of keys that are whole numbers.
  if (parsed.json.isInOrder) return documentOf(parsed.value);
  eachNode(parsed.document.contents, (node) => {
    if (isCollection(node)) node.flow = node.items.length === 0;
    if (isScalar(node)) delete node.type;
  });
  return parsed.document;
}

/** What the library would print wrong: a text `<<`, which without quotes merges, and a block that begins with blanks. */
function needsQuotes(value: unknown): boolean {
  if (typeof value !== "string") return false;
  return value === "<<" || (value.includes("\n") && (/^\s/.test(value) || /^[ \t]+$/m.test(value)));
}

function written(document: Document): string {
  document.setSchema("1.2", printed);
  eachNode(document.contents, (node) => {
    if (!isScalar(node)) return;
    if (needsQuotes(node.value)) node.type = "QUOTE_DOUBLE";
    // The key of a merge is a symbol, which only a schema with merges could print, and that one prints the text so too.
    if (typeof node.value === "symbol") node.value = "<<";
  });
  return document.toString({ lineWidth: 0 });
}

function put(document: Document, { edits, added }: Bundled): boolean {
  // What is changed within what is replaced comes before it.
  if (!edits.every(({ path, value }) => replaceAt(document, path, value))) return false;
  for (const [group, parts] of added) {
    for (const [name, value] of parts) {
      document.setIn(["components", group, name], document.createNode(value, { aliasDuplicateObjects: false }));
    }
  }
  return true;
}

/** The text of a bundled description in the shape of its own file; `undefined` where that has aliases in the way. */
function edited(document: Document, bundled: Bundled): string | undefined {
  try {
    if (!put(document, bundled)) return undefined;
    const text = written(document);
    const again = plainValue(parseDocument(text, yamlOptions), Number.POSITIVE_INFINITY);
    return isDeepStrictEqual(again, bundled.value) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A description as YAML: the file's own text where that is YAML and names no other file. Else order is kept, and so are
 * comments, unless what was bundled had to go through an alias: then the text is made from the values alone.
 */
export function yamlText(parsed: Parsed, bundled: Bundled): string {
  const isWhole = bundled.edits.length === 0 && bundled.added.size === 0;
  if (isWhole && !parsed.json) return parsed.text;
  const shape = shapeOf(parsed);
  return isWhole ? written(shape) : (edited(shape, bundled) ?? written(documentOf(bundled.value)));
}
