import type { Input, Operation } from "./operation.ts";
import { bodyContent, bodyType, headersOf, pathText, queryText } from "./serialize.ts";

/** A `fetch`. It is called with a URL as text and a plain init; only `wipsy.raw` calls it with a `Request`. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

/** A request ready to be sent, as often as need be. */
export interface Outgoing {
  /** The whole URL, with its query. */
  readonly url: string;
  /** Method, headers, body and signal. */
  readonly init: RequestInit;
}

/** A request before the key is in it. */
interface Built extends Outgoing {
  readonly init: RequestInit & { readonly headers: Readonly<Record<string, string>> };
}

/** Which attempt a {@link Hook} is called for. */
export interface HookContext {
  /** The operationId. */
  readonly operation: string;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
}

/**
 * Called around each attempt: may change the request, must call `next` with it once at the most, and gives the answer,
 * the one of `next` or another, with its body not read yet. What it throws ends the call with a `HookError`, and is not
 * retried.
 *
 * @example
 * ```ts
 * import { type Hook, Wipsy } from "wipsy-client";
 * const timed: Hook = async (request, next, { operation, attempt }) => {
 *   const began = performance.now();
 *   const response = await next(request);
 *   console.log(operation, attempt, response.status, performance.now() - began);
 *   return response;
 * };
 * await new Wipsy({ hook: timed }).chats.list();
 * ```
 */
export type Hook = (
  request: Outgoing,
  next: (request: Outgoing) => Promise<Response>,
  context: HookContext,
) => Promise<Response>;

/** What a hook threw, or what is wrong with the answer that it or the caller's `fetch` gave. */
export class HookFailure {
  constructor(readonly reason: unknown) {}
}

/** An answer that has been read to its end. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The bytes, in place of the text, where that is what was to come. */
  readonly blob?: Blob;
  readonly redirected: boolean;
  readonly response: Response;
}

/** Builds requests from operations, and sends them. */
export interface Transport {
  /** `headers`, whose names are in small letters, win over the input's own. */
  build(operation: Operation, input: Input, headers: Readonly<Record<string, string>>): Built;
  /**
   * `leaving` is called when the request is handed to `fetch`; `isBinary` says of which status the answer is bytes.
   *
   * @throws HookFailure when it was the hook that failed, else what `fetch` rejects with.
   */
  send(
    outgoing: Outgoing,
    context: HookContext,
    leaving: () => void,
    isBinary: (status: number) => boolean,
  ): Promise<Received>;
}

/** Whether an answer is a redirect: browsers hide its status, other runtimes show it. */
export function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
}

/** Refuses what a hook or a caller's `fetch` gives in place of an answer that can be read. */
function checkResponse(response: Response): void {
  const isOne = typeof response?.text === "function" && typeof response.headers?.get === "function";
  const problem = isOne ? response.bodyUsed && "its body has been read already: read that of a clone" : "it is none";
  if (problem) throw new HookFailure(new TypeError(`the Response cannot be taken: ${problem}`));
}

/** Lets go of the connection of an answer that is not read. */
export function discard({ body }: Response): void {
  // What somebody reads already, or what is no stream of the platform's, is left to its owner.
  body?.cancel?.().catch(() => {});
}

type Send = (request: Outgoing) => Promise<Response>;

/** A request with the hook around it. Each attempt gets headers of its own, so that a hook which adds some adds them once. */
async function hooked(hook: Hook, { url, init }: Outgoing, send: Send, context: HookContext): Promise<Response> {
  let isSent = false;
  let failure: unknown;
  const next: Send = async (request) => {
    if (isSent) throw new Error("next was called twice: the request would be sent twice");
    isSent = true;
    try {
      return await send(request);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    return await hook({ url, init: { ...init, headers: new Headers(init.headers) } }, next, context);
  } catch (error) {
    throw isSent && error === failure ? error : new HookFailure(error);
  }
}

/**
 * A request is a URL and a plain init, and no `Request`: that would turn a body into a stream, which can be sent only once.
 */
export function createTransport(baseUrl: string, fetch: Fetch, hook?: Hook): Transport {
  return {
    build(operation, input, given) {
      const { accept, method, path, query } = operation;
      const { body } = input;
      const search = queryText(query, input.query);
      // The caller may ask for another answer, and cannot change what the body is or who it is for.
      const headers = Object.assign(accept === undefined ? {} : { accept }, headersOf(input), given);
      const contentType = body === undefined ? undefined : bodyType(operation, body);
      if (contentType !== undefined) headers["content-type"] = contentType;
      return {
        url: baseUrl + pathText(path, input.path) + (search && `?${search}`),
        init: { method, redirect: "manual", headers, body: body === undefined ? null : bodyContent(operation, body) },
      };
    },
    async send(outgoing, context, leaving, isBinary) {
      const { signal } = outgoing.init;
      const send: Send = ({ url, init }) => {
        // The attempt has been given up, perhaps as one that sent nothing: a slow hook must not send after all.
        signal?.throwIfAborted();
        leaving();
        return fetch(url, init);
      };
      const response = await (hook ? hooked(hook, outgoing, send, context) : send(outgoing));
      checkResponse(response);
      const { status, headers } = response;
      const redirected = isRedirect(response);
      if (redirected) {
        discard(response);
        return { status, headers, text: "", redirected, response };
      }
      // What is JSON may be an error in place of a file.
      if (isBinary(status) && !/json/i.test(headers.get("content-type") ?? ""))
        return { status, headers, text: "", blob: await response.blob(), redirected, response };
      return { status, headers, text: await response.text(), redirected, response };
    },
  };
}
