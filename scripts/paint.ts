import { styleText } from "node:util";

/** A colour or weight, as Node names it. */
export type Style = Parameters<typeof styleText>[0];

/** Whether standard output is a terminal whose user has not refused colours. */
export const hasColours = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Text in a colour; as it is where there are none. */
export function paint(style: Style, text: string): string {
  return hasColours ? styleText(style, text) : text;
}
