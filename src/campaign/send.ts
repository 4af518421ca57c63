import type { WriteOptions } from "../call/call.ts";
import { pause, within } from "../call/limits.ts";
import { longestTimer } from "../call/options.ts";
import type { Limiter } from "../call/rate.ts";
import type { WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";
import type { SentMessage } from "../recipient/message.ts";
import type { IsExcluded } from "./exclude.ts";
import type { Gate } from "./gate.ts";
import type { Plan } from "./plan.ts";
import type { CampaignState } from "./tally.ts";

// One row: from the store's record to its result.

/** `wipsy.messages.send`, for messages that are checked at run time. */
export type Send = (message: object, options: WriteOptions) => Promise<SentMessage>;

/** What became of a row. */
export interface Outcome {
  readonly state: CampaignState;
  readonly sent?: SentMessage | undefined;
  readonly error?: WipsyError | undefined;
  /** Whether this run tried to send it. */
  readonly isSend?: boolean;
  /** Whether the error is about the campaign, not about this row alone. */
  readonly isLast?: boolean;
}

/** What all rows of a run share. */
export interface Sending {
  readonly send: Send;
  readonly store: IdempotencyStore;
  /** How long the store may take for a look-up, in milliseconds. */
  readonly timeout: number;
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

/** The record of a key. If the store fails, the send reports it. */
function recordOf({ store, timeout }: Sending, key: string): Promise<KeyRecord | undefined> {
  return within({ timeout }, async () => store.get(key)).catch(() => undefined);
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

/**
 * Sends a row, or finds that nothing is to be sent. Resolves with `undefined` if the campaign ends first.
 *
 * @throws InputError if `exclude` fails
 */
export async function sendRow(sending: Sending, plan: Plan): Promise<Outcome | undefined> {
  const { limiter, ending, began, onWait } = sending;
  const ticket = limiter.ticket();
  for (let isFirst = true; ; isFirst = false) {
    const record = await recordOf(sending, plan.key);
    if (isFirst && record && record.startedAt >= began) return { state: "duplicate" };
    const isSend = record === undefined || isFree(record);
    // What an earlier run has sent does not use up the rate.
    const outcome = await (isSend ? attemptInTurn(sending, plan, ticket) : attempt(sending, plan, record));
    const wait = outcome && waitAfter(outcome);
    if (wait === undefined) return outcome;
    if (reasonOf(outcome?.error) === undefined) continue;
    // Another process has claimed the key. The other rows go on meanwhile.
    onWait(1);
    await pause(wait, ending).catch(() => {});
    onWait(-1);
    if (ending.aborted) return undefined;
  }
}
