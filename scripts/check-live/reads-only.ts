import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isReadingId } from "../generate/effect.ts";

/** A `fetch` that sends nothing but reads. */
export type ReadsOnly = (operation: Operation, input: Input, headers: Record<string, string>) => Promise<Response>;

/** Timeout of a request and its answer, in milliseconds: longer than the platform lets a function run. */
export const timeout = 160_000;

/** Whether an operation changes nothing, so that it may be called. */
export function isRead({ effect, handwritten, method, id, agent }: Operation): boolean {
  // The description's word alone does not make a POST a read.
  const reads = method === "GET" || (method === "POST" && isReadingId(id, agent === true));
  return effect === "read" && handwritten !== true && reads;
}

/**
 * The only way out of this program. Anything but the method and path of a read in `rows` is refused before a connection
 * is made. Redirects are not followed: they would take the key to another server.
 */
export function readsOnly(base: string, rows: Rows): ReadsOnly {
  const reads = Object.values(rows).filter(isRead);
  const allowed = new Set(reads.map(({ method, path }) => `${method} ${base}${path}`));
  return ({ method, path }, { query = {}, body }, headers) => {
    const url = new URL(base + path);
    // Compares the URL that would be sent, with dots and escapes in the path resolved.
    if (!allowed.has(`${method} ${url.origin}${url.pathname}`) || url.search !== "" || url.hash !== "") {
      throw new Error(`check:live only reads: it refused ${method} ${path}, and sent nothing.`);
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const content = body !== undefined && { body: JSON.stringify(body) };
    return fetch(url, { method, headers, redirect: "manual", signal: AbortSignal.timeout(timeout), ...content });
  };
}
