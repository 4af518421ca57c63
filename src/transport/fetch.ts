import { Failed } from "../errors/failure.ts";
import type { Answered } from "./hook.ts";
import { leave } from "./leave.ts";
import type { Fetch, Received, Sender, Sending } from "./types.ts";

/** Whether an answer is a redirect: browsers hide its status, other runtimes show it. */
export function isRedirect(response: Response): boolean {
  const { type, status } = response;
  return type === "opaqueredirect" || (Number.isInteger(status) && status >= 300 && status < 400);
}

/** The failure of a hook or custom `fetch` that returned something unusable. */
export const unusable = (why: string) => new Failed("hookFailed", new TypeError(`unusable ${why}`));

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
function headerOf({ headers }: Response, name: string): string | undefined {
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
  const { cancellation, maxResponseSize: limit } = sending;
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
  // A caller's own stream may ignore the signal and would be read on after the attempt. Not a listener on the signal: Node's
  // fetch keeps that as long as its Request lives, and the reader's error can lead back to the Request.
  cancellation.onCancel(cancel);
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

async function read({ response, isOpen }: Answered, sending: Sending): Promise<Received> {
  checkResponse(response);
  const { status } = response;
  const header = (name: string) => headerOf(response, name);
  const received = { status, header, text: "", redirected: isRedirect(response), isOpen, response: () => response };
  if (received.redirected || response.redirected) {
    discard(response);
    // A caller's `fetch` that followed a redirect has sent the request elsewhere.
    return { ...received, redirected: true, isOpen: isOpen || response.redirected };
  }
  // Response.error(), an opaque or an interim answer: the server has not answered.
  if (!Number.isInteger(status) || status < 200) throw new TypeError("no answer");
  return { ...received, text: await readText(response, sending) };
}

/**
 * Checks an answer and reads its body.
 *
 * @throws Failed
 */
export async function readAnswer(answer: Answered, sending: Sending): Promise<Received> {
  try {
    return await read(answer, sending);
  } catch (error) {
    throw error instanceof Failed ? error : new Failed("lost", error);
  }
}

/** Sends with a `fetch` function. */
export function fetchSender(fetch: Fetch): Sender {
  const respond: Sender["respond"] = async ({ url, init }, progress) => {
    const { signal } = progress.cancellation;
    signal.throwIfAborted();
    if (!leave(progress)) throw new Failed("timedOut");
    return fetch(url, { ...init, signal });
  };
  return {
    isExact: false,
    respond,
    async receive(request, sending) {
      const response = await respond(request, sending);
      return readAnswer({ response, isOpen: false }, sending);
    },
  };
}
