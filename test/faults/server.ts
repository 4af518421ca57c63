import { randomInt } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { bytesOf } from "./answers.ts";
import { acts, behave } from "./behavior.ts";
import type { FaultName } from "./faults.ts";
import { serveHttp2Faults } from "./http2-server.ts";
import { onRequests } from "./request.ts";

/** What the server received for one `x-call`. */
export interface Count {
  /** Requests that were read completely. */
  received: number;
  /** How often the server executed the request. */
  executed: number;
}

/** A server that misbehaves, request by request, as the request's own headers say. See `faults.ts`. */
export interface FaultServer extends AsyncDisposable {
  readonly url: string;
  /** The port for a fault. */
  portOf(fault: FaultName): number;
  countOf(call: string): Count;
  /** Connections to a second server, the target of redirects: must be 0. */
  strays(): number;
  /** The target of redirects to another origin. */
  readonly elsewhere: string;
  /** Open sockets on the answering port. */
  open(): number;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const stop = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

/**
 * A port without a listener. It is below the system's ephemeral ports: otherwise the client could be assigned that port
 * itself and connect to itself.
 */
export async function closedPort(): Promise<number> {
  const port = randomInt(20_000, 30_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!isFree) return closedPort();
  await stop(server);
  return port;
}

/** Starts a {@link FaultServer}. */
export async function serveFaults(): Promise<FaultServer> {
  const counts = new Map<string, Count>();
  const sockets = new Set<Socket>();
  let strays = 0;
  const countOf = (call: string) => {
    const count = counts.get(call) ?? { received: 0, executed: 0 };
    counts.set(call, count);
    return count;
  };
  const main = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    onRequests(socket, (request) => {
      const count = countOf(request.headers.get("x-call") ?? "");
      count.received += 1;
      if (request.target.startsWith("/elsewhere")) strays += 1;
      if (acts(request)) count.executed += 1;
      behave(socket, request);
    });
  });
  const closing = createServer((socket) =>
    socket
      .on("error", () => {})
      .resume()
      .end(),
  );
  const resetting = createServer((socket) => socket.on("error", () => {}).resetAndDestroy());
  const early = createServer((socket) =>
    socket
      .on("error", () => {})
      .once("data", () =>
        socket.end(bytesOf({ status: 400, headers: { connection: "close" }, body: '{"error":"demasiado"}' })),
      ),
  );
  const other = createServer((socket) => {
    strays += 1;
    socket.destroy();
  });
  const port = await listen(main);
  const http2 = await serveHttp2Faults(countOf);
  const http2Port = Number(new URL(http2.url).port);
  const ports: Partial<Record<FaultName, number>> = {
    refuses: await closedPort(),
    "accepts and closes": await listen(closing),
    "accepts and resets": await listen(resetting),
    "answers early": await listen(early),
  };
  const elsewhere = `http://127.0.0.1:${await listen(other)}/elsewhere`;
  return {
    url: `http://127.0.0.1:${port}`,
    portOf: (fault) => (fault.startsWith("HTTP/2") ? http2Port : (ports[fault] ?? port)),
    countOf,
    strays: () => strays,
    elsewhere,
    open: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await http2[Symbol.asyncDispose]();
      await Promise.all([main, closing, resetting, early, other].map(stop));
    },
  };
}
