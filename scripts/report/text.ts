import { relative } from "node:path";
import { type Change, countLevel, type Drift, type Level } from "../drift/change.ts";
import { groupBy } from "../generate/print.ts";
import type { Remark } from "../generate/rows.ts";
import { oneLine } from "../one-line.ts";
import type { Place } from "../project/places.ts";
import { withPlaces } from "./changelog.ts";

/** What a report tells besides what changed. */
export interface Besides {
  /** Code that no longer compiles. */
  readonly places: readonly Place[];
  /** The operations of the new description that have no method, and why. */
  readonly leftOut: readonly Remark[];
  /** What else of it was taken otherwise than it says. */
  readonly notes: readonly Remark[];
}

/** Nothing of it. */
export const nothingBesides: Besides = { places: [], leftOut: [], notes: [] };

/** How a report is printed. */
export interface TextOptions {
  /** Whether in colours, as on a terminal. @default false */
  readonly colours?: boolean;
}

/** Codes that terminals know. Node's own `styleText` came with Node 20.12, and asks the environment besides. */
const codes = { breaking: 31, compatible: 32, documentation: 90, title: 1 } as const;

function sentence({ where, what }: Change): string {
  return oneLine(where === "" ? what : `${where} ${what}`);
}

/** The compiler's words can be as long as the types that they show. */
const longest = 160;

function placeLine({ file, line, column, reason, code }: Place): string {
  const near = relative(process.cwd(), file);
  const short = reason.length > longest ? `${reason.slice(0, longest)}…` : reason;
  return oneLine(`${near.startsWith("..") ? file : near}:${line}:${column} ${short} (TS${code})`);
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function headline({ changes, step }: Drift): string {
  if (step === "none") return "Nothing changed.";
  const count = (level: Level) => countLevel(changes, level);
  const parts = `${count("breaking")} breaking, ${count("compatible")} compatible, ${count("documentation")} of documentation`;
  return `${counted(changes.length, "change")}: ${parts}. Calls for a ${step} version.`;
}

/** Remarks under their titles; nothing where there are none. */
export function remarkLists(
  leftOut: readonly Remark[],
  notes: readonly Remark[],
): [title: string, ...lines: string[]][] {
  const list = (title: string, remarks: readonly Remark[]): [string, ...string[]][] =>
    remarks.length === 0 ? [] : [[title, ...remarks.map(({ about, why }) => oneLine(`  ${about}: ${why}`))]];
  return [...list("Left out: no method is made of", leftOut), ...list("Not as the description says", notes)];
}

/**
 * The report for a person: by operation, the ones that break first, with the places in code under the operation that
 * they come from, then what has no method. Changes of documentation are only counted.
 */
export function reportText(
  found: Drift,
  { places, leftOut, notes }: Besides = nothingBesides,
  { colours = false }: TextOptions = {},
): string {
  const drift = withPlaces(found, places);
  const paint = (name: keyof typeof codes, text: string) => (colours ? `\u001b[${codes[name]}m${text}\u001b[0m` : text);

  const changeLine = (change: Change) =>
    `  ${paint(change.level, change.level.padEnd(10))}  ${change.side.padEnd(9)} ${sentence(change)}`;

  const group = ([operation, changes]: [string | undefined, Change[]]): string => {
    const told = changes.filter(({ level }) => level !== "documentation");
    const words = changes.length - told.length;
    const own = places.filter((place) => operation !== undefined && place.operations.includes(operation));
    return [
      paint("title", oneLine(operation ?? "The document")),
      ...told.map(changeLine),
      ...(words > 0 ? [`  ${paint("documentation", `${counted(words, "change")} of documentation`)}`] : []),
      ...(own.length > 0 ? ["  no longer compiles:", ...own.map((place) => `    ${placeLine(place)}`)] : []),
    ].join("\n");
  };

  const all = [...groupBy(drift.changes, ({ operation }) => operation)];
  const breaks = ([, changes]: [string | undefined, Change[]]) => countLevel(changes, "breaking") > 0;
  const others = places.filter(({ operations }) => operations.length === 0).map((place) => `  ${placeLine(place)}`);
  const lists = [
    ...(others.length > 0 ? [["Other places that no longer compile", ...others] as const] : []),
    ...remarkLists(leftOut, notes),
  ];
  const sections = [
    headline(drift),
    ...all.filter(breaks).map(group),
    ...all.filter((one) => !breaks(one)).map(group),
    ...lists.map(([title, ...lines]) => [paint("title", title), ...lines].join("\n")),
  ];
  return `${sections.join("\n\n")}\n`;
}
