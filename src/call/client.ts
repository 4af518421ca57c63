import { operations as bundled } from "../../generated/operations.ts";
import type { Types } from "../../generated/resources.ts";
import { type Checks, checkedOptions, isFunction, must, mustBeSwitch, refuse } from "../errors/refuse.ts";
import type { IdempotencyStore } from "../idempotency/store.ts";
import type { Api, OperationTable } from "../operation/table.ts";
import { isRecord, orElse } from "../operation/values.ts";
import type { Credentials, Secret } from "../request/credentials.ts";
import { hasModules, sendersOf } from "../transport/choose.ts";
import type { NodeAgent } from "../transport/node.ts";
import { createTransport } from "../transport/transport.ts";
import type { Fetch, Hook } from "../transport/types.ts";
import type { CallOptions } from "./call.ts";
import { createObserver, type Logger } from "./observe.ts";
import { canCarryKey, type Defaults, headersOf, sharedChecks } from "./options.ts";
import { limitersOf, type Rate } from "./rate.ts";
import { createBudget } from "./retry.ts";

/**
 * Options of a client.
 *
 * @example
 * ```ts
 * import { Wipsy, type WipsyOptions } from "wipsy-client";
 * const options: WipsyOptions = { apiKey: () => process.env.WIPSY_API_KEY ?? "", timeout: 10_000, maxRetries: 3 };
 * console.log((await new Wipsy(options).chats.list()).items.length);
 * ```
 */
export interface WipsyOptions<A extends Api = Types> extends Omit<CallOptions, "signal"> {
  /**
   * The operations of your own description, as `npx wipsy-client generate` writes them into your project. The client
   * then has the namespaces, methods, types and server of your description.
   * @default those of the bundled description
   */
  readonly operations?: OperationTable<A> | undefined;
  /**
   * The API key, or a function that returns it and is called for every call. Agents need no key.
   * @default the environment variable `WIPSY_API_KEY`
   */
  readonly apiKey?: Secret | undefined;
  /**
   * The base URL of the API. `http:` is accepted for loopback addresses only, unless `allowInsecure` is set.
   * @default the environment variable `WIPSY_BASE_URL`, then the description's server
   */
  readonly baseUrl?: string | undefined;
  /**
   * The `fetch` to use. It is called with a URL string and a plain init object. Pass `globalThis.fetch` for Node's own.
   * @default on Node 20.16 and later `node:http`, unless the global `fetch` or its dispatcher was replaced; elsewhere the
   *   global `fetch`, looked up at each request
   */
  readonly fetch?: Fetch | undefined;
  /**
   * The `node:https` agent to use, for a proxy, your own CA or mutual TLS; a `node:http` agent for an `http:` base URL.
   * Only on Node 20.16 and later, and not together with `fetch`.
   * @default an agent of the client with keep-alive, which closes connections after 4 idle seconds
   */
  readonly agent?: NodeAgent | undefined;
  /**
   * Limits the requests of this client and its agents. Calls wait for their turn in the order in which they began; a call
   * that cannot start before its `deadline` fails at once.
   * @default no limit
   */
  readonly rate?: Rate | undefined;
  /** Middleware around each attempt, to change, trace or answer a request. */
  readonly hook?: Hook | undefined;
  /**
   * Logs requests, retries and failures; never keys, tokens, phones, names or texts.
   * @default no logging
   */
  readonly logger?: Logger | undefined;
  /**
   * Where idempotency keys are kept, so that a write with an `idempotencyKey` is done once per key in all processes that
   * share it. See the guide on sending once.
   * @default no store: `idempotencyKey` is refused
   */
  readonly idempotency?: IdempotencyStore | undefined;
  /**
   * Allows inferred operations: the vendor does not document them, so they may not exist or may differ.
   * @default false
   */
  readonly allowInferred?: boolean | undefined;
  /**
   * Allows an `http:` base URL on other machines. Anyone on the network path can read the key.
   * @default false
   */
  readonly allowInsecure?: boolean | undefined;
  /**
   * Allows use in a browser. Anyone who opens the page can read the key.
   * @default false
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

const logs = ["debug", "info", "warn"] as const;

function isLogger(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const logger: Partial<Logger> = value;
  return logs.every((name) => logger[name] === undefined || isFunction(logger[name]));
}

function isTable(value: unknown): boolean {
  return isRecord(value) && isRecord(value.rows) && typeof value.server === "string" && canCarryKey(value.apiKeyHeader);
}

const hasMethods =
  (...names: string[]) =>
  (value: unknown) =>
    names.every((name) => isFunction(Reflect.get(Object(value), name)));

/** The checks of the options that only a client has. */
const ownChecks = (): Checks => ({
  operations: must("a table written by `npx wipsy-client generate`", isTable),
  apiKey: must("a string or a function", (value) => typeof value === "string" || isFunction(value)),
  baseUrl: must("a string", (value) => typeof value === "string"),
  fetch: must("a function", isFunction),
  agent: must("a node:https agent", hasMethods("addRequest")),
  rate: must("a plain object", isRecord),
  hook: must("a function", isFunction),
  logger: must("a logger with debug, info or warn", isLogger),
  idempotency: must("a store with get, put, list and prune", hasMethods("get", "put", "list", "prune")),
  allowInferred: mustBeSwitch,
  allowInsecure: mustBeSwitch,
  dangerouslyAllowBrowser: mustBeSwitch,
});

const loopback = /^(localhost|(.*\.)localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The base URL without a trailing slash: the server answers a double slash with 404.
 *
 * @throws InputError if it is not an http(s) URL, has a user name, password, query or fragment, or is `http:` on
 *   another machine
 */
export function baseUrlOf(value: string, allowInsecure: boolean): string {
  const wrong = (problem: string) => refuse("Wipsy (WIPSY_BASE_URL)", "baseUrl", problem);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  // "localhost:4010" parses, with the scheme "localhost:".
  if (!url || !/^https?:$/.test(url.protocol))
    return wrong("must be a full http(s) URL, such as https://example.com/v1 or http://localhost:4010");
  if (url.username || url.password) wrong("must not contain a user name or password");
  if (url.search || url.hash) wrong("must not contain a query or fragment");
  if (url.protocol === "http:" && !allowInsecure && !loopback.test(url.hostname))
    wrong("is http:, which exposes the key on the network: use https:, or set allowInsecure");
  let path = url.pathname;
  while (path.endsWith("/")) path = path.slice(0, -1);
  return url.origin + path;
}

/** An environment variable; `undefined` if empty. Some runtimes have no environment, or deny access to it. */
const environment = (name: string) => orElse(() => globalThis.process?.env?.[name] || undefined, undefined);

function isBrowser(): boolean {
  const { document, importScripts } = globalThis as { document?: unknown; importScripts?: unknown };
  return document !== undefined || importScripts !== undefined;
}

/**
 * Makes a client from its options and the environment.
 *
 * @throws InputError that names the invalid option
 */
export function clientOf(given: unknown) {
  const options = checkedOptions<WipsyOptions>("Wipsy", given, { ...ownChecks(), ...sharedChecks() });
  if (isBrowser() && !options.dangerouslyAllowBrowser) {
    refuse("Wipsy", "dangerouslyAllowBrowser", "must be true in a browser, where everybody can read the API key");
  }
  const { operations: table = bundled, allowInferred = false, allowInsecure = false, fetch, agent } = options;
  const { timeout = 30_000, deadline = 60_000, maxRetries = 2, maxResponseSize = 10_000_000 } = options;
  const headers = headersOf("Wipsy", options.headers, table.apiKeyHeader);
  const defaults: Defaults = { timeout, deadline, maxRetries, maxResponseSize, headers };
  const credentials: Credentials = {
    apiKeyHeader: table.apiKeyHeader,
    apiKey: options.apiKey ?? environment("WIPSY_API_KEY"),
  };
  const baseUrl = baseUrlOf(options.baseUrl ?? environment("WIPSY_BASE_URL") ?? table.server, allowInsecure);
  if (agent && fetch) refuse("Wipsy", "agent", "cannot be combined with fetch: leave one of them out");
  if (agent && !hasModules()) refuse("Wipsy", "agent", "works on Node 20.16 and later only");
  const senders = sendersOf(baseUrl, fetch, agent);
  return {
    ...{ table: table as OperationTable, baseUrl, senders, credentials, allowInferred, defaults },
    transport: createTransport(baseUrl, senders.now, options.hook),
    idempotency: options.idempotency,
    budget: createBudget(),
    /** Says when requests of an operation may start. */
    limiter: limitersOf(options.rate),
    observe: createObserver(baseUrl, options.logger),
  };
}

/** What all calls of a client or an agent's handle share. */
export type Client = ReturnType<typeof clientOf>;

/**
 * The property with a client's internals. A registered symbol, so that entry points loaded in another module format
 * find it.
 */
export const insides = Symbol.for("wipsy-client.insides");

/**
 * The internals of a client.
 *
 * @throws InputError if `wipsy` is not a client; a copy made by spreading has no internals
 */
export function clientBehind(wipsy: unknown, about: string): Client {
  const open: unknown = Reflect.get(Object(wipsy), insides);
  if (typeof open === "function") return open();
  return refuse(about, "wipsy", "must be a client made by new Wipsy()");
}
