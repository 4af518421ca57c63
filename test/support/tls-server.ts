import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { fileURLToPath } from "node:url";

const fixture = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url));

/** The file with the certificate of a {@link TlsServer}: self-signed, for localhost. */
export const certificateFile = fixture("certificate");

/** The private key of all certificates. */
export const tlsKey = readFileSync(fixture("key"));

/** What is in {@link certificateFile}: a client that trusts it can reach a {@link TlsServer}. */
export const certificate = readFileSync(certificateFile);

/** The same, but expired. */
export const expiredCertificate = readFileSync(fixture("expired"));

/** The same as the first, but signed by an authority that nobody knows. */
export const foreignCertificate = readFileSync(fixture("foreign"));

/** A write that reached a {@link TlsServer}. */
export interface Exchange {
  /** The number of this write, from 1. */
  readonly number: number;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` over HTTP/1.1. */
  readonly stream: ServerHttp2Stream | undefined;
  /** Reads the whole request and counts it as executed. Resolves with the number of executed writes so far. */
  execute(): Promise<number>;
  /** Answers with success and this body. */
  answer(body?: string): void;
  /** The connections of all clients, below TLS. */
  readonly wires: Iterable<Socket>;
}

/** A server with TLS, HTTP/2 and HTTP/1.1. It answers each GET, and passes each write to the test. */
export interface TlsServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: {
    /** Connections that clients have opened. */
    readonly connections: number;
    /** Writes whose headers have arrived. */
    readonly arrived: number;
    /** Writes over HTTP/2. */
    readonly overHttp2: number;
    /** Writes that the test has executed. */
    readonly executed: number;
  };
}

/** A record that is not encrypted with the connection's keys: the client ends the connection with a TLS error. */
export const badRecord = Buffer.from([0x17, 3, 3, 0, 32, ...Array<number>(32).fill(7)]);

const ignoreErrors = <Emitter extends NodeJS.EventEmitter>(emitter: Emitter) => emitter.on("error", () => {});

async function listen(server: Pick<Server, "listen" | "address">): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP address.
  return (server.address() as AddressInfo).port;
}

async function readToEnd(request: Http2ServerRequest): Promise<void> {
  request.resume();
  await once(request, "end");
}

/**
 * Starts a {@link TlsServer}. Clients reach it through a relay, which gives the test access to the bytes below TLS.
 *
 * @param handle called with each write, as soon as its headers have arrived
 */
export async function serveTls(handle: (exchange: Exchange) => unknown, cert = certificate): Promise<TlsServer> {
  const seen = { connections: 0, arrived: 0, overHttp2: 0, executed: 0 };
  const wires = new Set<Socket>();
  // A session that has sent a GOAWAY outlives its socket, and a socket outlives its session's TLS error.
  const sessions = new Set<Http2Session>();
  const sockets = new Set<Socket>();
  const server = createSecureServer({
    key: tlsKey,
    cert,
    allowHTTP1: true,
  });
  server.on("session", (session) => sessions.add(ignoreErrors(session)));
  server.on("connection", (socket) => sockets.add(ignoreErrors(socket)));
  server.on("request", (request, response) => {
    const answer = (body = '{"success":true,"data":[]}') => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body);
    };
    if (request.method === "GET" && request.headers["x-fault"] === undefined) return answer();
    seen.arrived += 1;
    const stream: ServerHttp2Stream | undefined = request.stream;
    if (stream) seen.overHttp2 += 1;
    for (const emitter of [request, response, stream]) if (emitter) ignoreErrors(emitter);
    return handle({
      number: seen.arrived,
      headers: request.headers,
      stream,
      answer,
      wires,
      async execute() {
        await readToEnd(request);
        seen.executed += 1;
        return seen.executed;
      },
    });
  });
  for (const event of ["sessionError", "tlsClientError"]) server.on(event, () => {});
  const port = await listen(server);
  const relay = createServer((wire) => {
    seen.connections += 1;
    wires.add(ignoreErrors(wire));
    const inner = ignoreErrors(connect(port, "127.0.0.1"));
    wire.pipe(inner).pipe(wire);
    wire.on("close", () => {
      wires.delete(wire);
      inner.destroy();
    });
    inner.on("close", () => wire.destroy());
  });
  return {
    url: `https://localhost:${await listen(relay)}`,
    seen,
    async [Symbol.asyncDispose]() {
      for (const each of [...wires, ...sessions, ...sockets]) each.destroy();
      await Promise.all([relay, server].map((each) => new Promise((resolve) => each.close(resolve))));
    },
  };
}
