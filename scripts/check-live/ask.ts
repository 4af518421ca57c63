import { type Fetch, isWipsyError, Wipsy, type WipsyOptions } from "../../src/index.ts";
import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isReadingId } from "../generate/effect.ts";

/** What the server answered. */
export interface Answer {
  readonly status: number;
  /** Without its parameters; empty if there is none. */
  readonly contentType: string;
  /** The parsed JSON; `undefined` if it is not JSON. */
  readonly body: unknown;
}

/** Why an operation was not checked. `left out`: only for want of an option; `not asked`: it cannot be called. */
export interface Problem {
  readonly kind: "left out" | "not asked" | "no answer" | "broken answer";
  readonly why: string;
}

/** Whether an operation changes nothing, so that it may be called. */
export function isRead({ effect, handwritten, method, id, agent }: Operation): boolean {
  // The description's word alone does not make a POST a read.
  const reads = method === "GET" || (method === "POST" && isReadingId(id, agent === true));
  return effect === "read" && handwritten !== true && reads;
}

/**
 * The only way out of this program: a `fetch` that refuses anything but the method and path of a read in `rows` before a
 * connection is made. Redirects are not followed: they would take the key to another server.
 */
export function readsOnly(base: string, rows: Rows): Fetch {
  const reads = Object.values(rows).filter(isRead);
  const allowed = new Set(reads.map(({ method, path }) => `${method} ${base}${path}`));
  return async (input, init = {}) => {
    // Compares the URL that would be sent, with dots and escapes in the path resolved.
    const { origin, pathname } = new URL(String(input));
    if (!allowed.has(`${init.method} ${origin}${pathname}`))
      throw new Error(`check:live only reads: it refused ${init.method} ${pathname}, and sent nothing.`);
    return fetch(String(input), { ...init, redirect: "manual" });
  };
}

/** Whether an answer is JSON with a success status, and does not say `success: false`. */
export function succeeded({ status, body }: Answer): boolean {
  return status >= 200 && status < 300 && body !== undefined && Object(body).success !== false;
}

/** Makes one call in one attempt, by the way out that {@link readsOnly} is, and gives the answer whatever it is. */
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
  // The casts: the table may be another than the bundled one, whose types these are.
  const error: unknown = await wipsy.call(id as never, input as never).catch((thrown: unknown) => thrown);
  if (answer && !isWipsyError(error, "ConnectionError") && !isWipsyError(error, "TimeoutError")) return answer;
  if (!isWipsyError(error)) throw error;
  // The message shows nothing of what was sent or answered, nor does the code.
  const { code } = Object(Object(error.cause).cause);
  const why = `${error.message.replace(`${id}: `, "")}${typeof code === "string" ? ` (${code})` : ""}`;
  return { kind: answer ? "broken answer" : "no answer", why };
}
