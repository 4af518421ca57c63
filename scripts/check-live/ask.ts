import { type Fetch, isWipsyError, Wipsy, type WipsyOptions } from "../../src/index.ts";
import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isReadingId } from "../generate/effect.ts";

/** A response of the server. */
export interface Answer {
  readonly status: number;
  /** The media type without parameters. Empty if the header is missing. */
  readonly contentType: string;
  /** The parsed JSON, or `undefined` if it is not JSON. */
  readonly body: unknown;
}

/** Why an operation was not checked. `skipped`: an option would include it. `no input`: its input is unknown. */
export interface Problem {
  readonly kind: "skipped" | "no input" | "no response" | "broken response";
  readonly why: string;
}

/** Whether an operation only reads, so that it may be called. */
export function isRead({ effect, handwritten, method, id, agent }: Operation): boolean {
  // A POST must also be named like a read, because the description could be wrong.
  const reads = method === "GET" || (method === "POST" && isReadingId(id, agent === true));
  return effect === "read" && handwritten !== true && reads;
}

/**
 * The only `fetch` of this program. It refuses all requests except the reads in `rows` before it connects. It does not
 * follow redirects, which would send the key to another server.
 */
export function readsOnly(base: string, rows: Rows): Fetch {
  const reads = Object.values(rows).filter(isRead);
  const allowed = new Set(reads.map(({ method, path }) => `${method} ${base}${path}`));
  return async (input, init = {}) => {
    // Compares the resolved URL, whose path has no `..`.
    const { origin, pathname } = new URL(String(input));
    if (!allowed.has(`${init.method} ${origin}${pathname}`))
      throw new Error(`check:live only reads. It refused ${init.method} ${pathname} and sent nothing.`);
    return fetch(String(input), { ...init, redirect: "manual" });
  };
}

/** Whether a response is JSON with a success status and without `success: false`. */
export function succeeded({ status, body }: Answer): boolean {
  return status >= 200 && status < 300 && body !== undefined && Object(body).success !== false;
}

/** Makes one call without retries and returns the response, whether or not it succeeded. */
export async function ask(
  reads: Fetch,
  options: WipsyOptions,
  { id }: Operation,
  input: Input,
): Promise<Answer | Problem> {
  let answer: Answer | undefined;
  const recording: Fetch = async (...request) => {
    const response = await reads(...request);
    const [contentType = ""] = /^[^;\s]+/.exec(response.headers.get("content-type") ?? "") ?? [];
    const copy = response.clone();
    answer = { status: response.status, contentType, body: await copy.json().catch(() => undefined) };
    return response;
  };
  const wipsy = new Wipsy({ ...options, fetch: recording, allowInferred: true, maxRetries: 0 });
  // The casts: the types describe the bundled table, but this may be another one.
  const error: unknown = await wipsy.call(id as never, input as never).catch((thrown: unknown) => thrown);
  if (answer && !isWipsyError(error, "ConnectionError") && !isWipsyError(error, "TimeoutError")) return answer;
  if (!isWipsyError(error)) throw error;
  // Neither the message nor the code contains data of the request or the response.
  const { code } = Object(Object(error.cause).cause);
  const message = error.message.replace(`${id}: `, "");
  const why = typeof code !== "string" || message.includes(code) ? message : `${message} (${code})`;
  return { kind: answer ? "broken response" : "no response", why };
}
