import { fetchSender } from "./fetch.ts";
import { type NodeAgent, type NodeSender, nodeSender } from "./node.ts";
import type { Fetch, Sender } from "./types.ts";

/** The facts that decide which transport is used. */
export interface Situation {
  /** The global `fetch`. */
  readonly fetch: unknown;
  /** undici's global dispatchers. */
  readonly dispatchers: readonly unknown[];
  /** Whether the runtime has `process.getBuiltinModule`: Node 20.16 and later. */
  readonly hasModules: boolean;
}

/** Whether a dispatcher is undici's default: not a proxy, a mock, a composed one, or one with connect options. */
function isDefault(dispatcher: unknown): boolean {
  if (dispatcher === undefined) return true;
  const { constructor: made, dispatch }: { constructor?: unknown; dispatch?: unknown } = Object(dispatcher);
  const { name, prototype }: { name?: unknown; prototype?: unknown } = Object(made);
  const key = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === "options");
  const { connect }: { connect?: unknown } = Object(key && Reflect.get(Object(dispatcher), key));
  const isPlain = name === "Agent" || name === "Dispatcher1Wrapper";
  return isPlain && connect === undefined && dispatch === Object(prototype).dispatch;
}

/**
 * The transport to use if the caller has not chosen: `node:http` on Node, unless the global `fetch` or its dispatcher was
 * replaced, for example by a test double, a framework or a proxy.
 */
export function choose({ fetch, dispatchers, hasModules }: Situation): "node" | "fetch" {
  // Only Node's own source contains this. Other runtimes hide theirs.
  const isNodeFetch = typeof fetch === "function" && String(fetch).includes("internal/deps/undici/undici");
  return hasModules && isNodeFetch && dispatchers.every(isDefault) ? "node" : "fetch";
}

/** Whether this runtime has the modules that Node's transport needs. */
export const hasModules = () => typeof globalThis.process?.getBuiltinModule === "function";

/** The senders of a client. */
export interface Senders {
  /** What sends the next request: the caller's `fetch` or agent decides, otherwise the situation. */
  now(): Sender;
  /** Closes idle connections. */
  close(): void;
}

/** Makes the senders of a client. */
export function sendersOf(baseUrl: string, fetch?: Fetch, agent?: NodeAgent): Senders {
  // Looked up at each request, so that a fetch installed later, as by a test, is used.
  const byFetch = fetchSender(fetch ?? ((input, init) => globalThis.fetch(input, init)));
  const keys = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));
  let byNode: NodeSender | undefined;
  let [seen, choice]: [readonly unknown[], ReturnType<typeof choose>] = [[], "fetch"];
  return {
    now() {
      if (fetch) return byFetch;
      const now = [globalThis.fetch, ...keys.map((key) => Reflect.get(globalThis, key))];
      if (now.some((one, at) => one !== seen[at])) {
        const [own, ...dispatchers] = now;
        [seen, choice] = [now, choose({ fetch: own, dispatchers, hasModules: hasModules() })];
      }
      if (choice === "fetch" && !agent) return byFetch;
      byNode ??= nodeSender(baseUrl, agent);
      return byNode;
    },
    close: () => byNode?.close(),
  };
}
