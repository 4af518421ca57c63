import { createRawClient } from "../generated/client.ts";
import type { Input } from "./input.ts";
import type { Operation } from "./operation.ts";

/** A `fetch`. It is called with a URL as text and a plain init; only `wipsy.raw` calls it with a `Request`. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

/** A request ready to be sent, as often as need be. */
export interface Outgoing {
  readonly url: string;
  readonly init: RequestInit;
}

/** An answer that has been read to its end. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly redirected: boolean;
  readonly response: Response;
}

/** Builds requests from operations, and sends them. */
export interface Transport {
  build(operation: Operation, input: Input, headers: Readonly<Record<string, string>>): Promise<Outgoing>;
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Received>;
}

/** Given to openapi-fetch as its `Request`: remembers what a real one would turn into a stream that can be sent only once. */
class Unsent implements Outgoing {
  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {}
}

/** Given to openapi-fetch as the answer: its part, building the request, is done, and there is nothing for it to read. */
class Built {
  readonly status = 204;
  readonly ok = true;
  readonly headers = new Map();
  constructor(readonly outgoing: Outgoing) {}
}

/** Whether an answer is a redirect: browsers hide its status, other runtimes show it. */
export function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
}

/** The only place that knows openapi-fetch: it writes URL, headers and body. Sending and reading are done here. */
export function createTransport(baseUrl: string, fetch: Fetch): Transport {
  const builder = createRawClient({
    baseUrl,
    redirect: "manual",
    // openapi-fetch asks of both no more than what these classes have; its types name the platform's.
    Request: Unsent as unknown as typeof Request,
    fetch: (unsent) => Promise.resolve(new Built(unsent as unknown as Unsent) as unknown as Response),
  });
  // The types tie each path to its own parameters; here it comes from the operation table, checked by checkInput.
  const request = builder.request as (method: string, path: string, init: object) => Promise<{ response: unknown }>;
  return {
    async build(operation, input, headers) {
      const { response } = await request(operation.method.toLowerCase(), operation.path, {
        params: { query: input.query },
        body: input.body,
        headers,
      });
      return (response as Built).outgoing;
    },
    async send({ url, init }, signal) {
      const response = await fetch(url, { ...init, signal });
      const { status, headers } = response;
      const redirected = isRedirect(response);
      return { status, headers, text: redirected ? "" : await response.text(), redirected, response };
    },
  };
}
