import { Failed } from "../errors/failure.ts";
import type { Hook, Outgoing, Sending } from "./types.ts";

/** An answer that may be a hook's own. */
export interface Answered {
  readonly response: Response;
  /** Whether a request was sent that got no answer. */
  readonly isOpen: boolean;
}

/** Sends a request. */
export type Send = (request: Outgoing) => Promise<Response>;

/**
 * Sends a request through the hook. Each attempt gets its own headers, so that headers added by a hook do not pile up.
 */
export async function hooked(hook: Hook, { url, init }: Outgoing, send: Send, sending: Sending): Promise<Answered> {
  const { operation, attempt, cancellation } = sending;
  const context = {
    operation: operation.id,
    attempt,
    get connection() {
      return sending.connection;
    },
  };
  let [isCalled, isPending, isOpen, isEnded] = [false, false, false, false];
  const lost: unknown[] = [];
  const next: Send = async (request) => {
    if (isEnded) throw new Error("next was called after the hook had ended");
    if (isCalled) throw new Error("next was called twice");
    [isCalled, isPending, isOpen] = [true, true, true];
    try {
      const response = await send(request);
      isOpen = false;
      return response;
    } catch (error) {
      lost.push(error);
      throw error;
    } finally {
      isPending = false;
    }
  };
  try {
    const response = await hook({ url, init: { ...init, headers: new Headers(init.headers) } }, next, context);
    return { response, isOpen };
  } catch (error) {
    throw lost.includes(error) ? error : new Failed("hookFailed", error);
  } finally {
    // A request that the hook did not await must not be sent after the call has settled.
    if (isPending) cancellation.cancel();
    isEnded = true;
  }
}
