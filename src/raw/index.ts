import { createRawClient, type RawClient } from "../../generated/client.ts";
import { type Client, clientBehind } from "../call/client.ts";
import { redirectError } from "../call/decode.ts";
import { checkEvidence } from "../call/run.ts";
import { HookError } from "../errors/classes.ts";
import type { Api, Operation } from "../operation/table.ts";
import { authorization } from "../request/credentials.ts";
import { discard, isRedirect } from "../transport/fetch.ts";
import type { types } from "../wipsy.ts";

/** Properties of a request that are passed on unchanged. Some runtimes lack some of them. */
const passed = [
  "method",
  "signal",
  "cache",
  "credentials",
  "integrity",
  "keepalive",
  "mode",
  "referrer",
  "referrerPolicy",
] as const;

/** An operation's id, and whether it takes a key. */
type Secured = Pick<Operation, "id" | "auth" | "authOptional">;

/** A `fetch` as openapi-fetch calls it. */
type RawFetch = (request: Request) => Promise<Response>;

/** Sends a request with the client's sender, which takes a URL and a plain init. */
async function sendPlain({ senders }: Client, request: Request, headers: Headers): Promise<Response> {
  const init: RequestInit = Object.fromEntries(passed.map((name) => [name, request[name]]));
  // Not every browser has `Request.body`.
  const bytes = await request.arrayBuffer();
  const body = bytes.byteLength > 0 ? bytes : null;
  const { signal, url } = request;
  const cancellation = {
    signal,
    get isCanceled() {
      return signal.aborted;
    },
    onCancel: (callback: () => void) => signal.addEventListener("abort", callback),
  };
  return senders
    .now()
    .respond({ url, init: { ...init, headers, body, redirect: "manual" } }, { cancellation, stage: "before" });
}

/** @throws RedirectError if the answer is a redirect, or the caller's fetch has followed one */
function checkedAnswer(name: string, response: Response): Response {
  const { redirected, status } = response;
  if (!redirected && !isRedirect(response)) return response;
  discard(response);
  throw redirectError(name, 1, redirected ? "unknown" : "not-sent", status);
}

/**
 * Adds the key right before a request is sent, when its address can no longer change. Adds it to a copy of the headers,
 * since middleware holds the request itself.
 */
function guarded(client: Client, operation: Secured, own: RawFetch | undefined): RawFetch {
  return async (request) => {
    if (new URL(request.url).origin !== new URL(client.baseUrl).origin) {
      const message = `${operation.id}: the request's origin is not that of baseUrl. Nothing was sent.`;
      throw new HookError(message, { operation: operation.id, outcome: "not-sent" });
    }
    const headers = new Headers(request.headers);
    const isAuthorized = operation.auth === "bearer" && headers.has("authorization");
    const known = isAuthorized ? {} : authorization(operation, client.credentials);
    const header = typeof known === "function" ? await known() : known;
    for (const [key, value] of Object.entries(header)) headers.set(key, value);
    const sent = own ? own(new Request(request, { headers, redirect: "manual" })) : sendPlain(client, request, headers);
    return checkedAnswer(operation.id, await sent);
  };
}

/** The options of an openapi-fetch call that are read here. */
interface RawInit {
  readonly method?: string;
  readonly fetch?: RawFetch;
}

export type { RawClient };

/** A client that carries the types of its description. */
interface Typed<A extends Api> {
  readonly [types]?: A;
}

/**
 * Returns the generated openapi-fetch client with the base URL, key, headers and `fetch` of `wipsy`, for cases that its
 * methods do not cover. It does not follow redirects, sends to no other origin, and refuses inferred operations unless
 * `allowInferred` is set. Timeouts, retries, hooks and decoding are up to the caller.
 *
 * @throws InputError if `wipsy` is not a client. A call rejects with an InputError if the key is missing, a HookError
 *   if middleware or an option changed the origin, a RedirectError if the server redirects.
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { rawClient } from "wipsy-client/raw";
 * const raw = rawClient(new Wipsy());
 * const { data, error } = await raw.GET("/api-get-chats", { params: { query: { limit: 10 } } });
 * console.log(error ?? data?.success);
 * ```
 */
export function rawClient<A extends Api>(wipsy: Typed<A>): RawClient<A["paths"]> {
  const client = clientBehind(wipsy, "rawClient");
  const raw = createRawClient({ baseUrl: client.baseUrl, headers: client.defaults.headers });
  const rows = Object.values(client.table.rows);
  const call = async (method: string, path: string, init: RawInit = {}) => {
    const row = rows.find((one) => one.method === method && one.path === path);
    if (row) checkEvidence(row, client.allowInferred);
    // The generator left out operations without a row. They get the key if there is one.
    const fetch = guarded(client, row ?? { id: `${method} ${path}`, auth: "apiKey", authOptional: true }, init.fetch);
    // The cast: the return type checks paths and inits.
    return raw.request(method.toLowerCase() as never, path as never, { ...init, fetch, redirect: "manual" } as never);
  };
  const methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"].map((method) => [
    method,
    (path: string, init?: RawInit) => call(method, path, init),
  ]);
  const request = (method: string, path: string, init?: RawInit) => call(method.toUpperCase(), path, init);
  return { ...raw, ...Object.fromEntries(methods), request };
}
