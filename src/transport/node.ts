import type { Agent, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import { Failed } from "../errors/failure.ts";
import { leave } from "./leave.ts";
import type { Connection, Outgoing, Progress, Sender } from "./types.ts";

// Sends over `node:http` and `node:https`, HTTP/1.1 with keep-alive. The request is written only when its connection is
// ready, so that an error before then proves that nothing was sent.

/** A `node:http` or `node:https` agent, as far as the client uses it. */
export interface NodeAgent {
  /** Maximum number of connections to a host. */
  readonly maxSockets: number;
  /** Closes the agent's connections. The client never calls it. */
  destroy(): void;
}

/** How long a connection may be idle, in milliseconds: undici's default. Servers may close one that is idle for longer. */
const idle = 4000;
/** Maximum number of connections. Further requests wait for one. */
const maxSockets = 256;

// Loaded on first use rather than imported: bundlers need no substitute, and start-up stays fast.
const http = () => process.getBuiltinModule("node:http");
const https = () => process.getBuiltinModule("node:https");
const zlib = () => process.getBuiltinModule("node:zlib");
const stream = () => process.getBuiltinModule("node:stream");

/** The decoder of a content coding. Like `fetch`, it accepts a missing end: an answer may have a coding but no body. */
function decoderOf(coding: string): NodeJS.ReadWriteStream | undefined {
  const isZip = /^(?:(?:x-)?gzip|deflate)$/.test(coding);
  if (isZip) return zlib().createUnzip({ finishFlush: zlib().constants.Z_SYNC_FLUSH });
  if (coding !== "br") return undefined;
  return zlib().createBrotliDecompress({ finishFlush: zlib().constants.BROTLI_OPERATION_FLUSH });
}

/** The body of an answer, decompressed. */
function bodyOf(message: IncomingMessage): Readable {
  const codings = (message.headers["content-encoding"] ?? "").toLowerCase().split(/[\s,]+/);
  const used = codings.map(decoderOf).filter((one) => one !== undefined);
  // The cast: the last stream of a pipeline is the one that was passed. Errors reach it, and are handled there.
  return used.length > 0 ? (stream().pipeline([message, ...used.reverse()], () => {}) as unknown as Readable) : message;
}

/** Reads the body of an answer. Rejects with `tooLarge`, or when the answer is cut off. */
function textOf(message: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const body = bodyOf(message);
    body.on("data", (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= limit) return;
      reject(new Failed("tooLarge", responseOf(message)));
      body.destroy();
      message.destroy();
    });
    // Removes a byte order mark, as fetch does.
    body.on("end", () => resolve(String(Buffer.concat(parts)).replace(/^\ufeff/, "")));
    body.on("error", reject);
  });
}

function responseOf(message: IncomingMessage, body: BodyInit | null = null): Response {
  const { headersDistinct, statusCode: status = 0, statusMessage: statusText = "" } = message;
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const isBodiless = [204, 205, 304].includes(status);
  // Servers can send a higher status than a Response can be made with.
  const made = new Response(isBodiless ? null : body, { headers, statusText, status: Math.min(status, 599) });
  return Object.defineProperty(made, "status", { value: status });
}

/** A request from a hook or `rawClient`, with plain headers and the bytes of its body. */
async function plain({ url, init }: Outgoing): Promise<Outgoing> {
  const request = new Request(url, init);
  const body = new Uint8Array(await request.arrayBuffer());
  return { url, init: { ...init, headers: Object.fromEntries(request.headers), body: body.length > 0 ? body : null } };
}

/** Calls `write` when a socket is ready for a request: connected, and for TLS after the handshake. */
function whenReady(socket: Socket, connection: Connection, write: () => void): void {
  const began = performance.now();
  const note = (name: keyof Connection) => () =>
    Object.assign(connection, { [name]: (performance.now() - began) / 1000 });
  const isHandshaking = Reflect.get(socket, "secureConnecting") === true;
  if (socket.connecting)
    socket.once("lookup", note("dns.lookup.duration")).once("connect", note("wipsy.connect.duration"));
  if (isHandshaking) socket.once("secureConnect", note("wipsy.tls.duration"));
  if (socket.connecting || isHandshaking) socket.once(isHandshaking ? "secureConnect" : "connect", write);
  else write();
}

/** A sender with connections. */
export interface NodeSender extends Sender {
  /** Closes idle connections, other than those of a caller's agent. */
  close(): void;
}

/** Sends over `node:http` or `node:https`, as `baseUrl` says, through `given` or an agent of its own. */
export function nodeSender(baseUrl: string, given?: NodeAgent): NodeSender {
  const module = baseUrl.startsWith("https:") ? https() : http();
  const own = given ? undefined : new module.Agent({ keepAlive: true, timeout: idle, maxSockets });
  // The cast: the options of the client have been checked, and @types/node lacks the count.
  const agent = (own ?? given) as Agent & { readonly totalSocketCount: number };

  const { protocol, hostname, port } = new URL(baseUrl);
  // Only a URL has brackets around an IPv6 address.
  const address = { protocol, host: hostname.replace(/^\[|\]$/g, ""), port };

  /** Sends a request and resolves with its answer, whose body has not been read. */
  const send = ({ url, init }: Outgoing, progress: Progress) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { method = "GET", headers, body } = init;
      if (progress.cancellation.isCanceled) return reject(progress.cancellation.signal.reason);
      progress.stage = "connecting";
      // The casts: `plain` and `buildRequest` make nothing else.
      const all = { accept: "*/*", "accept-encoding": "gzip, deflate, br", ...(headers as OutgoingHttpHeaders) };
      const { pathname, search } = new URL(url);
      const request = module.request({ ...address, path: pathname + search, method, agent, headers: all });
      request.once("socket", (socket) => {
        const open = agent.totalSocketCount;
        const connection = { "network.protocol.version": "1.1", "http.client.open_connections": open };
        progress.connection = connection;
        whenReady(socket, connection, () => {
          // A pooled connection can have been closed in the meantime.
          if (!socket.writable) return void request.destroy();
          if (leave(progress)) return void request.end((body ?? undefined) as string | Uint8Array | undefined);
          reject(new Failed("timedOut"));
          request.destroy();
        });
      });
      let isAnswered = false;
      // Created only if needed: an error with its stack costs as much as the rest.
      request.on("error", reject).on("close", () => isAnswered || reject(new Error("no answer")));
      // 101 switches the protocol, with or without the header for it.
      request.on("response", (message) => {
        if (message.statusCode === 101) return request.destroy();
        isAnswered = true;
        // A server that answers before it has read the body may never read it.
        message.once("end", () => request.writableFinished || request.destroy());
        return resolve(message);
      });
      progress.cancellation.onCancel(() => request.destroy(progress.cancellation.signal.reason));
    });

  return {
    isExact: true,
    async respond(request, progress) {
      const message = await send(await plain(request), progress);
      // The cast: the DOM's type of a stream is not Node's.
      return responseOf(message, stream().Readable.toWeb(bodyOf(message)) as unknown as ReadableStream);
    },
    async receive(request, sending) {
      const message = await send(request, sending);
      const { statusCode: status = 0 } = message;
      const redirected = status >= 300 && status < 400;
      const text = redirected ? "" : await textOf(message, sending.maxResponseSize);
      if (redirected) message.destroy();
      const header = (name: string) => message.headersDistinct[name]?.join(", ");
      return { status, header, text, redirected, isOpen: false, response: () => responseOf(message) };
    },
    close() {
      for (const socket of Object.values(own?.freeSockets ?? {}).flat()) socket?.destroy();
    },
  };
}
