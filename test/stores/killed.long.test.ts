import { describe, expect, test } from "vitest";
import { randomOf } from "../faults/random.ts";
import { propertySeed } from "../support/seed.ts";
import { codeOf, reportsIn, startApi, startSenders } from "./senders.ts";

// A program that is killed anywhere. `npm run test:kills -- --kills 300` kills it more often.

const kills = Number(process.env.KILLS || 30);
const messages = 200;
const hour = 3_600_000;
const seed = propertySeed();

describe.each(await startSenders())("%s", (kind, { start, logOf }) => {
  test(`a program that is killed ${kills} times sends each message at most once, and reports each`, {
    timeout: 300_000 + kills * 5000,
  }, async () => {
    await using api = await startApi();
    const random = randomOf(seed);
    const log = logOf("killed");
    let killed = 0;

    /** Runs the program until it is killed, or has done its work. */
    async function run(first: number): Promise<boolean> {
      const child = start(api.url, { first, count: messages }, log);
      const kill = () => child.kill("SIGKILL");
      // From the start of the program, or from the arrival of one of the next messages.
      const mayKill = killed < kills;
      let left = random.between(0, 3);
      if (mayKill && left === 0) setTimeout(kill, random.between(0, 400));
      const delay = random.between(0, 15);
      api.arrived = () => {
        left -= 1;
        if (mayKill && left === 0) setTimeout(kill, delay);
      };
      const code = await codeOf(child);
      if (code !== null) expect(code).toBe(0);
      else killed += 1;
      return code === 0;
    }

    let first = 0;
    while (killed < kills) {
      while (!(await run(first)));
      first += messages;
    }
    console.log(`${kind}: ${killed} kills, ${first} messages, FC_SEED=${seed}`);

    // An hour later, no key is in progress.
    const last = logOf("an-hour-later");
    const executed = api.executed.size;
    expect(await codeOf(start(api.url, { first: 0, count: first, ahead: hour }, last))).toBe(0);
    const results = new Map(reportsIn(last).map(({ result, key }) => [key, result]));
    expect([results.size, api.executed.size]).toEqual([first, executed]);
    expect(Math.max(...api.executed.values())).toBe(1);
    const unknown = [...results].filter(([, result]) => result !== "replayed");
    expect(unknown.filter(([, result]) => result !== "unknown")).toEqual([]);
    expect(unknown.length).toBeLessThanOrEqual(killed);
    // What was reported as sent stays so, and was sent.
    const replayed = [...results].filter(([, result]) => result === "replayed").map(([key]) => key);
    expect(replayed.filter((key) => !api.executed.has(key))).toEqual([]);
    const reported = reportsIn(log).filter(({ result }) => result === "sent" || result === "replayed");
    expect(reported.filter(({ key }) => results.get(key) !== "replayed")).toEqual([]);
  });
});
