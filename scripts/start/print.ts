import { paint, type Style } from "../../src/cli/colors.ts";
import { type Fetch, isWipsyError } from "../../src/index.ts";

const width = Math.min(process.stdout.columns || 110, 130);
const margin = "             ";

/** Wraps text after spaces and commas into at most `most` lines that fit beside the margin. */
function wrap(text: string, most: number): string[] {
  const room = width - margin.length;
  const lines: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const broken = Math.max(rest.lastIndexOf(" ", room - 1), rest.lastIndexOf(",", room - 1)) + 1;
    const end = rest.length <= room ? rest.length : broken > room / 2 ? broken : room;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]?.slice(0, room - 2)} …`] : lines;
}

function line(label: string, style: Style, text: string, most = 4): void {
  const [first = "", ...others] = wrap(text, most);
  console.log(`   ${paint(style, label.padEnd(margin.length - 4))} ${first}`);
  for (const other of others) console.log(margin + other);
}

/** Formats a value as code on one line. */
export function code(value: unknown): string {
  return JSON.stringify(value)
    .replace(/"(\w+)":/g, "$1: ")
    .replace(/,(?=\w+: )/g, ", ")
    .replace(/^\{(.*)\}$/, "{ $1 }");
}

/**
 * Wraps a `fetch` to print requests and responses with their bodies: use it only with invented data. It prints no headers,
 * so the key stays hidden.
 */
export function tracing(fetch: Fetch): Fetch {
  return async (input, init = {}) => {
    const { pathname, search } = new URL(typeof input === "string" ? input : input.url);
    line("sent", "cyan", `${init.method} ${pathname}${search} ${init.body ?? ""}`);
    const response = await fetch(input, init);
    const text = await response.clone().text();
    line("received", response.ok ? "green" : "red", `${response.status} ${text}`, 3);
    return response;
  };
}

/** The source of a function, with the whitespace that tsx removes. */
function sourceOf(call: () => unknown): string {
  const [, text = ""] = /^\(\)\s*=>\s*(.*)$/s.exec(String(call)) ?? [];
  return text
    .replace(/[:,](?!\s)|\{(?!\s)/g, "$& ")
    .replace(/(?<!\s)\}/g, " }")
    .replace(/\s+/g, " ");
}

/** Describes the result of a call. */
function resultText(result: unknown): string {
  const { messageId, id, items, limit, complete } = Object(result);
  if (messageId !== undefined) return `accepted as ${messageId}`;
  if (items === undefined) return `the id ${id}`;
  return `${items.length} items, limit ${limit}, ${complete ? "complete" : "not complete: there may be more"}`;
}

/** Makes one call and prints it with its request, response and result. */
export async function step(title: string, call: () => Promise<unknown>): Promise<void> {
  console.log(`\n${paint("bold", title)}`);
  line("call", "dim", sourceOf(call));
  try {
    line("result", "green", resultText(await call()));
  } catch (error) {
    if (!isWipsyError(error)) throw error;
    if (error.attempts === 0) line("sent", "cyan", "nothing");
    line("error", "red", `${error.name}, outcome "${error.outcome}": ${error.message}`);
  }
}

/** Prints a heading or a closing line. */
export function say(text: string): void {
  console.log(paint("bold", text));
}
