import { execFile } from "node:child_process";
import { isDeepStrictEqual, promisify } from "node:util";
import { type Http2Fault, http2Faults, maxRetries } from "../faults/http2.ts";
import { certificateFile, serveTls } from "../support/tls-server.ts";

const run = promisify(execFile);

/** Messages that share a connection. */
const together = 30;

/** The maximum duration of the messages of one fault, in milliseconds: far above the usual one. */
const patience = 90_000;

/** The actual and the expected result of a fault. */
async function resultsOf(program: string, folder: string, fault: Http2Fault) {
  const { handle, isShared, outcome, arrived, executed } = fault;
  const sends = isShared ? together : 1;
  await using server = await serveTls((exchange) => handle(exchange, sends));
  const env = { PATH: process.env.PATH, HOME: folder, NODE_EXTRA_CA_CERTS: certificateFile };
  const args = ["http2.mjs", server.url, String(sends), String(maxRetries)];
  const { stdout } = await run(program, args, { cwd: folder, env, timeout: patience, killSignal: "SIGKILL" });
  const { connections, ...seen } = server.seen;
  return {
    found: { outcomes: JSON.parse(stdout), ...seen, isShared: isShared && connections === 1 },
    wanted: {
      outcomes: { [outcome]: sends },
      arrived: arrived * sends,
      overHttp2: arrived * sends,
      executed: executed * sends,
      isShared,
    },
  };
}

/** Runs the HTTP/2 faults with Node's own `fetch`. Returns the unexpected results, one per line. */
export async function missesOfHttp2(program: string, folder: string): Promise<string[]> {
  const misses: string[] = [];
  for (const [name, fault] of Object.entries(http2Faults)) {
    const { found, wanted } = await resultsOf(program, folder, fault);
    if (isDeepStrictEqual(found, wanted)) continue;
    misses.push(`a server that ${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(found)}`);
  }
  return misses;
}
