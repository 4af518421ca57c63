import { styleText } from "node:util";
import type { MockRequest } from "../../testing/index.ts";

type Style = Parameters<typeof styleText>[0];

const colours: Readonly<Record<string, Style>> = {
  whatsapp: "green",
  instagram: "magenta",
  messenger: "blue",
  facebook: "blue",
};

function channelOf({ body }: MockRequest): string {
  const { channel } = Object(body) as { channel?: unknown };
  return typeof channel === "string" && Object.hasOwn(colours, channel) ? channel : "";
}

/** A request as a line: nothing that its body holds but the channel. */
export function lineOf(request: MockRequest, now: Date, isColoured: boolean): string {
  const paint = (style: Style, text: string) => (isColoured ? styleText(style, text) : text);
  const { method, operation, path, status, fault } = request;
  const channel = channelOf(request);
  const isGood = status !== undefined && status < 400;
  const parts = [
    paint("dim", now.toTimeString().slice(0, 8)),
    paint(isGood ? "green" : "red", String(status ?? "none").padEnd(4)),
    // What is not an operation may hold anything.
    `${method} ${operation === undefined ? JSON.stringify(path) : path}`,
    channel && paint(colours[channel] ?? "white", channel),
    fault && paint("yellow", `fault: ${fault}`),
  ];
  return parts.filter(Boolean).join("  ");
}
