import { Agent } from "undici";
import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { type OwnFetch, overHttps, overUndici } from "../support/fetches.ts";
import { serve } from "../support/server.ts";
import { badRecord, certificate, type Exchange, expiredCertificate, serveTls } from "../support/tls-server.ts";

type Trusting = (ca: Buffer | undefined) => OwnFetch;
const over: Readonly<Record<string, Trusting>> = {
  undici: (ca) => overUndici(new Agent({ connections: 1, connect: { ca } })),
  "node:https": (ca) => overHttps({ ca }),
};

const send = (wipsy: Wipsy) => wipsy.messages.send({ to: "+573001112233", message: "Hola" });

/** What the client gets instead of an answer to an executed request. */
const breaks: Readonly<Record<string, (exchange: Exchange) => void>> = {
  "a bad TLS record": ({ wires }) => {
    for (const wire of wires) wire.write(badRecord);
  },
  "plain text in place of TLS": ({ wires }) => {
    for (const wire of wires) wire.write("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  },
  "a reset": ({ wires }) => {
    for (const wire of wires) wire.resetAndDestroy();
  },
};

describe.each(Object.entries(over))("over %s", (_, fetchTrusting) => {
  describe.each(["a new connection", "a keep-alive connection"])("on %s", (connection) => {
    test.each(Object.entries(breaks))("a write that gets %s may have been executed", async (_, breakIt) => {
      await using server = await serveTls(async (exchange) => {
        await exchange.execute();
        breakIt(exchange);
      });
      await using own = fetchTrusting(certificate);
      const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, fetch: own.fetch });
      if (connection !== "a new connection") await wipsy.chats.list();
      expect(await failureOf(send(wipsy))).toMatchObject({ outcome: "unknown", attempts: 1 });
      expect(server.seen).toEqual({ connections: 1, arrived: 1, overHttp2: 0, executed: 1 });
    });
  });

  test.each([
    ["self-signed", "localhost", certificate, undefined],
    ["expired", "localhost", expiredCertificate, expiredCertificate],
    ["of another host", "127.0.0.1", certificate, certificate],
  ])("sends and retries nothing if the certificate is %s", async (_, host, cert, trusted) => {
    await using server = await serveTls(({ answer }) => answer(), cert);
    await using own = fetchTrusting(trusted);
    const baseUrl = server.url.replace("localhost", host);
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl, fetch: own.fetch });
    expect(await failureOf(send(wipsy))).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 1 });
    expect(server.seen).toEqual({ connections: 1, arrived: 0, overHttp2: 0, executed: 0 });
  });

  // The codes are the same as for a connection that breaks later.
  test("a write to a server without TLS has an unknown outcome and is not retried", async () => {
    await using server = await serve(() => ({}));
    await using own = fetchTrusting(certificate);
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url.replace("http:", "https:"), fetch: own.fetch });
    expect(await failureOf(send(wipsy))).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(server.seen).toEqual([]);
  });
});
