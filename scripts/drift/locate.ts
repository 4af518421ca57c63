import { at, isObject, type Path } from "./json.ts";
import { holdsNamed, holdsOne, keywordOf, turnsRound } from "./keywords.ts";
import type { Finding } from "./structure.ts";
import type { Unit } from "./units.ts";

/** Where in a schema something differs. */
export interface SchemaPlace {
  /** The way to the schema within the operation. */
  readonly node: Path;
  /** The keyword that differs. */
  readonly keyword: string;
  /** Which property, variant or required field, where the keyword names several. */
  readonly key?: string;
}

/** How many keys of a way lead to the schema of a parameter, body, header or answer; `undefined` where none is on it. */
function schemaStart(path: Path): number | undefined {
  const index = path.indexOf("schema");
  const [first, , third] = path;
  const isSchema =
    (first === "parameters" && (index === 2 || (third === "content" && index === 4))) ||
    (first === "requestBody" && index === 3) ||
    (first === "responses" && ((third === "content" && index === 4) || (third === "headers" && index >= 4)));
  return isSchema ? index + 1 : undefined;
}

const named: readonly string[] = holdsNamed;
const one: readonly string[] = holdsOne.filter((key) => !turnsRound.includes(key));

/** How many keys from `index` on lead from one schema to the next. */
function stepAt(path: Path, index: number): number {
  const key = String(path[index]);
  if (named.includes(key) || keywordOf(key) !== key) return 2;
  return one.includes(key) ? 1 : 0;
}

/** The place of a finding within a schema, `undefined` for a finding outside schemas. */
export function locate({ path }: Finding, unit: Unit): SchemaPlace | undefined {
  const start = schemaStart(path);
  if (start === undefined || start > path.length) return undefined;
  if (start === path.length) return { node: path, keyword: "" };
  let index = start;
  // A place that only one side has is told of the schema above it.
  const isInBoth = (end: number) => [unit.before, unit.after].every((side) => isObject(at(side, path.slice(0, end))));
  for (let step = stepAt(path, index); step > 0 && index + step < path.length; step = stepAt(path, index)) {
    if (!isInBoth(index + step)) break;
    index += step;
  }
  const node = path.slice(0, index);
  const keyword = String(path[index]);
  const item = path[index + 1];
  const takesKey = keyword === "required" || stepAt(path, index) === 2;
  return { node, keyword, ...(takesKey && item !== undefined && { key: String(item) }) };
}
