import { createServer } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { Agent, ProxyAgent } from "undici";
import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { type OwnFetch, overHttps, overUndici } from "../support/fetches.ts";
import { certificate, serveTls, type TlsServer } from "../support/tls-server.ts";
import { closedPort } from "./server.ts";

const overLookup: Readonly<Record<string, (lookup: LookupFunction) => OwnFetch>> = {
  undici: (lookup) => overUndici(new Agent({ connections: 1, connect: { lookup, ca: certificate } })),
  "node:https": (lookup) => overHttps({ lookup, ca: certificate }),
};

/** Sends a message with one retry, and returns the facts of its error. */
async function failureOver({ fetch }: OwnFetch, server: TlsServer) {
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 1, fetch });
  const error = await failureOf(wipsy.messages.send({ to: "+573001112233", message: "Hola" }));
  expect(server.seen).toEqual({ connections: 0, arrived: 0, overHttp2: 0, executed: 0 });
  return error;
}

describe.each(Object.entries(overLookup))("a failed name lookup with %s", (_, fetchOver) => {
  test.each([
    ["EAI_AGAIN", "getaddrinfo", 2],
    ["EAI_FAIL", "getaddrinfo", 2],
    ["ESERVFAIL", "queryA", 2],
    ["ETIMEOUT", "queryAaaa", 2],
    // The name server's connection, not the host's.
    ["ECONNREFUSED", "queryA", 2],
    ["ENOTFOUND", "getaddrinfo", 1],
    ["ENOTFOUND", "queryA", 1],
  ])("%s of %s is not-sent after %i attempts", async (code, syscall, attempts) => {
    await using server = await serveTls(({ answer }) => answer());
    let lookups = 0;
    await using own = fetchOver((hostname, _options, done) => {
      lookups += 1;
      const error = Object.assign(new Error(`${syscall} ${code} ${hostname}`), { code, syscall, hostname });
      setImmediate(() => done(error, ""));
    });
    const error = await failureOver(own, server);
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts });
    expect(lookups).toBe(attempts);
  });
});

/** A proxy that answers every CONNECT with `status` and counts them. */
async function refusingProxy(status: number) {
  const seen = { connects: 0 };
  const proxy = createServer();
  proxy.on("connect", (_request, socket) => {
    seen.connects += 1;
    socket.on("error", () => {});
    socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

describe("a proxy that refuses the tunnel", () => {
  test.each([407, 403])("that answers CONNECT with %i is not-sent and not retried", async (status) => {
    await using server = await serveTls(({ answer }) => answer());
    await using proxy = await refusingProxy(status);
    await using own = overUndici(new ProxyAgent({ uri: proxy.url, requestTls: { ca: certificate } }));
    const error = await failureOver(own, server);
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 1 });
    expect(proxy.seen.connects).toBe(1);
  });

  test("that is down is not-sent and retried", async () => {
    await using server = await serveTls(({ answer }) => answer());
    const uri = `http://127.0.0.1:${await closedPort()}`;
    await using own = overUndici(new ProxyAgent({ uri, requestTls: { ca: certificate } }));
    const error = await failureOver(own, server);
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 2 });
  });

  test("with another host's certificate is not-sent and not retried", async () => {
    await using server = await serveTls(({ answer }) => answer());
    await using proxy = await serveTls(() => {});
    const uri = proxy.url.replace("localhost", "127.0.0.1");
    await using own = overUndici(new ProxyAgent({ uri, proxyTls: { ca: certificate } }));
    const error = await failureOver(own, server);
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 1 });
    expect(proxy.seen.connections).toBe(1);
  });
});
