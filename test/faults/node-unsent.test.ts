import { Agent as HttpAgent } from "node:http";
import { Agent } from "node:https";
import { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Wipsy, type WipsyOptions } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import {
  badRecord,
  certificate,
  expiredCertificate,
  foreignCertificate,
  serveTls,
  tlsKey,
} from "../support/tls-server.ts";
import { good, serveWire } from "../support/wire.ts";
import { fixedRandom } from "./check.ts";
import { closedPort } from "./server.ts";

// Node's transport knows what was sent: before its connection is ready, nothing was.

beforeAll(() => void vi.spyOn(Math, "random").mockReturnValue(fixedRandom));
afterAll(() => void vi.restoreAllMocks());

const trusting = (options: object = {}) => new Agent({ ca: certificate, keepAlive: true, ...options });
const tls = { key: tlsKey, cert: certificate };
const message = { to: "+573001112233", message: "Hola" } as const;
const failure = (baseUrl: string, options: WipsyOptions = {}) =>
  failureOf(new Wipsy({ apiKey: "test-key", baseUrl, ...options }).messages.send(message));

describe("not sent, and retried", () => {
  const retried = { name: "ConnectionError", outcome: "not-sent", attempts: 3 };

  test("connection refused", async () => {
    const error = await failure(`http://127.0.0.1:${await closedPort()}`);
    expect(error).toMatchObject({ ...retried, cause: { code: "ECONNREFUSED", syscall: "connect" } });
    expect(error.message).toContain("Nothing was sent");
  });

  test("the server closes during the TLS handshake", async () => {
    await using server = await serveWire({ connected: (socket) => socket.once("data", () => socket.end()) });
    expect(await failure(server.url.replace("http:", "https:"))).toMatchObject(retried);
    expect(server.sockets).toHaveLength(3);
  });

  test("the server resets the connection during the TLS handshake", async () => {
    await using server = await serveWire({
      connected: (socket) => socket.once("data", () => socket.resetAndDestroy()),
    });
    expect(await failure(server.url.replace("http:", "https:"))).toMatchObject(retried);
    expect(server.sockets).toHaveLength(3);
  });

  test("the server speaks no TLS", async () => {
    await using server = await serveWire({ connected: (socket) => socket.once("data", () => socket.end(good)) });
    expect(await failure(server.url.replace("http:", "https:"))).toMatchObject(retried);
    expect(server.sockets).toHaveLength(3);
  });

  test("the handshake fails with a TLS alert", async () => {
    await using server = await serveWire({
      tls: { ...tls, maxVersion: "TLSv1.2" },
      answer: (socket) => socket.end(good),
    });
    expect(await failure(server.url, { agent: trusting({ minVersion: "TLSv1.3" }) })).toMatchObject(retried);
    expect(server.sockets).toHaveLength(0);
  });

  test("a connection that never becomes ready ends in a timeout", async () => {
    const sockets: Socket[] = [];
    const agent = new HttpAgent({ keepAlive: true });
    // A socket that stays as it is while it connects.
    agent.createConnection = () => {
      const socket = Object.defineProperty(new Socket(), "connecting", { value: true });
      sockets.push(socket);
      return socket;
    };
    const error = await failure("http://127.0.0.1:1", { agent, timeout: 30 });
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent", attempts: 3 });
    expect(error.message).toContain("could not connect");
    expect(sockets.map((socket) => socket.destroyed)).toEqual([true, true, true]);
  });

  test("a handshake that hangs ends in a timeout", async () => {
    await using server = await serveWire({ connected: (socket) => socket.resume() });
    const error = await failure(server.url.replace("http:", "https:"), { timeout: 200 });
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent", attempts: 3 });
    await server.ended();
  });

  test("a request that waits for a free connection", async () => {
    await using server = await serveWire({ answer() {} });
    const agent = new HttpAgent({ keepAlive: true, maxSockets: 1 });
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, agent });
    const controller = new AbortController();
    const first = failureOf(wipsy.messages.send(message, { signal: controller.signal }));
    const second = await failureOf(wipsy.messages.send(message, { timeout: 50 }));
    expect(second).toMatchObject({ name: "TimeoutError", outcome: "not-sent", attempts: 3 });
    controller.abort();
    expect(await first).toMatchObject({ name: "AbortError", attempts: 1 });
    await server.ended();
    expect(server.sockets.length).toBeLessThanOrEqual(1);
  });
});

test("an unknown host is not sent", async () => {
  const error = await failure("https://nowhere.invalid");
  expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", cause: { syscall: "getaddrinfo" } });
});

describe("not sent, and not retried", () => {
  test.each([
    ["ENOTFOUND", 1],
    ["EAI_AGAIN", 3],
  ])("%s takes %i attempts", async (code, attempts) => {
    const agent = new HttpAgent({
      lookup: (_host, _options, done) => done(Object.assign(new Error(code), { code, syscall: "getaddrinfo" }), ""),
    });
    const error = await failure("http://api.example.test", { agent, allowInsecure: true });
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts });
  });

  test.each([
    ["self-signed", "localhost", certificate, undefined],
    ["expired", "localhost", expiredCertificate, expiredCertificate],
    ["of another host", "127.0.0.1", certificate, certificate],
    ["of an unknown authority", "localhost", foreignCertificate, certificate],
  ])("a certificate that is %s", async (_, host, cert, ca) => {
    await using server = await serveTls(({ answer }) => answer(), cert);
    const error = await failure(server.url.replace("localhost", host), ca && { agent: new Agent({ ca }) });
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 1 });
    expect(server.seen).toMatchObject({ connections: 1, arrived: 0 });
  });
});

test("a pooled connection that the server has closed is not used", async () => {
  await using server = await serveWire({ answer: (socket) => socket.write(good) });
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxRetries: 0 });
  await wipsy.messages.send(message);
  server.sockets[0]?.end();
  await server.ended();
  await wipsy.messages.send(message);
  expect(server.sockets).toHaveLength(2);
  expect(server.requests).toHaveLength(2);
});

test("a pooled socket that closes before the request is written is not sent, and retried", async () => {
  await using server = await serveWire({ answer: (socket) => socket.write(good) });
  let isClosing = false;
  class ClosingAgent extends HttpAgent {
    // Between the choice of the socket and its use. @types/node lacks the method.
    addRequest(...request: unknown[]) {
      const [pooled] = Object.values(this.freeSockets).flat();
      Reflect.get(HttpAgent.prototype, "addRequest").apply(this, request);
      if (isClosing) pooled?.destroy();
    }
  }
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, agent: new ClosingAgent({ keepAlive: true }) });
  await wipsy.messages.send(message);
  isClosing = true;
  const { attempts } = await wipsy.messages.send(message).withResponse();
  expect([attempts, server.requests.length]).toEqual([2, 2]);
});

describe("unknown, and not retried", () => {
  const lost = { name: "UnknownOutcomeError", outcome: "unknown", attempts: 1 };
  const breaks: Readonly<Record<string, (wire: Socket) => unknown>> = {
    "an end": (wire) => wire.end(),
    "a reset": (wire) => wire.resetAndDestroy(),
  };

  test.each(Object.entries(breaks))("%s after the request", async (_, breakIt) => {
    await using server = await serveWire({ answer: breakIt });
    expect(await failure(server.url)).toMatchObject({ ...lost, cause: { name: "ConnectionError" } });
    expect(server.requests).toHaveLength(1);
  });

  test.each(Object.entries(breaks))("%s after the request on a reused connection", async (_, breakIt) => {
    await using server = await serveWire({
      answer: (socket, _request, number) => (number === 1 ? socket.write(good) : breakIt(socket)),
    });
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    await wipsy.messages.send(message);
    expect(await failureOf(wipsy.messages.send(message))).toMatchObject(lost);
    expect([server.sockets.length, server.requests.length]).toEqual([1, 2]);
  });

  test.each<[string, (wire: Socket) => unknown]>([
    ["a bad TLS record", (wire) => wire.write(badRecord)],
    ["plain text", (wire) => wire.write("HTTP/1.1 502 Bad Gateway\r\n\r\n")],
    ["a reset", (wire) => wire.resetAndDestroy()],
  ])("%s after a request over TLS", async (_, breakIt) => {
    await using server = await serveTls(async ({ execute, wires }) => {
      await execute();
      for (const wire of wires) breakIt(wire);
    });
    expect(await failure(server.url, { agent: trusting() })).toMatchObject(lost);
    expect(server.seen).toMatchObject({ connections: 1, executed: 1 });
  });

  test("a reset right after the handshake", async () => {
    await using server = await serveWire({
      tls,
      connected: () => server.reset(),
      answer: (socket) => socket.end(good),
    });
    const { outcome } = await failure(server.url, { agent: trusting(), maxRetries: 0 });
    // The reset may overtake the end of the client's handshake, and the request come with it.
    expect(server.requests.length > 0 ? ["unknown"] : ["unknown", "not-sent"]).toContain(outcome);
    expect(server.sockets).toHaveLength(1);
  });
});
