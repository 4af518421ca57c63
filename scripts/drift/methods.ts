import { handwritten } from "../generate/handwritten.ts";
import { methodsOf } from "../generate/methods.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import type { Description } from "../openapi/document.ts";
import { type Told, told } from "./change.ts";
import { isSame } from "./json.ts";
import { addressOf, type Pair, rowAt } from "./operations.ts";
import { listed, quoted } from "./wording.ts";

// What becomes of the methods of an operation, as the generator makes them: their names, what they take and give, and
// whether there are any.

/** What a description's operations become. */
interface Made {
  /** Why an operation has no row, by address. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** The methods of a row, as `contacts.list`. */
  readonly methods: (row: Row) => readonly string[];
  /** The address behind a method or an id. */
  readonly behind: ReadonlyMap<string, string>;
}

/** What an operation's methods are called: those that are written by hand for it, too. */
function methodNames(description: Description, row: Row): string[] {
  const { agent, namespace, byHand = [] } = row.operation;
  const generated = methodsOf(description, row).map(({ name }) => `${agent ? "agent." : ""}${namespace}.${name}`);
  const calls = handwritten.filter(({ name }) => byHand.includes(name)).map(({ call }) => call);
  return [...generated, ...calls.map((call) => call.replace(/^wipsy\.|\(.*/g, ""))];
}

function madeOf(description: Description): Made {
  const { rows, leftOut } = rowsOf(description);
  const methods = new Map(rows.map((row) => [row, methodNames(description, row)]));
  const namesOf = (row: Row) => [row.operation.id, ...(methods.get(row) ?? [])];
  return {
    leftOut: new Map(leftOut.map(({ about, why }) => [about, why])),
    methods: (row) => methods.get(row) ?? [],
    behind: new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, addressOf(row.operation)]))),
  };
}

/** What is still there under names that an operation had, and is another operation: the worst that can happen to it. */
function taken(names: readonly string[], { behind }: Made): string {
  return names.map((name) => (behind.has(name) ? `; ${quoted(name)} is ${quoted(behind.get(name))} now` : "")).join("");
}

function idChanges({ before, after }: Pair, is: Made): Told[] {
  const [from, to] = [before.operation.operationId, after.operation.operationId];
  if (from === to) return [];
  return [told("operationId", "breaking", `changed from ${quoted(from)} to ${quoted(to)}${taken([from], is)}`)];
}

function nameChanges(old: Row, now: Row, was: Made, is: Made): Told[] {
  const [from, to] = [was.methods(old), is.methods(now)];
  // Where a method is called by its operation's id, the change of the id has been told.
  const ending = `.${old.operation.id}`;
  const renamed = (name: string) =>
    name.endsWith(ending) ? `${name.slice(0, -ending.length)}.${now.operation.id}` : name;
  const gone = from.filter((name) => !to.includes(renamed(name)));
  const come = to.filter((name) => !from.map(renamed).includes(name));
  const added = listed(come);
  if (gone.length === 0) return come.length === 0 ? [] : [told("method", "compatible", `${added} was added`, "added")];
  const others = taken(gone, is);
  if (come.length === 0) return [told("method", "breaking", `${listed(gone)} was removed${others}`, "removed")];
  return [told("method", "breaking", `moved from ${listed(gone)} to ${added}${others}`)];
}

function given({ operation: { list, unwrap } }: Row): string {
  if (list) return `the items of ${quoted(list.items)}`;
  return unwrap === undefined ? "the whole answer" : `only ${quoted(unwrap)} of the answer`;
}

/** The parameters of a list; none where the operation is none. */
function fieldsOf({ operation }: Row) {
  return (operation.list && operation[operation.list.in]) ?? {};
}

/** What the methods of a list take, beyond the parameters of its operation. */
function listChanges(old: Row, now: Row): Told[] {
  const [was, is] = [old.operation.list, now.operation.list];
  const [from, to] = [was?.paging?.parameter, is?.paging?.parameter];
  const changes: Told[] = [];
  if (is?.id !== undefined && is.id !== was?.id && fieldsOf(old)[is.id]) {
    changes.push(told("method", "breaking", `takes ${quoted(is.id)} in \`get\` alone now`));
  }
  if (from === to) return changes;
  if (to !== undefined && fieldsOf(old)[to]) {
    changes.push(told("method", "breaking", `takes ${quoted(to)} in \`list\` alone now, \`iterate\` goes by it`));
  }
  const former = from === undefined ? undefined : fieldsOf(now)[from];
  if (former) {
    const end = to === undefined ? ", which goes by it no more and may end early" : "";
    const what = `${former.required ? "needs" : "takes"} ${quoted(from)} in \`iterate\`, too, now${end}`;
    changes.push(told("method", former.required || to === undefined ? "breaking" : "compatible", what));
  }
  return changes;
}

/** How safe it is to repeat, the safest last. */
const effects: readonly Row["operation"]["effect"][] = ["write", "idempotent", "read"];

/** Whether it is repeated after a failure. */
function effectChanges({ effect: was }: Row["operation"], { effect: is }: Row["operation"]): Told[] {
  if (was === is) return [];
  const level = effects.indexOf(is) > effects.indexOf(was) ? "breaking" : "compatible";
  const risk = was === "write" ? ", and repeated where it may have acted" : "";
  return [told("effect", level, `changed from ${quoted(was)} to ${quoted(is)}${risk}`)];
}

/** Whether it is called without more ado. */
function evidenceChanges({ evidence: was }: Row["operation"], { evidence: is }: Row["operation"]): Told[] {
  const isGuess = is === "inferred";
  if ((was === "inferred") === isGuess) return [];
  const calls = isGuess ? "calls need `allowInferred` now" : "calls no longer need `allowInferred`";
  const level = isGuess ? "breaking" : "compatible";
  return [told("evidence", level, `changed from ${quoted(was)} to ${quoted(is)}, ${calls}`)];
}

function rowChanges({ before, after }: Pair, old: Row, now: Row, was: Made, is: Made): Told[] {
  const names = nameChanges(old, now, was, is);
  // Where the methods are others, what they give and take follows from that.
  const isOther = names.some(({ level }) => level === "breaking");
  const gives =
    given(old) === given(now) ? [] : [told("method", "breaking", `gives ${given(now)} now, not ${given(old)}`)];
  const shape = isOther ? [] : [...gives, ...listChanges(old, now)];
  const isSameTags = names.length > 0 || isSame(before.operation.tags ?? [], after.operation.tags ?? []);
  const tags = isSameTags ? [] : [told("tags", "documentation", "changed, its method stays where it is")];
  const marks = [...effectChanges(old.operation, now.operation), ...evidenceChanges(old.operation, now.operation)];
  return [...shape, ...names, ...tags, ...marks];
}

/** What becomes of the methods of each operation that is in both descriptions. */
export function methodChanges(before: Description, after: Description): (pair: Pair) => Told[] {
  const [was, is] = [madeOf(before), madeOf(after)];
  return (pair) => {
    const [old, now] = [rowAt(before, pair.before), rowAt(after, pair.after)];
    const ids = idChanges(pair, is);
    if (old && now) return [...ids, ...rowChanges(pair, old, now, was, is)];
    if (now) return [told("", "compatible", "has a method now", "added"), ...ids];
    if (!old) return ids;
    const why = is.leftOut.get(addressOf(pair.after));
    return [told("", "breaking", `has no method any more: ${why}`, "removed"), ...ids];
  };
}
