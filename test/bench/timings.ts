import { parseArgs } from "node:util";
import type { Caller } from "./contender.ts";
import { contenders } from "./contenders/all.ts";
import { bareFetch } from "./contenders/platform.ts";
import { type Amount, interleaved, timeCalls } from "./interleave.ts";
import type { Row, Timings } from "./measured.ts";
import { checkJob, startServer, stub } from "./places.ts";
import { ratiosTo, spreadOf } from "./statistics.ts";

// Times every contender, in one process, by turns. Prints JSON.

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    passes: { type: "string" },
    calls: { type: "string" },
    seed: { type: "string" },
  },
});
const amount: Amount = {
  rounds: Number(values.rounds),
  passes: Number(values.passes),
  calls: Number(values.calls),
  seed: Number(values.seed),
};

type Open = readonly { readonly name: string; readonly caller: Caller }[];

async function rowOf(all: Open, job: "get" | "post", lanes: number): Promise<Row> {
  const timed = all.map(({ name, caller }) => {
    const call = () => caller[job]();
    return { name, call, run: (calls: number) => timeCalls(call, calls, lanes) };
  });
  // Until everything is compiled and connected.
  for (const { call } of timed) await timeCalls(call, Math.min(1000, amount.passes * amount.calls), lanes);
  const figures = await interleaved(timed, amount);
  const base = figures[bareFetch.name] ?? [];
  return Object.fromEntries(
    Object.entries(figures).map(([name, micros]) => [
      name,
      { micros: spreadOf(micros), ratio: spreadOf(ratiosTo(base, micros)) },
    ]),
  );
}

const server = await startServer();
const all = contenders.map(({ name, open }) => ({ name, caller: open(server) }));
for (const { name, caller } of all) await checkJob(name, caller, server);
const rows = {
  "GET, one at a time": await rowOf(all, "get", 1),
  "POST, one at a time": await rowOf(all, "post", 1),
  "GET, 16 at once": await rowOf(all, "get", 16),
  "POST, 16 at once": await rowOf(all, "post", 16),
};
await Promise.all(all.map(({ caller }) => caller.close?.()));
server.stop();

const stubbed = contenders.filter(({ takesFetch }) => takesFetch);
const onStub = stubbed.map(({ name, open }) => ({ name, caller: open(stub) }));
const timings: Timings = {
  rows,
  stub: { GET: await rowOf(onStub, "get", 1), POST: await rowOf(onStub, "post", 1) },
};
process.stdout.write(JSON.stringify(timings));
process.exit();
