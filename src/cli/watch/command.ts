import { readFile } from "node:fs/promises";
import { watchMessages } from "../../feed/index.ts";
import { type Hook, Wipsy } from "../../index.ts";
import { createMock } from "../../testing/mock.ts";
import { happen, simulate } from "../mock/traffic.ts";
import { lineOf } from "./line.ts";
import { meterFrom, note, status, summary } from "./meter.ts";
import { screenOn } from "./screen.ts";

export const watchHelp = `wipsy-client watch --session <file> [options]

Prints an agent's messages as they come. Ctrl-C ends it with a summary.

  --session <file>   the result of the agent's login, as JSON
  --mock             watch simulated messages to an invented account instead
  --rate <number>    simulated messages a second; default: 1
  --for <seconds>    end after this time; default: never`;

/** The command's options, as {@link watchHelp} explains them. */
export interface WatchCommand {
  readonly session?: string;
  readonly mock: boolean;
  readonly rate?: string;
  readonly for?: string;
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  // The longest delay of a timer.
  if (number > 0 && number < 2 ** 31 / 1000) return number;
  throw new Error(`--${name} must be a number above 0.`);
}

/** The session in a file: the login's answer. */
async function sessionIn(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`--session ${file}: ${code ? `cannot be read (${code})` : "is not JSON"}.`);
  }
}

/** An agent's handle. The session's type depends on the description, and the client checks what it needs of it. */
const agentOf = (wipsy: Wipsy, session: object) => wipsy.agent({ session } as never);

/** An account with some history. `begin` starts the traffic and returns a function that ends it. */
function mockAccount(perSecond: number, hook: Hook, written: () => void) {
  let now = () => new Date(Date.now() - 3_600_000);
  const { api } = createMock({ now: () => now() });
  for (let made = 0; made < 20; made += 1) happen(api, Math.random);
  now = () => new Date();
  const session = api.signIn();
  // A watch can run for days.
  session.session.expires_at = "2999-01-01T00:00:00Z";
  const agent = agentOf(new Wipsy({ fetch: api.fetch, hook }), session);
  return { agent, begin: () => simulate(api, perSecond * 60, Date.now(), written) };
}

/** A signal that is aborted on Ctrl-C, after some seconds, or when the reader closes the pipe, as `head` does. */
function stopAfter(seconds: number | undefined): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  process.stdout.on("error", () => stop.abort());
  if (seconds !== undefined) setTimeout(() => stop.abort(), seconds * 1000).unref();
  return stop.signal;
}

/**
 * Prints the messages of an agent until it is stopped.
 *
 * @throws Error for an invalid option or session
 */
export async function watch({ session, mock, ...given }: WatchCommand): Promise<void> {
  if (mock === (session !== undefined)) throw new Error(`Give either --session or --mock.\n\n${watchHelp}`);
  const perSecond = positive("rate", given.rate) ?? 1;
  const signal = stopAfter(positive("for", given.for));

  const meter = meterFrom(Date.now());
  const hook: Hook = (request, next, { operation }) => {
    // A poll starts with the chats.
    if (operation === "agentGetChats") meter.polls += 1;
    return next(request);
  };
  const own = session === undefined ? undefined : await sessionIn(session);
  const { agent, begin } = own
    ? { agent: agentOf(new Wipsy({ hook }), own), begin: () => () => {} }
    : mockAccount(perSecond, hook, () => {
        meter.written += 1;
      });

  const screen = screenOn(process.stdout);
  if (mock) screen.line(`Simulated messages to an invented account, about ${perSecond} a second.`);
  const redraw = setInterval(() => screen.status(status(meter, Date.now())), 200);
  const end = begin();
  const every = mock ? { min: 500, max: 3000 } : undefined;
  const options = { every, checkpoint: new Date(meter.since), changes: true, signal };
  try {
    for await (const event of watchMessages(agent, options)) {
      const now = new Date();
      note(meter, event, now.getTime());
      screen.line(lineOf(event, now, screen.columns));
    }
  } finally {
    clearInterval(redraw);
    end();
    screen.close();
  }
  screen.line(summary(meter, Date.now()));
}
