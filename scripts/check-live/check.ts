import { setTimeout as wait } from "node:timers/promises";
import type { AgentSession } from "../../src/index.ts";
import type { Input, Operation } from "../../src/operation/table.ts";
import type { Credentials } from "../../src/request/credentials.ts";
import type { Description } from "../generate/description.ts";
import { type Answer, ask, type NoAnswer } from "./ask.ts";
import { type Compared, type Difference, differencesIn, neverCame } from "./differences.ts";
import { isObject } from "./json.ts";
import { idOf, inputFor, type NotAsked, oneFor, readsOf } from "./plan.ts";
import type { ReadsOnly } from "./reads-only.ts";
import { follow, type Pointer, valueAt } from "./schemas.ts";
import { sightingsOf } from "./sightings.ts";
import type { Validator } from "./violations.ts";

/** One answer with what it was compared to. */
export interface Checked extends Compared {
  readonly input: Input;
  readonly answer: Answer;
  /** It means success: by its status, and it does not say `success: false`. */
  readonly succeeded: boolean;
}

/** What came of one operation. */
export interface Outcome {
  readonly operation: Operation;
  readonly checked: readonly Checked[];
  readonly differences: readonly Difference[];
  /** Places that the description names and no answer has. */
  readonly neverCame: readonly string[];
  /** Why it was not asked, or gave no whole answer. */
  readonly problem?: NotAsked | NoAnswer;
}

/** Whether it was asked, with an answer or without. */
export function wasAsked({ problem }: Outcome): boolean {
  return problem?.is !== "left out" && problem?.is !== "not checked";
}

/** All that a check needs. */
export interface Check {
  readonly description: Description;
  readonly rows: Readonly<Record<string, Operation>>;
  readonly reads: ReadsOnly;
  readonly validate: Validator;
  readonly credentials: Credentials;
  readonly session: AgentSession | undefined;
  readonly inferred: boolean;
  /** Between two calls, in milliseconds. */
  readonly pause: number;
  /** Called before an operation is asked: an answer can take minutes. */
  readonly asking: (operation: Operation) => void;
}

/** Where the response to a status is described, with its references followed; `undefined`: it is not. */
export function responseAt(description: Description, { path, method }: Operation, status: number): Pointer | undefined {
  const responses = ["paths", path, method.toLowerCase(), "responses"];
  const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find(
    (one) => valueAt(description, [...responses, one]) !== undefined,
  );
  return key === undefined ? undefined : follow(description, [...responses, key]);
}

/** Where the schema of an answer is. */
export function schemaAt(description: Description, operation: Operation, status: number): Pointer | undefined {
  const response = responseAt(description, operation, status);
  const schema = response && [...response, "content", "application/json", "schema"];
  return schema && valueAt(description, schema) !== undefined ? schema : undefined;
}

function compared(check: Check, operation: Operation, input: Input, answer: Answer): Checked {
  const { description, validate } = check;
  const { status, isJson, body } = answer;
  const schema = schemaAt(description, operation, status);
  const sightings = schema && isJson ? sightingsOf(description, schema, body) : { known: [], unknown: [] };
  const succeeded = status >= 200 && status < 300 && isJson && !(isObject(body) && body.success === false);
  // Prism would only say that a text is no object.
  const broken = schema && !isJson ? [{ of: "media type", path: "", rule: "" } as const] : [];
  return { input, answer, succeeded, sightings, violations: [...validate(operation, answer), ...broken] };
}

async function outcomeOf(check: Check, operation: Operation, ids: Map<string, string>): Promise<Outcome> {
  const { description, reads, credentials, session, inferred } = check;
  const nothing = { operation, checked: [], differences: [], neverCame: [] };
  const input = inputFor(operation, { session, inferred, ids });
  if ("why" in input) return { ...nothing, problem: input };
  check.asking(operation);
  const checked: Checked[] = [];
  let next: Input | undefined = input;
  let problem: Outcome["problem"];
  while (next) {
    const answer = await ask(reads, operation, next, credentials);
    await wait(check.pause);
    if ("why" in answer) {
      problem = answer;
      break;
    }
    const one = compared(check, operation, next, answer);
    checked.push(one);
    const [key, id] = idOf(operation, answer.body) ?? [];
    if (key !== undefined && id !== undefined) ids.set(key, id);
    next = one.succeeded && checked.length === 1 ? oneFor(operation, answer.body) : undefined;
  }
  // A failure says nothing of the fields of a success.
  const successes = checked.filter(({ succeeded }) => succeeded);
  return {
    operation,
    checked,
    differences: differencesIn(description, checked),
    neverCame: neverCame(successes),
    ...(problem && { problem }),
  };
}

/**
 * Asks every read of the table once, and once more for a single item where it has a way to.
 *
 * @throws Error when nothing comes back from the first call.
 */
export async function check(what: Check): Promise<Outcome[]> {
  const ids = new Map<string, string>();
  const outcomes: Outcome[] = [];
  for (const operation of readsOf(what.rows)) {
    const isFirst = !outcomes.some(wasAsked);
    const outcome = await outcomeOf(what, operation, ids);
    const { problem, checked } = outcome;
    // The others would end the same.
    if (isFirst && problem?.is === "no answer" && checked.length === 0)
      throw new Error(`${operation.id}: ${problem.why}. Nothing was checked.`);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** The exit code: 0 no difference, 3 differences, 1 nothing or not all could be checked. What was left out does not count. */
export function exitCode(outcomes: readonly Outcome[]): number {
  const answers = outcomes.flatMap(({ checked }) => checked);
  if (!answers.some(({ succeeded }) => succeeded)) return 1;
  if (outcomes.some(({ differences }) => differences.length > 0)) return 3;
  const isMissed = outcomes.some(({ problem }) => problem !== undefined && problem.is !== "left out");
  return isMissed || answers.some(({ succeeded }) => !succeeded) ? 1 : 0;
}
