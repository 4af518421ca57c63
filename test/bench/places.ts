import { deepStrictEqual } from "node:assert";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Caller, Place } from "./contender.ts";
import { answers, expected, lastPath } from "./job.ts";

/**
 * Starts a server in a process of its own; `stop` ends it.
 *
 * @param tls the folder of the key and the certificate, which is for localhost
 */
export async function startServer(
  tls?: string,
  program: "server" | "growth-server" = "server",
): Promise<Place & { stop(): void }> {
  const child: ChildProcess = fork(new URL(`${program}.js`, import.meta.url), tls ? [tls] : [], { execArgv: [] });
  const [{ address, port }] = (await once(child, "message")) as [AddressInfo];
  const [scheme, host] = tls ? ["https", "localhost"] : ["http", address];
  return { host, port, url: `${scheme}://${host}:${port}`, stop: () => child.disconnect() };
}

const stubbed = { GET: JSON.stringify(answers.GET), POST: JSON.stringify(answers.POST) };
const stubHeaders = { "content-type": "application/json" };

/** A place without a network: its `fetch` answers at once. */
export const stub: Place = {
  host: "127.0.0.1",
  port: 9,
  url: "http://127.0.0.1:9",
  async fetch(input, init) {
    const isPost = (input instanceof Request ? input : init)?.method === "POST";
    // As every fetch must. ky waits for it.
    if (input instanceof Request && input.body) await input.arrayBuffer();
    return new Response(isPost ? stubbed.POST : stubbed.GET, { headers: stubHeaders });
  },
};

/**
 * Makes sure that a contender does the job, and the whole of it.
 *
 * @throws AssertionError naming the contender
 */
export async function checkJob(name: string, caller: Caller, { url }: Place): Promise<void> {
  for (const [job, method] of [
    ["get", "GET"],
    ["post", "POST"],
  ] as const) {
    const answer = await caller[job]();
    // This client gives what is in the envelope, and adds the channel.
    const { data } = answers[method];
    const { channel: _, ...given } = Object(answer) as Record<string, unknown>;
    deepStrictEqual(given, "success" in given ? answers[method] : data, `${name}: another answer to ${method}`);
    const asked = await (await fetch(`${url}${lastPath}`)).json();
    const { type, body, ...rest } = asked as (typeof expected)["post"];
    const { type: wantedType, body: wantedBody, ...wanted } = expected[job];
    deepStrictEqual(rest, wanted, `${name}: another request`);
    // Some say the charset too, and keys may stand in another order.
    const isBody = job === "get" ? body === wantedBody : type?.startsWith(wantedType ?? "");
    if (!isBody) throw new Error(`${name}: another ${method} body or type: ${type} ${body}`);
    if (job === "post") deepStrictEqual(JSON.parse(body), JSON.parse(wantedBody), `${name}: another body`);
  }
}
