import { styleText } from "node:util";
import { isRecord, own } from "../../operation/values.ts";
import type { MockRequest } from "../../testing/index.ts";
import { channelColors, type Style } from "../colors.ts";

/** A request as a line. Of its body, only the channel is shown. */
export function lineOf({ method, operation, path, body, status, fault }: MockRequest, now: Date, colors: boolean) {
  const paint = (style: Style, text: string) => (colors ? styleText(style, text, { validateStream: false }) : text);
  const channel = Object.entries(channelColors).find(([name]) => isRecord(body) && own(body, "channel") === name);
  const parts = [
    paint("dim", now.toTimeString().slice(0, 8)),
    paint(status !== undefined && status < 400 ? "green" : "red", String(status ?? "none").padEnd(4)),
    // The path of an unknown operation may hold anything.
    `${method} ${operation === undefined ? JSON.stringify(path) : path}`,
    channel && paint(channel[1], channel[0]),
    fault && paint("yellow", `fault: ${fault}`),
  ];
  return parts.filter(Boolean).join("  ");
}
