import type { Operation } from "../../src/operation/table.ts";
import { isReadingId } from "../generate/effect.ts";

/** One request for {@link ReadsOnly}. */
export interface Read {
  readonly operation: Operation;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A `fetch` through which only reads leave. */
export type ReadsOnly = (read: Read) => Promise<Response>;

/** For a call, its answer included, in milliseconds: longer than the platform lets a function run. */
export const timeout = 160_000;

/** Whether an operation is one that may be asked: it changes nothing, and no method by hand stands for it. */
export function isRead({ effect, handwritten, method, id, agent }: Operation): boolean {
  // A mark in the description is not enough to make a POST a read.
  const reads = method === "GET" || (method === "POST" && isReadingId(id, agent === true));
  return effect === "read" && handwritten !== true && reads;
}

/**
 * The only way out of this program. Anything that is not the method and the path of a read of the table is refused
 * before a connection is made. Redirects are not followed: they would carry the key elsewhere.
 */
export function readsOnly(
  base: string,
  rows: Readonly<Record<string, Operation>>,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): ReadsOnly {
  const allowed = new Set(
    Object.values(rows)
      .filter(isRead)
      .map(({ method, path }) => `${method} ${base}${path}`),
  );
  return ({ operation: { method, path }, query, body, headers }) => {
    const url = new URL(base + path);
    // Compared as the URL that leaves, after dots and escapes in the path were resolved.
    if (!allowed.has(`${method} ${url.origin}${url.pathname}`) || url.search !== "" || url.hash !== "") {
      throw new Error(`check:live only reads: ${method} ${path} was refused, and did not leave.`);
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signal = AbortSignal.timeout(timeout);
    return fetch(url, { method, headers, redirect: "manual", signal, ...(body !== undefined && { body }) });
  };
}
