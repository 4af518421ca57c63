import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Effect, type Hook, Wipsy } from "wipsy-client";
import { plain } from "./catalog.ts";
import { asking, calls, type Place, steer } from "./driver.ts";
import type { Fault } from "./faults.ts";
import { faultyAgent, faultyFetch, onRequestsOf } from "./network.ts";
import { randomOf } from "./random.ts";
import type { SoakServer, SoakState } from "./soak-server.ts";
import { transport } from "./transport.ts";

// 100,000 calls over one client, one in a hundred of which meets a fault: memory and sockets must stay as they are.
// Started by run-soak.ts, for each transport.
const { values } = parseArgs({ options: { calls: { type: "string" }, seed: { type: "string" } } });
const total = Number(values.calls ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const samples = 20;
const lanes = 50;
const effects: readonly Effect[] = ["read", "idempotent", "write"];

const { gc } = globalThis;
if (!gc) throw new Error("run this with node --expose-gc");
if (!(total >= samples) || !Number.isSafeInteger(seed)) throw new Error("--calls or --seed is wrong");

/** Memory and sockets between two batches of calls. */
interface Sample {
  readonly perSecond: number;
  readonly heap: number;
  /** Open at the server's end: Node counts only its own active ones. */
  readonly sockets: number;
  /** Timers, sockets and the like that keep this process alive. */
  readonly handles: number;
}

const random = randomOf(seed);
const good: Fault = { name: "good" };

/** The fault that the next request meets. */
const met = () => (random.next() < 0.01 ? random.pick(plain) : good);

function clientOf(place: Place): Wipsy {
  const hook: Hook = (request, next) => {
    return next(steer(place, "soak", met(), request));
  };
  const options = { apiKey: "test-key", baseUrl: place.url, timeout: 1000 };
  if (transport === "fetch") return new Wipsy({ ...options, fetch: faultyFetch, hook });
  // Without a hook, since that would make a Response of each answer.
  onRequestsOf("soak", (request) => {
    for (const [name, value] of asking(place, "soak", met())) request.setHeader(name, value);
  });
  return new Wipsy({ ...options, agent: faultyAgent, headers: { "x-call": "soak" } });
}

/** Makes `size` calls, and returns how many failed. */
async function batch(wipsy: Wipsy, size: number): Promise<number> {
  let left = size;
  let failed = 0;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await calls[random.pick(effects)](wipsy)
        .withResponse()
        .catch(() => {
          failed += 1;
        });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failed;
}

async function stateOf(child: ChildProcess): Promise<SoakState> {
  child.send("state");
  const [state] = await once(child, "message");
  return state as SoakState;
}

/** What is left after garbage collection. */
async function sampled(child: ChildProcess, perSecond: number): Promise<Sample> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  gc?.();
  gc?.();
  const { open } = await stateOf(child);
  const handles = process.getActiveResourcesInfo().length;
  return { perSecond, heap: process.memoryUsage().heapUsed / 2 ** 20, sockets: open, handles };
}

const averageOf = (all: readonly Sample[], key: keyof Sample) =>
  all.reduce((sum, sample) => sum + sample[key], 0) / all.length;

const child = fork(fileURLToPath(new URL("soak-server.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
const [started] = await once(child, "message");
const { url, port, ports } = started as SoakServer;
const wipsy = clientOf({ url, portOf: (fault) => ports[fault] ?? port });

console.log(`soak over ${transport}: ${total} calls, ${lanes} at a time, --seed ${seed}`);
await batch(wipsy, Math.min(total, 10_000));
const taken: Sample[] = [];
let failed = 0;
for (let turn = 1; turn <= samples; turn += 1) {
  const size = Math.floor(total / samples);
  const began = performance.now();
  failed += await batch(wipsy, size);
  const sample = await sampled(child, size / ((performance.now() - began) / 1000));
  taken.push(sample);
  const { perSecond, heap, sockets, handles } = sample;
  const figures = `${perSecond.toFixed(0)} calls/s, heap ${heap.toFixed(2)} MB, ${sockets} sockets, ${handles} handles`;
  console.log(`${String(turn * size).padStart(7)} calls: ${figures}`);
}

const first = taken.slice(0, samples / 4);
const last = taken.slice(-samples / 4);
const heap = [averageOf(first, "heap"), averageOf(last, "heap")] as const;
const sockets = [averageOf(first, "sockets"), averageOf(last, "sockets")] as const;
const handles = [averageOf(first, "handles"), averageOf(last, "handles")] as const;
const show = ([before, after]: readonly [number, number]) => `${before.toFixed(2)} → ${after.toFixed(2)}`;
console.log(
  `first quarter → last: heap ${show(heap)} MB, sockets ${show(sockets)}, handles ${show(handles)}; ${failed} failed`,
);

// A leak of one object for each call would be megabytes.
const grows = [
  heap[1] > heap[0] + 1 && "heap",
  sockets[1] > sockets[0] + 5 && "sockets",
  handles[1] > handles[0] + 5 && "handles",
  failed > total / 50 && "failures",
].filter((name) => name !== false);
child.disconnect();
if (grows.length > 0) {
  console.error(`not flat: ${grows.join(", ")}`);
  process.exitCode = 1;
}
