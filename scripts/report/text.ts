import { relative } from "node:path";
import { type Change, countLevel, type Drift, type Level } from "../drift/change.ts";
import { groupBy } from "../generate/print.ts";
import type { Remark } from "../generate/rows.ts";
import { oneLine } from "../one-line.ts";
import type { Place } from "../project/places.ts";
import { withPlaces } from "./changelog.ts";

/** What a report contains besides the changes. */
export interface Details {
  /** Code that no longer compiles, or `undefined` if no project was checked. */
  readonly places: readonly Place[] | undefined;
  /** The operations of the new description without a method, and why. */
  readonly leftOut: readonly Remark[];
  /** Where the generated files differ from the new description, and why. */
  readonly notes: readonly Remark[];
}

/** ANSI codes. Node's `styleText` needs Node 20.12 and also checks the environment. */
const codes = { breaking: 31, compatible: 32, documentation: 90, title: 1 } as const;

/** Compiler messages can quote types of any length. */
const maxReason = 160;

function placeLine({ file, line, column, reason, code, operations }: Place, methods: ReadonlyMap<unknown, string>) {
  const near = relative(process.cwd(), file);
  const short = reason.length > maxReason ? `${reason.slice(0, maxReason)}…` : reason;
  const names = operations.map((id) => methods.get(id) ?? id).join(", ");
  const from = names === "" ? "" : ` from ${names}`;
  return oneLine(`  ${near.startsWith("..") ? file : near}:${line}:${column} ${short} (TS${code})${from}`);
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function headline({ changes, bump }: Drift): string {
  if (bump === "none") return "Nothing changed.";
  const count = (level: Level) => countLevel(changes, level);
  const parts = `${count("breaking")} breaking, ${count("compatible")} compatible, ${count("documentation")} documentation-only`;
  return `${counted(changes.length, "change")}: ${parts}.\nVersion bump for a package that exports these types: ${bump}.`;
}

/** Lists the remarks under their titles. */
export function remarkLists({ leftOut, notes }: Pick<Details, "leftOut" | "notes">): [title: string, ...string[]][] {
  const list = (title: string, remarks: readonly Remark[]): [string, ...string[]][] =>
    remarks.length === 0 ? [] : [[title, ...remarks.map(({ about, why }) => oneLine(`  ${about}: ${why}`))]];
  return [...list("Operations without a method", leftOut), ...list("Notes on the description", notes)];
}

/** Counts and lists the places that no longer compile. */
function placeList(drift: Drift, places: readonly Place[]): [title: string, ...string[]] {
  if (places.length === 0) return ["Your code is unaffected: it compiles with the new types."];
  const methods = new Map(drift.changes.flatMap(({ operation, method }) => (method ? [[operation, method]] : [])));
  const title = `${counted(places.length, "place")} in your code no longer ${places.length === 1 ? "compiles" : "compile"}`;
  return [title, ...places.map((place) => placeLine(place, methods))];
}

/**
 * Returns the report as text: totals, places in code, changes by operation with breaking ones first, and operations without
 * a method. Documentation changes are only counted.
 */
export function reportText(found: Drift, { places, ...remarks }: Details, colors = false): string {
  const drift = withPlaces(found, places);
  const paint = (name: keyof typeof codes, text: string) => (colors ? `\u001b[${codes[name]}m${text}\u001b[0m` : text);

  const changeLine = ({ level, side, where, what }: Change) =>
    `  ${paint(level, level.padEnd(10))}  ${side.padEnd(9)} ${oneLine(`${where} ${what}`.trimStart())}`;

  const group = ([operation, changes]: [string | undefined, Change[]]): string => {
    const method = changes.find((one) => one.method)?.method;
    const title = method ? `${method} (${operation})` : (operation ?? "The document");
    return [paint("title", oneLine(title)), ...changes.map(changeLine)].join("\n");
  };

  const shown = drift.changes.filter(({ level }) => level !== "documentation");
  const all = [...groupBy(shown, ({ operation }) => operation)];
  const breaks = ([, changes]: [string | undefined, Change[]]) => countLevel(changes, "breaking") > 0;
  const listText = ([title, ...lines]: readonly string[]) => [paint("title", title ?? ""), ...lines].join("\n");
  const sections = [
    headline(drift),
    ...(places ? [listText(placeList(drift, places))] : []),
    ...all.filter(breaks).map(group),
    ...all.filter((one) => !breaks(one)).map(group),
    ...remarkLists(remarks).map(listText),
  ];
  return `${sections.join("\n\n")}\n`;
}
