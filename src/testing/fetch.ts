import type { Fetch } from "../transport/types.ts";
import { type Handle, headersOf, textOf } from "./outcome.ts";

/** An error like those of Node's `fetch`: clients tell by the code how far the request came. */
function networkError(code: string, syscall: string): TypeError {
  const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
  return new TypeError("fetch failed", { cause });
}

/** A body that fails after its first half. */
function half(text: string): ReadableStream<Uint8Array> {
  let isFirst = true;
  return new ReadableStream({
    pull(controller) {
      if (isFirst) controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
      else controller.error(networkError("ECONNRESET", "read"));
      isFirst = false;
    },
  });
}

/** Waits. Rejects with the signal's reason if the client gives up first. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop);
  });
}

/** A `fetch` that never leaves the process. */
export function mockFetch(handle: Handle, now: () => Date): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, headers, signal } = request;
    signal.throwIfAborted();
    const body = await request.text();
    const { reply, arrives, ms } = handle({ method, url: new URL(request.url), headers, body });
    if (ms > 0) await wait(ms, signal);
    if (arrives === "refused") throw networkError("ECONNREFUSED", "connect");
    if (arrives === "never") throw networkError("ECONNRESET", "read");
    const text = textOf(reply);
    const content = arrives === "half" ? half(text) : text;
    return new Response(text === "" ? null : content, { status: reply.status, headers: headersOf(reply, now()) });
  };
}
