import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import type { Description } from "../openapi/document.ts";
import type { Answer } from "./ask.ts";
import { type Compared, type Difference, differencesIn, neverSeen } from "./differences.ts";
import { type Given, inputFor, inputForOne, keepId, type Problem, readsOf } from "./plan.ts";
import { answerSchema } from "./schemas.ts";
import { valuesOf } from "./values.ts";
import type { Validator } from "./violations.ts";

/** An answer beside its description. */
export interface Checked extends Compared {
  readonly answer: Answer;
  /** Whether it is JSON with a success status, and does not say `success: false`. */
  readonly succeeded: boolean;
}

/** The result of checking one operation. */
export interface Outcome {
  readonly operation: Operation;
  readonly checked: readonly Checked[];
  readonly differences: readonly Difference[];
  /** Described fields that no answer has. */
  readonly neverSeen: readonly string[];
  readonly problem: Problem | undefined;
}

/** What a check needs. */
export interface Check {
  readonly description: Description;
  readonly rows: Rows;
  readonly ask: (operation: Operation, input: Input) => Promise<Answer | Problem>;
  readonly validate: Validator;
  readonly given: Given;
}

/** Whether the operation was called. */
export function wasAsked({ problem }: Outcome): boolean {
  return problem?.kind !== "left out" && problem?.kind !== "not asked";
}

function compared({ description, validate }: Check, operation: Operation, answer: Answer): Checked {
  const { status, isJson, body } = answer;
  const schema = answerSchema(description, operation, status);
  const values = schema && isJson ? valuesOf(description, schema, body) : { described: [], undescribed: [] };
  const succeeded = status >= 200 && status < 300 && isJson && !(isRecord(body) && body.success === false);
  // Prism would call it a string of the wrong type.
  const notJson = schema && !isJson ? [{ of: "media type", path: "", rule: "" } as const] : [];
  return { ...values, answer, succeeded, violations: [...validate(operation, answer), ...notJson] };
}

async function call(check: Check, operation: Operation, input: Input | Problem): Promise<Checked | Problem> {
  if ("why" in input) return input;
  const answer = await check.ask(operation, input);
  return "why" in answer ? answer : compared(check, operation, answer);
}

/** Calls an operation, and once more for the first item of its answer if there is a way to. */
async function callsOf(check: Check, operation: Operation): Promise<(Checked | Problem)[]> {
  const first = await call(check, operation, inputFor(operation, check.given));
  if ("why" in first) return [first];
  keepId(check.given, operation, first.answer.body);
  const one = first.succeeded && inputForOne(operation, first.answer.body);
  return one ? [first, await call(check, operation, one)] : [first];
}

async function outcomeOf(check: Check, operation: Operation): Promise<Outcome> {
  const results = await callsOf(check, operation);
  const checked = results.filter((one) => "answer" in one);
  const problem = results.find((one) => "why" in one);
  const differences = differencesIn(check.description, checked);
  // A failure has none of the fields of a success.
  const unseen = neverSeen(checked.filter(({ succeeded }) => succeeded));
  return { operation, checked, differences, neverSeen: unseen, problem };
}

/**
 * Calls every read.
 *
 * @throws Error if the first call gets no answer
 */
export async function check(what: Check): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const operation of readsOf(what.rows)) {
    const outcome = await outcomeOf(what, operation);
    const { problem, checked } = outcome;
    if (problem?.kind === "no answer" && checked.length === 0 && !outcomes.some(wasAsked))
      throw new Error(`${operation.id}: ${problem.why}. Nothing was checked.`);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** 0: no differences; 3: differences; 1: not everything could be checked. What was left out does not count. */
export function exitCode(outcomes: readonly Outcome[]): number {
  const answers = outcomes.flatMap(({ checked }) => checked);
  if (!answers.some(({ succeeded }) => succeeded)) return 1;
  if (outcomes.some(({ differences }) => differences.length > 0)) return 3;
  const isMissed = outcomes.some(({ problem }) => problem && problem.kind !== "left out");
  return isMissed || answers.some(({ succeeded }) => !succeeded) ? 1 : 0;
}
