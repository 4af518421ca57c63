import type { Listening } from "../../testing/listen.ts";
import { createMock } from "../../testing/mock.ts";
import { lineOf } from "./line.ts";
import { serveMock } from "./server.ts";
import { simulate } from "./traffic.ts";

/** The command's options, as its help explains them. */
export interface MockCommand {
  readonly port?: string;
  readonly host?: string;
  readonly seed?: string;
  readonly traffic?: string;
  readonly inferred: boolean;
}

/** Where the command writes. */
interface Terminal {
  readonly out: (text: string) => void;
  readonly colors: boolean;
}

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
 * Serves the mock until it is closed.
 *
 * @param own the operations and examples of another description
 * @throws Error for an invalid option and a port that is in use
 */
export async function mock(
  { port = "4010", host = "127.0.0.1", seed = "1", traffic, inferred }: MockCommand,
  { out, colors }: Terminal,
  own?: Pick<Parameters<typeof createMock>[0], "operations" | "examples">,
): Promise<Listening> {
  const number = wholeNumber("port", port, 65_535);
  const start = wholeNumber("seed", seed, 2 ** 32);
  const perMinute = traffic === undefined ? undefined : perMinuteOf(traffic);
  const made = createMock({ ...own, seed: start, allowInferred: inferred || own !== undefined });
  const { url, close } = await serveMock(made, number, host).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is in use: stop what uses it, or choose another one with --port.`);
  });
  out(`WIPSY_BASE_URL=${url}\nWIPSY_API_KEY=any-key\n\n`);
  out(`Set these in the environment of your program. Open ${url} to see its chats. Ctrl-C stops the mock.\n`);
  if (!/^(127\.|::1$|localhost$)/.test(host)) out(`Warning: everybody who reaches ${host} can use this mock.\n`);
  let shown = made.api.requests.at(-1);
  made.onChange(() => {
    const latest = made.api.requests.at(-1);
    if (latest && latest !== shown) out(`${lineOf(latest, new Date(), colors)}\n`);
    shown = latest;
  });
  const stop = perMinute === undefined ? undefined : simulate(made.api, perMinute, start);
  return {
    url,
    close() {
      stop?.();
      return close();
    },
  };
}
