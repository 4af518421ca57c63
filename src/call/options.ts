import { type Check, type Checked, checkedOptions, isFunction, must, shown } from "../errors/refuse.ts";
import type { Operation } from "../operation/table.ts";
import { isNothing, isRecord } from "../operation/values.ts";
import { headerProblem } from "../request/input.ts";
import type { CallOptions, Reconcile, WriteOptions } from "./call.ts";

/** A client's defaults for the options of its calls. */
export interface Defaults extends Required<Checked<Omit<CallOptions, "signal">>> {
  /** The header that carries the API key. Callers may not set it. */
  readonly apiKeyHeader: string;
}

/** The settings of one call. */
export interface Settings extends Defaults, Checked<Pick<AnyCallOptions, "signal" | "reconcile" | "idempotencyKey">> {}

/** The options of a call, including `reconcile`, which only `send` takes. */
type AnyCallOptions = WriteOptions & { readonly reconcile?: Reconcile | undefined };

/** The longest delay of a timer, in milliseconds: a longer one would end at once. */
export const longestTimer = 2_147_483_647;

/**
 * Headers that callers may not set: those that the client sets, those that `fetch` refuses, and a name that plain
 * objects lose.
 */
const reserved = new Set([
  ...["authorization", "content-type", "content-length", "host", "connection", "expect", "keep-alive"],
  ...["proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "__proto__"],
]);

const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

/** Whether an API key can be sent in a header of this name. */
export function canCarryKey(name: unknown): boolean {
  if (typeof name !== "string" || !headerName.test(name)) return false;
  const lowered = name.toLowerCase();
  return lowered === "authorization" || !reserved.has(lowered);
}

const times = "milliseconds above 0, at most 2147483647";
/** Whether a timer can wait for `value` milliseconds. */
export const isTime = (value: unknown): value is number =>
  Number(value) === value && value > 0 && value <= longestTimer;

function isSignal(value: unknown): boolean {
  const { aborted, addEventListener, removeEventListener }: Partial<AbortSignal> = Object(value);
  return typeof aborted === "boolean" && isFunction(addEventListener) && isFunction(removeEventListener);
}

/** @param apiKeyHeader the header that carries the API key, which callers may not set */
function checkHeaders(value: unknown, apiKeyHeader: string): ReturnType<Check> {
  if (!isRecord(value)) return "must be a plain object of strings";
  for (const [name, text] of Object.entries(value)) {
    if (!headerName.test(name)) return "has an invalid header name";
    const lowered = name.toLowerCase();
    if (reserved.has(lowered) || lowered === apiKeyHeader.toLowerCase())
      return [`headers.${name}`, "is set by the client: leave it out"];
    const problem = headerProblem(text);
    if (problem) return [`headers.${shown(name)}`, problem];
  }
  return undefined;
}

/** The checks of the call options that a client also takes, as defaults. */
export const sharedChecks = (apiKeyHeader = ""): Readonly<Record<string, Check>> => ({
  timeout: must(times, isTime),
  deadline: must(times, isTime),
  maxRetries: must("a whole number, 0 or more", (value) => Number.isSafeInteger(value) && Number(value) >= 0),
  maxResponseSize: must("a whole number, 1 or more", (value) => Number.isSafeInteger(value) && Number(value) > 0),
  headers: (value) => checkHeaders(value, apiKeyHeader),
});

/** Control characters and lone surrogates do not survive every store. */
const keyCheck: Check = (value) =>
  typeof value === "string" && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(value)
    ? undefined
    : "must be a string of 1 to 255 characters, without control characters";

/** The check of a call's signal. */
export const signalCheck: Check = (value) => (isSignal(value) ? undefined : "must be an AbortSignal");

/** Headers by lower-case name: of two that differ only in case, the later one wins. */
export function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The settings of one call: its own options, then the client's. */
export function settingsOf(
  operation: Operation,
  given: AnyCallOptions | null | undefined,
  defaults: Defaults,
): Settings {
  if (isNothing(given)) return defaults;
  const options = checkedOptions<AnyCallOptions>(operation, given, {
    signal: signalCheck,
    ...sharedChecks(defaults.apiKeyHeader),
    ...(operation.effect === "write" && { idempotencyKey: keyCheck }),
    // Only `send` takes it.
    ...(operation.id === "sendMessage" && { reconcile: must("a function", isFunction) }),
  });
  return { ...defaults, ...options, headers: { ...defaults.headers, ...lowerCased(options.headers) } };
}
