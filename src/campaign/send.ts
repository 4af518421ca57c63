import { pause } from "../call/limits.ts";
import { longestTimer } from "../call/options.ts";
import type { Limiter } from "../call/rate.ts";
import type { IdempotencyError, WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import type { KeyRecord } from "../idempotency/store.ts";
import type { IsExcluded } from "./exclude.ts";
import type { Gate } from "./gate.ts";
import type { Plan, Send } from "./plan.ts";
import type { Outcome } from "./result.ts";
import { ask, type Storing } from "./text.ts";

// One row: from the store's record to its result.

/** What all rows of a run share. */
export interface Sending extends Storing {
  readonly send: Send;
  readonly template: string | undefined;
  readonly isExcluded: IsExcluded;
  readonly limiter: Limiter;
  readonly gate: Gate;
  /** Aborted when nothing more may be sent. */
  readonly ending: AbortSignal;
  /** When the run began, in milliseconds since 1970. */
  readonly began: number;
  /** Called when a row begins (1) and ends (-1) to wait for another process. */
  readonly onWait: (change: number) => void;
}

const isFree = ({ state }: KeyRecord) => state === "not-sent" || state === "rejected";

const reasonOf = (error: unknown) => (isWipsyError(error, "IdempotencyError") ? error.reason : undefined);

/** After how many milliseconds a row is tried again; `undefined` if it is not. */
function waitAfter({ error }: Outcome): number | undefined {
  const { outcome, retryAfterMs }: Partial<WipsyError & { retryAfterMs?: number | undefined }> = error ?? {};
  return outcome === "unknown" ? undefined : retryAfterMs;
}

/** Waits for a turn to send. Resolves with false if the campaign ends first. */
async function takeTurn({ gate, limiter, ending }: Sending, ticket: number): Promise<boolean> {
  while (!ending.aborted) {
    await gate.opened();
    try {
      await limiter.start({ ticket, left: () => longestTimer, signal: ending });
    } catch {
      return false;
    }
    if (gate.isOpen && !ending.aborted) return true;
    // Paused meanwhile. Turns that were kept would be used at once when the pause ends.
    limiter.end();
  }
  return false;
}

function failed({ template }: Sending, record: KeyRecord | undefined, error: unknown): Outcome {
  if (!isWipsyError(error)) throw error;
  const hasTemplate = template !== undefined;
  const isChanged = reasonOf(error) === "different-input";
  // With a template, the row's own fields differ: the list has the person twice, or a corrected name.
  if (isChanged && hasTemplate && record && !isFree(record)) return { state: "duplicate" };
  // The row itself was checked before, so an input error is about the client: its key is missing.
  const isInput = isWipsyError(error, "InputError") && error.cause === undefined;
  return { state: error.outcome, error, isLast: isInput || (isChanged && !hasTemplate) };
}

/** Calls `messages.send`, which sends nothing if the key is not free. */
async function attempt(sending: Sending, plan: Plan, record: KeyRecord | undefined): Promise<Outcome> {
  const { key, address, message } = plan;
  if (await sending.isExcluded(address)) return { state: "excluded" };
  try {
    const sent = await sending.send(message, { idempotencyKey: key });
    return { state: sent.replayed ? "replayed" : "accepted", sent };
  } catch (error) {
    return failed(sending, record, error);
  }
}

/** Sends a row in its turn. An answer that asks to wait holds back all rows. */
async function attemptInTurn(sending: Sending, plan: Plan, ticket: number): Promise<Outcome | undefined> {
  // Here, too, so that opt-outs do not use up the rate.
  if (await sending.isExcluded(plan.address)) return { state: "excluded" };
  if (!(await takeTurn(sending, ticket))) return undefined;
  let wait: number | undefined;
  try {
    const outcome = await attempt(sending, plan, undefined);
    if (reasonOf(outcome.error) === undefined) wait = waitAfter(outcome);
    return { ...outcome, isSend: outcome.state !== "excluded" && outcome.state !== "replayed" };
  } finally {
    sending.limiter.end(wait);
  }
}

/** Waits for another process that has claimed the key. The other rows go on meanwhile. */
async function waitForOther({ ending, onWait }: Sending, ms: number): Promise<void> {
  onWait(1);
  // The campaign's end cuts it short.
  await pause(ms, ending).catch(() => {});
  onWait(-1);
}

/** Makes one attempt. `since`: a record from then on means that this run has handled the recipient. */
async function tryRow(sending: Sending, plan: Plan, ticket: number, since: number): Promise<Outcome | undefined> {
  let record: KeyRecord | undefined;
  try {
    record = await ask(sending, (store) => store.get(plan.key));
  } catch (error) {
    // The cast: that is all that it throws.
    return { state: "not-sent", error: error as IdempotencyError, isSend: true };
  }
  if (record && record.startedAt >= since) return { state: "duplicate" };
  if (record === undefined || isFree(record)) return attemptInTurn(sending, plan, ticket);
  // What an earlier run has sent does not use up the rate.
  return attempt(sending, plan, record);
}

/**
 * Sends a row, or finds that nothing is to be sent. Resolves with `undefined` if the campaign ends first.
 *
 * @throws InputError if `exclude` fails
 */
export async function sendRow(sending: Sending, plan: Plan): Promise<Outcome | undefined> {
  const ticket = sending.limiter.ticket();
  for (let since = sending.began; ; since = Infinity) {
    const outcome = await tryRow(sending, plan, ticket, since);
    const wait = outcome && waitAfter(outcome);
    if (wait === undefined) return outcome;
    // The limiter lets all rows wait if the server asked for it.
    if (reasonOf(outcome?.error)) await waitForOther(sending, wait);
    if (sending.ending.aborted) return undefined;
  }
}
