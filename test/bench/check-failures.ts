import { strictEqual } from "node:assert";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { isWipsyError, Wipsy } from "wipsy-client";
import { fetchFrom } from "./fetch-from.ts";
import { apiKey, message } from "./job.ts";

const { to, message: text } = message;

/** What docs/performance.md says of the `fetch` over undici's requests: failures are told as they are with the platform's. */
export async function checkFailures(): Promise<void> {
  const dispatcher = new Agent({ connections: 1 });
  const fetch = fetchFrom(dispatcher);
  const failureAt = async (baseUrl: string, signal?: AbortSignal) => {
    const wipsy = new Wipsy({ apiKey, baseUrl, fetch, maxRetries: 0, timeout: 2000 });
    const failed = await wipsy.messages.send({ to, message: text }, { signal }).catch((error: unknown) => error);
    const cause = failed instanceof Error && isWipsyError(failed.cause) ? ` ${failed.cause.name}` : "";
    return isWipsyError(failed) ? `${failed.name} ${failed.outcome}${cause}` : "no failure";
  };
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/moved")) response.writeHead(302, { location: "/" }).end();
    if (request.url?.startsWith("/refused")) response.writeHead(401).end('{"error":"no"}');
    if (request.url?.startsWith("/cut")) request.socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  strictEqual(await failureAt(`${url}/moved`), "RedirectError rejected");
  strictEqual(await failureAt(`${url}/refused`), "AuthenticationError rejected");
  strictEqual(await failureAt(`${url}/cut`), "UnknownOutcomeError unknown ConnectionError");
  strictEqual(await failureAt(`${url}/silent`, AbortSignal.timeout(50)), "AbortError unknown");
  strictEqual(await failureAt(`${url}/silent`), "UnknownOutcomeError unknown TimeoutError");
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  strictEqual(await failureAt(url), "ConnectionError not-sent");
  await dispatcher.close();
}
