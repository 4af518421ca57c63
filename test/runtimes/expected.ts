import { type Check, type Results, sendsWhenKeptAlive } from "./smoke.ts";
import type { pinned } from "./versions.ts";

// The expected results of each runtime. The runner checks the runtimes against them, a test the table in
// docs/runtimes.md.

/** A runtime with the client set up as docs/runtimes.md says. */
export type Runtime =
  | keyof typeof pinned
  | `Node ${20 | 22 | 24 | 26} with fetch`
  | "Deno without idle connections"
  | "Chromium";

/** The results of the checks, and what the server sees of them. */
export interface Expected {
  readonly results: Results;
  /** Whether the runtime's `fetch` silently repeats a request when a keep-alive connection is closed. */
  readonly resends: boolean;
}

const notSent = "ConnectionError, not-sent";
const unknown = "UnknownOutcomeError, unknown";
const once = "same id: true, replayed: true, 1 sent";
const oneLost = `${unknown}; done`;

/** Where each failure tells how far the request had come. */
const told: Results = {
  send: "accepted: true",
  list: "1, complete: true",
  feed: "new",
  raw: "success: true",
  mock: "1 sent, not-sent",
  "mock on a port": `${unknown}; done, 3 times`,
  "a key in memory": once,
  "a key in SQLite": once,
  campaign: "accepted, accepted, duplicate; 2 delivered",
  delivery: "read",
  retry: "2 attempts",
  "cut-off list": "2 attempts",
  error: "NotFoundError, rejected",
  redirect: "RedirectError, rejected",
  abort: "AbortError, unknown",
  timeout: "TimeoutError, unknown",
  refused: notSent,
  "no such host": notSent,
  "no TLS": notSent,
  closed: unknown,
  reset: unknown,
  "cut off": unknown,
  "closed when kept alive": oneLost,
  "reset when kept alive": oneLost,
};
/** On a connection that is shared, the same TLS error ends requests that were sent. */
const byFetch: Results = { ...told, "no TLS": unknown };
const untold: Results = { ...byFetch, refused: unknown, "no such host": unknown };
const noSqlite = { "a key in SQLite": "no node:sqlite" } as const;
/** They cannot listen, and have no files. */
const bare = { "mock on a port": "InputError, not-sent", ...noSqlite } as const;
const resent = { "closed when kept alive": "done", "reset when kept alive": "done" } as const;
const node: Expected = { results: told, resends: false };
const fetching: Expected = { results: byFetch, resends: false };

export const expected: Readonly<Record<Runtime, Expected>> = {
  "Node 20": { ...node, results: { ...told, ...noSqlite } },
  "Node 22": node,
  "Node 24": node,
  "Node 26": node,
  "Node 20 with fetch": { ...fetching, results: { ...byFetch, ...noSqlite } },
  "Node 22 with fetch": fetching,
  "Node 24 with fetch": fetching,
  "Node 26 with fetch": fetching,
  Bun: fetching,
  Deno: { results: { ...untold, ...resent }, resends: true },
  // Browsers hide the status of a redirect, and after 302 or 303 the write may have run.
  Chromium: { results: { ...untold, ...resent, ...bare, redirect: unknown }, resends: true },
  workerd: { results: { ...untold, ...bare }, resends: false },
  // It opens a new connection for each request.
  "Deno without idle connections": {
    results: { ...untold, "closed when kept alive": "done", "reset when kept alive": "done" },
    resends: false,
  },
};

/** The requests of each check, by the first part of their path: if more arrive, the runtime has repeated some. */
const sent: Readonly<Record<string, number>> = {
  good: 4,
  redirects: 1,
  nothing: 2,
  cuts: 1,
  closes: 1,
  resets: 1,
  "closes-reused": sendsWhenKeptAlive,
  "resets-reused": sendsWhenKeptAlive,
};

/** What the server saw of a runtime. */
export interface Seen {
  /** Requests that arrived under the path of a behavior. */
  arrived(behavior: string): number;
  /** Connections to the target of redirects. */
  readonly strays: number;
}

/** The unexpected results, one per line. */
export function missesOf({ results, resends }: Expected, found: Partial<Results>, seen: Seen): string[] {
  const names = new Set([...Object.keys(results), ...Object.keys(found)]) as Set<Check>;
  const wrong = [...names].flatMap((name) =>
    found[name] === results[name] ? [] : [`${name}: expected "${results[name]}", got "${found[name]}"`],
  );
  const again = Object.entries(sent).flatMap(([behavior, times]) => {
    const came = seen.arrived(behavior);
    // A runtime that repeats requests does so on any keep-alive connection, whichever check opened it.
    if (resends ? came >= times : came === times) return [];
    return [`${behavior}: ${times} requests were made, ${came} arrived`];
  });
  const isResent =
    sendsWhenKeptAlive < seen.arrived("closes-reused") && sendsWhenKeptAlive < seen.arrived("resets-reused");
  const resending =
    resends === isResent ? [] : [`expected that it ${resends ? "sends" : "does not send"} again by itself`];
  const strays = seen.strays === 0 ? [] : [`${seen.strays} connections to where a redirect points`];
  return [...wrong, ...again, ...resending, ...strays];
}
