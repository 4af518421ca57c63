import type { Description } from "../generate/description.ts";
import { handwritten } from "../generate/handwritten.ts";
import { methodsOf } from "../generate/methods.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import type { Change } from "./change.ts";
import { isSame, listOf } from "./json.ts";
import { listChanges } from "./list-changes.ts";
import type { OperationPair } from "./operations.ts";
import { addressOf, rowsByAddress } from "./table.ts";
import { listed, quoted } from "./wording.ts";

type Draft = Pick<Change, "level" | "kind" | "where" | "what">;

/** What a description's operations become. */
interface Made {
  /** By address. */
  readonly rows: ReadonlyMap<string, Row>;
  /** Why an operation has no row, by address. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** The methods of a row, as `contacts.list`. */
  methods(row: Row): readonly string[];
  /** The address behind a method. */
  readonly behindMethod: ReadonlyMap<string, string>;
  /** The address behind an id. */
  readonly behindId: ReadonlyMap<string, string>;
}

/** What an operation's methods are called: those that are written by hand for it, too. */
function placesOf(description: Description, row: Row): string[] {
  const { agent, namespace, byHand = [] } = row.operation;
  const generated = methodsOf(description, row).map(({ name }) => `${agent ? "agent." : ""}${namespace}.${name}`);
  const calls = handwritten.filter(({ name }) => byHand.includes(name)).map(({ call }) => call);
  return [...generated, ...calls.map((call) => call.replace(/^wipsy\.|\(.*/g, ""))];
}

function madeOf(description: Description): Made {
  const { rows, leftOut } = rowsOf(description);
  const methods = new Map(rows.map((row) => [row, placesOf(description, row)]));
  const addressed = rows.map((row) => [row, addressOf(row.operation)] as const);
  return {
    rows: rowsByAddress(description),
    leftOut: new Map(leftOut.map(({ about, why }) => [about, why])),
    methods: (row) => methods.get(row) ?? [],
    behindMethod: new Map(
      addressed.flatMap(([row, address]) => (methods.get(row) ?? []).map((name) => [name, address])),
    ),
    behindId: new Map(addressed.map(([row, address]) => [row.operation.id, address])),
  };
}

/** What is there still under a name that an operation had, and is another operation: the worst that can happen to it. */
function taken(names: readonly string[], behind: ReadonlyMap<string, string>): string {
  return names.map((name) => (behind.has(name) ? `; ${quoted(name)} is ${quoted(behind.get(name))} now` : "")).join("");
}

function given({ operation: { list, unwrap } }: Row): string {
  if (list) return `the items of ${quoted(list.items)}`;
  return unwrap === undefined ? "the whole answer" : `only ${quoted(unwrap)} of the answer`;
}

/** How the id changed under which `call` and the types have an operation. */
function idDrafts(pair: OperationPair, old: Row | undefined, now: Row | undefined, is: Made): Draft[] {
  const [from, to] = [pair.before.id, pair.after.id];
  const [was, id] = [old?.operation.id, now?.operation.id];
  if (from === to) {
    if (was === undefined || id === undefined || was === id) return [];
    const what = `changed from ${quoted(was)} to ${quoted(id)}${taken([was], is.behindId)}`;
    return [{ level: "breaking", kind: "changed", where: "id", what }];
  }
  // Where there is none it is made up from the address, and may be the same; where there was no row, there was none.
  const isKept = was === undefined ? from === undefined : was === id;
  const level = isKept ? "compatible" : "breaking";
  const first = from === undefined ? `is ${quoted(to)} now` : `changed from ${quoted(from)} to ${quoted(to ?? "none")}`;
  const made = from === undefined && !isKept ? `, without one it was called ${quoted(was)}` : "";
  return [{ level, kind: "changed", where: "operationId", what: first + made }];
}

/** How safe it is to repeat, the safest last. */
const effects: readonly Row["operation"]["effect"][] = ["write", "idempotent", "read"];

/** Whether it is repeated after a failure that leaves open whether the server acted. */
function effectDrafts({ operation: { effect: was } }: Row, { operation: { effect: is } }: Row): Draft[] {
  if (was === is) return [];
  const isSafer = effects.indexOf(is) > effects.indexOf(was);
  const risk = was === "write" ? ", and repeated where it may have acted" : "";
  const what = `changed from ${quoted(was)} to ${quoted(is)}${risk}`;
  return [{ level: isSafer ? "breaking" : "compatible", kind: "changed", where: "effect", what }];
}

/** Whether it is called without more ado: one that is only inferred throws until the client is told to use such. */
function evidenceDrafts({ operation: { evidence: was } }: Row, { operation: { evidence: is } }: Row): Draft[] {
  const isGuess = is === "inferred";
  if ((was === "inferred") === isGuess) return [];
  const what = `changed from ${quoted(was)} to ${quoted(is)}, calls ${isGuess ? "need `allowInferred` now" : "no longer need `allowInferred`"}`;
  return [{ level: isGuess ? "breaking" : "compatible", kind: "changed", where: "evidence", what }];
}

/** What becomes of the methods of an operation that has some before and after. */
function placeDrafts(pair: OperationPair, old: Row, now: Row, was: Made, is: Made): Draft[] {
  const [from, to] = [was.methods(old), is.methods(now)];
  // That a method is called by its operation's id, and so by the new one, the change of the id has said.
  const ending = `.${old.operation.id}`;
  const renamed = (place: string) =>
    place.endsWith(ending) ? `${place.slice(0, -ending.length)}.${now.operation.id}` : place;
  const gone = from.filter((place) => !to.includes(renamed(place)));
  const come = to.filter((place) => !from.map(renamed).includes(place));
  const draft = (level: Change["level"], kind: Change["kind"], what: string): Draft => {
    return { level, kind, where: "method", what };
  };
  if (gone.length > 0) {
    if (come.length === 0)
      return [draft("breaking", "removed", `${listed(gone)} was removed${taken(gone, is.behindMethod)}`)];
    return [
      draft("breaking", "changed", `moved from ${listed(gone)} to ${listed(come)}${taken(gone, is.behindMethod)}`),
    ];
  }
  const result = [
    ...(given(old) === given(now) ? [] : [draft("breaking", "changed", `gives ${given(now)} now, not ${given(old)}`)]),
    ...listChanges(old, now).map(({ level, what }) => draft(level, "changed", what)),
  ];
  if (come.length > 0) return [...result, draft("compatible", "added", `${listed(come)} was added`)];
  if (isSame(listOf(pair.before.value.tags), listOf(pair.after.value.tags))) return result;
  const what = "changed, its method stays where it is";
  return [...result, { level: "documentation", kind: "changed", where: "tags", what }];
}

/**
 * What becomes of the methods of an operation that is in both descriptions, as the generator makes them: its id, their
 * names, what they take and give, and whether there are any.
 */
export function methodChanges(before: Description, after: Description): (pair: OperationPair) => Change[] {
  const [was, is] = [madeOf(before), madeOf(after)];
  const drafts = (pair: OperationPair): Draft[] => {
    const [from, to] = [addressOf(pair.before), addressOf(pair.after)];
    const [old, now] = [was.rows.get(from), is.rows.get(to)];
    const ids = idDrafts(pair, old, now, is);
    if (old && now) {
      return [...ids, ...placeDrafts(pair, old, now, was, is), ...effectDrafts(old, now), ...evidenceDrafts(old, now)];
    }
    if (now) return [{ level: "compatible", kind: "added", where: "", what: "has a method now" }, ...ids];
    if (!old) return ids;
    const what = `has no method any more: ${is.leftOut.get(to)}`;
    return [{ level: "breaking", kind: "removed", where: "", what }, ...ids];
  };
  return (pair) => drafts(pair).map((draft) => ({ operation: pair.before.name, side: "operation", ...draft }));
}
