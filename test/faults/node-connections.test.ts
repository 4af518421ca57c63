import { getEventListeners } from "node:events";
import { createServer, Agent as HttpAgent } from "node:http";
import { Agent } from "node:https";
import { type AddressInfo, connect, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Hook, type HookContext, Wipsy, type WipsyOptions } from "wipsy-client";
import { failureOf, thrownBy } from "../support/failure.ts";
import { runScript } from "../support/run.ts";
import { certificate, certificateFile, serveTls, tlsKey } from "../support/tls-server.ts";
import { good, reply, serveWire } from "../support/wire.ts";
import { closedPort } from "./server.ts";

// The connections of Node's transport: reused, closed, and left by nobody.

const message = { to: "+573001112233", message: "Hola" } as const;
const program = "test/faults/one-call.ts";
const tls = { key: tlsKey, cert: certificate };
const clientOf = ({ url }: { url: string }, options: WipsyOptions = {}) =>
  new Wipsy({ apiKey: "test-key", baseUrl: url, maxRetries: 0, ...options });

describe("reuse", () => {
  test.each<[string, readonly string[], number]>([
    ["a connection is reused", [], 1],
    ["a long Keep-Alive of the server's allows it", ["keep-alive: timeout=3600"], 1],
    // The server may close it at any moment.
    ["a Keep-Alive of one second forbids it", ["keep-alive: timeout=1"], 2],
    ["Connection: close forbids it", ["connection: close"], 2],
  ])("%s", async (_, headers, connections) => {
    await using server = await serveWire({ answer: (socket) => socket.write(reply(good.subarray(-26), headers)) });
    const wipsy = clientOf(server);
    for (const _ of [1, 2]) await wipsy.messages.send(message);
    expect([server.sockets.length, server.requests.length]).toEqual([connections, 2]);
  });

  test("calls at the same time have connections of their own, which later calls share", async () => {
    await using server = await serveWire({ answer: (socket) => setTimeout(() => socket.write(good), 20) });
    const wipsy = clientOf(server);
    const many = () => Promise.all(Array.from({ length: 8 }, () => wipsy.messages.send(message)));
    await many();
    await many();
    expect([server.sockets.length, server.requests.length]).toEqual([8, 16]);
  });

  test("there are at most 256, and further calls wait for one", async () => {
    const waiting: Socket[] = [];
    await using server = await serveWire({
      answer(socket, _request, number) {
        waiting.push(socket);
        if (number >= 256) for (const one of waiting.splice(0)) one.write(good);
      },
    });
    const wipsy = clientOf(server);
    await Promise.all(Array.from({ length: 300 }, () => wipsy.messages.send(message)));
    expect([server.sockets.length, server.requests.length]).toEqual([256, 300]);
    wipsy.close();
  });

  test("an agent gets an IPv6 address without brackets", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    const hosts: unknown[] = [];
    class Recording extends HttpAgent {
      override createConnection(options: { host?: string | null }) {
        hosts.push(options.host);
        return connect(server.port, "127.0.0.1");
      }
    }
    await clientOf({ url: "http://[::1]" }, { agent: new Recording() }).messages.send(message);
    expect(hosts).toEqual(["::1"]);
  });

  test("a host with several addresses is reached at the one that answers", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    // The server listens on IPv4 only, and no machine has the address for documentation.
    const addresses = [
      { address: "::1", family: 6 },
      { address: "2001:db8::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ];
    const agent = new HttpAgent({ lookup: (_host, _options, done) => done(null, addresses) });
    const url = server.url.replace("127.0.0.1", "localhost");
    const { attempts } = await clientOf({ url }, { agent }).messages.send(message).withResponse();
    expect([attempts, server.requests.length]).toEqual([1, 1]);
  });

  test("a host of which no address answers is not sent, and retried", async () => {
    const addresses = [
      { address: "::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ];
    const agent = new HttpAgent({ lookup: (_host, _options, done) => done(null, addresses) });
    vi.spyOn(Math, "random").mockReturnValue(0);
    const url = `http://localhost:${await closedPort()}`;
    const error = await failureOf(clientOf({ url }, { agent, maxRetries: 2 }).messages.send(message));
    vi.restoreAllMocks();
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 3 });
  });

  test("two clients share none", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    for (const _ of [1, 2]) await clientOf(server).messages.send(message);
    expect(server.sockets).toHaveLength(2);
  });
});

// Not timed: what would keep the process alive is counted, right after its last call.
test.each(["over node:http", "fetch"])(
  "after a script's only call, nothing keeps its process alive: %s",
  async (how) => {
    await using server = await serveWire({
      answer: (socket) => socket.write(reply(good.subarray(-26), ["keep-alive: timeout=3600"])),
    });
    const { code, out } = await runScript(program, [server.url, "1", how]);
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, sockets: [] });
    expect(server.requests).toHaveLength(1);
  },
);

test("TLS sessions are reused, and the process's own CA is trusted", async () => {
  const reused: boolean[] = [];
  await using server = await serveWire({
    tls,
    // The cast: a TLS server's sockets.
    connected: (socket) => reused.push((socket as TLSSocket).isSessionReused()),
    answer: (socket) => socket.write(good),
  });
  const { out } = await runScript(program, [server.url, "2", "close"], { NODE_EXTRA_CA_CERTS: certificateFile });
  const { sockets, reports } = JSON.parse(out);
  expect({ sockets, reused }).toEqual({ sockets: [], reused: [false, true] });
  expect(reports).toMatchObject([
    {
      "network.protocol.version": "1.1",
      "http.client.open_connections": 1,
      "dns.lookup.duration": expect.any(Number),
      "wipsy.connect.duration": expect.any(Number),
      "wipsy.tls.duration": expect.any(Number),
    },
    { "wipsy.tls.duration": expect.any(Number) },
  ]);
});

describe("close", () => {
  const ways: Readonly<Record<string, (wipsy: Wipsy) => Promise<unknown>>> = {
    async "close()"(wipsy) {
      await wipsy.messages.send(message);
      wipsy.close();
    },
    async using(wipsy) {
      using scoped = wipsy;
      await scoped.messages.send(message);
    },
  };

  test.each(Object.entries(ways))("%s closes idle connections, and later calls work", async (_, use) => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    const wipsy = clientOf(server);
    await use(wipsy);
    await server.ended();
    await wipsy.messages.send(message);
    expect([server.sockets.length, server.requests.length]).toEqual([2, 2]);
    wipsy.close();
    wipsy.close();
    await server.ended();
  });

  test("lets calls under way end", async () => {
    await using server = await serveWire({
      answer: (socket) => {
        wipsy.close();
        socket.write(good);
      },
    });
    const wipsy = clientOf(server);
    await wipsy.messages.send(message);
    expect(server.requests).toHaveLength(1);
  });

  test("leaves the caller's agent alone", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    const wipsy = clientOf(server, { agent: new HttpAgent({ keepAlive: true }) });
    await wipsy.messages.send(message);
    wipsy.close();
    await wipsy.messages.send(message);
    expect(server.sockets).toHaveLength(1);
  });

  test("closes them after the global fetch was replaced, too", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    const wipsy = clientOf(server);
    await wipsy.messages.send(message);
    onTestFinished(() => {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    });
    vi.stubGlobal("fetch", async () => Response.json({ success: true }));
    await wipsy.messages.send(message);
    // Without `close`, they would end after 4 idle seconds.
    const destroy = vi.spyOn(Socket.prototype, "destroy");
    wipsy.close();
    expect(destroy).toHaveBeenCalledTimes(1);
  });

  test("works before the first call, and over fetch", () => {
    new Wipsy().close();
    new Wipsy({ fetch: globalThis.fetch }).close();
  });
});

describe("ends the connection of a call that ends early", () => {
  const half = good.subarray(0, -5);
  const steps: Readonly<Record<string, string | Buffer>> = {
    "before the answer": "",
    "within the headers": good.subarray(0, 30),
    "within the body": half,
  };
  const hooks: Readonly<Record<string, WipsyOptions>> = {
    "": {},
    " with a hook": { hook: (request, next) => next(request) },
  };
  const cases = Object.entries(steps).flatMap(([step, bytes]) =>
    Object.entries(hooks).map(([how, options]) => ({ title: step + how, bytes, options })),
  );

  test.each(cases)("aborted $title", async ({ bytes, options }) => {
    const controller = new AbortController();
    await using server = await serveWire({
      answer: (socket) => socket.write(bytes, () => setTimeout(() => controller.abort(), 10)),
    });
    const wipsy = clientOf(server, options);
    const error = await failureOf(wipsy.messages.send(message, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError", outcome: "unknown" });
    await server.ended();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test.each(cases)("timed out $title", async ({ bytes, options }) => {
    await using server = await serveWire({ answer: (socket) => socket.write(bytes) });
    const error = await failureOf(clientOf(server, { timeout: 300, ...options }).messages.send(message));
    expect(error.outcome === "unknown" ? error.cause : error).toMatchObject({ name: "TimeoutError" });
    await server.ended();
  });

  test("aborted during the TLS handshake", async () => {
    const controller = new AbortController();
    await using server = await serveWire({
      connected: (socket) => socket.once("data", () => setTimeout(() => controller.abort(), 10)),
    });
    const wipsy = clientOf({ url: server.url.replace("http:", "https:") });
    const error = await failureOf(wipsy.messages.send(message, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError", outcome: "not-sent" });
    await server.ended();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test("an answered call leaves no listener on its signal and its socket", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    const { signal } = new AbortController();
    const agent = new HttpAgent({ keepAlive: true });
    const wipsy = clientOf(server, { agent });
    const counts = new Set<string>();
    for (let call = 0; call < 20; call += 1) {
      await wipsy.messages.send(message, { signal });
      await vi.waitUntil(() => Object.keys(agent.freeSockets).length > 0, { interval: 1 });
      const [socket] = Object.values(agent.freeSockets).flat();
      counts.add(JSON.stringify(socket?.eventNames().map((name) => [String(name), socket.listenerCount(name)])));
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect([...counts]).toHaveLength(1);
  });
});

describe("agent", () => {
  test.each<[string, object]>([
    ["together with fetch", { agent: new Agent(), fetch: globalThis.fetch }],
    ["an object", { agent: {} }],
    ["a function", { agent: () => {} }],
    ["a text", { agent: "http://proxy.example.com:3128" }],
  ])("refuses %s", (_, options) => {
    expect(thrownBy(() => new Wipsy(options))).toMatchObject({ name: "InputError", field: "agent" });
  });

  test("a node:https agent brings its CA", async () => {
    await using server = await serveTls(({ execute, answer }) => execute().then(() => answer()));
    const agent = new Agent({ ca: certificate, keepAlive: true });
    const wipsy = clientOf(server, { agent });
    for (const _ of [1, 2]) await wipsy.messages.send(message);
    expect(server.seen).toEqual({ connections: 1, arrived: 2, overHttp2: 0, executed: 2 });
    agent.destroy();
  });

  test("mutual TLS", async () => {
    const mutual = { ...tls, ca: certificate, requestCert: true, rejectUnauthorized: true };
    await using server = await serveWire({ tls: mutual, answer: (socket) => socket.end(good) });
    await clientOf(server, { agent: new Agent({ ca: certificate, ...tls }) }).messages.send(message);
    expect(server.requests).toHaveLength(1);
    await failureOf(clientOf(server, { agent: new Agent({ ca: certificate }) }).messages.send(message));
    expect(server.requests).toHaveLength(1);
  });

  /** A proxy that opens a tunnel, or answers with another status. */
  async function serveProxy(status: number) {
    const seen: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      seen.push(request.url ?? "");
      socket.on("error", () => {});
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      const [host, port] = (request.url ?? "").split(":");
      const inner = connect(Number(port), host, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
      inner
        .on("error", () => socket.destroy())
        .pipe(socket)
        .pipe(inner);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    // The cast: an address of TCP.
    const { port } = proxy.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, seen, [Symbol.asyncDispose]: async () => void proxy.close() };
  }

  test("https-proxy-agent sends through the tunnel of a proxy", async () => {
    await using server = await serveTls(({ execute, answer }) => execute().then(() => answer()));
    await using proxy = await serveProxy(200);
    const agent = new HttpsProxyAgent(proxy.url, { keepAlive: true });
    // The option of the constructor is for the proxy.
    Object.assign(agent.options, { ca: certificate });
    const wipsy = clientOf(server, { agent });
    for (const _ of [1, 2]) await wipsy.messages.send(message);
    expect(server.seen).toMatchObject({ connections: 1, executed: 2 });
    expect(proxy.seen).toEqual([new URL(server.url).host]);
    agent.destroy();
  });

  test.each([407, 403, 502])("a proxy that answers %i is not sent, and retried", async (status) => {
    await using server = await serveTls(({ answer }) => answer());
    await using proxy = await serveProxy(status);
    vi.spyOn(Math, "random").mockReturnValue(0);
    const agent = new HttpsProxyAgent(proxy.url);
    const error = await failureOf(clientOf(server, { agent, maxRetries: 2 }).messages.send(message));
    vi.restoreAllMocks();
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 3 });
    expect(proxy.seen).toHaveLength(3);
    expect(server.seen).toMatchObject({ connections: 0 });
  });

  test("a certificate behind a proxy that is not trusted is not sent", async () => {
    await using server = await serveTls(({ answer }) => answer());
    await using proxy = await serveProxy(200);
    const agent = new HttpsProxyAgent(proxy.url);
    const error = await failureOf(clientOf(server, { agent, maxRetries: 2 }).messages.send(message));
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 1 });
    expect(server.seen).toMatchObject({ connections: 1, arrived: 0 });
  });
});

describe("what sends", () => {
  const isByFetch = ({ requests }: { requests: readonly { headers: ReadonlyMap<string, string> }[] }) =>
    requests.map(({ headers }) => headers.has("sec-fetch-mode"));

  test("node:http by default, and fetch on demand", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    await clientOf(server).messages.send(message);
    await clientOf(server, { fetch: globalThis.fetch }).messages.send(message);
    expect(isByFetch(server)).toEqual([false, true]);
  });

  test("a global fetch that was replaced, while it is", async () => {
    await using server = await serveWire({ answer: (socket) => socket.write(good) });
    const wipsy = clientOf(server);
    await wipsy.messages.send(message);
    const double = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json({ success: true }));
    await wipsy.messages.send(message);
    expect(double).toHaveBeenCalledOnce();
    double.mockRestore();
    await wipsy.messages.send(message);
    expect(isByFetch(server)).toEqual([false, false]);
  });
});

test("a hook sees the connection once next has one", async () => {
  const seen: unknown[] = [];
  const hook: Hook = async (request, next, context: HookContext) => {
    seen.push(context.connection);
    const response = await next(request);
    seen.push(context.connection);
    return response;
  };
  await using server = await serveWire({ answer: (socket) => socket.write(good) });
  const wipsy = clientOf({ url: server.url.replace("127.0.0.1", "localhost") }, { hook });
  for (const _ of [1, 2]) await wipsy.messages.send(message);
  await clientOf(server, { hook, fetch: globalThis.fetch }).messages.send(message);
  const connection = { "network.protocol.version": "1.1", "http.client.open_connections": 1 };
  const [, first, , second, , third] = seen;
  expect(first).toEqual({
    ...connection,
    "dns.lookup.duration": expect.any(Number),
    "wipsy.connect.duration": expect.any(Number),
  });
  expect([seen[0], seen[2], second, third]).toEqual([undefined, undefined, connection, undefined]);
});
