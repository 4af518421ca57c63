import type { AgentSession } from "../../src/index.ts";
import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isObject } from "../openapi/walk.ts";
import { type Answer, isRead, type Problem, succeeded } from "./ask.ts";
import type { Compared } from "./compare.ts";

/** The settings of a check. */
interface Check {
  readonly ask: (operation: Operation, input: Input) => Promise<Answer | Problem>;
  readonly compare: (operation: Operation, answer: Answer) => Compared;
  readonly session: AgentSession | undefined;
  /** Whether to call inferred operations as well. */
  readonly inferred: boolean;
}

/** A check with the ids of earlier answers by namespace; an agent sees other items than the account. */
type Given = Check & { readonly ids: Map<string, string> };

/** The result of checking one operation. */
export interface Outcome {
  readonly operation: Operation;
  readonly compared: readonly Compared[];
  readonly problem: Problem | undefined;
}

/** The `limit` of lists. */
const pageSize = 20;

const fieldsOf = ({ query, body }: Operation) => ({ ...query, ...body });
const listKey = (namespace: string, agent = false) => `${agent ? "agent " : ""}${namespace}`;

/** The required parameters, whose values come from earlier answers. */
function needsOf(operation: Operation): string[] {
  const fields = Object.entries(fieldsOf(operation));
  return fields.filter(([name, { required }]) => required && name !== "agentSession").map(([name]) => name);
}

/** The value of an id parameter: `chatId` is the id of one of `chats`. */
function idFor({ ids }: Given, { agent }: Operation, parameter: string): string | undefined {
  const [, noun] = /^(.+?)_?Id$/i.exec(parameter) ?? [];
  return ids.get(listKey(`${noun}s`, agent));
}

function inputOf({ query = {}, body }: Operation, values: Readonly<Record<string, unknown>>): Input {
  const pick = (fields: object) => Object.fromEntries(Object.entries(values).filter(([name]) => name in fields));
  return { query: pick(query), body: body && pick(body) };
}

/** The input for an operation, or why it cannot be called. */
function inputFor(operation: Operation, given: Given): Input | Problem {
  const fields = fieldsOf(operation);
  if (operation.evidence === "inferred" && !given.inferred)
    return { kind: "left out", why: "inferred, so it may not exist; --inferred includes it" };
  if ((operation.auth === "bearer" || "agentSession" in fields) && !given.session)
    return { kind: "left out", why: "needs an agent session: --session <file>" };
  // The guard compares complete paths.
  if (operation.path.includes("{"))
    return { kind: "not asked", why: "has a path parameter, which check:live does not fill in" };
  const ids = needsOf(operation).map((name) => [name, idFor(given, operation, name)] as const);
  const missing = ids.filter(([, id]) => id === undefined).map(([name]) => name);
  if (missing.length > 0) return { kind: "not asked", why: `needs ${missing.join(", ")}, which no earlier answer had` };
  const limit = Math.min(pageSize, fields.limit?.maximum ?? pageSize);
  return inputOf(operation, { ...Object.fromEntries(ids), limit, agentSession: given.session });
}

/**
 * The input to get only the first item of a list from the same operation; `undefined` if it cannot do that. Keeps the id of
 * that item for operations that need one.
 */
function inputForOne(operation: Operation, { ids }: Given, answer: unknown): Input | undefined {
  const { list, namespace, agent } = operation;
  const items = list && isObject(answer) ? answer[list.items] : undefined;
  const id: unknown = Array.isArray(items) ? Object(items[0]).id : undefined;
  if (typeof id !== "string" || id === "") return undefined;
  ids.set(listKey(namespace, agent), id);
  return list?.id === undefined ? undefined : inputOf(operation, { [list.id]: id });
}

/** Whether the operation was called. */
export const wasAsked = ({ problem }: Outcome) => problem?.kind !== "left out" && problem?.kind !== "not asked";

/** Calls an operation, and once more for the first item of its answer if possible. */
async function outcomeOf(given: Given, operation: Operation): Promise<Outcome> {
  const compared: Compared[] = [];
  let next: Input | Problem | undefined = inputFor(operation, given);
  while (next && !("why" in next)) {
    const answer: Answer | Problem = await given.ask(operation, next);
    next = "why" in answer ? answer : undefined;
    if ("why" in answer) break;
    compared.push(given.compare(operation, answer));
    if (compared.length === 1 && succeeded(answer)) next = inputForOne(operation, given, answer.body);
  }
  return { operation, compared, problem: next };
}

/** Calls every read until one gets no answer, starting with those that need no id. */
export async function check(rows: Rows, what: Check): Promise<Outcome[]> {
  const given = { ...what, ids: new Map() };
  const outcomes: Outcome[] = [];
  const reads = Object.values(rows).filter(isRead);
  for (const operation of reads.sort((a, b) => needsOf(a).length - needsOf(b).length)) {
    const outcome = await outcomeOf(given, operation);
    outcomes.push(outcome);
    if (outcome.problem?.kind === "no answer") break;
  }
  return outcomes;
}

/** 0: no differences; 3: differences; 1: not everything could be checked, apart from what was left out. */
export function exitCode(outcomes: readonly Outcome[]): number {
  const compared = outcomes.flatMap((outcome) => outcome.compared);
  const failed = compared.filter(({ answer }) => !succeeded(answer));
  if (failed.length === compared.length) return 1;
  if (compared.some(({ findings }) => findings.length > 0)) return 3;
  return failed.length > 0 || outcomes.some(({ problem }) => problem && problem.kind !== "left out") ? 1 : 0;
}
