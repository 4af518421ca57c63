import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { fail, type Place, type Problem, throwIfAny } from "./error.ts";

/** Where a value is in a file: its keys, from the outermost. */
export type Path = readonly (string | number)[];

/** A file that was read. */
export interface Parsed {
  /** A path or a URL. */
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** The text's own shape, with its comments. */
  readonly document: Document;
  /** Where a value stands: its key. Of a value that is not there, the nearest around it. */
  readonly placeOf: (path: Path) => Place;
}

/**
 * How YAML is read: YAML 1.2 whatever a directive says, so that `yes` and dates stay texts; with merge keys, which
 * YAML 1.1 had and people use. Keys that come twice are found below, in linear time.
 */
export const yamlOptions = { schema: "core", merge: true, uniqueKeys: false, resolveKnownTags: false } as const;

/** Many more values than a file of 50 MB has. A few lines of aliases of aliases can make billions. */
const mostValues = 5_000_000;
/** Much deeper than any description is, and well within what recursion can do. */
const deepest = 400;

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** The parser's key of a merge, `<<` without quotes, is a symbol. */
function isMerge(key: unknown): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

function keyText(key: unknown): string {
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

function offsetOf(document: Document, path: Path): number {
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

/** A download that broke off ends inside something: within a bracket, a quote, or a key without its value. */
function isCutOff(text: string, errors: readonly YAMLError[]): boolean {
  const end = text.trimEnd().length;
  const hasNoMore = errors.some(({ pos: [start] }) => start >= end);
  const [first] = errors;
  return hasNoMore || (first?.code === "MISSING_CHAR" && first.pos[1] >= end);
}

/** What the parser says to programmers. */
const reworded: readonly [RegExp, string][] = [
  [/^Missing closing ["']quote/, "A text in quotes has no end."],
  [/^Source contains multiple documents/, "The file holds a second document, after `---`."],
];

function syntaxProblem(file: string, text: string, lines: LineCounter, errors: readonly YAMLError[]): Problem {
  const [first] = errors;
  const [said = ""] = first?.message.split(/ at line \d+, column \d+/) ?? [];
  const what = reworded.find(([pattern]) => pattern.test(said))?.[1] ?? `${said.replaceAll("\n", " ")}.`;
  if (!isCutOff(text, errors)) {
    return { file, place: placeAt(lines, first?.pos[0] ?? 0), what, remedy: "Correct it, or download the file again." };
  }
  const place = placeAt(lines, text.trimEnd().length);
  return { file, place, what: `The file looks cut off here. ${what}`, remedy: "Download it again, or complete it." };
}

function twice(file: string, map: YAMLMap, lines: LineCounter): Problem[] {
  const seen = new Map<string, Node>();
  const problems: Problem[] = [];
  for (const { key } of map.items as { key: Node }[]) {
    const place = placeAt(lines, key.range?.[0] ?? 0);
    if (isCollection(key) || isAlias(key)) {
      const what = "A key must be text, but this one is a list, an object or an alias.";
      problems.push({ file, place, what, remedy: "Put it in quotes." });
      continue;
    }
    const text = keyText(key);
    const first = seen.get(text);
    if (first === undefined) seen.set(text, key);
    else if (!isMerge(key)) {
      const { line } = placeAt(lines, first.range?.[0] ?? 0);
      const what = `The key \`${text}\` was there already, in line ${line}.`;
      problems.push({ file, place, what, remedy: "Take one of the two out." });
    }
  }
  return problems;
}

function badMerges(file: string, document: Document, map: YAMLMap, lines: LineCounter): Problem[] {
  const isBad = (source: unknown) => !isMap(isAlias(source) ? source.resolve(document) : source);
  return (map.items as { key: Node; value: unknown }[]).flatMap(({ key, value }) => {
    const sources = isSeq(value) ? value.items : [value];
    if (!isMerge(key) || !sources.some(isBad)) return [];
    const what = "The key `<<` merges objects, but this is none.";
    return [
      { file, place: placeAt(lines, key.range?.[0] ?? 0), what, remedy: "Put the key in quotes, or correct it." },
    ];
  });
}

/** What the parser lets pass, or tells without saying where: keys that come twice, aliases of nothing. */
function looseEnds(file: string, document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  visit(document, (_key, node) => {
    if (isMap(node)) problems.push(...twice(file, node, lines), ...badMerges(file, document, node, lines));
    if (isNode(node) && !isAlias(node) && node.anchor) anchors.add(node.anchor);
    if (isAlias(node) && !anchors.has(node.source)) {
      const place = placeAt(lines, node.range?.[0] ?? 0);
      const what = `The alias \`*${node.source}\` has no anchor before it.`;
      problems.push({ file, place, what, remedy: "Correct its name, or put the text in quotes." });
    }
  });
  return problems;
}

/** How many values there are once each alias is what it stands for. Endless where a value is within itself, or too deep. */
function sizeOf(value: unknown, known = new Map<object, number>(), depth = 0): number {
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (depth > deepest) return Number.POSITIVE_INFINITY;
  // Until it is known, so that whatever holds itself is endless.
  known.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const one of Object.values(value)) size += sizeOf(one, known, depth + 1);
  known.set(value, size);
  return size;
}

const tooDeep = {
  what: `It is nested more than ${deepest} levels deep, or something in it holds itself.`,
  remedy: "Write it flatter.",
};

function checkSize(file: string, value: unknown): void {
  const size = sizeOf(value);
  if (size === Number.POSITIVE_INFINITY) fail({ file, ...tooDeep });
  if (size <= mostValues) return;
  const what = `Its aliases stand for more than ${mostValues} values.`;
  fail({ file, what, remedy: "Write it with references, not with aliases." });
}

function read(file: string, text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines });
  const { errors } = document;
  if (errors.length > 0) fail(syntaxProblem(file, text, lines, errors));
  throwIfAny(looseEnds(file, document, lines));
  // Aliases are limited by what they stand for, not by how many there are.
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  checkSize(file, value);
  return { file, text, value, document, placeOf: (path) => placeAt(lines, offsetOf(document, path)) };
}

/**
 * Reads YAML, of which JSON is a part.
 *
 * @throws DescriptionError for what is no YAML, is cut off, or has a key twice
 */
export function parseText(file: string, text: string): Parsed {
  try {
    return read(file, text);
  } catch (error) {
    if (error instanceof RangeError) {
      return fail({ file, ...tooDeep });
    }
    throw error;
  }
}
