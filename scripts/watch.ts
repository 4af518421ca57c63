import { watchMessages } from "../src/feed/index.ts";
import { type Hook, Wipsy } from "../src/index.ts";
import { parsed } from "./arguments.ts";
import { exitCodeOf, ownTerminal } from "./terminal.ts";
import { lineOf } from "./watch/line.ts";
import { count, meterFrom, status, summary } from "./watch/meter.ts";
import { screenOn } from "./watch/screen.ts";
import { quietAccount, simulate } from "./watch/traffic.ts";

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

  const account = quietAccount();
  await using server = await account.listen();
  const meter = meterFrom(Date.now());
  const hook: Hook = (request, next, { operation }) => {
    // A poll starts with the chats. The server's log of requests would grow without end.
    if (operation === "agentGetChats") meter.polls += 1;
    server.seen.length = 0;
    return next(request);
  };
  const agent = new Wipsy({ baseUrl: server.url, hook }).agent({
    session: { agent: { name: "Marta Example" }, session: { token: "any-token", expires_at: "2030-01-01T00:00:00Z" } },
  });

  const screen = screenOn(process.stdout);
  screen.line(`Simulated messages to an invented account, about ${perSecond} a second.`);
  const redraw = setInterval(() => screen.status(status(meter, Date.now())), 200);
  let written = 0;
  const traffic = simulate(account, perSecond, stop.signal, () => {
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
    stop.abort();
    screen.close();
  }
  await traffic;
  screen.line(summary(meter, written, Date.now()));
  return 0;
}

process.exitCode = await exitCodeOf(ownTerminal, main);
