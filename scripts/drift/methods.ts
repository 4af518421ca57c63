import { handwritten } from "../generate/handwritten.ts";
import { methodsOf } from "../generate/methods.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import type { Description } from "../openapi/document.ts";
import { type BareChange, diff } from "./change.ts";
import { endpointOf, type Pair, rowAt } from "./operations.ts";
import { listed, quoted } from "./wording.ts";

// Changes of an operation's methods: their names, what they accept and what they resolve to.

/** The methods of an operation, generated and handwritten: `wipsy.contacts.list`, `agent.chats.list`. */
export function methodNames(description: Description, row: Row): string[] {
  const { agent, namespace, byHand = [] } = row.operation;
  const owner = `${agent ? "agent" : "wipsy"}.${namespace}`;
  const generated = methodsOf(description, row).map(({ name }) => `${owner}.${name}`);
  const calls = handwritten.filter(({ name }) => byHand.includes(name)).map(({ call }) => call);
  return [...generated, ...calls.map((call) => call.replace(/\(.*/, ""))];
}

/** Looks up the methods of a description. */
function methodTable(description: Description) {
  const { rows, leftOut } = rowsOf(description);
  const methods = new Map(rows.map((row) => [row, methodNames(description, row)]));
  const namesOf = (row: Row) => [row.operation.id, ...(methods.get(row) ?? [])];
  return {
    /** Why an operation has no method, by method and path. */
    leftOut: new Map(leftOut.map(({ about, why }) => [about, why])),
    /** The methods of a row, such as `wipsy.contacts.list`. */
    methods: (row: Row) => methods.get(row) ?? [],
    /** Method and path of the operation that a name or an id calls. */
    byName: new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, endpointOf(row.operation)]))),
  };
}

type Methods = ReturnType<typeof methodTable>;

/** Lists the names that now call another operation: code with them compiles and does something else. */
function reassigned(names: readonly string[], { byName }: Methods): string {
  return names.map((name) => (byName.has(name) ? `; ${quoted(name)} is now ${quoted(byName.get(name))}` : "")).join("");
}

function idChanges({ before, after }: Pair, is: Methods): BareChange[] {
  const [from, to] = [before.operation.operationId, after.operation.operationId];
  if (from === to) return [];
  return [diff("operationId", "breaking", `changed from ${quoted(from)} to ${quoted(to)}${reassigned([from], is)}`)];
}

function nameChanges(old: Row, now: Row, was: Methods, is: Methods): BareChange[] {
  const [from, to] = [was.methods(old), is.methods(now)];
  // The change of an operationId covers the method named after it.
  const ending = `.${old.operation.id}`;
  const renamed = (name: string) =>
    name.endsWith(ending) ? `${name.slice(0, -ending.length)}.${now.operation.id}` : name;
  const lost = from.filter((name) => !to.includes(renamed(name)));
  const come = to.filter((name) => !from.map(renamed).includes(name));
  const added = listed(come);
  if (lost.length === 0) return come.length === 0 ? [] : [diff("method", "compatible", `${added} was added`, "added")];
  const others = reassigned(lost, is);
  if (come.length === 0) return [diff("method", "breaking", `${listed(lost)} was removed${others}`, "removed")];
  return [diff("method", "breaking", `moved from ${listed(lost)} to ${added}${others}`)];
}

function resultText({ operation: { list, unwrap } }: Row): string {
  if (list) return `the items of ${quoted(list.items)}`;
  return unwrap === undefined ? "the whole response" : `only ${quoted(unwrap)} of the response`;
}

/** The parameters of a list; empty for any other operation. */
function fieldsOf({ operation }: Row) {
  return (operation.list && operation[operation.list.in]) ?? {};
}

/** Changes in what `list`, `iterate` and `get` accept. */
function listChanges(old: Row, now: Row): BareChange[] {
  const [was, is] = [old.operation.list, now.operation.list];
  const [from, to] = [was?.paging?.parameter, is?.paging?.parameter];
  const changes: BareChange[] = [];
  if (is?.id !== undefined && is.id !== was?.id && fieldsOf(old)[is.id]) {
    changes.push(diff("method", "breaking", `only \`get\` still takes ${quoted(is.id)}`));
  }
  if (from === to) return changes;
  if (to !== undefined && fieldsOf(old)[to]) {
    changes.push(diff("method", "breaking", `only \`list\` still takes ${quoted(to)}: \`iterate\` now sets it`));
  }
  const former = from === undefined ? undefined : fieldsOf(now)[from];
  if (former) {
    const end = to === undefined ? " and no longer sets it, so it may end early" : "";
    const what = `\`iterate\` now ${former.required ? "requires" : "takes"} ${quoted(from)}${end}`;
    changes.push(diff("method", former.required || to === undefined ? "breaking" : "compatible", what));
  }
  return changes;
}

/** From unsafe to retry to safe. */
const effects: readonly Row["operation"]["effect"][] = ["write", "idempotent", "read"];

/** Changes in when the client retries. */
function effectChanges({ effect: was }: Row["operation"], { effect: is }: Row["operation"]): BareChange[] {
  if (was === is) return [];
  const level = effects.indexOf(is) > effects.indexOf(was) ? "breaking" : "compatible";
  const risk = was === "write" ? ": the client now retries it even if the server may have executed it" : "";
  return [diff("effect", level, `changed from ${quoted(was)} to ${quoted(is)}${risk}`)];
}

/** Changes in whether calls need `allowInferred`. */
function evidenceChanges({ evidence: was }: Row["operation"], { evidence: is }: Row["operation"]): BareChange[] {
  const isGuess = is === "inferred";
  if ((was === "inferred") === isGuess) return [];
  const calls = isGuess ? "calls now need `allowInferred`" : "calls no longer need `allowInferred`";
  const level = isGuess ? "breaking" : "compatible";
  return [diff("evidence", level, `changed from ${quoted(was)} to ${quoted(is)}: ${calls}`)];
}

function rowChanges(old: Row, now: Row, was: Methods, is: Methods): BareChange[] {
  const names = nameChanges(old, now, was, is);
  // A renamed or removed method already says it all.
  const isOther = names.some(({ level }) => level === "breaking");
  const result =
    resultText(old) === resultText(now)
      ? []
      : [diff("method", "breaking", `now resolves to ${resultText(now)} instead of ${resultText(old)}`)];
  const shape = isOther ? [] : [...result, ...listChanges(old, now)];
  const marks = [...effectChanges(old.operation, now.operation), ...evidenceChanges(old.operation, now.operation)];
  return [...shape, ...names, ...marks];
}

/** Returns a function that finds the method changes of an operation in both descriptions. */
export function methodChanges(before: Description, after: Description): (pair: Pair) => BareChange[] {
  const [was, is] = [methodTable(before), methodTable(after)];
  return (pair) => {
    const [old, now] = [rowAt(before, pair.before), rowAt(after, pair.after)];
    const ids = idChanges(pair, is);
    if (old && now) return [...ids, ...rowChanges(old, now, was, is)];
    if (now) return [diff("", "compatible", "now has a method", "added"), ...ids];
    if (!old) return ids;
    const why = is.leftOut.get(endpointOf(pair.after));
    return [diff("", "breaking", `no longer has a method: ${why}`, "removed"), ...ids];
  };
}
