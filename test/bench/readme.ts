import { type Results, type RowName, rowNames } from "./measured.ts";
import { isVariant } from "./report.ts";
import { tableOf } from "./table.ts";

// The parts of README.md and README.es.md that hold figures. They stand between two comments with the part's name.

interface Words {
  readonly rows: Readonly<Record<RowName, string>>;
  readonly names?: Readonly<Record<string, string>>;
  plot: string;
  about(results: Results): string;
  sizes(whole: string, own: string): string;
}

const english: Words = {
  rows: {
    "GET, one at a time": "GET, one at a time",
    "POST, one at a time": "POST, one at a time",
    "GET, 16 at once": "GET, 16 at once",
    "POST, 16 at once": "POST, 16 at once",
  },
  plot: "Time for a call, as many times that of a bare fetch",
  about: ({ node, rounds }) =>
    `Time for a call, as many times that of a bare \`fetch\` which does the same (Node ${node}, to a server on the same machine;
medians of ${rounds} rounds, all in one process by turns):`,
  sizes: (whole, own) =>
    `Bundled, minified and gzipped, everything that the package exports is ${whole} kB with openapi-fetch in it, and
\`import { Wipsy }\` ${own} kB.`,
};

const spanish: Words = {
  rows: {
    "GET, one at a time": "GET, de a una",
    "POST, one at a time": "POST, de a una",
    "GET, 16 at once": "GET, 16 a la vez",
    "POST, 16 at once": "POST, 16 a la vez",
  },
  plot: "Tiempo por llamada, en proporción al de un fetch directo",
  names: {
    "raw socket": "socket directo",
    "bare fetch": "fetch directo",
    "fetch with a time-out": "fetch con límite de tiempo",
  },
  about: ({ node, rounds }) =>
    `Tiempo por llamada en proporción al de un \`fetch\` directo que hace lo mismo (Node ${node}, con el servidor en la misma
máquina; medianas de ${rounds} rondas, todos por turnos en un solo proceso):`,
  sizes: (whole, own) =>
    `Empaquetado, minificado y comprimido, todo lo que exporta el paquete ocupa ${whole} kB con openapi-fetch incluido, e
\`import { Wipsy }\` ${own} kB.`,
};

function ratios({ timings }: Results, { rows, names }: Words, isShown: (name: string) => boolean): string {
  const all = Object.keys(timings.rows[rowNames[0]]).filter(isShown);
  return tableOf(
    ["", ...rowNames.map((row) => rows[row])],
    all.map((name) => [
      names?.[name] ?? name,
      ...rowNames.map((row) => timings.rows[row][name]?.ratio.median.toFixed(2) ?? ""),
    ]),
  );
}

function speed(results: Results, words: Words): string {
  const kilo = (name: string) => ((results.sizes[name] ?? Number.NaN) / 1000).toFixed(1);
  return `${words.about(results)}

![${words.plot}](test/bench/results.svg)

${ratios(results, words, (name) => !isVariant(name))}

${words.sizes(kilo("wipsy-client, everything"), kilo("wipsy-client"))}`;
}

/** The parts of a README, by name. */
export function partsOf(results: Results, language: "en" | "es"): Readonly<Record<string, string>> {
  if (language === "es") return { speed: speed(results, spanish) };
  const isOwn = (name: string) => isVariant(name) || name === "wipsy-client";
  return { speed: speed(results, english), "many messages": ratios(results, english, isOwn) };
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
