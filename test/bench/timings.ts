import type { Place } from "./contender.ts";
import { contenders } from "./contenders/all.ts";
import { bareFetch } from "./contenders/platform.ts";
import type { Timings } from "./measured.ts";
import { checkJob, startServer, stub } from "./places.ts";
import { rowOf } from "./rows.ts";

// Times every contender, in one process, by turns. Takes the folder of the TLS key and certificate. Prints JSON.

type Open = readonly { readonly name: string; get(): Promise<unknown>; post(): Promise<unknown> }[];

const row = (all: Open, job: "get" | "post", lanes: number) =>
  rowOf(
    all.map((caller) => ({ name: caller.name, call: () => caller[job]() })),
    bareFetch.name,
    lanes,
  );

/** Measures all contenders at a server, after each has shown that it does the job. */
async function at<T>(place: Place & { stop(): void }, measure: (all: Open) => Promise<T>): Promise<T> {
  const all = contenders.map(({ name, open }) => ({ name, ...open(place) }));
  for (const caller of all) await checkJob(caller.name, caller, place);
  const found = await measure(all);
  await Promise.all(all.map((caller) => caller.close?.()));
  place.stop();
  return found;
}

const plain = await at(await startServer(), async (all) => ({
  "GET, one at a time": await row(all, "get", 1),
  "POST, one at a time": await row(all, "post", 1),
  "GET, 16 at once": await row(all, "get", 16),
  "POST, 16 at once": await row(all, "post", 16),
}));
const overTls = await at(await startServer(process.argv[2]), async (all) => ({
  "POST over TLS, one at a time": await row(all, "post", 1),
  "POST over TLS, 16 at once": await row(all, "post", 16),
}));

const stubbed = contenders.filter(({ takesFetch }) => takesFetch);
const onStub = stubbed.map(({ name, open }) => ({ name, ...open(stub) }));
const timings: Timings = {
  rows: { ...plain, ...overTls },
  stub: { GET: await row(onStub, "get", 1), POST: await row(onStub, "post", 1) },
};
process.stdout.write(JSON.stringify(timings));
process.exit();
