import { apiKeyHeader } from "../generated/client.ts";
import type { CallOptions } from "./call.ts";
import { InputError } from "./errors.ts";
import { isRecord } from "./input.ts";

/** Call options with every gap filled. */
export interface Settings {
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly headers: Readonly<Record<string, string>>;
}

type Refuse = (field: string, problem: string) => never;

/** The longest wait a timer can hold: a longer one would end at once. */
const longestTimer = 2 ** 31 - 1;

/** Headers that are the client's to set. */
const reserved = new Set([apiKeyHeader.toLowerCase(), "authorization", "content-type", "content-length", "host"]);

const checks: { readonly [Option in keyof CallOptions]-?: (value: unknown, refuse: Refuse) => void } = {
  signal(value, refuse) {
    const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>;
    if (typeof aborted !== "boolean" || typeof addEventListener !== "function")
      refuse("signal", "must be an AbortSignal");
  },
  timeout(value, refuse) {
    if (typeof value !== "number" || !(value > 0) || value > longestTimer) {
      refuse("timeout", `must be a number of milliseconds above 0, at most ${longestTimer}`);
    }
  },
  headers(value, refuse) {
    if (!isRecord(value)) return refuse("headers", "must be a plain object of names and texts");
    for (const [name, text] of Object.entries(value)) {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) refuse("headers", "has a name that no header can have");
      if (reserved.has(name.toLowerCase())) refuse(`headers.${name}`, "is set by the client: leave it out");
      if (typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        refuse(`headers.${name}`, "must be text without line breaks or other characters that a header cannot carry");
      }
    }
  },
};

/** The names of the call options, which a client takes as defaults too. */
export const callOptionNames = Object.keys(checks);

/**
 * Refuses wrong call options. `about` begins the message: an operationId, or the constructor.
 *
 * @throws InputError naming the option
 */
export function checkCallOptions(about: string, options: unknown, operation?: string): void {
  const refuse: Refuse = (field, problem) => {
    throw new InputError(`${about}: the option ${field} ${problem}.`, { operation, field });
  };
  if (!isRecord(options))
    throw new InputError(`${about}: the options must be a plain object.`, { operation, field: "options" });
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = checks[name as keyof CallOptions];
    if (check === undefined) refuse(name, `is not known. Known are: ${callOptionNames.join(", ")}`);
    else check(value, refuse);
  }
}

/** The settings of one call: its own options, then the client's. */
export function settingsOf(operation: string, options: CallOptions, defaults: Omit<Settings, "signal">): Settings {
  checkCallOptions(operation, options, operation);
  const { signal, timeout = defaults.timeout } = options;
  const headers = options.headers ? { ...defaults.headers, ...options.headers } : defaults.headers;
  return { signal, timeout, headers };
}
