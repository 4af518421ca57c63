import type { AgentSession } from "../../src/index.ts";
import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isObject } from "../openapi/walk.ts";
import { type Answer, isRead, type Problem, succeeded } from "./ask.ts";

/** The settings of a check. */
interface Check {
  readonly ask: (operation: Operation, input: Input) => Promise<Answer | Problem>;
  /** The differences between a response and the description, one per line. */
  readonly compare: (operation: Operation, answer: Answer) => readonly string[];
  readonly session: AgentSession | undefined;
  /** Whether to call inferred operations, too. */
  readonly inferred: boolean;
}

/** The result of checking one operation. */
export interface Outcome {
  readonly operation: Operation;
  readonly answers: readonly Answer[];
  readonly differences: readonly string[];
  readonly problem: Problem | undefined;
}

/** The id of each list's first item. An agent does not see the same items as the account. */
type Ids = Map<string, string>;

/** The `limit` for lists. */
const pageSize = 20;

const fieldsOf = ({ query, body }: Operation) => ({ ...query, ...body });
const listKey = (namespace: string, agent = false) => `${agent ? "agent " : ""}${namespace}`;

/** The required parameters. Their values come from earlier responses. */
function needsOf(operation: Operation): string[] {
  const fields = Object.entries(fieldsOf(operation));
  return fields.filter(([name, { required }]) => required && name !== "agentSession").map(([name]) => name);
}

function inputOf({ query = {}, body }: Operation, values: Readonly<Record<string, unknown>>): Input {
  const pick = (fields: object) => Object.fromEntries(Object.entries(values).filter(([name]) => name in fields));
  return { query: pick(query), body: body && pick(body) };
}

/** Returns the input for an operation, or the reason not to call it. */
function inputFor(operation: Operation, { inferred, session }: Check, ids: Ids): Input | Problem {
  const fields = fieldsOf(operation);
  if (operation.evidence === "inferred" && !inferred)
    return { kind: "skipped", why: "inferred, so it may not exist; --inferred includes it" };
  if ((operation.auth === "bearer" || "agentSession" in fields) && !session)
    return { kind: "skipped", why: "needs an agent session: --session <file>" };
  // The guard compares complete paths.
  if (operation.path.includes("{"))
    return { kind: "no input", why: "has a path parameter, which check:live does not fill in" };
  // `chatId` is the id of one of `chats`.
  const idOf = (name: string) => ids.get(listKey(name.replace(/_?Id$/i, "s"), operation.agent));
  const needs = needsOf(operation);
  const missing = needs.filter((name) => idOf(name) === undefined);
  if (missing.length > 0) return { kind: "no input", why: `needs ${missing.join(", ")}, which no response had` };
  const limit = Math.min(pageSize, fields.limit?.maximum ?? pageSize);
  const given = Object.fromEntries(needs.map((name) => [name, idOf(name)]));
  return inputOf(operation, { ...given, limit, agentSession: session });
}

/** The id of the first item of a list. */
function firstId({ list }: Operation, answer: unknown): string | undefined {
  const items = list && isObject(answer) ? answer[list.items] : undefined;
  const id: unknown = Array.isArray(items) ? Object(items[0]).id : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Whether the operation was called. */
export const wasCalled = ({ problem }: Outcome) => problem?.kind !== "skipped" && problem?.kind !== "no input";

/** Calls an operation. If it can also return a single item, calls it again for the first item. */
async function outcomeOf(operation: Operation, what: Check, ids: Ids): Promise<Outcome> {
  const outcome = (answers: readonly Answer[], problem?: Problem): Outcome => {
    return { operation, answers, differences: answers.flatMap((answer) => what.compare(operation, answer)), problem };
  };
  const input = inputFor(operation, what, ids);
  const first = "why" in input ? input : await what.ask(operation, input);
  if ("why" in first) return outcome([], first);
  const id = succeeded(first) ? firstId(operation, first.body) : undefined;
  const parameter = operation.list?.id;
  if (id !== undefined) ids.set(listKey(operation.namespace, operation.agent), id);
  if (id === undefined || parameter === undefined) return outcome([first]);
  const second = await what.ask(operation, inputOf(operation, { [parameter]: id }));
  return "why" in second ? outcome([first], second) : outcome([first, second]);
}

/** Calls all reads, those without required parameters first. Stops when one gets no response. */
export async function check(rows: Rows, what: Check): Promise<Outcome[]> {
  const ids: Ids = new Map();
  const outcomes: Outcome[] = [];
  const reads = Object.values(rows).filter(isRead);
  for (const operation of reads.sort((a, b) => needsOf(a).length - needsOf(b).length)) {
    const outcome = await outcomeOf(operation, what, ids);
    outcomes.push(outcome);
    if (outcome.problem?.kind === "no response") break;
  }
  return outcomes;
}

/** Returns 0 for no differences, 3 for differences, 1 if anything could not be checked. Skipped operations do not count. */
export function exitCode(outcomes: readonly Outcome[]): number {
  const answers = outcomes.flatMap((outcome) => outcome.answers);
  const failed = answers.filter((answer) => !succeeded(answer));
  if (failed.length === answers.length) return 1;
  if (outcomes.some(({ differences }) => differences.length > 0)) return 3;
  return failed.length > 0 || outcomes.some(({ problem }) => problem && problem.kind !== "skipped") ? 1 : 0;
}
