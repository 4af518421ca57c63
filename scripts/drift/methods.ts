import { handwritten } from "../generate/handwritten.ts";
import { methodsOf } from "../generate/methods.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import type { Description } from "../openapi/document.ts";
import { type Told, told } from "./change.ts";
import { addressOf, type Pair, rowAt } from "./operations.ts";
import { listed, quoted } from "./wording.ts";

// Changes of an operation's methods: their names, what they take and what they resolve to.

/** The methods of an operation, generated and handwritten: `wipsy.contacts.list`, `agent.chats.list`. */
export function methodNames(description: Description, row: Row): string[] {
  const { agent, namespace, byHand = [] } = row.operation;
  const owner = `${agent ? "agent" : "wipsy"}.${namespace}`;
  const generated = methodsOf(description, row).map(({ name }) => `${owner}.${name}`);
  const calls = handwritten.filter(({ name }) => byHand.includes(name)).map(({ call }) => call);
  return [...generated, ...calls.map((call) => call.replace(/\(.*/, ""))];
}

/** The methods of a description. */
function madeOf(description: Description) {
  const { rows, leftOut } = rowsOf(description);
  const methods = new Map(rows.map((row) => [row, methodNames(description, row)]));
  const namesOf = (row: Row) => [row.operation.id, ...(methods.get(row) ?? [])];
  return {
    /** Why an operation has no method, by address. */
    leftOut: new Map(leftOut.map(({ about, why }) => [about, why])),
    /** The methods of a row, such as `wipsy.contacts.list`. */
    methods: (row: Row) => methods.get(row) ?? [],
    /** The address behind a method or an id. */
    behind: new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, addressOf(row.operation)]))),
  };
}

type Made = ReturnType<typeof madeOf>;

/** Names of an operation that now call another one: the code still compiles and does something else. */
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
  // A method named after its operationId is covered by the change of that id.
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

/** The parameters of a list; empty for any other operation. */
function fieldsOf({ operation }: Row) {
  return (operation.list && operation[operation.list.in]) ?? {};
}

/** Changes in what `list`, `iterate` and `get` take. */
function listChanges(old: Row, now: Row): Told[] {
  const [was, is] = [old.operation.list, now.operation.list];
  const [from, to] = [was?.paging?.parameter, is?.paging?.parameter];
  const changes: Told[] = [];
  if (is?.id !== undefined && is.id !== was?.id && fieldsOf(old)[is.id]) {
    changes.push(told("method", "breaking", `only \`get\` takes ${quoted(is.id)} now`));
  }
  if (from === to) return changes;
  if (to !== undefined && fieldsOf(old)[to]) {
    changes.push(told("method", "breaking", `only \`list\` takes ${quoted(to)} now; \`iterate\` sets it itself`));
  }
  const former = from === undefined ? undefined : fieldsOf(now)[from];
  if (former) {
    const end = to === undefined ? " and no longer sets it, so it may end early" : "";
    const what = `\`iterate\` ${former.required ? "requires" : "takes"} ${quoted(from)} now${end}`;
    changes.push(told("method", former.required || to === undefined ? "breaking" : "compatible", what));
  }
  return changes;
}

/** From unsafe to safe to retry. */
const effects: readonly Row["operation"]["effect"][] = ["write", "idempotent", "read"];

/** Changes in when the client retries. */
function effectChanges({ effect: was }: Row["operation"], { effect: is }: Row["operation"]): Told[] {
  if (was === is) return [];
  const level = effects.indexOf(is) > effects.indexOf(was) ? "breaking" : "compatible";
  const risk = was === "write" ? ": the client now retries it even if the server may have executed it" : "";
  return [told("effect", level, `changed from ${quoted(was)} to ${quoted(is)}${risk}`)];
}

/** Changes in whether calls need `allowInferred`. */
function evidenceChanges({ evidence: was }: Row["operation"], { evidence: is }: Row["operation"]): Told[] {
  const isGuess = is === "inferred";
  if ((was === "inferred") === isGuess) return [];
  const calls = isGuess ? "calls need `allowInferred` now" : "calls no longer need `allowInferred`";
  const level = isGuess ? "breaking" : "compatible";
  return [told("evidence", level, `changed from ${quoted(was)} to ${quoted(is)}, ${calls}`)];
}

function rowChanges(old: Row, now: Row, was: Made, is: Made): Told[] {
  const names = nameChanges(old, now, was, is);
  // Other methods take and resolve to other things; that needs no change of its own.
  const isOther = names.some(({ level }) => level === "breaking");
  const gives =
    given(old) === given(now)
      ? []
      : [told("method", "breaking", `resolves to ${given(now)} now, not to ${given(old)}`)];
  const shape = isOther ? [] : [...gives, ...listChanges(old, now)];
  const marks = [...effectChanges(old.operation, now.operation), ...evidenceChanges(old.operation, now.operation)];
  return [...shape, ...names, ...marks];
}

/** The method changes of an operation that is in both descriptions. */
export function methodChanges(before: Description, after: Description): (pair: Pair) => Told[] {
  const [was, is] = [madeOf(before), madeOf(after)];
  return (pair) => {
    const [old, now] = [rowAt(before, pair.before), rowAt(after, pair.after)];
    const ids = idChanges(pair, is);
    if (old && now) return [...ids, ...rowChanges(old, now, was, is)];
    if (now) return [told("", "compatible", "has a method now", "added"), ...ids];
    if (!old) return ids;
    const why = is.leftOut.get(addressOf(pair.after));
    return [told("", "breaking", `no longer has a method: ${why}`, "removed"), ...ids];
  };
}
