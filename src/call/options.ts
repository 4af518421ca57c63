import {
  type About,
  type Check,
  type Checked,
  type Checks,
  checkedOptions,
  isFunction,
  must,
  mustBeWhole,
  refuse,
  shown,
} from "../errors/refuse.ts";
import type { Operation } from "../operation/table.ts";
import { isNothing, isRecord } from "../operation/values.ts";
import type { CallOptions, Reconcile, WriteOptions } from "./call.ts";

/** A client's defaults for the options of its calls. */
export type Defaults = Required<Checked<Omit<CallOptions, "signal">>>;

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
  const isAllowed = (lowered: string) => lowered === "authorization" || !reserved.has(lowered);
  return typeof name === "string" && headerName.test(name) && isAllowed(name.toLowerCase());
}

const times = "milliseconds above 0, at most 2147483647";
/** Whether a timer can wait for `value` milliseconds. */
export const isTime = (value: unknown): value is number =>
  Number(value) === value && value > 0 && value <= longestTimer;

function isSignal(value: unknown): boolean {
  const { aborted, addEventListener, removeEventListener }: Partial<AbortSignal> = Object(value);
  return typeof aborted === "boolean" && isFunction(addEventListener) && isFunction(removeEventListener);
}

/** The checks of the call options that a client also takes, as defaults. */
export const sharedChecks = (): Checks => ({
  timeout: must(times, isTime),
  deadline: must(times, isTime),
  maxRetries: mustBeWhole(0),
  maxResponseSize: mustBeWhole(1),
  headers: must("a plain object of strings", isRecord),
});

/** Control characters and lone surrogates do not survive every store. */
const isKey = (value: unknown) => typeof value === "string" && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(value);

/** The check of a call's signal. */
export const signalCheck: Check = (value) => (isSignal(value) ? undefined : "must be an AbortSignal");

/**
 * Headers by lower-case name: of two that differ only in case, the later one wins.
 *
 * @throws InputError
 */
export function headersOf(about: About, given: object = {}, apiKeyHeader: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(given)) {
    const lowered = name.toLowerCase();
    const field = `headers.${shown(name)}`;
    if (!headerName.test(name)) refuse(about, "headers", "has an invalid header name");
    if (reserved.has(lowered) || lowered === apiKeyHeader.toLowerCase())
      refuse(about, field, "is set by the client: leave it out");
    if (typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text))
      return refuse(about, field, "must be a string of Latin-1 characters without line breaks");
    headers[lowered] = text;
  }
  return headers;
}

/** The settings of one call: its own options, then the client's. */
export function settingsOf(
  operation: Operation,
  given: AnyCallOptions | null | undefined,
  defaults: Defaults,
  apiKeyHeader: string,
): Settings {
  if (isNothing(given)) return defaults;
  const options = checkedOptions<AnyCallOptions>(operation, given, {
    signal: signalCheck,
    ...sharedChecks(),
    ...(operation.effect === "write" && {
      idempotencyKey: must("a string of 1 to 255 characters, without control characters", isKey),
    }),
    // Only `send` takes it.
    ...(operation.id === "sendMessage" && { reconcile: must("a function", isFunction) }),
  });
  return {
    ...{ ...defaults, ...options },
    headers: { ...defaults.headers, ...headersOf(operation, options.headers, apiKeyHeader) },
  };
}
