import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a server got. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** The answer of a server: strings unchanged, anything else as JSON. `delay` in milliseconds. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly delay?: number;
}

/** A real server on a free port that answers with `answer` and records its requests. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

/** Starts a {@link TestServer}: `await using server = await serve(() => ({ body: { success: true } }))`. */
export async function serve(answer: (seen: Seen, count: number) => Reply | Promise<Reply>): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const got = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: await read(request),
    };
    seen.push(got);
    const { status = 200, headers = {}, body = {}, delay = 0 } = await answer(got, seen.length);
    await new Promise((resolve) => setTimeout(resolve, delay));
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
