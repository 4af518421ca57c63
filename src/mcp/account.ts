import { operations } from "../../generated/operations.ts";
import type { CallOptions, WriteOptions } from "../call/call.ts";
import { isFunction } from "../errors/refuse.ts";
import { type Hook, Wipsy } from "../index.ts";
import type { Iteration } from "../lists/iterate.ts";
import type { Row } from "../lists/page.ts";
import type { Input, Operation } from "../operation/table.ts";
import { memoryStore } from "../stores/memory.ts";
import { sqliteStore } from "../stores/sqlite.ts";
import { neededFor, type Permission } from "./permissions.ts";

/** What an account is opened with. */
export interface AccountOptions {
  readonly apiKey: string | undefined;
  /** The answer of an agent's login. */
  readonly session: object | undefined;
  readonly allow: ReadonlySet<Permission>;
  readonly inferred: boolean;
  /** Maximum number of sends a minute. */
  readonly maxSends: number;
  /** The SQLite file that keeps idempotency keys. */
  readonly store: string;
  /** Aborted when the client has left: campaigns end. */
  readonly ending: AbortSignal;
}

/** The methods of a list. */
export interface ListMethods {
  iterate(query: object, options: object): Iteration<Row>;
  get?(id: string, options: CallOptions): Promise<Row>;
}

/** What a write gets: its request carries a mark, which the hook removes. */
type Marked = Pick<WriteOptions, "signal" | "headers">;

/** An account as the tools see it. */
export interface Account extends Pick<AccountOptions, "allow" | "maxSends" | "ending"> {
  /** The operations that the credentials and `allow` permit. */
  readonly operations: readonly Operation[];
  /** Resolves to the whole answer. */
  readonly call: (operation: Operation, input: Input, options: WriteOptions) => Promise<unknown>;
  /** Runs a write that `signal` ends only until its request starts: after that, its outcome is worth knowing. */
  readonly write: <T>(signal: AbortSignal, run: (options: Marked) => Promise<T>) => Promise<T>;
  /** The lists of a namespace, the agent's first. */
  readonly lists: (namespace: string) => ListMethods[];
  /** A client whose sends are limited and kept in the store. */
  readonly sender: Wipsy;
  /** Whether its credentials can send at all. */
  readonly maySend: boolean;
  readonly agent: object | undefined;
  /** What no result may contain. */
  readonly secrets: readonly string[];
}

const mark = "x-wipsy-mcp-call";

/** In milliseconds: shorter than the minute for which clients usually wait. */
const deadline = 45_000;

/** Ends writes only until their requests start. */
function createMarks() {
  const started = new Map<string, () => void>();
  const hook: Hook = (request, next) => {
    const headers = new Headers(request.init.headers);
    started.get(headers.get(mark) ?? "")?.();
    headers.delete(mark);
    return next({ ...request, init: { ...request.init, headers } });
  };
  const write: Account["write"] = async (signal, run) => {
    const [id, stop] = [crypto.randomUUID(), new AbortController()];
    const abort = () => stop.abort(signal.reason);
    const release = () => signal.removeEventListener("abort", abort);
    started.set(id, release);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    try {
      return await run({ signal: stop.signal, headers: { [mark]: id } });
    } finally {
      release();
      started.delete(id);
    }
  };
  return { hook, write };
}

/** A function of any client: the types of its operations do not matter here. */
type AnyCall = (id: string, input: Input, options: WriteOptions) => Promise<unknown>;

/**
 * Opens the account that tools work with. Opens the store only if a write is allowed.
 *
 * @throws Error if there are no credentials; InputError if the session or the base URL is invalid, or SQLite is missing
 */
export function openAccount(given: AccountOptions): Account {
  const { apiKey, session, allow, inferred, maxSends, store, ending } = given;
  if (!apiKey && !session) throw new Error("Set WIPSY_API_KEY, or give an agent's login with --session.");
  const { hook, write } = createMarks();
  const idempotency = allow.size > 0 ? sqliteStore(store) : memoryStore();
  const options = { apiKey, allowInferred: inferred, hook, idempotency, deadline };
  const wipsy = new Wipsy(options);
  const sender = new Wipsy({ ...options, rate: { perSecond: maxSends / 60, writesOnly: true } });
  // The cast: the session's type depends on the description, and the client checks what it needs of it.
  const agent = session && (wipsy.agent({ session } as never) as object);
  const isUsable = (one: Operation) =>
    (one.evidence !== "inferred" || inferred) &&
    (one.auth === "bearer" ? agent : one.auth === "none" || apiKey) &&
    neededFor(one).every((permission) => allow.has(permission));
  const usable = Object.values(operations.rows).filter(isUsable);
  const holderOf = (operation: Operation) => (operation.agent ? agent : wipsy);
  const isSend = (operation: Operation) => neededFor(operation).includes("send");
  const token: unknown = Object(Object(session).session).token;
  return {
    ...{ allow, maxSends, ending, operations: usable, write, sender, agent },
    maySend: apiKey !== undefined && operations.rows.sendMessage?.byHand !== undefined,
    call(operation, input, callOptions) {
      const holder = isSend(operation) && !operation.agent ? sender : holderOf(operation);
      const { call } = holder as { call: AnyCall };
      return call(operation.id, input, callOptions);
    },
    lists(namespace) {
      const own = usable.filter((one) => one.list && one.namespace === namespace);
      const ordered = own.toSorted((a, b) => Number(b.agent ?? false) - Number(a.agent ?? false));
      const methods = ordered.map((one): unknown => Reflect.get(Object(holderOf(one)), namespace));
      return methods.filter((one): one is ListMethods => isFunction(Object(one).iterate));
    },
    secrets: [apiKey, token].filter((one): one is string => typeof one === "string" && one !== ""),
  };
}
