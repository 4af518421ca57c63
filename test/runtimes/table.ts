import { expected, type Runtime } from "./expected.ts";
import type { Check } from "./smoke.ts";

// The tables of docs/runtimes.md and docs/es/errors.md, written from the expected results.

/** The table's words in one language. */
interface Words {
  readonly head: readonly string[];
  readonly names: Readonly<Partial<Record<Runtime, string>>>;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly ended: string;
  readonly resends: readonly [yes: string, no: string];
}

export const english: Words = {
  head: [
    "runtime",
    "connection refused, no such host",
    "no TLS at the other end",
    "lost later, cut off, timed out",
    "a redirect (307)",
    "`signal` while waiting",
    "sends again by itself",
  ],
  names: { "Deno without idle connections": "Deno, with the `fetch` below" },
  outcomes: { "not-sent": "`not-sent`", rejected: "`rejected`", unknown: "`unknown`" },
  ended: "ends the request",
  resends: ["**yes**", "no"],
};

export const spanish: Words = {
  head: [
    "entorno",
    "conexión rechazada, host inexistente",
    "sin TLS al otro lado",
    "perdida después, cortada, tiempo agotado",
    "una redirección (307)",
    "`signal` durante la espera",
    "reenvía por su cuenta",
  ],
  names: { "Deno without idle connections": "Deno, con el `fetch` de abajo" },
  outcomes: { "not-sent": "`not-sent`", rejected: "`rejected`", unknown: "`unknown`" },
  ended: "termina la solicitud",
  resends: ["**sí**", "no"],
};

/** The common outcome of several checks. */
function outcomeOf(runtime: Runtime, checks: readonly Check[], words: Words): string {
  const outcomes = new Set(checks.map((check) => expected[runtime].results[check].split(", ")[1] ?? ""));
  const [outcome = "", ...others] = outcomes;
  const word = words.outcomes[outcome];
  if (others.length > 0 || word === undefined)
    throw new Error(`${runtime} has no one outcome for ${checks.join(", ")}`);
  return word;
}

function only(isSo: boolean, word: string, runtime: Runtime): string {
  if (!isSo) throw new Error(`${runtime}: the table has no word for this`);
  return word;
}

function cellsOf(runtime: Runtime, words: Words): string[] {
  const { results, resends } = expected[runtime];
  return [
    words.names[runtime] ?? runtime,
    outcomeOf(runtime, ["refused", "no such host"], words),
    outcomeOf(runtime, ["no TLS"], words),
    outcomeOf(runtime, ["closed", "reset", "cut off", "timeout"], words),
    outcomeOf(runtime, ["redirect"], words),
    // Its check waits until the server has seen the connection close.
    only(results.abort === "AbortError, unknown", words.ended, runtime),
    words.resends[resends ? 0 : 1],
  ];
}

/** The table as Markdown. Runtimes with the same cells share a row. */
export function tableOf(words: Words): string {
  const rows = new Map<string, string[]>();
  for (const runtime of Object.keys(expected) as Runtime[]) {
    const [name = "", ...cells] = cellsOf(runtime, words);
    const key = cells.join(" | ");
    rows.set(key, [...(rows.get(key) ?? []), name]);
  }
  const body = [...rows].map(([cells, names]) => `| ${names.join(", ").replaceAll(", Node", ",")} | ${cells} |`);
  return [`| ${words.head.join(" | ")} |`, `|${" --- |".repeat(words.head.length)}`, ...body].join("\n");
}
