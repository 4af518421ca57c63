import { across } from "./cells.ts";
import type { Results } from "./measured.ts";

// The parts of docs/performance.md that hold figures. They stand between two comments with the part's name.

function speed(results: Results): string {
  const { node, rounds, sizes } = results;
  const kilo = ((sizes["wipsy-client"] ?? Number.NaN) / 1000).toFixed(1);
  return `![Time for a call, relative to a bare fetch](../test/bench/results.svg)

${across(results.timings.rows, (row, name) => row[name]?.ratio.median.toFixed(2) ?? "")}

Measured on Node ${node}, against a server on the same machine: medians of ${rounds} rounds, in one process, by turns.

Bundled, minified and gzipped, \`import { Wipsy }\` is ${kilo} kB.`;
}

/** The parts of the page, by name. */
export function partsOf(results: Results): Readonly<Record<string, string>> {
  return { speed: speed(results) };
}

/**
 * A text with its parts written anew.
 *
 * @throws Error when the comments of a part are not there
 */
export function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((before, [name, part]) => {
    const [begin, end] = [`<!-- ${name}: written by npm run bench -->\n\n`, `\n\n<!-- ${name} ends -->`];
    const [from, to] = [before.indexOf(begin), before.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the comments around "${name}" are not there`);
    return before.slice(0, from + begin.length) + part + before.slice(to);
  }, text);
}
