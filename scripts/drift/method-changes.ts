import { handwritten } from "../generate/handwritten.ts";
import { methodsOf } from "../generate/methods.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import type { Description } from "../openapi/document.ts";
import type { Change } from "./change.ts";
import type { Draft } from "./draft.ts";
import { isSame, listOf } from "./json.ts";
import { serverDrafts } from "./judge-document.ts";
import { addressOf, type OperationPair, rowsByAddress } from "./operations.ts";
import { operationSecurity } from "./security.ts";
import { listed, quoted } from "./wording.ts";

/** What becomes of the methods of an operation in one respect. */
type Told = Pick<Change, "level" | "what">;

/** The parameters of a list; `undefined` where the operation is none. */
function fieldsOf({ operation }: Row) {
  return operation.list && operation[operation.list.in];
}

/** The id that a list took among others, where a method of its own takes it now. */
function untaken(old: Row, now: Row): Told[] {
  const [was, id] = [old.operation.list?.id, now.operation.list?.id];
  if (id === undefined || id === was || fieldsOf(old)?.[id] === undefined) return [];
  return [{ level: "breaking", what: `takes ${quoted(id)} in \`get\` alone now` }];
}

/** The parameter by which `iterate` goes from page to page, and so is not given: what becomes of it, and of the former one. */
function pagedBy(old: Row, now: Row): Told[] {
  const [from, to] = [old, now].map(({ operation }) => operation.list?.paging?.parameter);
  if (from === to) return [];
  const told: Told[] = [];
  if (to !== undefined && fieldsOf(old)?.[to]) {
    told.push({ level: "breaking", what: `takes ${quoted(to)} in \`list\` alone now, \`iterate\` goes by it` });
  }
  const former = from === undefined ? undefined : fieldsOf(now)?.[from];
  if (former) {
    const verb = former.required ? "needs" : "takes";
    const end = to === undefined ? ", which goes by it no more and may end early" : "";
    const level = former.required || to === undefined ? "breaking" : "compatible";
    told.push({ level, what: `${verb} ${quoted(from)} in \`iterate\`, too, now${end}` });
  }
  return told;
}

/** How what the methods of a list take changed, beyond the parameters of its operation. */
export function listChanges(old: Row, now: Row): Told[] {
  return [...untaken(old, now), ...pagedBy(old, now)];
}

/** A change of an operation as such, and where it is. */
export type IdentityDraft = Draft & { readonly where: string };

function addressDraft({ before, after }: OperationPair): IdentityDraft[] {
  const [was, is] = [before, after].map(({ method, path }) => `${method} ${path}`);
  if (was === is) return [];
  return [{ where: "path", kind: "changed", what: `moved from ${quoted(was)} to ${quoted(is)}`, level: "breaking" }];
}

/** How an operation is reached, and who may call it. */
export function identityDrafts(from: Description, to: Description, pair: OperationPair): IdentityDraft[] {
  const security = operationSecurity(from, to, [pair.before, pair.after]);
  const servers = serverDrafts(pair.before.value.servers, pair.after.value.servers);
  return [
    ...addressDraft(pair),
    ...(security ? [{ where: "security", ...security }] : []),
    ...servers.map((draft) => ({ where: "servers", ...draft })),
  ];
}

type MethodDraft = Pick<Change, "level" | "kind" | "where" | "what">;

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
function idDrafts(pair: OperationPair, old: Row | undefined, now: Row | undefined, is: Made): MethodDraft[] {
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
function effectDrafts({ operation: { effect: was } }: Row, { operation: { effect: is } }: Row): MethodDraft[] {
  if (was === is) return [];
  const isSafer = effects.indexOf(is) > effects.indexOf(was);
  const risk = was === "write" ? ", and repeated where it may have acted" : "";
  const what = `changed from ${quoted(was)} to ${quoted(is)}${risk}`;
  return [{ level: isSafer ? "breaking" : "compatible", kind: "changed", where: "effect", what }];
}

/** Whether it is called without more ado: one that is only inferred throws until the client is told to use such. */
function evidenceDrafts({ operation: { evidence: was } }: Row, { operation: { evidence: is } }: Row): MethodDraft[] {
  const isGuess = is === "inferred";
  if ((was === "inferred") === isGuess) return [];
  const what = `changed from ${quoted(was)} to ${quoted(is)}, calls ${isGuess ? "need `allowInferred` now" : "no longer need `allowInferred`"}`;
  return [{ level: isGuess ? "breaking" : "compatible", kind: "changed", where: "evidence", what }];
}

/** What becomes of the methods of an operation that has some before and after. */
function placeDrafts(pair: OperationPair, old: Row, now: Row, was: Made, is: Made): MethodDraft[] {
  const [from, to] = [was.methods(old), is.methods(now)];
  // That a method is called by its operation's id, and so by the new one, the change of the id has said.
  const ending = `.${old.operation.id}`;
  const renamed = (place: string) =>
    place.endsWith(ending) ? `${place.slice(0, -ending.length)}.${now.operation.id}` : place;
  const gone = from.filter((place) => !to.includes(renamed(place)));
  const come = to.filter((place) => !from.map(renamed).includes(place));
  const draft = (level: Change["level"], kind: Change["kind"], what: string): MethodDraft => {
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
  const drafts = (pair: OperationPair): MethodDraft[] => {
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
