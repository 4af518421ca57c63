import { IdempotencyError, type UnknownOutcomeError, WipsyError } from "../errors/classes.ts";
import { Failed } from "../errors/failure.ts";
import { refuse } from "../errors/refuse.ts";
import { sha256 } from "../idempotency/sha256.ts";
import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";
import { canonical } from "../operation/canonical.ts";
import type { Operation } from "../operation/table.ts";
import { fromJson, isPlain, isRecord } from "../operation/values.ts";
import type { Answered } from "./call.ts";
import { resultOf, type Shape } from "./decode.ts";
import { noAnswer, unknownOutcome, verdictOn } from "./failure.ts";
import { within } from "./limits.ts";
import type { Run } from "./run.ts";

// Sends once per key: claims the key in the store, sends, and records the outcome.

/** A call with an idempotency key. */
interface Keyed<T> extends Run {
  readonly store: IdempotencyStore;
  readonly wanted: Pick<KeyRecord, "key" | "operation" | "fingerprint">;
  readonly shape: Shape<T>;
  readonly send: Send;
}

type Send = <T>(call: Run, shape: Shape<T>) => Promise<Answered<T>>;

/** SHA-256 of a request, in hexadecimal, without an agent's session. The order of fields does not matter. */
function fingerprintOf({ client, request }: Run): Promise<string> {
  const { url, init } = request;
  // An agent who logs in again still sends the same message.
  const { agentSession: _, ...fields } = Object(fromJson(String(init.body), {}));
  return sha256(canonical([url.slice(client.baseUrl.length), fields]));
}

/** The error for a call that sends nothing because of its key. `more`: further details. */
function notSent({ id }: Operation, reason: IdempotencyError["reason"], words: string, more: object = {}) {
  const details = { operation: id, outcome: "not-sent" as const, reason, ...more };
  return new IdempotencyError(`${id}: ${words}. Nothing was sent.`, details);
}

/**
 * Asks the store before sending.
 *
 * @throws IdempotencyError if it fails or takes longer than the deadline; AbortError
 */
async function before<Found>({ operation, settings, left }: Run, work: () => Promise<Found>): Promise<Found> {
  try {
    return await within({ signal: settings.signal, timeout: left() }, async () => work());
  } catch (cause) {
    if (cause instanceof Failed && cause.failure === "aborted")
      throw noAnswer({ operation, attempts: 1, before: "not-sent" }, cause);
    throw notSent(operation, "store", "the idempotency store failed", { cause });
  }
}

/** Records an outcome. If that fails, the key stays as it is: in progress until its deadline, then unknown. */
async function settle<T>(call: Keyed<T>, record: KeyRecord, outcome: Partial<KeyRecord>): Promise<boolean> {
  const { client, store, operation, settings } = call;
  const settled = { ...record, ...outcome, changedAt: Date.now(), token: crypto.randomUUID() };
  const write = async () => store.put(settled, record.token);
  const isWritten = await within({ timeout: settings.timeout }, write).catch(() => false);
  if (!isWritten) client.observe("wipsy:key:unrecorded", { operation, attempts: 1, before: "not-sent" });
  return isWritten;
}

/** Records that the server accepted the write. */
async function accept<T>(call: Keyed<T>, record: KeyRecord, answer: Record<string, unknown>, answered: Answered<T>) {
  const isRecorded = await settle(call, record, { state: "accepted", answer });
  return isRecorded ? answered : { ...answered, data: marked(answered.data, { recorded: false }) };
}

/** The fields of an answer that a record keeps. */
const kept = ["success", "messageId", "provider", "id", "reconciled"];

/** What a record keeps of an answer, and of its `envelope`. */
function keptOf(answer: unknown, envelope = "data"): Record<string, unknown> {
  const fields = Object.entries(Object(answer)).filter(([name, value]) => kept.includes(name) && isPlain(value));
  const content: unknown = envelope && Object(answer)[envelope];
  return { ...Object.fromEntries(fields), ...(isRecord(content) && { [envelope]: keptOf(content, "") }) };
}

/**
 * Claims the key, sends, and records the outcome; `undefined` if another call claimed it first. `expected`: the token of the
 * record to replace.
 */
async function claimAndSend<T>(call: Keyed<T>, expected: string | undefined): Promise<Answered<T> | undefined> {
  const now = Date.now();
  const times = { startedAt: now, changedAt: now, deadline: now + Math.ceil(call.left()) };
  const record: KeyRecord = { ...call.wanted, ...times, state: "started", token: crypto.randomUUID() };
  if (!(await before(call, () => call.store.put(record, expected)))) return undefined;
  let answer: unknown;
  const noted: Shape<T> = (decoded, exchange) => {
    answer = decoded;
    return call.shape(decoded, exchange);
  };
  let answered: Answered<T>;
  try {
    answered = await call.send({ ...call, expires: record.deadline }, noted);
  } catch (error) {
    await settle(call, record, { state: error instanceof WipsyError ? error.outcome : "unknown" });
    throw error;
  }
  return accept(call, record, keptOf(answer, call.operation.unwrap), answered);
}

// The cast: the result types of writes have these optional fields.
const marked = <T>(data: T, mark: object) => (isRecord(data) ? ({ ...data, ...mark } as T) : data);

/** Returns the recorded answer, in the shape of this call. A key that a person resolved has no answer. */
function replay<T>({ operation, shape }: Keyed<T>, recorded: KeyRecord["answer"]): Answered<T> {
  const answer = operation.unwrap === undefined ? { ...recorded } : { [operation.unwrap]: {}, ...recorded };
  return resultOf((...given) => marked(shape(...given), { replayed: true }), answer, 0);
}

/** An earlier call may have sent: asks `reconcile`, or rejects. */
async function ask<T>(call: Keyed<T>, record: KeyRecord): Promise<Answered<T> | undefined> {
  const { operation } = call;
  const why = "an earlier call with this idempotency key did not report its outcome";
  const cause = new WipsyError(`${operation.id}: ${why}.`, { operation: operation.id, outcome: "unknown" });
  // The cast: only writes take a key, so their outcome can be unknown.
  const lost = unknownOutcome(call, cause, new Date(record.startedAt)) as UnknownOutcomeError;
  const verdict = await verdictOn(lost, { operation, attempts: 0, before: "unknown" }, call);
  if (verdict !== "sent" && verdict !== "not-sent") throw lost;
  const answer = { reconciled: true };
  if (verdict === "sent") return accept(call, record, answer, replay(call, answer));
  return claimAndSend(call, record.token);
}

/**
 * Does what the key's record allows; `undefined` if another call changed the record first. An expired claim is never free
 * again: its call may have sent.
 */
async function resume<T>(call: Keyed<T>, record: KeyRecord): Promise<Answered<T> | undefined> {
  const { operation, wanted } = call;
  const { state, token, answer } = record;
  if (record.operation !== wanted.operation || record.fingerprint !== wanted.fingerprint)
    throw notSent(operation, "different-input", "this idempotency key was used with another input: use a new key");
  if (state === "accepted") return replay(call, answer);
  if (state === "not-sent" || state === "rejected") return claimAndSend(call, token);
  const retryAfterMs = record.deadline - Date.now();
  if (state === "started" && retryAfterMs > 0)
    throw notSent(operation, "in-progress", "another call with this idempotency key is in progress", { retryAfterMs });
  return ask(call, record);
}

/**
 * Sends a call with an idempotency key once, whoever calls.
 *
 * @throws InputError if the client has no store; IdempotencyError if the key is not free or the store fails before sending;
 *   otherwise like `send`
 */
export async function sendOnce<T>(run: Run, shape: Shape<T>, send: Send): Promise<Answered<T>> {
  const { client, operation, settings } = run;
  const { idempotencyKey: key = "" } = settings;
  const { idempotency: store } = client;
  if (!store) return refuse(operation, "idempotencyKey", "needs a store: set the idempotency option of the client");
  const wanted = { key, operation: operation.id, fingerprint: await fingerprintOf(run) };
  const call: Keyed<T> = { ...run, store, wanted, shape, send };
  for (;;) {
    const record = await before(call, () => store.get(key));
    const answered = await (record ? resume(call, record) : claimAndSend(call, undefined));
    if (answered) return answered;
    // Another call changed the record first: read it again.
  }
}
