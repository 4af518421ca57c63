import { Agent, fetch as undiciFetch } from "undici";
import { describe, expect, test } from "vitest";
import { type Fetch, isWipsyError, Wipsy } from "wipsy-client";
import { certificate, serveTls } from "../support/tls-server.ts";
import { http2Faults, maxRetries } from "./http2.ts";

/** undici's `fetch` over HTTP/2, on one connection at a time. */
function http2Fetch(): AsyncDisposable & { readonly fetch: Fetch } {
  const dispatcher = new Agent({ allowH2: true, connections: 1, connect: { ca: certificate } });
  // The types of undici and of the DOM differ where the client does not look.
  const fetch = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as unknown as Fetch;
  return { fetch, [Symbol.asyncDispose]: () => dispatcher.destroy() };
}

const outcomeOf = (call: PromiseLike<unknown>) =>
  call.then(
    () => "done",
    (error: unknown) => (isWipsyError(error) ? error.outcome : error),
  );

describe("a write over HTTP/2, where the server", () => {
  test.each(Object.entries(http2Faults))("%s", async (_, { handle, outcome, arrived, executed }) => {
    // undici 7 sends one write at a time on a connection.
    await using server = await serveTls((exchange) => handle(exchange, 1));
    await using http2 = http2Fetch();
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries, fetch: http2.fetch });
    // A GOAWAY can only leave out a stream that is not the connection's first.
    await wipsy.chats.list();
    expect(await outcomeOf(wipsy.messages.send({ to: "+573001112233", message: "Hola" }))).toBe(outcome);
    expect(server.seen).toMatchObject({ arrived, overHttp2: arrived, executed });
  });
});
