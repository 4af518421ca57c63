import type { Row } from "../generate/rows.ts";
import type { Change } from "./change.ts";
import { quoted } from "./wording.ts";

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
