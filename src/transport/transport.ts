import { Failed, type Failure } from "../errors/failure.ts";
import type { Stage } from "../errors/messages.ts";
import { orElse } from "../operation/values.ts";
import { readAnswer, unusable } from "./fetch.ts";
import { hooked, type Send } from "./hook.ts";
import { failureOfNetwork } from "./network-error.ts";
import type { Hook, Outgoing, Received, Sender, Sending } from "./types.ts";

/**
 * Sends a request once and reads its answer.
 *
 * @throws Failed
 */
export type Transport = (request: Outgoing, sending: Sending) => Promise<Received>;

function originOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** The failure for what a sender rejected with. `stage`: how far the request certainly came. */
function failureAt(stage: Stage, error: unknown): Failure {
  if (stage === "sent") return "lost";
  const failure = orElse(() => failureOfNetwork(error), "lost");
  return stage === "connecting" && failure === "lost" ? "connectFailed" : failure;
}

/** Makes the transport of a client. `senderNow` is asked before each request. */
export function createTransport(baseUrl: string, senderNow: () => Sender, hook?: Hook): Transport {
  const origin = originOf(baseUrl);
  const attempt = async (sender: Sender, { url, init }: Outgoing, sending: Sending): Promise<Received> => {
    if (!hook) return sender.receive({ url, init }, sending);
    const { signal } = sending.cancellation;
    const { method = "GET" } = init;
    const request = { url, init: { ...init, signal } };
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
      if (error instanceof Failed) throw error;
      throw new Failed(failureAt(sender.isExact ? sending.stage : "before", error), error);
    }
  };
}
