import { InputError } from "../errors/classes.ts";
import type { Operation } from "../operation/table.ts";
import { isNothing, isRecord } from "../operation/values.ts";
import { shown } from "../request/input.ts";
import type { CallOptions } from "./call.ts";
import type { Reconcile } from "./reconcile.ts";

/** Call options with every gap filled. */
export interface Settings extends Defaults {
  readonly signal?: AbortSignal | undefined;
  readonly reconcile?: Reconcile | undefined;
}

/** What a client sets for all its calls. */
export interface Defaults {
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  readonly maxResponseSize: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** The header that carries the API key, which is not the caller's to set. */
  readonly apiKeyHeader: string;
}

/** The options of a call, with the one that only sending has. */
type AnyCallOptions = CallOptions & { readonly reconcile?: Reconcile | undefined };

type Refuse = (field: string, problem: string) => never;

/** The longest wait a timer can hold: a longer one would end at once. */
export const longestTimer = 2_147_483_647;

/**
 * Headers that are the client's to set, as that of the API key, or the connection's, which `fetch` refuses; and a name that
 * gets lost where headers are a plain object, as in `fetch` itself.
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

function checkMilliseconds(name: string, value: unknown, refuse: Refuse): void {
  if (typeof value !== "number" || !(value > 0) || value > longestTimer) {
    refuse(name, `must be a number of milliseconds above 0, at most ${longestTimer}`);
  }
}

type Check = (value: unknown, refuse: Refuse, apiKeyHeader: string) => void;

const checks: { readonly [Option in keyof AnyCallOptions]-?: Check } = {
  signal(value, refuse) {
    const { aborted, addEventListener, removeEventListener } = Object(value) as Partial<AbortSignal>;
    const canListen = typeof addEventListener === "function" && typeof removeEventListener === "function";
    if (typeof aborted !== "boolean" || !canListen) refuse("signal", "must be an AbortSignal");
  },
  timeout: (value, refuse) => checkMilliseconds("timeout", value, refuse),
  deadline: (value, refuse) => checkMilliseconds("deadline", value, refuse),
  maxRetries(value, refuse) {
    if (!Number.isSafeInteger(value) || (value as number) < 0)
      refuse("maxRetries", "must be a whole number, 0 or more");
  },
  maxResponseSize(value, refuse) {
    if (!Number.isSafeInteger(value) || Number(value) < 1)
      refuse("maxResponseSize", "must be a whole number of bytes, 1 or more");
  },
  reconcile(value, refuse) {
    if (typeof value !== "function") refuse("reconcile", "must be a function");
  },
  headers(value, refuse, apiKeyHeader) {
    if (!isRecord(value)) return refuse("headers", "must be a plain object of names and texts");
    for (const [name, text] of Object.entries(value)) {
      if (!headerName.test(name)) refuse("headers", "has a name that no header can have");
      if (reserved.has(name.toLowerCase()) || name.toLowerCase() === apiKeyHeader.toLowerCase())
        refuse(`headers.${name}`, "is not the caller's to set: leave it out");
      if (typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        refuse(
          `headers.${shown(name)}`,
          "must be text without line breaks or other characters that a header cannot carry",
        );
      }
    }
  },
};

/** The options that a client takes as defaults of its calls. */
export const sharedOptionNames = (): string[] =>
  Object.keys(checks).filter((name) => name !== "signal" && name !== "reconcile");

/**
 * Refuses wrong call options. `about` begins the message: an operationId, or the constructor.
 *
 * @throws InputError naming the option
 */
export function checkCallOptions(about: string, options: unknown, apiKeyHeader = "", operation?: string): void {
  const refuse: Refuse = (field, problem) => {
    throw new InputError(`${about}: the option ${field} ${problem}.`, { operation, field });
  };
  if (!isRecord(options)) {
    throw new InputError(`${about}: the options must be a plain object.`, { operation, field: "options" });
  }
  // Only sending has reconcile.
  const known =
    operation === "sendMessage" ? Object.keys(checks) : Object.keys(checks).filter((name) => name !== "reconcile");
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = known.includes(name) ? checks[name as keyof AnyCallOptions] : undefined;
    if (check === undefined) refuse(shown(name), `is not known. Known are: ${known.join(", ")}`);
    else check(value, refuse, apiKeyHeader);
  }
}

/** Headers by their names in small letters: of two that differ only in case, the later is sent. */
export function byName(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The settings of one call: its own options, then the client's. */
export function settingsOf(
  operation: Operation,
  options: AnyCallOptions | null | undefined,
  defaults: Defaults,
): Settings {
  if (isNothing(options)) return defaults;
  const { apiKeyHeader } = defaults;
  checkCallOptions(operation.id, options, apiKeyHeader, operation.id);
  const { signal, reconcile, headers } = options;
  return {
    signal,
    reconcile,
    timeout: options.timeout ?? defaults.timeout,
    deadline: options.deadline ?? defaults.deadline,
    maxRetries: options.maxRetries ?? defaults.maxRetries,
    maxResponseSize: options.maxResponseSize ?? defaults.maxResponseSize,
    headers: headers ? { ...defaults.headers, ...byName(headers) } : defaults.headers,
    apiKeyHeader,
  };
}
