import { happen, simulate } from "../src/cli/mock/traffic.ts";
import { watchMessages } from "../src/feed/index.ts";
import { type Hook, Wipsy } from "../src/index.ts";
import { createMock } from "../src/testing/mock.ts";
import { parsed } from "./arguments.ts";
import { exitCodeOf, ownTerminal } from "./terminal.ts";
import { lineOf } from "./watch/line.ts";
import { count, meterFrom, status, summary } from "./watch/meter.ts";
import { screenOn } from "./watch/screen.ts";

// `npm run watch` shows `watchMessages` on a mock server in this process that receives simulated messages.

const usage = "Usage: npm run watch, or npm run watch -- --rate <messages a second> --for <seconds>";

function above0(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  // The longest delay of a timer.
  if (number > 0 && number < 2 ** 31 / 1000) return number;
  throw new Error(`--${name} must be a number above 0. ${usage}`);
}

async function main(): Promise<number> {
  const { values } = parsed({ options: { rate: { type: "string" }, for: { type: "string" } } });
  const perSecond = above0("rate", values.rate) ?? 1;
  const lasts = above0("for", values.for);

  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  // A closed pipe, as in `npm run watch | head`.
  process.stdout.on("error", () => stop.abort());
  if (lasts !== undefined) setTimeout(() => stop.abort(), lasts * 1000).unref();

  let now = () => new Date(Date.now() - 3_600_000);
  const { api } = createMock({ now: () => now() });
  for (let count = 0; count < 20; count += 1) happen(api, Math.random);
  now = () => new Date();
  const meter = meterFrom(Date.now());
  const hook: Hook = (request, next, { operation }) => {
    // A poll starts with the chats.
    if (operation === "agentGetChats") meter.polls += 1;
    return next(request);
  };
  const session = api.signIn();
  // A watch can run for days.
  session.session.expires_at = "2999-01-01T00:00:00Z";
  const agent = new Wipsy({ fetch: api.fetch, hook }).agent({ session });

  const screen = screenOn(process.stdout);
  screen.line(`Simulated messages to an invented account, about ${perSecond} a second.`);
  const redraw = setInterval(() => screen.status(status(meter, Date.now())), 200);
  let written = 0;
  const endTraffic = simulate(api, perSecond * 60, Date.now(), () => {
    written += 1;
  });
  const options = {
    every: { min: 500, max: 3000 },
    checkpoint: new Date(meter.since),
    changes: true,
    signal: stop.signal,
  };
  try {
    for await (const event of watchMessages(agent, options)) {
      const now = new Date();
      if (event.type === "new") count(meter, Date.parse(event.message.created_at ?? ""), now.getTime());
      else if (event.type === "changed") meter.changes += 1;
      else meter.gaps += 1;
      screen.line(lineOf(event, now, screen.columns));
    }
  } finally {
    clearInterval(redraw);
    endTraffic();
    screen.close();
  }
  screen.line(summary(meter, written, Date.now()));
  return 0;
}

process.exitCode = await exitCodeOf(ownTerminal, main);
