import { Agent } from "node:http";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Wipsy, type WipsyOptions } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { good, reply, serveWire } from "../support/wire.ts";
import { bytesOf, gzipBomb } from "./answers.ts";
import { fixedRandom } from "./check.ts";
import type { RawRequest } from "./request.ts";

// What Node's transport makes of answers, and what becomes of their connections.

beforeAll(() => void vi.spyOn(Math, "random").mockReturnValue(fixedRandom));
afterAll(() => void vi.restoreAllMocks());

const message = { to: "+573001112233", message: "Hola" } as const;
const text = '{"success":true,"data":[{"id":"c1"}]}';
const read = (wipsy: Wipsy) => wipsy.chats.list();
const write = (wipsy: Wipsy) => wipsy.messages.send(message);

/** With a hook, the answer goes through a `Response`. */
const ways: Readonly<Record<string, WipsyOptions>> = {
  "without a hook": {},
  "with a hook": { hook: (request, next) => next(request) },
};

async function answering(bytes: Buffer | string | ((socket: Socket, request: RawRequest) => unknown)) {
  const answer = typeof bytes === "function" ? bytes : (socket: Socket) => void socket.write(bytes);
  const server = await serveWire({ answer });
  return server;
}

describe.each(Object.entries(ways))("%s", (_, options) => {
  const clientOf = ({ url }: { url: string }, more: WipsyOptions = {}) =>
    new Wipsy({ apiKey: "test-key", baseUrl: url, ...options, ...more });

  describe("decodes", () => {
    test.each<[string, Buffer]>([
      ["gzip", gzipSync(text)],
      ["x-gzip", gzipSync(text)],
      ["GZip", gzipSync(text)],
      ["deflate", deflateSync(text)],
      ["br", brotliCompressSync(text)],
      ["gzip, br", brotliCompressSync(gzipSync(text))],
      ["br,identity,deflate", deflateSync(brotliCompressSync(text))],
      ["identity", Buffer.from(text)],
    ])("content-encoding: %s", async (coding, body) => {
      await using server = await answering(reply(body, [`content-encoding: ${coding}`]));
      const wipsy = clientOf(server);
      for (const _ of [1, 2]) expect((await read(wipsy)).items).toEqual([{ id: "c1" }]);
      expect(server.sockets).toHaveLength(1);
    });

    test("a body that comes byte by byte", async () => {
      await using server = await answering(async (socket) => {
        socket.setNoDelay();
        for (const byte of reply(gzipSync(text), ["content-encoding: gzip"])) {
          socket.write(Buffer.of(byte));
          await new Promise(setImmediate);
        }
      });
      expect((await read(clientOf(server))).items).toEqual([{ id: "c1" }]);
    });

    test("characters that two chunks share", async () => {
      const body = Buffer.from('{"success":true,"data":[{"id":"é"}]}');
      const at = body.indexOf("é") + 1;
      await using server = await answering((socket) => {
        const chunk = (bytes: Buffer) => `${bytes.length.toString(16)}\r\n${bytes.toString("latin1")}\r\n`;
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        socket.write(chunk(body.subarray(0, at)), "latin1");
        setImmediate(() => socket.write(`${chunk(body.subarray(at))}0\r\nx-trailer: 1\r\n\r\n`, "latin1"));
      });
      const wipsy = clientOf(server);
      for (const _ of [1, 2]) expect((await read(wipsy)).items).toEqual([{ id: "é" }]);
      expect(server.sockets).toHaveLength(1);
    });
  });

  describe("an empty body with a content-encoding", () => {
    test.each(["gzip", "deflate", "br"])("%s", async (coding) => {
      await using server = await answering(reply("", [`content-encoding: ${coding}`]));
      expect(await failureOf(read(clientOf(server, { maxRetries: 0 })))).toMatchObject({
        name: "DecodeError",
        status: 200,
      });
      expect(await failureOf(write(clientOf(server)))).toMatchObject({ outcome: "unknown", attempts: 1 });
    });

    test("of an error", async () => {
      await using server = await answering(reply("", ["content-encoding: gzip"], "HTTP/1.1 403 Forbidden"));
      expect(await failureOf(read(clientOf(server)))).toMatchObject({ name: "PermissionError", outcome: "rejected" });
    });

    test.each(["204 No Content", "205 Reset Content"])("of %s", async (line) => {
      await using server = await answering(
        `HTTP/1.1 ${line}\r\ncontent-encoding: gzip\r\n${line.startsWith("204") ? "" : "content-length: 0\r\n"}\r\n`,
      );
      expect(await failureOf(write(clientOf(server)))).toMatchObject({
        outcome: "unknown",
        cause: { name: "DecodeError" },
      });
    });
  });

  test("a compressed bomb ends at maxResponseSize, and its connection is let go", async () => {
    await using server = await answering(bytesOf(gzipBomb()));
    const wipsy = clientOf(server);
    expect(await failureOf(read(wipsy))).toMatchObject({ name: "DecodeError", attempts: 1 });
    expect(await failureOf(write(wipsy))).toMatchObject({
      outcome: "unknown",
      attempts: 1,
      cause: { name: "DecodeError" },
    });
    // The answer may have come in whole, and the connection be idle.
    wipsy.close();
    await server.ended();
    expect(server.requests).toHaveLength(2);
  });

  test("a body without an end ends at maxResponseSize, and its connection is closed", async () => {
    await using server = await answering((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const more = () => socket.write(Buffer.alloc(60_000, 32), (error) => error ?? more());
      more();
    });
    const error = await failureOf(read(clientOf(server, { maxResponseSize: 1_000_000 })));
    expect(error).toMatchObject({ name: "DecodeError", attempts: 1 });
    await server.ended();
  });

  describe("a cut-off answer leaves a write unknown, and a read is retried", () => {
    const zipped = reply(gzipSync(text), ["content-encoding: gzip"]);
    const chunked = Buffer.from(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n25\r\n${text}\r\n`);
    test.each<[string, Buffer, string?]>([
      // The answer is whole, what was compressed is not.
      ["gzip before its end", reply(gzipSync(text).subarray(0, -12), ["content-encoding: gzip"]), "DecodeError"],
      ["gzip before its length", zipped.subarray(0, -12)],
      ["broken gzip", reply(text, ["content-encoding: gzip"])],
      ["a body before its length", reply(text).subarray(0, -5)],
      ["chunks before the last", chunked],
      ["half a header", reply(text).subarray(0, 30)],
      ["nothing", Buffer.alloc(0)],
      ["a header without an end", Buffer.from("HTTP/1.1 200 OK\r\nx: ")],
    ])("%s", async (_what, bytes, name = "ConnectionError") => {
      await using server = await answering((socket) => socket.end(bytes));
      expect(await failureOf(write(clientOf(server)))).toMatchObject({
        outcome: "unknown",
        attempts: 1,
        cause: { name },
      });
      expect(await failureOf(read(clientOf(server)))).toMatchObject({ name, attempts: 3 });
      await server.ended();
    });
  });

  describe("takes one final answer after", () => {
    test.each(["103 Early Hints\r\nlink: </style.css>; rel=preload", "100 Continue", "102 Processing", "199 Odd"])(
      "%j",
      async (line) => {
        await using server = await answering(`HTTP/1.1 ${line}\r\n\r\n${good}`);
        const wipsy = clientOf(server);
        for (const _ of [1, 2]) await write(wipsy);
        expect([server.sockets.length, server.requests.length]).toEqual([1, 2]);
      },
    );
  });

  test.each([
    "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
  ])("an answer that switches the protocol leaves a write unknown: %j", async (bytes) => {
    await using server = await answering(bytes);
    expect(await failureOf(write(clientOf(server)))).toMatchObject({
      outcome: "unknown",
      attempts: 1,
      cause: { name: "ConnectionError" },
    });
    await server.ended();
  });

  test.each(["keep-alive", "close"])("an early 413 with connection: %s ends the body", async (connection) => {
    await using server = await serveWire({
      connected: (socket) =>
        socket.once("data", () => {
          // Reads no further: the client cannot finish its body.
          socket.pause();
          socket.write(reply('{"error":"too much"}', [`connection: ${connection}`], "HTTP/1.1 413 Content Too Large"));
        }),
    });
    const agent = new Agent({ keepAlive: true });
    const big = { ...message, message: "x".repeat(30_000_000) };
    const error = await failureOf(clientOf(server, { agent }).messages.send(big));
    expect(error).toMatchObject({ name: "ApiError", status: 413, outcome: "rejected", attempts: 1 });
    await expect.poll(() => Object.values(agent.sockets).flat()).toEqual([]);
    expect(Object.values(agent.freeSockets).flat()).toEqual([]);
  });

  test.each([
    ["Connection: close", reply(text, ["connection: close"])],
    ["HTTP/1.0", reply(text, [], "HTTP/1.0 200 OK")],
    ["no length", Buffer.from(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${text}`)],
  ])("%s: the next call opens a new connection", async (_what, bytes) => {
    await using server = await answering((socket) => socket.end(bytes));
    const wipsy = clientOf(server);
    for (const _ of [1, 2]) expect((await read(wipsy)).items).toEqual([{ id: "c1" }]);
    expect(server.sockets).toHaveLength(2);
    await server.ended();
  });

  test("a half-closed connection still brings its answer", async () => {
    await using server = await answering((socket) => {
      socket.write(reply(text).subarray(0, 40));
      setImmediate(() => socket.end(reply(text).subarray(40)));
    });
    expect((await read(clientOf(server))).items).toEqual([{ id: "c1" }]);
  });

  test("headers beyond the limit leave a write unknown", async () => {
    await using server = await answering(reply(text, [`x-long: ${"x".repeat(100_000)}`]));
    expect(await failureOf(write(clientOf(server)))).toMatchObject({ outcome: "unknown", attempts: 1 });
    await server.ended();
  });

  test("an answer of two lengths leaves a write unknown", async () => {
    await using server = await answering(reply(text, ["content-length: 5"]));
    expect(await failureOf(write(clientOf(server)))).toMatchObject({ outcome: "unknown", attempts: 1 });
    await server.ended();
  });

  test.each([
    [546, "ServerError", "unknown"],
    [777, "ServerError", "unknown"],
    [999, "ServerError", "unknown"],
    [407, "ApiError", "rejected"],
    [421, "ApiError", "rejected"],
  ])("status %i is a %s, and sent once", async (status, name, outcome) => {
    await using server = await answering(
      reply('{"error":"no"}', ["proxy-authenticate: Basic"], `HTTP/1.1 ${status} Odd`),
    );
    const error = await failureOf(write(clientOf(server)));
    expect(error).toMatchObject({ outcome, attempts: 1 });
    expect(outcome === "unknown" ? error.cause : error).toMatchObject({ name, status });
    expect(server.requests).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])("a redirect with %i is not followed", async (status) => {
    await using other = await answering(good);
    await using server = await answering(
      reply(text, [`location: ${other.url}/elsewhere`], `HTTP/1.1 ${status} Elsewhere`),
    );
    const outcome = status === 302 || status === 303 ? "unknown" : "rejected";
    expect(await failureOf(write(clientOf(server)))).toMatchObject({ outcome, attempts: 1 });
    expect([server.requests.length, other.sockets.length]).toEqual([1, 0]);
  });

  test("what comes without a request is not taken for the next answer", async () => {
    await using server = await answering(good);
    const wipsy = clientOf(server);
    await read(wipsy);
    const turn = () => new Promise(setImmediate);
    // Once the client has put the connection back.
    await turn();
    await new Promise((resolve) => server.sockets[0]?.write(reply(text), resolve));
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(await read(wipsy)).toMatchObject({ items: [] });
  });
});

test("withResponse shows the status and headers of the answer", async () => {
  await using server = await answering(
    reply(text, ["set-cookie: a=1", "set-cookie: b=2", "x-two: 1", "x-two: 2"], "HTTP/1.1 203 Odd"),
  );
  const { response } = await read(new Wipsy({ apiKey: "test-key", baseUrl: server.url })).withResponse();
  expect(response).toMatchObject({ status: 203, statusText: "Odd", bodyUsed: false });
  expect([response.headers.get("x-two"), response.headers.getSetCookie()]).toEqual(["1, 2", ["a=1", "b=2"]]);
});

test("a hook may leave the answer unread or cancel it at any time", async () => {
  await using server = await answering(reply(text, ["x: 1"]));
  for (const turns of [0, 1, 2, 3, 5, 8, 13]) {
    const wipsy = new Wipsy({
      apiKey: "test-key",
      baseUrl: server.url,
      hook: async (request, next) => {
        const { body } = await next(request);
        for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
        await body?.cancel();
        return Response.json({ success: true, data: [] });
      },
    });
    await read(wipsy);
    wipsy.close();
  }
  await server.ended();
});
