import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "./contender.ts";
import { contenders } from "./contenders/all.ts";
import { timeCalls } from "./interleave.ts";
import type { Heap } from "./measured.ts";
import { startServer, stub } from "./places.ts";

// How much memory a call takes. Runs with a young generation so large that nothing is collected meanwhile: what the heap has
// grown by is then what was allocated. Prints JSON.

const { gc } = globalThis;
if (!gc) throw new Error("run this with node --expose-gc");

let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().length;
}).observe({ entryTypes: ["gc"] });

/** Kilobytes for a call: the mean of a GET and a POST. */
async function allocated(name: string, caller: Caller): Promise<number> {
  const calls = 500;
  const both = async () => {
    await caller.get();
    await caller.post();
  };
  await timeCalls(both, 500, 1);
  gc?.();
  await sleep(20);
  collections = 0;
  const before = process.memoryUsage().heapUsed;
  await timeCalls(both, calls, 1);
  const after = process.memoryUsage().heapUsed;
  await sleep(20);
  if (collections > 0) throw new Error(`${name}: something was collected: less calls, or a larger young generation`);
  return (after - before) / calls / 2 / 1024;
}

const heap: Heap = { network: {}, stub: {} };
const server = await startServer();
for (const { name, open } of contenders) {
  const caller = open(server);
  Object.assign(heap.network, { [name]: await allocated(name, caller) });
  await caller.close?.();
}
server.stop();
for (const { name, open, takesFetch } of contenders) {
  if (takesFetch) Object.assign(heap.stub, { [name]: await allocated(name, open(stub)) });
}
process.stdout.write(JSON.stringify(heap));
process.exit();
