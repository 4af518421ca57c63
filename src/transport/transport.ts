import { Failed } from "../errors/failure.ts";
import { readAnswer, unusable } from "./fetch.ts";
import { hooked, type Send } from "./hook.ts";
import type { Hook, Outgoing, Received, Sender, Sending } from "./types.ts";

/**
 * Sends a request once and reads its answer.
 *
 * @throws Failed `hookFailed`, `tooLarge` or `lost`, otherwise whatever the sender rejects with
 */
export type Transport = (request: Outgoing, sending: Sending) => Promise<Received>;

function originOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Makes the transport of a client. `senderNow` is asked before each request. */
export function createTransport(baseUrl: string, senderNow: () => Sender, hook?: Hook): Transport {
  const origin = originOf(baseUrl);
  const attempt = async (sender: Sender, { url, init }: Outgoing, sending: Sending): Promise<Received> => {
    const { signal } = sending;
    const { method = "GET" } = init;
    const request = { url, init: { ...init, signal } };
    if (!hook) return sender.receive(request, sending);
    const send: Send = async (changed) => {
      // Read once, so that what is checked is what is sent. A hook in JavaScript may pass nothing.
      const { url: target, init: own }: Partial<Outgoing> = Object(changed);
      if (target === undefined || originOf(target) !== origin) throw unusable("URL: the hook changed its origin");
      // Restores what the client sets.
      return sender.respond({ url: target, init: { ...own, method, redirect: "manual", signal } }, sending);
    };
    return readAnswer(await hooked(hook, request, send, sending), sending);
  };
  return async (request, sending) => {
    const sender = senderNow();
    try {
      return await attempt(sender, request, sending);
    } catch (error) {
      const isLost = sender.isExact && sending.stage === "sent" && !(error instanceof Failed);
      throw isLost ? new Failed("lost", error) : error;
    }
  };
}
