import { Agent, type AgentOptions, request } from "node:https";
import { type Dispatcher, fetch as undiciFetch } from "undici";
import type { Fetch } from "wipsy-client";

/** A `fetch` with its own connections, which close with its scope. */
export interface OwnFetch extends AsyncDisposable {
  readonly fetch: Fetch;
}

/** undici's `fetch` over `dispatcher`. */
export function overUndici(dispatcher: Dispatcher): OwnFetch {
  return {
    // The types of undici and the DOM differ in parts that the client does not use.
    fetch: ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as unknown as Fetch,
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

/** A `fetch` over node:https that rejects like the platform's: with a TypeError whose cause is the error. */
export function overHttps(options: AgentOptions): OwnFetch {
  const agent = new Agent({ keepAlive: true, ...options });
  return {
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        const fail = (cause: Error) => reject(new TypeError("fetch failed", { cause }));
        // The client passes strings for URL and body, and a signal.
        const { headers, body, method, signal } = init as RequestInit & {
          body: string | null;
          method: string;
          signal: AbortSignal;
        };
        const fields = Object.fromEntries(new Headers(headers));
        const outgoing = request(url as string, { agent, method, headers: fields, signal });
        outgoing.on("error", fail);
        outgoing.on("response", (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("error", fail);
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("end", () => resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 0 })));
        });
        outgoing.end(body);
      }),
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}
