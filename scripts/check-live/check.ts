import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { type Answer, isRead, type Problem, succeeded } from "./ask.ts";
import type { Compared } from "./compare.ts";
import { type Given, inputFor, inputForOne, needsOf } from "./plan.ts";

/** The result of checking one operation. */
export interface Outcome {
  readonly operation: Operation;
  readonly compared: readonly Compared[];
  readonly problem: Problem | undefined;
}

/** What a check needs. */
interface Check {
  readonly ask: (operation: Operation, input: Input) => Promise<Answer | Problem>;
  readonly compare: (operation: Operation, answer: Answer) => Compared;
  readonly given: Given;
}

/** Whether the operation was called. */
export const wasAsked = ({ problem }: Outcome) => problem?.kind !== "left out" && problem?.kind !== "not asked";

/** Calls an operation, and once more for the first item of its answer if there is a way to. */
async function outcomeOf({ ask, compare, given }: Check, operation: Operation): Promise<Outcome> {
  const compared: Compared[] = [];
  let next: Input | Problem | undefined = inputFor(operation, given);
  while (next && !("why" in next)) {
    const answer: Answer | Problem = await ask(operation, next);
    next = "why" in answer ? answer : undefined;
    if ("why" in answer) break;
    compared.push(compare(operation, answer));
    if (compared.length === 1 && succeeded(answer)) next = inputForOne(operation, given, answer.body);
  }
  return { operation, compared, problem: next };
}

/** Calls every read, those first that need nothing from another, until one gets no answer. */
export async function check(rows: Rows, what: Check): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const reads = Object.values(rows).filter(isRead);
  for (const operation of reads.sort((a, b) => needsOf(a).length - needsOf(b).length)) {
    const outcome = await outcomeOf(what, operation);
    outcomes.push(outcome);
    if (outcome.problem?.kind === "no answer") break;
  }
  return outcomes;
}

/** 0: no differences; 3: differences; 1: not everything could be checked. What was left out does not count. */
export function exitCode(outcomes: readonly Outcome[]): number {
  const compared = outcomes.flatMap((outcome) => outcome.compared);
  const failed = compared.filter(({ answer }) => !succeeded(answer));
  if (failed.length === compared.length) return 1;
  if (compared.some(({ findings }) => findings.length > 0)) return 3;
  return failed.length > 0 || outcomes.some(({ problem }) => problem && problem.kind !== "left out") ? 1 : 0;
}
