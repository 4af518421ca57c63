import { watchMessages } from "../../feed/index.ts";
import { type Hook, Wipsy } from "../../index.ts";
import { createMock } from "../../testing/mock.ts";
import { agentFrom, type Common } from "../client.ts";
import { hasColors } from "../colors.ts";
import { exitCodes } from "../failure.ts";
import { happen, simulate } from "../mock/traffic.ts";
import { positive } from "../positive.ts";
import { stopAfter } from "../stop.ts";
import type { Texts } from "../texts/language.ts";
import { lineOf } from "./line.ts";
import { meterFrom, note, status, summary } from "./meter.ts";
import { screenOn } from "./screen.ts";

/** The command's options, as its help explains them. */
export interface WatchCommand extends Common {
  readonly session?: string;
  readonly mock?: boolean;
  readonly rate?: string;
  readonly for?: string;
}

/** An account with some history. `begin` starts the traffic and returns a function that ends it. */
function mockAccount(perSecond: number, hook: Hook, written: () => void) {
  let now = () => new Date(Date.now() - 3_600_000);
  const { api } = createMock({ now: () => now() });
  for (let made = 0; made < 20; made += 1) happen(api, Math.random);
  now = () => new Date();
  const session = api.signIn();
  // A watch can run for days.
  session.session.expires_at = "2999-01-01T00:00:00Z";
  // The cast: the mock's session is one, whatever the description.
  const agent = new Wipsy({ fetch: api.fetch, hook }).agent({ session } as never);
  return { agent, begin: () => simulate(api, perSecond * 60, Date.now(), written) };
}

/**
 * Prints the messages of an agent until it is stopped.
 *
 * @throws Error for an invalid option or session
 */
export async function watch(given: WatchCommand, t: Texts): Promise<number> {
  const { session, mock = false, baseUrl, json } = given;
  if (mock === (session !== undefined)) throw new Error(t("sessionOrMock"));
  const perSecond = positive("rate", given.rate, t) ?? 1;
  const signal = stopAfter(positive("for", given.for, t));

  const meter = meterFrom(Date.now());
  const hook: Hook = (request, next, { operation }) => {
    // A poll starts with the chats.
    if (operation === "agentGetChats") meter.polls += 1;
    return next(request);
  };
  const written = () => (meter.written += 1);
  const { agent, begin } =
    session === undefined
      ? mockAccount(perSecond, hook, written)
      : { agent: await agentFrom(session, { baseUrl, hook }, t), begin: () => () => {} };

  const screen = screenOn(process.stdout, hasColors && !json);
  if (mock && !json) screen.line(t("watch.simulated", { perSecond }));
  const redraw = setInterval(() => screen.status(status(meter, Date.now(), t)), 200);
  const end = begin();
  const every = mock ? { min: 500, max: 3000 } : undefined;
  const options = { every, checkpoint: new Date(meter.since), changes: true, signal };
  try {
    for await (const event of watchMessages(agent, options)) {
      const now = new Date();
      note(meter, event, now.getTime());
      screen.line(json ? JSON.stringify(event) : lineOf(event, now, screen.columns, t));
    }
  } finally {
    clearInterval(redraw);
    end();
    screen.close();
  }
  if (!json) screen.line(summary(meter, Date.now(), t));
  return exitCodes.done;
}
