import { serve } from "../support/server.ts";

/** A server that executes each message, as its text says. */
export interface Api extends AsyncDisposable {
  readonly url: string;
  /** How often each message was executed, by its text. */
  readonly executed: Map<string, number>;
  /** When each request arrived, in milliseconds. */
  readonly times: number[];
  /** Called when a message was executed. */
  arrived: (text: string) => void;
}

/**
 * Starts the server. It executes a message, and answers after up to `delay` milliseconds; one whose text contains "lost" is
 * executed and answered with 500; "held" is executed and answered after a minute; "rejected" is answered with 403, and "later"
 * with 429 the first time.
 */
export async function startApi(delay = 0): Promise<Api> {
  const executed = new Map<string, number>();
  const asked = new Set<string>();
  const times: number[] = [];
  const server = await serve(({ body }, count) => {
    const { message }: { message: string } = JSON.parse(body);
    times.push(Date.now());
    if (message.includes("rejected")) return { status: 403, body: { success: false } };
    if (message.includes("later") && !asked.has(message)) {
      asked.add(message);
      return { status: 429, headers: { "retry-after-ms": "1500" } };
    }
    executed.set(message, (executed.get(message) ?? 0) + 1);
    api.arrived(message);
    if (message.includes("lost")) return { status: 500 };
    const wait = message.includes("held") ? 60_000 : Math.random() * delay;
    return { body: { success: true, messageId: `m-${count}` }, delay: wait };
  });
  const api: Api = {
    ...{ url: server.url, executed, times },
    arrived: () => {},
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return api;
}
