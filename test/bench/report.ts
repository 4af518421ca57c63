import { barsOf } from "./bars.ts";
import { across, both, durations, ratios, times } from "./cells.ts";
import { growthText } from "./growth-text.ts";
import type { Profile, Results } from "./measured.ts";
import { tableOf } from "./table.ts";

/** Whether a contender is this client on `fetch`. */
export const isVariant = (name: string) => name === "wipsy-client on fetch";

function bars(results: Results): string {
  const all = barsOf(results);
  const lines = all.map(({ wanted, found, met }) => [wanted, found, met ? "met" : "**not met**"]);
  return `${all.filter(({ met }) => met).length} of ${all.length} are met.

${tableOf(["bar", "found", ""], lines)}`;
}

function heap({ heap: { network, stub } }: Results): string {
  const show = (kilobytes: number | undefined) => kilobytes?.toFixed(1) ?? "";
  return tableOf(
    ["", "to the server", "stub `fetch`"],
    Object.keys(network).map((name) => [name, show(network[name]), show(stub[name])]),
  );
}

function types({ types: costs }: Results): string {
  const lines = Object.entries(costs).map(([name, { instantiations, seconds }]) => [
    name,
    instantiations.toLocaleString("en"),
    times(seconds),
  ]);
  return tableOf(["", "type instantiations", "seconds"], lines);
}

const tenths = (figure: number | undefined) => (figure ?? 0).toFixed(1);

/** One loop of the profile: whose time it is, for each client that was profiled. */
function groups(all: readonly Profile[]): string {
  const names = [...new Set(all.flatMap((profile) => Object.keys(profile.groups)))];
  const whole = (profile: Profile) => Object.values(profile.groups).reduce((sum, figure) => sum + figure, 0);
  return tableOf(
    ["µs of a call", ...all.map(({ name }) => name)],
    [
      ...names.map((group) => [group, ...all.map((profile) => tenths(profile.groups[group]))]),
      ["all", ...all.map((profile) => tenths(whole(profile)))],
    ],
  );
}

function ranking(title: string, figures: Readonly<Record<string, number>>): string {
  return tableOf(
    [title, "µs"],
    Object.entries(figures).map(([name, figure]) => [`\`${name}\``, figure.toFixed(2)]),
  );
}

/** What is shown of a profile, also by `npm run bench -- --profile`. */
export function profileText(profiles: readonly Profile[]): string {
  const loops = [...new Set(profiles.map(({ loop }) => loop))];
  const part = (loop: string) => {
    const all = profiles.filter((profile) => profile.loop === loop);
    const own = all.find(({ name }) => name === "wipsy-client");
    const details = own && [
      ranking("its own functions and its core's", own.functions),
      ranking("the platform's, for them", own.asked),
      ranking("the rest: what runs later, and the benchmark's", own.later),
    ];
    return [`### ${loop}`, groups(all), ...(loop.startsWith("stub") ? (details ?? []) : [])].join("\n\n");
  };
  return loops.map(part).join("\n\n");
}

/** RESULTS.md. */
export function reportOf(results: Results): string {
  const { date, machine, node, versions, timings, coldImport, sizes, rounds, callsPerRound } = results;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# Benchmark results

Written by \`npm run bench\` on ${date}. Machine: ${machine}. Node ${node}. The newest versions that run on Node 20:
${packages.join(", ")}.

Every contender reads one contact (GET) and sends one message (POST), and returns the parsed JSON. URL, body and key are the
same, which is checked first. All run in one process, by turns, against a server in another process, over connections that
stay open. \`wipsy-client\` has its defaults: timeout, deadline and retries are active. A figure is the median of ${rounds} rounds of
${callsPerRound} calls, with the quartiles in brackets. A ratio is taken within its round. Times of different runs or machines do
not compare; ratios nearly do.

## The bars

${bars(results)}

## Time for a call, relative to bare fetch

![The ratios as a picture](results.svg)

${across(timings.rows, ratios)}

## Time for a call, in microseconds

With 16 at once: the total time divided by the number of calls.

${across(timings.rows, durations)}

## Without a network

A stub \`fetch\` reads the body if it gets a \`Request\`, and returns a new \`Response\` at once. Microseconds, and relative to
bare fetch. axios uses its \`fetch\` adapter here, which is not its default in Node.

${across(timings.stub, both)}
${growthText(results.growth)}
## Memory

Kilobytes of V8's heap that a call allocates, mean of GET and POST: the growth over 1,000 calls, in a process whose young
generation is too large to be collected meanwhile. Buffers outside the heap are not counted.

${heap(results)}

## Cold import

Milliseconds for the first import of the installed package in a new process. For hey-api: of what it generates, as one file.

${tableOf(
  ["", "ms"],
  Object.entries(coldImport).map(([name, millis]) => [name, times(millis)]),
)}

## Size

Bundled and minified by esbuild, gzipped: kilobytes of 1,000 bytes.

${tableOf(
  ["", "kB"],
  Object.entries(sizes).map(([name, bytes]) => [name, (bytes / 1000).toFixed(2)]),
)}

## Type check

Type instantiations, and seconds for a whole run of the compiler, for a small program that reads a contact and sends a
message (TypeScript ${versions.typescript}, \`skipLibCheck\`). hey-api's types are source files, which are checked as well.

${types(results)}

## Where the time goes

Self time of functions, in microseconds per call, by V8's sampling profiler. V8's built-ins, such as \`JSON.parse\`, count
toward their caller. "The platform's, for them" is what those functions call, directly or indirectly. What they cause to run
later, such as the steps of promises, is in the rest. The profiler slows everything down: read these figures as shares.

${profileText(results.profiles)}
`;
}
