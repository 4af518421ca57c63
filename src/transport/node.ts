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

/** How long a connection may be idle, in milliseconds: undici's default. After longer waits servers may have closed it. */
const idle = 4000;
/** Maximum number of connections. Further requests wait for one. */
const maxSockets = 256;

// Asked of the runtime and not imported, so that bundlers and start-up do not see them.
const http = () => process.getBuiltinModule("node:http");
const https = () => process.getBuiltinModule("node:https");
const zlib = () => process.getBuiltinModule("node:zlib");
const stream = () => process.getBuiltinModule("node:stream");

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: () => zlib().createGunzip(),
  "x-gzip": () => zlib().createGunzip(),
  deflate: () => zlib().createInflate(),
  br: () => zlib().createBrotliDecompress(),
};

/** The body of an answer, decompressed. */
function bodyOf(message: IncomingMessage): Readable {
  const codings = (message.headers["content-encoding"] ?? "").toLowerCase().split(/[\s,]+/);
  const made = codings.map((coding) => (Object.hasOwn(decoders, coding) ? decoders[coding]?.() : undefined));
  const used = made.filter((one) => one !== undefined).reverse();
  // The cast: the last stream of a pipeline is the one that was passed. Errors reach it, and are handled there.
  return used.length > 0 ? (stream().pipeline([message, ...used], () => {}) as unknown as Readable) : message;
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
    // A decoder leaves out the byte order mark.
    body.on("end", () => resolve(new TextDecoder().decode(Buffer.concat(parts))));
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
  if (!socket.connecting && !isHandshaking) {
    write();
    return;
  }
  socket.once("lookup", note("dns.lookup.duration")).once("connect", note("wipsy.connect.duration"));
  if (isHandshaking) socket.once("secureConnect", note("wipsy.tls.duration"));
  socket.once(isHandshaking ? "secureConnect" : "connect", write);
}

/** Sends over `node:http` or `node:https`, as `baseUrl` says, through `given` or an agent of its own. */
export function nodeSender(baseUrl: string, given?: NodeAgent): Sender {
  const module = baseUrl.startsWith("https:") ? https() : http();
  const own = given ? undefined : new module.Agent({ keepAlive: true, timeout: idle, maxSockets });
  // The cast: the options of the client have been checked, and @types/node lacks the count.
  const agent = (own ?? given) as Agent & { readonly totalSocketCount: number };

  /** Sends a request and resolves with its answer, whose body has not been read. */
  const send = ({ url, init }: Outgoing, progress: Progress) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { signal } = progress;
      const { method = "GET", headers, body } = init;
      signal.throwIfAborted();
      progress.stage = "connecting";
      // The casts: `plain` and `buildRequest` make nothing else.
      const all = { "accept-encoding": "gzip, deflate, br", ...(headers as OutgoingHttpHeaders) };
      const request = module.request(new URL(url), { method, agent, headers: all });
      request.once("socket", (socket) => {
        const open = agent.totalSocketCount;
        const connection = { "network.protocol.version": "1.1", "http.client.open_connections": open };
        progress.connection = connection;
        whenReady(socket, connection, () => {
          // A pooled connection can have been closed in the meantime.
          if (!socket.writable) return void request.destroy();
          try {
            leave(progress);
            request.end((body ?? undefined) as string | Uint8Array | undefined);
          } catch (error) {
            reject(error);
            request.destroy();
          }
        });
      });
      request.on("error", reject).on("response", resolve);
      signal.addEventListener("abort", () => request.destroy());
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
