import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onRequests, type RawRequest } from "../faults/request.ts";

/** A server whose connections and bytes the test writes itself. */
export interface Wire extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Every connection, in the order in which it was opened. */
  readonly sockets: readonly Socket[];
  /** Every request that was read to its end. */
  readonly requests: readonly RawRequest[];
  /** Resets all connections, below TLS. */
  reset(): void;
  /** Resolves when all connections have ended. */
  ended(): Promise<unknown>;
}

/** What a test does with a connection. */
export interface Handlers {
  readonly tls?: TlsOptions;
  /** Called with each connection. */
  readonly connected?: (socket: Socket, number: number) => unknown;
  /** Called with each request, and its number from 1. Without it, requests are not read. */
  readonly answer?: ((socket: Socket, request: RawRequest, number: number) => unknown) | undefined;
}

/** A success with a small body. */
export const good = reply('{"success":true,"data":[]}');

/** The bytes of an answer. */
export function reply(body: string | Buffer, headers: readonly string[] = [], line = "HTTP/1.1 200 OK"): Buffer {
  const bytes = Buffer.from(body);
  const head = [line, "content-type: application/json", `content-length: ${bytes.length}`, ...headers, "", ""];
  return Buffer.concat([Buffer.from(head.join("\r\n")), bytes]);
}

/** Starts a {@link Wire}. */
export async function serveWire({ tls, connected, answer }: Handlers): Promise<Wire> {
  const sockets: Socket[] = [];
  const requests: RawRequest[] = [];
  const take = (socket: Socket) => {
    sockets.push(socket.on("error", () => {}));
    connected?.(socket, sockets.length);
    if (answer)
      onRequests(socket, (request) => {
        requests.push(request);
        answer(socket, request, requests.length);
      });
  };
  const server: Server = tls ? createTlsServer(tls, take) : createServer(take);
  // Below TLS: a handshake that fails never becomes a connection of the server's.
  const wires = new Set<Socket>();
  server.on("connection", (wire: Socket) => wires.add(wire.on("error", () => {})));
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The cast: an address of TCP.
  const { port } = server.address() as AddressInfo;
  return {
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    sockets,
    requests,
    reset() {
      for (const wire of wires) wire.resetAndDestroy();
    },
    ended: () =>
      Promise.all(sockets.map((socket) => socket.closed || new Promise((resolve) => socket.on("close", resolve)))),
    async [Symbol.asyncDispose]() {
      for (const each of [...sockets, ...wires]) each.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
