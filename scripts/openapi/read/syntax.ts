import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isSeq,
  type LineCounter,
  type Node,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { Problem } from "./error.ts";
import { eachNode, isMerge, keyText, placeAt } from "./tree.ts";

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

/** What the parser has found. */
export function syntaxProblem(file: string, text: string, lines: LineCounter, errors: readonly YAMLError[]): Problem {
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

/** The anchors are those before it: looking an alias up in the document takes as long as the document is. */
function badMerges(file: string, anchors: ReadonlyMap<string, Node>, map: YAMLMap, lines: LineCounter): Problem[] {
  const isBad = (source: unknown) => {
    const found = isAlias(source) ? anchors.get(source.source) : source;
    return !isMap(found) && !(isAlias(source) && found === undefined);
  };
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
export function looseEnds(file: string, document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Map<string, Node>();
  eachNode(document.contents, (node) => {
    if (isMap(node)) problems.push(...twice(file, node, lines), ...badMerges(file, anchors, node, lines));
    if (!isAlias(node) && node.anchor) anchors.set(node.anchor, node);
    if (isAlias(node) && !anchors.has(node.source)) {
      const place = placeAt(lines, node.range?.[0] ?? 0);
      const what = `The alias \`*${node.source}\` has no anchor before it.`;
      problems.push({ file, place, what, remedy: "Correct its name, or put the text in quotes." });
    }
  });
  return problems;
}
