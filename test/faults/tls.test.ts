import { Agent as NodeAgent } from "node:https";
import { Agent } from "undici";
import { describe, expect, test } from "vitest";
import { Wipsy, type WipsyOptions } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { overHttps, overUndici } from "../support/fetches.ts";
import { serve } from "../support/server.ts";
import {
  badRecord,
  certificate,
  type Exchange,
  expiredCertificate,
  foreignCertificate,
  serveTls,
  tlsKey,
} from "../support/tls-server.ts";
import { good, serveWire } from "../support/wire.ts";

/** What sends, and its connections, which close with its scope. */
type Own = Pick<WipsyOptions, "fetch" | "agent"> & AsyncDisposable;
const over: Readonly<Record<string, (ca: Buffer | undefined) => Own>> = {
  undici: (ca) => overUndici(new Agent({ connections: 1, connect: { ca } })),
  "a fetch over node:https": (ca) => overHttps({ ca }),
  "Node's transport": (ca) => {
    const agent = new NodeAgent({ keepAlive: true, ca });
    return { agent, [Symbol.asyncDispose]: async () => agent.destroy() };
  },
};
const clientOf = (baseUrl: string, { fetch, agent }: Own) => new Wipsy({ apiKey: "test-key", baseUrl, fetch, agent });

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

describe.each(Object.entries(over))("over %s", (name, trusting) => {
  describe.each(["a new connection", "a keep-alive connection"])("on %s", (connection) => {
    test.each(Object.entries(breaks))("a write that gets %s may have been executed", async (_, breakIt) => {
      await using server = await serveTls(async (exchange) => {
        await exchange.execute();
        breakIt(exchange);
      });
      await using own = trusting(certificate);
      const wipsy = clientOf(server.url, own);
      if (connection !== "a new connection") await wipsy.chats.list();
      expect(await failureOf(send(wipsy))).toMatchObject({ outcome: "unknown", attempts: 1 });
      expect(server.seen).toEqual({ connections: 1, arrived: 1, overHttp2: 0, executed: 1 });
    });
  });

  test.each([
    ["self-signed", "localhost", certificate, undefined],
    ["expired", "localhost", expiredCertificate, expiredCertificate],
    ["of another host", "127.0.0.1", certificate, certificate],
    ["of an unknown authority", "localhost", foreignCertificate, certificate],
  ])("sends and retries nothing if the certificate is %s", async (_, host, cert, trusted) => {
    await using server = await serveTls(({ answer }) => answer(), cert);
    await using own = trusting(trusted);
    const wipsy = clientOf(server.url.replace("localhost", host), own);
    expect(await failureOf(send(wipsy))).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 1 });
    expect(server.seen).toEqual({ connections: 1, arrived: 0, overHttp2: 0, executed: 0 });
  });

  // The codes are those of a connection that breaks later, and only Node's transport knows whether it was ready.
  const isKnown = name === "Node's transport";
  const expected = isKnown ? { outcome: "not-sent", attempts: 3 } : { outcome: "unknown", attempts: 1 };
  test(`a write to a server without TLS is ${expected.outcome}`, async () => {
    await using server = await serve(() => ({}));
    await using own = trusting(certificate);
    const wipsy = clientOf(server.url.replace("http:", "https:"), own);
    expect(await failureOf(send(wipsy))).toMatchObject(expected);
    expect(server.seen).toEqual([]);
  });

  test("a handshake that the server ends is not sent, and retried", async () => {
    await using server = await serveWire({ connected: (wire) => wire.once("data", () => wire.end()) });
    await using own = trusting(certificate);
    const error = await failureOf(send(clientOf(server.url.replace("http:", "https:"), own)));
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 3 });
    expect(server.sockets).toHaveLength(3);
  });

  test(`a handshake that the server resets is ${expected.outcome}`, async () => {
    await using server = await serveWire({ connected: (wire) => wire.once("data", () => wire.resetAndDestroy()) });
    await using own = trusting(certificate);
    const error = await failureOf(send(clientOf(server.url.replace("http:", "https:"), own)));
    expect(error).toMatchObject(expected);
    expect(server.sockets).toHaveLength(expected.attempts);
  });

  test("a write that meets a reset after the handshake may have been executed", async () => {
    await using server = await serveWire({
      tls: { key: tlsKey, cert: certificate },
      connected: () => server.reset(),
      answer: (socket) => socket.end(good),
    });
    await using own = trusting(certificate);
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 0, ...own });
    const { outcome } = await failureOf(send(wipsy));
    // The reset may overtake the end of the client's handshake, and the request come with it.
    expect(server.requests.length > 0 ? ["unknown"] : ["unknown", "not-sent"]).toContain(outcome);
    expect(server.sockets).toHaveLength(1);
  });
});
