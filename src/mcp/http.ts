import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import type { serverFor } from "./server.ts";

/** A server on a port of this machine. */
export interface Listening {
  /** The address for clients. */
  readonly url: string;
  /** What clients must send as bearer token. */
  readonly token: string;
  /** Closes the port and every connection. */
  readonly close: () => Promise<void>;
}

/** The address of the only resource. */
const path = "/mcp";

const digest = (value: string) => createHash("sha256").update(value).digest();

/** The answer to a request that may not come in; `undefined` if it may. */
function refusal(request: Request, token: string): Response | undefined {
  // A page of another site sends its own origin or, if its name was made to resolve to this machine, its own host.
  const foreign =
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins());
  if (foreign) return foreign;
  if (new URL(request.url).pathname !== path) return new Response("Not found", { status: 404 });
  // Digests have one length, and comparing them takes the same time wherever they differ.
  const isKnown = timingSafeEqual(digest(request.headers.get("authorization") ?? ""), digest(`Bearer ${token}`));
  const headers = { "www-authenticate": "Bearer" };
  return isKnown ? undefined : new Response("The bearer token is missing or wrong", { status: 401, headers });
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", headersDistinct, url = "/", headers } = incoming;
  const lines = Object.entries(headersDistinct).flatMap(([name, all = []]) => all.map((one) => [name, one]));
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(url, `http://${headers.host ?? "localhost"}`), {
    ...{ method, signal },
    // The cast: each line is a name and a value.
    headers: lines as [string, string][],
    // The casts: Node's types of web streams differ from the library's, which lack `duplex`.
    ...(hasBody && { body: Readable.toWeb(incoming) as unknown as BodyInit, duplex: "half" }),
  } as RequestInit);
}

async function respond(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
  else response.end();
}

/** Serves MCP over streamable HTTP on the loopback address. Port 0 takes a free one. */
export async function serveHttp(make: ReturnType<typeof serverFor>, port: number): Promise<Listening> {
  const token = randomBytes(32).toString("base64url");
  const handler = createMcpHandler(make);
  const server = createServer(async (incoming, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const request = requestOf(incoming, gone.signal);
      await respond(refusal(request, token) ?? (await handler.fetch(request)), response);
    } catch {
      // An address that cannot be read, or a client that is gone.
      incoming.socket.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  // The cast: a server on a port has such an address.
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}${path}`,
    token,
    async close() {
      await handler.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
