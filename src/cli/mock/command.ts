import { parseArgs } from "node:util";
import type { OperationTable } from "../../operation/table.ts";
import type { Listening } from "../../testing/listen.ts";
import { createMock } from "../../testing/mock.ts";
import { lineOf } from "./line.ts";
import { serveMock } from "./server.ts";
import { simulate } from "./traffic.ts";

export const mockUsage = `wipsy-client mock [--port 4010] [--host 127.0.0.1] [--seed 1] [--traffic 5/min] [--inferred] [--openapi <file>]

  --port      the port to listen on; 0 takes a free one
  --host      another address than this machine's own: everybody who reaches it can use the mock
  --seed      what ids, faults and simulated traffic follow from
  --traffic   simulated customers write, so many times a minute
  --inferred  has the operations that no page of the vendor shows, too
  --openapi   serves your own description instead of the bundled one`;

/** Where the command writes. */
interface Terminal {
  readonly out: (text: string) => void;
  readonly colours: boolean;
}

/** The operations of a description, and what they answer where they have no behaviour. */
export interface Served {
  readonly operations: OperationTable;
  readonly examples: Readonly<Record<string, unknown>>;
}

const options = {
  port: { type: "string", default: "4010" },
  host: { type: "string", default: "127.0.0.1" },
  seed: { type: "string", default: "1" },
  traffic: { type: "string" },
  inferred: { type: "boolean", default: false },
  openapi: { type: "string" },
} as const;

function wholeNumber(name: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`--${name} must be a whole number from 0 to ${most}.`);
}

/** How many times a minute, from `5/min`. */
function perMinuteOf(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)\/min$/.exec(text) ?? [];
  if (Number(number) > 0) return Number(number);
  throw new Error("--traffic must be a number a minute, such as 5/min.");
}

/**
 * Serves the mock until `close` is called.
 *
 * @param read reads a description of the user's own
 */
export async function mock(
  args: readonly string[],
  { out, colours }: Terminal,
  read: (file: string) => Promise<Served>,
): Promise<Listening> {
  const { values } = parseArgs({ args: [...args], options });
  const { host, openapi, traffic, inferred } = values;
  const port = wholeNumber("port", values.port, 65_535);
  const seed = wholeNumber("seed", values.seed, 2 ** 31);
  const perMinute = traffic === undefined ? undefined : perMinuteOf(traffic);
  const own = openapi === undefined ? {} : await read(openapi);
  const made = createMock({ ...own, seed, allowInferred: inferred || openapi !== undefined });
  const listening = await serveMock(made, port, host).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is taken: stop what uses it, or choose another one with --port.`);
  });
  const { url } = listening;
  out(
    `WIPSY_BASE_URL=${url}\nWIPSY_API_KEY=any-key\n\nOpen ${url} to see chats, reply as a customer and plan faults.\n`,
  );
  if (!/^(127\.|::1$|localhost$)/.test(host)) out(`Warning: everybody who reaches ${host} can use this mock.\n`);
  let shown = made.api.requests.at(-1);
  made.onChange(() => {
    const latest = made.api.requests.at(-1);
    if (latest && latest !== shown) out(`${lineOf(latest, new Date(), colours)}\n`);
    shown = latest;
  });
  if (perMinute !== undefined) simulate(made.api, perMinute, seed);
  return listening;
}
