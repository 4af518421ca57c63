import { type Fetch, isWipsyError, Wipsy, type WipsyOptions } from "../../src/index.ts";
import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isReadingId } from "../generate/effect.ts";

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  /** Without parameters; empty if the header is missing. */
  readonly contentType: string;
  /** The parsed JSON; `undefined` if it is not JSON. */
  readonly body: unknown;
}

/** Why an operation was not checked. `left out`: an option would include it; `not asked`: it cannot be called. */
export interface Problem {
  readonly kind: "left out" | "not asked" | "no answer" | "broken answer";
  readonly why: string;
}

/** Whether an operation only reads, so that it may be called. */
export function isRead({ effect, handwritten, method, id, agent }: Operation): boolean {
  // A POST must also be named like a read: the description alone could be wrong.
  const reads = method === "GET" || (method === "POST" && isReadingId(id, agent === true));
  return effect === "read" && handwritten !== true && reads;
}

/**
 * The only `fetch` of this program. It refuses anything but the method and path of a read in `rows` before it connects.
 * Redirects are not followed, because they would take the key to another server.
 */
export function readsOnly(base: string, rows: Rows): Fetch {
  const reads = Object.values(rows).filter(isRead);
  const allowed = new Set(reads.map(({ method, path }) => `${method} ${base}${path}`));
  return async (input, init = {}) => {
    // Compare the resolved URL, without dots and escapes in its path.
    const { origin, pathname } = new URL(String(input));
    if (!allowed.has(`${init.method} ${origin}${pathname}`))
      throw new Error(`check:live only reads: it refused ${init.method} ${pathname} and sent nothing.`);
    return fetch(String(input), { ...init, redirect: "manual" });
  };
}

/** Whether an answer is JSON with a success status and without `success: false`. */
export function succeeded({ status, body }: Answer): boolean {
  return status >= 200 && status < 300 && body !== undefined && Object(body).success !== false;
}

/** Makes one call in one attempt and returns the answer, whether or not it succeeded. */
export async function ask(
  reads: Fetch,
  options: WipsyOptions,
  { id }: Operation,
  input: Input,
): Promise<Answer | Problem> {
  let answer: Answer | undefined;
  const noting: Fetch = async (...request) => {
    const response = await reads(...request);
    const [contentType = ""] = /^[^;\s]+/.exec(response.headers.get("content-type") ?? "") ?? [];
    const copy = response.clone();
    answer = { status: response.status, contentType, body: await copy.json().catch(() => undefined) };
    return response;
  };
  const wipsy = new Wipsy({ ...options, fetch: noting, allowInferred: true, maxRetries: 0 });
  // The casts: the types are of the bundled table, and this may be another one.
  const error: unknown = await wipsy.call(id as never, input as never).catch((thrown: unknown) => thrown);
  if (answer && !isWipsyError(error, "ConnectionError") && !isWipsyError(error, "TimeoutError")) return answer;
  if (!isWipsyError(error)) throw error;
  // Neither message nor code contains data of the request or the answer.
  const { code } = Object(Object(error.cause).cause);
  const message = error.message.replace(`${id}: `, "");
  const why = typeof code !== "string" || message.includes(code) ? message : `${message} (${code})`;
  return { kind: answer ? "broken answer" : "no answer", why };
}
