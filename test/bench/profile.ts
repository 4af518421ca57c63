import { readFileSync } from "node:fs";
import { type Profiler, Session } from "node:inspector/promises";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import { contenders } from "./contenders/all.ts";
import { timeCalls } from "./interleave.ts";
import type { Profile } from "./measured.ts";
import { startServer, stub } from "./places.ts";
import { type Frame, profileOf } from "./self-time.ts";

// Where the time of a call goes, by V8's sampling profiler, for this client and some others. Prints JSON.

const names = ["bare fetch", "fetch with a timeout", "openapi-fetch", "wipsy-client"];
const calls = Number(process.argv[2] ?? 5000);
const session = new Session();
session.connect();

const maps = new Map<string, SourceMap>();

/** The source file of a place in dist/, by its map. */
function sourceOf({ url, lineNumber, columnNumber }: Profiler.Profile["nodes"][number]["callFrame"]): string {
  // The package is built in chunks.
  if (!/\/dist\/[^/]+\.js$/.test(url) || url.includes("/node_modules/")) return url;
  const map = maps.get(url) ?? new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")));
  maps.set(url, map);
  const entry = map.findEntry(lineNumber, columnNumber);
  return "originalSource" in entry ? `wipsy:${entry.originalSource}:${entry.originalLine + 1}` : "wipsy:";
}

function framesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Frame[] {
  const micros = new Map<number, number>();
  for (const [index, id] of samples.entries()) micros.set(id, (micros.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map<number, Frame>();
  // A node comes before those it called.
  for (const { id, callFrame } of nodes) {
    frames.set(id, {
      name: callFrame.functionName || "(anonymous)",
      at: sourceOf(callFrame),
      line: callFrame.lineNumber + 1,
      micros: micros.get(id) ?? 0,
      caller: frames.get(callers.get(id) ?? -1),
    });
  }
  // The starting and stopping of the profiler itself.
  return [...frames.values()].filter(({ name, at }) => !(name === "dispatch" && at === ""));
}

async function profiled(name: string, loop: string, call: () => Promise<unknown>, lanes: number): Promise<Profile> {
  await timeCalls(call, 2000, lanes);
  await session.post("Profiler.setSamplingInterval", { interval: 100 });
  await session.post("Profiler.start");
  await timeCalls(call, calls, lanes);
  const { profile } = await session.post("Profiler.stop");
  return profileOf(name, loop, framesOf(profile), calls);
}

await session.post("Profiler.enable");
const server = await startServer();
const profiles: Profile[] = [];
for (const { name, open } of contenders.filter((one) => names.includes(one.name))) {
  const onStub = open(stub);
  const onNetwork = open(server);
  profiles.push(await profiled(name, "stub GET", () => onStub.get(), 1));
  profiles.push(await profiled(name, "stub POST", () => onStub.post(), 1));
  profiles.push(await profiled(name, "network POST, one at a time", () => onNetwork.post(), 1));
  profiles.push(await profiled(name, "network POST, 16 at once", () => onNetwork.post(), 16));
}
server.stop();
process.stdout.write(JSON.stringify(profiles));
process.exit();
