import { barsOf } from "./bars.ts";
import type { Profile, Results, Row } from "./measured.ts";
import type { Spread } from "./statistics.ts";
import { tableOf } from "./table.ts";

/** Whether a contender is this client with another `fetch`. */
export const isVariant = (name: string) => name.startsWith("wipsy-client, ");

const times = ({ median, low, high }: Spread) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
const micros = ({ median, low, high }: Spread) => `${median.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)})`;

function across(rows: Readonly<Record<string, Row>>, show: (row: Row, name: string) => string): string {
  const names = Object.keys(Object.values(rows)[0] ?? {});
  return tableOf(
    ["", ...Object.keys(rows)],
    names.map((name) => [name, ...Object.values(rows).map((row) => show(row, name))]),
  );
}

const ratios = (row: Row, name: string) => (row[name] ? times(row[name].ratio) : "");
const durations = (row: Row, name: string) => (row[name] ? micros(row[name].micros) : "");

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
  return `# What npm run bench has measured

Written by the benchmark, on ${date}. Machine: ${machine}, Node ${node}. The newest versions that run on Node 20:
${packages.join(", ")}.

Everything is measured in one process, by turns, against a server in another process, over connections that stay open.
Each contender reads one contact (GET) and sends one message (POST) and gives the parsed JSON: the same URL, body and key,
which is checked before. \`wipsy-client\` is as it is made by default, with time-out, deadline and retries armed. A figure is
the median of ${rounds} rounds of ${callsPerRound} calls, with the quartiles in brackets; a ratio is taken within its round.
Times of two runs, or of two machines, do not compare; ratios nearly do.

## The bars

${bars(results)}

## A call, as many times that of bare fetch

![The ratios as a picture](results.svg)

${across(timings.rows, ratios)}

## A call, in microseconds

With 16 at once: the whole time divided by the calls.

${across(timings.rows, durations)}

## Without a network

A \`fetch\` that reads the request's body, where it is given a \`Request\` with one, and answers a new \`Response\` at once.
Microseconds, and as many times bare fetch. axios uses its adapter for \`fetch\` here, as it does not in Node by default.

${across(timings.stub, (row, name) => `${durations(row, name)}, ${row[name]?.ratio.median.toFixed(2)} ×`)}

## Memory

Kilobytes of V8's heap that a call allocates, mean of GET and POST: what the heap grows by over 1,000 calls, in a process
whose young generation is too large for a collection to happen meanwhile. Buffers outside the heap are not counted.

${heap(results)}

## Cold import

Milliseconds for the first import in a new process. What is installed, but for hey-api: what it generates, as one file.

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

A small program that reads a contact and sends a message: type instantiations, and seconds of a whole run of the compiler
(TypeScript ${versions.typescript}, \`skipLibCheck\`). hey-api's types come as sources, which are checked too.

${types(results)}

## What the rest is spent on

By V8's sampling profiler: the time that functions take themselves, in microseconds of a call. What is built into V8, such as
\`JSON.parse\`, counts as its caller's. Under "the platform's, for them" stands what those functions call directly or
indirectly; what they cause to run later, such as the steps of promises, is in the rest. The profiler makes everything
slower: these figures tell shares.

${profileText(results.profiles)}
`;
}
