import { Agent, fetch as undiciFetch } from "undici";
import type { Fetch } from "wipsy-client";
import { certificate, type Exchange, serveTls, type TlsServer } from "../support/tls-server.ts";
import { goodAnswer } from "./answers.ts";
import type { Count } from "./server.ts";

const internalError = 2;
const refusedStream = 7;

/** Starts the port for faults over HTTP/2. */
export function serveHttp2Faults(countOf: (call: string) => Count): Promise<TlsServer> {
  return serveTls(async ({ headers, stream, execute, answer }: Exchange) => {
    const name = headers["x-fault"];
    if (name === "HTTP/2 refuses the stream") return stream?.close(refusedStream);
    // Node reports a connection's only stream as processed, so the session is closed, too.
    if (name === "HTTP/2 goes away") return stream?.session?.destroy(undefined, internalError);
    await execute();
    const count = countOf(String(headers["x-call"]));
    count.received += 1;
    if (name === "HTTP/2" || headers["x-acts"] === "yes") count.executed += 1;
    if (name === "HTTP/2") return answer(String(goodAnswer({ method: String(headers[":method"]) }).body));
    return name === "HTTP/2 closes" ? stream?.session?.destroy() : stream?.close(internalError);
  });
}

/** A `fetch` over HTTP/2 with a connection per request, so that a broken one does not affect others. */
export const http2Fetch: Fetch = async (url, init) => {
  const dispatcher = new Agent({ allowH2: true, connections: 1, connect: { ca: certificate } });
  try {
    // The types of undici and the DOM differ in parts that the client does not use.
    const response = (await undiciFetch(String(url), { ...(init as object), dispatcher })) as unknown as Response;
    const { status } = response;
    return new Response(await response.text(), { status });
  } finally {
    await dispatcher.destroy();
  }
};
