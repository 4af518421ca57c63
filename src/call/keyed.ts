import { IdempotencyError, WipsyError } from "../errors/classes.ts";
import { Failed } from "../errors/failure.ts";
import { inputError, refuse } from "../errors/refuse.ts";
import { type Decision, decide } from "../idempotency/decide.ts";
import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";
import type { Input, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { checkInput, readable } from "../request/input.ts";
import { type Answered, type Call, callOf, type WriteOptions } from "./call.ts";
import type { Client } from "./client.ts";
import type { Exchange, Shape } from "./decode.ts";
import { execute, executed, verdictOn } from "./execute.ts";
import { noAnswer, unknownOutcome } from "./failure.ts";
import { within } from "./limits.ts";
import { type Settings, settingsOf } from "./options.ts";

// Sends once per key: claims the key in the store, sends, and records the outcome.

/** A call with an idempotency key. */
interface Keyed<T> {
  readonly client: Client;
  readonly store: IdempotencyStore;
  readonly operation: Operation;
  readonly input: Input;
  readonly options: WriteOptions;
  readonly settings: Settings;
  readonly shape: Shape<T>;
  /** Milliseconds until the deadline. */
  readonly left: () => number;
}

/** What a call asks the store for. */
type Wanted = Pick<KeyRecord, "key" | "operation" | "fingerprint">;

/**
 * A copy of the input, so that what is sent is what was hashed, whatever the caller changes meanwhile.
 *
 * @throws InputError
 */
function copyOf(operation: Operation, input: Input): Input {
  try {
    return JSON.parse(JSON.stringify(input));
  } catch {
    throw inputError(operation, "body", "circular reference or BigInt in the body, or nesting too deep");
  }
}

/** SHA-256 of an input, in hexadecimal, without an agent's session. The order of fields does not matter. */
async function fingerprintOf({ agent }: Operation, input: Input): Promise<string> {
  const sorted = (name: string, value: unknown) => {
    // A new login does not make another message.
    if (agent && name === "agentSession") return undefined;
    return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  };
  const text = JSON.stringify(input, sorted);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The error for a call that sends nothing because of its key. */
function notSent({ id }: Operation, reason: IdempotencyError["reason"], words: string, more: object = {}) {
  const details = { operation: id, outcome: "not-sent" as const, reason, ...more };
  return new IdempotencyError(`${id}: ${words}. Nothing was sent.`, details);
}

/**
 * Asks the store before sending.
 *
 * @throws IdempotencyError if it fails or takes longer than the deadline; AbortError
 */
async function before<T, Found>({ operation, settings, left }: Keyed<T>, work: () => Promise<Found>): Promise<Found> {
  try {
    return await within({ signal: settings.signal, timeout: left() }, async () => work());
  } catch (cause) {
    if (cause instanceof Failed && cause.failure === "aborted")
      throw noAnswer({ operation, attempts: 1, before: "not-sent" }, cause, { stage: "before" });
    throw notSent(operation, "store", "the idempotency store failed", { cause });
  }
}

/** Claims the key; `undefined` if another call was faster. */
async function claim<T>(call: Keyed<T>, wanted: Wanted, expected: string | undefined): Promise<KeyRecord | undefined> {
  const now = Date.now();
  const times = { startedAt: now, changedAt: now, deadline: now + Math.ceil(call.left()) };
  const record: KeyRecord = { ...wanted, ...times, state: "started", token: crypto.randomUUID() };
  return (await before(call, () => call.store.put(record, expected))) ? record : undefined;
}

/** Records an outcome. If that fails, the key stays as it is, and the next call with it finds an unknown outcome. */
async function settle<T>(call: Keyed<T>, record: KeyRecord, outcome: Partial<KeyRecord>): Promise<boolean> {
  const { client, store, operation, settings } = call;
  const settled = { ...record, ...outcome, changedAt: Date.now(), token: crypto.randomUUID() };
  const write = async () => store.put(settled, record.token);
  const isWritten = await within({ timeout: settings.timeout }, write).catch(() => false);
  if (!isWritten) client.observe("wipsy:key:unrecorded", { operation, attempts: 1, before: "not-sent" });
  return isWritten;
}

/** The fields of an answer that a record keeps. */
const kept = ["success", "messageId", "provider", "id", "reconciled"];

function keptOf(answer: unknown): Record<string, unknown> {
  if (!isRecord(answer)) return {};
  const fields = kept.filter((name) => ["string", "number", "boolean"].includes(typeof answer[name]));
  const own = Object.fromEntries(fields.map((name) => [name, answer[name]]));
  return isRecord(answer.data) ? { ...own, data: keptOf(answer.data) } : own;
}

/** Sends with a claimed key, and records the outcome. */
async function sendClaimed<T>(call: Keyed<T>, record: KeyRecord): Promise<Answered<T>> {
  const { client, operation, input, options, shape } = call;
  // A process that wakes up after its claim has expired must not send.
  const expires = record.deadline;
  const transport: Client["transport"] = (request, sending) =>
    client.transport(request, Object.assign(sending, { expires }));
  let answer: unknown;
  const noted: Shape<T> = (decoded, exchange) => {
    answer = decoded;
    return shape(decoded, exchange);
  };
  let answered: Answered<T>;
  try {
    // At least 1: the call then ends as not sent.
    const deadline = Math.max(1, call.left());
    answered = await executed({ ...client, transport }, operation, input, { ...options, deadline }, noted);
  } catch (error) {
    await settle(call, record, { state: error instanceof WipsyError ? error.outcome : "unknown" });
    throw error;
  }
  const isRecorded = await settle(call, record, { state: "accepted", answer: keptOf(answer) });
  return isRecorded ? answered : { ...answered, data: marked(answered.data, { recorded: false }) };
}

// The cast: the types of writes have the fields.
const marked = <T>(data: T, mark: object) => (isRecord(data) ? ({ ...data, ...mark } as T) : data);

/** Resolves with the recorded answer, in the shape of this call. A person who resolves a key records none. */
function replay<T>({ operation, shape }: Keyed<T>, recorded: KeyRecord["answer"]): Answered<T> {
  const answer = operation.unwrap === undefined ? { ...recorded } : { [operation.unwrap]: {}, ...recorded };
  // The cast: the shapes of writes look at the answer alone unless they refuse it.
  const data = marked(shape(answer, {} as Exchange), { replayed: true });
  return { data, response: () => Response.error(), attempts: 0 };
}

/** An earlier call may have sent: asks `reconcile`, or rejects. */
async function ask<T>(call: Keyed<T>, record: KeyRecord): Promise<Answered<T> | undefined> {
  const { operation, input } = call;
  const why = "an earlier call with this idempotency key did not report its outcome";
  const cause = new WipsyError(`${operation.id}: ${why}.`, { operation: operation.id, outcome: "unknown" });
  const lost = unknownOutcome(operation, cause, input, new Date(record.startedAt));
  // Only writes take a key, so their outcome can be unknown.
  if (!lost) throw cause;
  const verdict = await verdictOn(lost, { operation, attempts: 0, before: "unknown" }, call);
  if (verdict === "unknown") throw lost;
  if (verdict === "sent") {
    const answer = { reconciled: true };
    await settle(call, record, { state: "accepted", answer });
    return replay(call, answer);
  }
  const claimed = await claim(call, record, record.token);
  return claimed && sendClaimed(call, claimed);
}

/** @throws IdempotencyError if the key is in use, or was used for something else */
function checkFree(operation: Operation, decision: Decision): void {
  if (decision.act === "refuse")
    throw notSent(operation, "different-input", "this idempotency key was used with another input: use a new key");
  if (decision.act !== "wait") return;
  const { retryAfterMs } = decision;
  throw notSent(operation, "in-progress", "another call with this idempotency key is in progress", { retryAfterMs });
}

async function run<T>(call: Keyed<T>, key: string): Promise<Answered<T>> {
  const { operation, input, store } = call;
  const wanted: Wanted = { key, operation: operation.id, fingerprint: await fingerprintOf(operation, input) };
  for (;;) {
    const decision = decide(await before(call, () => store.get(key)), wanted, Date.now());
    checkFree(operation, decision);
    if (decision.act === "replay") return replay(call, decision.record.answer);
    if (decision.act === "ask") {
      const answered = await ask(call, decision.record);
      if (answered) return answered;
    }
    const claimed = decision.act === "claim" ? await claim(call, wanted, decision.expected) : undefined;
    if (claimed) return sendClaimed(call, claimed);
    // Another call was faster: look again.
  }
}

/** Calls one operation as {@link execute} does; with an `idempotencyKey`, once per key. */
export function executeOnce<T>(
  client: Client,
  operation: Operation,
  input: Input,
  options: WriteOptions | undefined,
  shape: Shape<T>,
): Call<T> {
  if (options?.idempotencyKey === undefined) return execute(client, operation, input, options, shape);
  const begin = async () => {
    const settings = settingsOf(operation, options, client.defaults);
    const { idempotencyKey: key = "" } = settings;
    const { idempotency: store } = client;
    if (!store) return refuse(operation, "idempotencyKey", "needs a store: set the idempotency option of the client");
    const copy = readable(operation.id, () => {
      checkInput(operation, input);
      return copyOf(operation, input);
    });
    const end = performance.now() + settings.deadline;
    const left = () => end - performance.now();
    return run({ client, store, operation, input: copy, options: { ...options }, settings, shape, left }, key);
  };
  return callOf(begin());
}
