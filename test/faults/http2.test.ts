import { Agent } from "undici";
import { describe, expect, test } from "vitest";
import { isWipsyError, Wipsy } from "wipsy-client";
import { overUndici } from "../support/fetches.ts";
import { certificate, serveTls } from "../support/tls-server.ts";
import { http2Faults, maxRetries } from "./http2.ts";

const outcomeOf = (call: PromiseLike<unknown>) =>
  call.then(
    () => "done",
    (error: unknown) => (isWipsyError(error) ? error.outcome : error),
  );

describe("a write over HTTP/2 whose server", () => {
  test.each(Object.entries(http2Faults))("%s", async (_, { handle, outcome, arrived, executed }) => {
    // undici 7 sends one write at a time on a connection.
    await using server = await serveTls((exchange) => handle(exchange, 1));
    await using http2 = overUndici(new Agent({ allowH2: true, connections: 1, connect: { ca: certificate } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries, fetch: http2.fetch });
    // A GOAWAY can only leave out a stream that is not the connection's first.
    await wipsy.chats.list();
    expect(await outcomeOf(wipsy.messages.send({ to: "+573001112233", message: "Hola" }))).toBe(outcome);
    expect(server.seen).toMatchObject({ arrived, overHttp2: arrived, executed });
  });
});
