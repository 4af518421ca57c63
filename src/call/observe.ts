import type { WipsyError } from "../errors/classes.ts";
import { orElse } from "../operation/values.ts";
import type { Connection } from "../transport/types.ts";
import type { Attempt } from "./decode.ts";

/** What a client reports about its requests, named by OpenTelemetry's conventions. Contains none of the caller's data. */
export interface Facts extends Partial<Connection> {
  /** The operationId. */
  readonly "wipsy.operation": string;
  /** The HTTP method, in capitals. */
  readonly "http.request.method": string;
  /** The path, without the query. */
  readonly "url.template": string;
  /** Host of the base URL. */
  readonly "server.address": string;
  /** Port of the base URL, 443 or 80 by default. */
  readonly "server.port": number;
  /** How often the request was sent before. */
  readonly "http.request.resend_count": number;
  /** Absent if no answer came. */
  readonly "http.response.status_code"?: number;
  /** The error's class. */
  readonly "error.type"?: string;
  /** The outcome of a failed request: see `WipsyError`. */
  readonly "wipsy.outcome"?: string;
  /** Seconds until the next attempt. */
  readonly "wipsy.retry.delay"?: number;
  /** Duration of the request, in seconds. */
  readonly "http.client.request.duration"?: number;
}

/**
 * Where a client writes its log: `console`, or any object with a method per level. Leave a level out to silence it.
 *
 * @example
 * ```ts
 * import { type Logger, Wipsy } from "wipsy-client";
 * const logger: Logger = { info: console.log, warn: console.log };
 * await new Wipsy({ logger }).chats.list();
 * ```
 */
export interface Logger {
  /** Every request, and every answer. */
  debug?(message: string, facts: object): void;
  /** Every retry, before its wait. */
  info?(message: string, facts: object): void;
  /** Every request that failed, and every write whose idempotency key could not be updated. */
  warn?(message: string, facts: object): void;
}

/** The events, which are also the names of their channels, and their levels. */
const levels = {
  "wipsy:request:start": "debug",
  "wipsy:request:end": "debug",
  "wipsy:request:error": "warn",
  "wipsy:retry": "info",
  "wipsy:key:unrecorded": "warn",
} as const;

function addressOf(baseUrl: string) {
  const { hostname, port, protocol } = new URL(baseUrl);
  return { "server.address": hostname, "server.port": Number(port) || (protocol === "https:" ? 443 : 80) };
}

/** Host and port of a base URL, as `host:port`. */
export const addressText = (baseUrl: string) => Object.values(addressOf(baseUrl)).join(":");

/**
 * Makes a function that reports an event of an attempt to `node:diagnostics_channel`, and to the logger, which does not get
 * the server's address. `more` is called only if somebody listens.
 */
export function createObserver(baseUrl: string, logger: Logger = {}) {
  // Loaded at run time rather than imported, so that a bundle for a runtime without the module needs no substitute.
  const load = () => globalThis.process?.getBuiltinModule?.("node:diagnostics_channel")?.channel;
  const channel = orElse(load, undefined);
  const channels = new Map(channel && Object.keys(levels).map((name) => [name, channel(name)]));
  return (event: keyof typeof levels, { operation, attempts }: Attempt, more?: () => Partial<Facts>): void => {
    // A listener or logger that throws must not make a sent message look unsent.
    try {
      const listeners = channels.get(event);
      const level = levels[event];
      const isHeard = listeners?.hasSubscribers === true;
      if (!isHeard && logger[level] === undefined) return;
      const { id, method, path } = operation;
      const facts = {
        "wipsy.operation": id,
        "http.request.method": method,
        "url.template": path,
        "http.request.resend_count": attempts - 1,
        ...more?.(),
      };
      if (isHeard) listeners.publish({ ...facts, ...addressOf(baseUrl) });
      // An async logger rejects later, and nobody else would catch that.
      Promise.resolve(logger[level]?.(event, facts)).catch(() => {});
    } catch {}
  };
}

/** The facts of a failed attempt. */
export function factsOf({ name, outcome, status }: WipsyError & { readonly status?: number }): Partial<Facts> {
  const code = status !== undefined && { "http.response.status_code": status };
  return { "error.type": name, "wipsy.outcome": outcome, ...code };
}
