import { ApiError, type Outcome, UnknownOutcomeError, WipsyError } from "wipsy-client";
import { type Attempt, isServed, type Run, type Schedule } from "./driver.ts";
import { titleOf } from "./faults.ts";
import { errorNameOf, isOpen, isRetried, type Meaning, meaningOf, table } from "./model.ts";
import { longestShort } from "./schedule.ts";
import type { Count } from "./server.ts";

/** The value of `Math.random` while schedules run: it makes the client's backoff short and predictable. */
export const fixedRandom = 0.004;

/** Timers have a resolution of a millisecond, and the client's clock starts slightly after the test's. */
const slack = 3;
/** How late a call may end, in milliseconds: a busy machine may stall this process. */
const grace = 3000;

const hangs = (attempt: Attempt) => meaningOf(attempt.fault) === "timed out";

/** The result of an attempt, as its caller can see it. */
function meaningIn(attempt: Attempt): Meaning {
  if (attempt.cut !== undefined) return "timed out";
  // Whether a connection that is reset at once was ever there is a race, which the system call tells the end of.
  if (attempt.fault.name === "accepts and resets" && attempt.syscall === "connect") return "not reached";
  return meaningOf(attempt.fault);
}

/** How long the client must wait after an attempt, counted from 1. */
function delayAfter({ fault }: Attempt, meaning: Meaning, number: number): number {
  const isAnswer = meaning !== "timed out" && (fault.name === "status" || fault.name.startsWith("hook answers"));
  return (isAnswer ? fault.wait?.ms : undefined) ?? fixedRandom * Math.min(8000, 500 * 2 ** (number - 1));
}

type Report = (problem: string) => void;

/** Whether an attempt was cut short exactly when its time was over. */
function checkCut({ timeout, deadline }: Schedule, attempt: Attempt, report: Report): void {
  const allowed = Math.min(timeout, deadline - attempt.began);
  if (allowed < -grace) report("began after the deadline");
  if (attempt.cut === undefined && hangs(attempt)) report("hung, and was not ended");
  if (attempt.cut !== undefined && attempt.cut - attempt.began < allowed - slack) {
    report(`was cut short after ${attempt.cut - attempt.began} of ${allowed} ms`);
  }
}

/** Whether another attempt follows exactly when the table and the limits say so, after the right wait. */
function checkNext({ schedule, attempts, ended }: Run, number: number, attempt: Attempt, report: Report): void {
  const { effect, maxRetries, deadline } = schedule;
  const meaning = meaningIn(attempt);
  const mayFollow = isRetried(meaning, effect) && number <= maxRetries;
  const delay = delayAfter(attempt, meaning, number);
  const next = attempts[number];
  if (next) {
    if (!mayFollow) report(`came to "${meaning}" and was followed by another`);
    if (next.began - attempt.began < delay - slack) report(`was followed by another before ${delay} ms had gone`);
    return;
  }
  // A wait whose timer came late on a busy machine may have used up what was left.
  const fits = deadline - ended > delay + slack;
  if (mayFollow && fits) report(`came to "${meaning}" and was not followed by another in ${deadline - ended} ms`);
}

function checkAttempts(run: Run, report: Report): void {
  for (const [index, attempt] of run.attempts.entries()) {
    const about: Report = (problem) => report(`attempt ${index + 1} ${problem}`);
    checkCut(run.schedule, attempt, about);
    checkNext(run, index + 1, attempt, about);
  }
}

function outcomeOf(meanings: readonly Meaning[]): Outcome | undefined {
  if (meanings.some(isOpen)) return "unknown";
  const outcomes = meanings.map((meaning) => (meaning === "good" ? undefined : table[meaning].outcome));
  if (outcomes.includes(undefined)) return undefined;
  return outcomes.includes("rejected") ? "rejected" : "not-sent";
}

/** Whether the deadline passed in a wait that would have fitted if its timer had fired in time. */
const isOverdue = (error: WipsyError, deadline: number) => error.name === "TimeoutError" && deadline <= longestShort;

/** Whether an error's class and wait match the last attempt's fault. */
function checkKind({ deadline }: Schedule, last: Attempt, error: WipsyError, report: Report): void {
  const name = errorNameOf(meaningIn(last), last.fault);
  if (isOverdue(error, deadline)) return;
  if (error.name !== name) report(`rejected with ${error.name}, not ${name}`);
  const isAnswer = last.fault.name === "status" && error instanceof ApiError;
  if (isAnswer && error.retryAfterMs !== last.fault.wait?.ms) report(`retryAfterMs is ${error.retryAfterMs}`);
}

function checkError({ schedule, attempts, error }: Run, meanings: readonly Meaning[], report: Report): void {
  if (!(error instanceof WipsyError)) {
    report(`rejected with an error that is not a WipsyError: ${String(error)}`);
    return;
  }
  const outcome = outcomeOf(meanings);
  const made = attempts.length - (meanings.at(-1) === "hook failed unsent" ? 1 : 0);
  if (error.attempts !== made) report(`the error says ${error.attempts} attempts of ${made}`);
  if (error.outcome !== outcome) report(`outcome is ${error.outcome}, not ${outcome}`);
  const isWrapped = schedule.effect === "write" && outcome === "unknown" && error.name !== "HookError";
  if (isWrapped !== error instanceof UnknownOutcomeError) report(`rejected with ${error.name}`);
  const inner = error instanceof UnknownOutcomeError ? error.cause : error;
  const last = attempts.at(-1);
  if (last) checkKind(schedule, last, inner, report);
  else if (inner.name !== "TimeoutError") report(`no request was made, and ${inner.name}`);
}

/** What must never happen, whatever the table says. */
function checkPromises(
  { schedule, error, ended, late }: Run,
  meanings: readonly Meaning[],
  count: Count,
  report: Report,
) {
  const { executed } = count;
  const outcome = error instanceof WipsyError ? error.outcome : undefined;
  if (schedule.effect === "write" && executed > 1) report(`a write was executed ${executed} times`);
  if ((outcome === "not-sent" || outcome === "rejected") && executed > 0) report(`"${outcome}", and it was executed`);
  if (outcome === "unknown" && !meanings.some(isOpen)) report(`"unknown", and no attempt left it open`);
  if (error === undefined && executed === 0) report("resolved, and it was not executed");
  if (late > grace) report(`ended at ${ended} ms, ${late} ms after the deadline`);
}

/** The problems of a run, in words; empty if there are no problems. */
export function problemsOf(run: Run, count: Count): string[] {
  const problems: string[] = [];
  const report = (problem: string) => problems.push(problem);
  const { attempts, resolved } = run;
  const meanings = attempts.map(meaningIn);
  checkAttempts(run, report);
  if ("error" in run) checkError(run, meanings, report);
  else {
    if (meanings.at(-1) !== "good") report(`resolved after "${meanings.at(-1)}"`);
    if (resolved !== attempts.length) report(`the result says ${resolved} attempts of ${attempts.length}`);
  }
  checkPromises(run, meanings, count, report);
  const served = attempts.filter((attempt) => isServed(attempt.fault));
  const whole = served.filter((attempt) => attempt.cut === undefined || hangs(attempt)).length;
  if (count.received > served.length || (count.received < whole && !served.some((one) => one.cut !== undefined))) {
    report(`${served.length} requests were made, and the server got ${count.received}`);
  }
  return problems;
}

/**
 * How many attempts timed out although their fault would not have delayed them: the machine was busy, and the timeout
 * right.
 */
export const busyIn = ({ attempts }: Run): number =>
  attempts.filter((attempt) => attempt.cut !== undefined && !hangs(attempt)).length;

/** A failed run in readable form. */
export function describeRun({ schedule, attempts, ...end }: Run, problems: readonly string[]): string {
  const { call, effect, maxRetries, timeout, deadline } = schedule;
  const met = attempts.map(({ fault, began, cut }) => `${titleOf(fault)} at ${began.toFixed(1)}${cut ? " (cut)" : ""}`);
  const due = schedule.faults.map(titleOf);
  return [
    `schedule ${call}: ${effect}, maxRetries ${maxRetries}, timeout ${timeout}, deadline ${deadline}`,
    `  faults: ${due.join(" | ")}`,
    `  met: ${met.join(" | ")}`,
    `  ended at ${end.ended.toFixed(1)}: ${"error" in end ? String(end.error) : `resolved, attempts ${end.resolved}`}`,
    ...problems.map((problem) => `  ! ${problem}`),
  ].join("\n");
}
