import { styleText } from "node:util";

/** A color or weight, as Node names it. */
export type Style = Parameters<typeof styleText>[0];

/** The colors of the channels. */
export const channelColors = { whatsapp: "green", instagram: "magenta", messenger: "blue", facebook: "blue" } as const;

/** Whether standard output is a terminal and `NO_COLOR` is not set. */
export const hasColors = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Text in a color, if the terminal has colors. */
export function paint(style: Style, text: string): string {
  return hasColors ? styleText(style, text) : text;
}
