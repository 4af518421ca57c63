import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refuse } from "../errors/refuse.ts";
import { wait } from "./fetch.ts";
import { type Handle, headersOf, textOf } from "./outcome.ts";

/** What is served. */
interface Served {
  readonly handle: Handle;
  readonly now: () => Date;
}

/** A mock that answers on a port of this machine. */
export interface Listening {
  /** Its address, for the client's option `baseUrl`. */
  readonly url: string;
  /** Closes the port and every connection. */
  readonly close: () => Promise<void>;
}

/** The whole body of a request. */
export async function textFrom(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
}

async function respond({ handle, now }: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/", headersDistinct } = request;
  const lines = Object.entries(headersDistinct).flatMap(([name, values = []]) => values.map((one) => [name, one]));
  // The cast: each line is a name and a value.
  const headers = new Headers(lines as [string, string][]);
  const asked = { method, url: new URL(url, "http://localhost"), headers, body: await textFrom(request) };
  const { reply, arrives, ms } = handle(asked);
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  if (ms > 0) await wait(ms, gone.signal);
  if (arrives === "refused" || arrives === "never") {
    request.socket.resetAndDestroy();
    return;
  }
  const bytes = new TextEncoder().encode(textOf(reply));
  response.writeHead(reply.status, { ...headersOf(reply, now()), "content-length": bytes.length });
  if (arrives === "whole") response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy());
}

/** Where a mock listens. */
export interface Place {
  readonly port: number;
  /**
   * The address to bind.
   * @default the loopback address
   */
  readonly host?: string;
  /** Handles requests that are not for the API; returns `false` for those that are. */
  readonly first?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Serves a mock over HTTP. */
export async function listen(served: Served, { port, host = "127.0.0.1", first }: Place): Promise<Listening> {
  // Bundlers do not follow this, and runtimes without it use `fetch` alone.
  const http = globalThis.process?.getBuiltinModule?.("node:http");
  if (!http) return refuse("listen", "port", "cannot be opened here: it takes Node 20.16 or later, Bun or Deno");
  const server = http.createServer(async (request, response) => {
    try {
      if (!first?.(request, response)) await respond(served, request, response);
    } catch {
      // A URL that cannot be read, or a client that is gone.
      request.socket.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  // The cast: a server on a port has such an address.
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
