import { Failed } from "../errors/failure.ts";
import type { Operation } from "../operation/table.ts";

/** A `fetch` function. It is called with a URL string and a plain init object. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

/** A request, ready to be sent one or more times. */
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

/** An answer whose body has been read. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly redirected: boolean;
  /** Whether another request may have been executed that got no answer. */
  readonly isOpen: boolean;
  readonly response: Response;
}

/** The context of one request. */
export interface Sending {
  readonly operation: Operation;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
  /** Aborted when the attempt ends: nothing is sent after that. */
  readonly controller: AbortController;
  /** Called when the request is handed to `fetch`. */
  readonly leaving: () => void;
  /** Maximum size of the answer, in bytes. */
  readonly maxResponseSize: number;
}

/**
 * Sends a request once and reads its answer.
 *
 * @throws Failed `hookFailed`, `tooLarge` or `lost`, otherwise whatever `fetch` rejects with
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
    throw unusable("Response: not a Response object");
  if (response.bodyUsed) throw unusable("Response: its body was already read: read a clone instead");
}

/**
 * A header of an answer.
 *
 * @throws Failed if the answer is the caller's own and its headers cannot be read
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
  throw unusable("Response: headers.get() did not return a string");
}

/** Releases the connection of an answer that is not read. */
export function discard({ body }: Response): void {
  // A body that is being read elsewhere, or is not a platform stream, is left to its owner.
  body?.cancel?.().catch(() => {});
}

/** Reads a body up to `maxResponseSize`: a compressed one can expand a thousandfold. */
async function readText(response: Response, sending: Sending): Promise<string> {
  const { controller, maxResponseSize: limit } = sending;
  // A caller's own answer may have no stream.
  if (typeof response.body?.getReader !== "function") {
    const text: unknown = await response.text();
    if (typeof text !== "string") throw unusable("Response: text() did not return a string");
    if (text.length > limit) throw new Failed("tooLarge", response);
    return text;
  }
  const reader = response.body.getReader();
  const cancel = async () => {
    try {
      await reader.cancel();
    } catch {}
  };
  // A caller's own stream may ignore the signal and would be read on after the attempt.
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
  /** Whether a request was sent that got no answer. */
  readonly isOpen: boolean;
}

/** Checks an answer and reads its body. */
async function readAnswer({ response, isOpen }: Answered, sending: Sending): Promise<Received> {
  checkResponse(response);
  const { status, headers } = response;
  const received = { status, headers, text: "", redirected: isRedirect(response), isOpen, response };
  if (received.redirected || response.redirected) {
    discard(response);
    // A caller's `fetch` that followed a redirect has sent the request elsewhere.
    return { ...received, redirected: true, isOpen: isOpen || response.redirected };
  }
  // Response.error(), an opaque or an interim answer: the server has not answered.
  if (!Number.isInteger(status) || status < 200) throw new TypeError("no answer");
  return { ...received, text: await readText(response, sending) };
}

type Send = (request: Outgoing) => Promise<Response>;

/**
 * Sends a request through the hook. Each attempt gets its own headers, so that headers added by a hook do not pile up.
 */
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
    // A request that the hook did not await must not be sent after the call has settled.
    if (isIn("called")) controller.abort();
    state = "ended";
  }
}

function originOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Makes the transport of a client. */
export function createTransport(baseUrl: string, fetch: Fetch, hook?: Hook): Transport {
  const origin = originOf(baseUrl);
  return async ({ url, init }, sending) => {
    const { signal } = sending.controller;
    const { method = "GET" } = init;
    const send: Send = async (request) => {
      // The attempt may already have been reported as not sent: a slow hook must not send it now.
      signal.throwIfAborted();
      sending.leaving();
      return fetch(request.url, request.init);
    };
    const sendFromHook: Send = async (changed) => {
      // Read once, so that what is checked is what is sent. A hook in JavaScript may pass nothing.
      const { url: target, init: own }: Partial<Outgoing> = Object(changed);
      if (target === undefined || originOf(target) !== origin) throw unusable("URL: the hook changed its origin");
      // Restores what the client sets.
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
