import { Failed } from "../errors/failure.ts";
import type { Operation } from "../operation/table.ts";

/** A `fetch` function. It is called with a URL string and a plain init object. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

/** A request, ready to be sent once or more. */
export interface Outgoing {
  /** The whole URL, with its query. */
  readonly url: string;
  /** Method, headers, body and signal. A hook may change headers and body; the rest stays. */
  readonly init: RequestInit;
}

/** Which attempt a {@link Hook} is called for. */
export interface HookContext {
  /** The operationId. */
  readonly operation: string;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
}

/**
 * Middleware that runs around each attempt. It may change headers, body and the URL's path and query. It calls `next` with
 * the request at most once, and returns a response, from `next` or its own, with an unread body. The client sets method,
 * signal and `redirect`. If the hook throws or changes the origin, the call rejects with a `HookError` and is not retried.
 * After the hook has ended, `next` throws, and a request that the hook did not await is aborted. Send only with `next`: the
 * client cannot see other requests, and counts them as not sent.
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

/** An answer that has been read to its end. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly redirected: boolean;
  /** Whether a request may have been executed that this is not the answer to. */
  readonly isOpen: boolean;
  readonly response: Response;
}

/** The context in which a request is sent. */
export interface Sending {
  readonly operation: Operation;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
  /** Aborted when the attempt has ended: nothing is sent any more. */
  readonly controller: AbortController;
  /** Called when the request is handed to `fetch`. */
  readonly leaving: () => void;
  /** How large the answer may be, in bytes. */
  readonly maxResponseSize: number;
}

/**
 * Sends a request once, and reads its answer.
 *
 * @throws Failed `hookFailed`, `tooLarge` or `lost`, else what `fetch` rejects with
 */
export type Transport = (outgoing: Outgoing, sending: Sending) => Promise<Received>;

/** Whether an answer is a redirect: browsers hide its status, other runtimes show it. */
export function isRedirect(response: Response): boolean {
  const { type, status } = response;
  return type === "opaqueredirect" || (Number.isInteger(status) && status >= 300 && status < 400);
}

/** The failure of a hook or custom `fetch` that returned something unusable. */
const unusable = (why: string) => new Failed("hookFailed", new TypeError(`unusable ${why}`));

function checkResponse(response: Response): void {
  if (typeof response?.text !== "function" || typeof response.headers?.get !== "function")
    throw unusable("Response: it is not one");
  if (response.bodyUsed) throw unusable("Response: its body was read already: read a clone");
}

/**
 * A header of an answer.
 *
 * @throws Failed when the answer is a caller's own, and its headers cannot be read
 */
export function headerOf({ headers }: Pick<Response, "headers">, name: string): string | undefined {
  let value: unknown;
  try {
    value = headers.get(name);
  } catch (cause) {
    throw new Failed("hookFailed", cause);
  }
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return value;
  throw unusable("Response: its headers.get() gives no text");
}

/** Lets go of the connection of an answer that is not read. */
export function discard({ body }: Response): void {
  // A body that somebody else reads, or that is not a stream of the platform's, is left to its owner.
  body?.cancel?.().catch(() => {});
}

/** Reads a body, and no further than `maxResponseSize`: compressed, it may be a thousand times smaller. */
async function readText(response: Response, sending: Sending): Promise<string> {
  const { controller, maxResponseSize: limit } = sending;
  // A caller's own answer need not have a stream.
  if (typeof response.body?.getReader !== "function") {
    const text: unknown = await response.text();
    if (typeof text !== "string") throw unusable("Response: its text() gives no text");
    if (text.length > limit) throw new Failed("tooLarge", response);
    return text;
  }
  const reader = response.body.getReader();
  const cancel = async () => {
    try {
      await reader.cancel();
    } catch {}
  };
  // A caller's own stream may know no signal: it would be read on when the attempt has ended.
  controller.signal.addEventListener("abort", cancel);
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      cancel();
      throw new Failed("tooLarge", response);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** An answer that may be a hook's own. */
interface Answered {
  readonly response: Response;
  /** Whether a request has left that got no answer. */
  readonly isOpen: boolean;
}

/** Reads an answer to its end. */
async function readAnswer({ response, isOpen }: Answered, sending: Sending): Promise<Received> {
  checkResponse(response);
  const { status, headers } = response;
  const received = { status, headers, text: "", redirected: isRedirect(response), isOpen, response };
  if (received.redirected || response.redirected) {
    discard(response);
    // A caller's `fetch` that followed one has sent the request elsewhere.
    return { ...received, redirected: true, isOpen: isOpen || response.redirected };
  }
  // Response.error(), an opaque answer, an interim one: nobody has answered.
  if (!Number.isInteger(status) || status < 200) throw new TypeError("no answer");
  return { ...received, text: await readText(response, sending) };
}

type Send = (request: Outgoing) => Promise<Response>;

/** Sends a request with the hook around it. Each attempt gets headers of its own, so that a hook which adds some adds them once. */
async function hooked(hook: Hook, { url, init }: Outgoing, send: Send, sending: Sending): Promise<Answered> {
  const { operation, attempt, controller } = sending;
  const context = { operation: operation.id, attempt };
  let state: "ready" | "called" | "lost" | "answered" | "ended" = "ready";
  let failure: unknown;
  const next: Send = async (request) => {
    if (state === "ended") throw new Error("next was called after the hook had ended");
    if (state !== "ready") throw new Error("next was called twice");
    state = "called";
    try {
      const response = await send(request);
      if (state === "called") state = "answered";
      return response;
    } catch (error) {
      if (state === "called") state = "lost";
      failure = error;
      throw error;
    }
  };
  const isIn = (one: typeof state) => state === one;
  try {
    const response = await hook({ url, init: { ...init, headers: new Headers(init.headers) } }, next, context);
    return { response, isOpen: isIn("called") || isIn("lost") };
  } catch (error) {
    throw isIn("lost") && error === failure ? error : new Failed("hookFailed", error);
  } finally {
    // A request that the hook did not wait for is not to be sent when the call has settled.
    if (isIn("called")) controller.abort();
    state = "ended";
  }
}

function originOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** How a client sends its requests. */
export function createTransport(baseUrl: string, fetch: Fetch, hook?: Hook): Transport {
  const origin = originOf(baseUrl);
  return async ({ url, init }, sending) => {
    const { signal } = sending.controller;
    const { method = "GET" } = init;
    const send: Send = async (request) => {
      // The attempt has been given up, perhaps as one that sent nothing: a slow hook must not send after all.
      signal.throwIfAborted();
      sending.leaving();
      return fetch(request.url, request.init);
    };
    const sendFromHook: Send = async (changed) => {
      // Read once: what is checked is what is sent. A hook in JavaScript may give none.
      const { url: target, init: own }: Partial<Outgoing> = Object(changed);
      if (target === undefined || originOf(target) !== origin) throw unusable("URL: the hook changed its origin");
      // Puts the client's own back on the request.
      return send({ url: target, init: { ...own, method, redirect: "manual", signal } });
    };
    const request = { url, init: { ...init, signal } };
    const answer = hook
      ? await hooked(hook, request, sendFromHook, sending)
      : { response: await send(request), isOpen: false };
    try {
      return await readAnswer(answer, sending);
    } catch (error) {
      throw error instanceof Failed ? error : new Failed("lost", error);
    }
  };
}
