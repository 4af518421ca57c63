import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { bytesOf, goodAnswer, type RawAnswer } from "../faults/answers.ts";
import { onRequests, type RawRequest } from "../faults/request.ts";
import { closedPort } from "../faults/server.ts";

// A server that misbehaves as the first part of the path says. Every answer has CORS headers, so that a page of another
// origin may call it. Each runtime has its own part of the path, by which requests are counted.

/** What the server received under one path. */
interface Line {
  /** Requests that were read completely. */
  arrived: number;
  /** Whether a connection that had a request is closed. */
  left: boolean;
  /** Whether a connection was closed during a request that was not its first. */
  closed: boolean;
  /** Called when one of them changes. */
  readonly waiting: Set<() => void>;
}

/** The addresses for the checks. All are plain values, passed to the runtime as JSON. */
export interface Places {
  /** The server with each check's own path, and with `asked` below. */
  readonly url: string;
  /** A port at which nobody listens. */
  readonly refused: string;
  /** `https:` at a port that speaks no TLS. */
  readonly noTls: string;
}

export interface Misbehaving extends AsyncDisposable {
  readonly places: Places;
  /** Requests of a runtime's check. */
  arrived(path: string): number;
  /** Connections to the target of redirects: must be 0. */
  strays(): number;
}

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-api-key, content-type, authorization",
  "access-control-allow-methods": "GET, POST, PUT, DELETE",
  // Headers that a page may read.
  "access-control-expose-headers": "retry-after",
};

const json = { ...cors, "content-type": "application/json" };
const good = (request: RawRequest) => bytesOf(goodAnswer(request, cors));
const say = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Buffer =>
  bytesOf({ status, headers: { ...json, ...headers }, body: JSON.stringify(body) } satisfies RawAnswer);
const half = (request: RawRequest) => good(request).subarray(0, -20);

interface Turn {
  readonly socket: Socket;
  readonly request: RawRequest;
  /** The number of this request under its path. */
  readonly count: number;
  /** Whether the connection had an earlier request. */
  readonly isReused: boolean;
  readonly line: Line;
  readonly elsewhere: string;
}

/** The first request on a reused connection, which a client takes for a working one. */
function isFirstReuse({ isReused, line }: Turn): boolean {
  if (!isReused || line.closed) return false;
  line.closed = true;
  return true;
}

const behaviors: Readonly<Record<string, (turn: Turn) => unknown>> = {
  good: ({ socket, request }) => socket.write(good(request)),
  busy: ({ socket, request, count }) =>
    socket.write(count === 1 ? say(503, { error: "Busy" }, { "retry-after": "0" }) : good(request)),
  none: ({ socket }) => socket.write(say(404, { error: "No such chat" })),
  nothing: () => {},
  redirects: ({ socket, elsewhere }) => socket.write(say(307, {}, { location: elsewhere })),
  closes: ({ socket }) => socket.end(),
  resets: ({ socket }) => socket.resetAndDestroy(),
  cuts: ({ socket, request }) => socket.end(half(request)),
  "cuts-once": ({ socket, request, count }) => (count === 1 ? socket.end(half(request)) : socket.write(good(request))),
  "closes-reused": (turn) => (isFirstReuse(turn) ? turn.socket.end() : turn.socket.write(good(turn.request))),
  "resets-reused": (turn) =>
    isFirstReuse(turn) ? turn.socket.resetAndDestroy() : turn.socket.write(good(turn.request)),
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const stop = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

/** Starts a {@link Misbehaving} server. */
export async function serveMisbehaving(): Promise<Misbehaving> {
  const lines = new Map<string, Line>();
  const sockets = new Set<Socket>();
  let strays = 0;
  const lineOf = (path: string) => {
    const line = lines.get(path) ?? { arrived: 0, left: false, closed: false, waiting: new Set() };
    lines.set(path, line);
    return line;
  };
  const tell = (line: Line) => {
    for (const check of line.waiting) check();
  };

  /** `/asked/arrived/<path>` and `/asked/left/<path>` answer once it has happened, so that checks need no clock. */
  const answerAsked = (socket: Socket, [what, ...rest]: readonly string[]) => {
    const line = lineOf(rest.join("/"));
    const check = () => {
      if (what === "left" ? !line.left : line.arrived === 0) return;
      line.waiting.delete(check);
      socket.write(say(200, {}));
    };
    line.waiting.add(check);
    check();
  };

  const server = createServer((socket) => {
    const own = new Set<Line>();
    let isReused = false;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      for (const line of own) {
        line.left = true;
        tell(line);
      }
    });
    onRequests(socket, (request) => {
      if (request.method === "OPTIONS") return socket.write(bytesOf({ status: 204, headers: cors, body: "" }));
      const [, name = "", runtime = "", ...rest] = request.target.split("/");
      if (name === "asked") return answerAsked(socket, [runtime, ...rest]);
      const line = lineOf(`${name}/${runtime}`);
      line.arrived += 1;
      own.add(line);
      behaviors[name]?.({ socket, request, count: line.arrived, isReused, line, elsewhere });
      isReused = true;
      tell(line);
    });
  });
  const other = createServer((socket) => {
    strays += 1;
    socket.destroy();
  });
  const elsewhere = `http://127.0.0.1:${await listen(other)}/elsewhere`;
  // Any request gets an answer that is not TLS.
  const plain = createServer((socket) =>
    socket.on("error", () => {}).on("data", () => socket.end("HTTP/1.1 400 No\r\n\r\n")),
  );
  const noTls = `https://127.0.0.1:${await listen(plain)}`;
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    places: { url, refused: `http://127.0.0.1:${await closedPort()}`, noTls },
    arrived: (path) => lineOf(path).arrived,
    strays: () => strays,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([server, other, plain].map(stop));
    },
  };
}
