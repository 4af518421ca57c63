import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { bytesOf, goodAnswer, type RawAnswer } from "../faults/answers.ts";
import { onRequests, type RawRequest } from "../faults/request.ts";
import { closedPort } from "../faults/server.ts";

// A server that misbehaves as the first part of the path says, with CORS on every answer, so that a page of another origin
// may call it. Each runtime has a part of the path of its own, by which requests are counted.

/** What has come in under one path. */
interface Line {
  /** Requests that were read to their end. */
  arrived: number;
  /** Whether a connection that a request had come on is closed. */
  left: boolean;
  /** Whether a connection has been closed under a request that was not the first on it. */
  closed: boolean;
  /** Called whenever one of them changes. */
  readonly waiting: Set<() => void>;
}

/** Where the checks find what they need. All are plain values: they are handed to the runtime as JSON. */
export interface Places {
  /** Where each check has its own path, and where `asked` below. */
  readonly url: string;
  /** A port at which nobody listens. */
  readonly refused: string;
  /** `https:` at a port that speaks no TLS. */
  readonly noTls: string;
}

export interface Misbehaving extends AsyncDisposable {
  readonly places: Places;
  /** Requests that came for a runtime's check. */
  arrived(path: string): number;
  /** Connections to where redirects point: there must be none. */
  strays(): number;
}

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-api-key, content-type, authorization",
  "access-control-allow-methods": "GET, POST, PUT, DELETE",
  // What a page may read besides the status.
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
  /** Which request this is, of all under this path. */
  readonly count: number;
  /** Whether there was another request on this connection before. */
  readonly isReused: boolean;
  readonly line: Line;
  readonly elsewhere: string;
}

/** The first request that comes over a connection on which there had been others: a client takes it for a sound one. */
function isFirstReuse({ isReused, line }: Turn): boolean {
  if (!isReused || line.closed) return false;
  line.closed = true;
  return true;
}

const behaviours: Readonly<Record<string, (turn: Turn) => unknown>> = {
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

  /** `/asked/arrived/<path>` and `/asked/left/<path>` answer once it is so: checks need no clock. */
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
      behaviours[name]?.({ socket, request, count: line.arrived, isReused, line, elsewhere });
      isReused = true;
      tell(line);
    });
  });
  const other = createServer((socket) => {
    strays += 1;
    socket.destroy();
  });
  const elsewhere = `http://127.0.0.1:${await listen(other)}/elsewhere`;
  // Whatever comes gets an answer that is no TLS.
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
