import type { Texts } from "./texts/language.ts";

/**
 * The number of an option, such as seconds; `undefined` if it is not given.
 *
 * @throws Error unless it is above 0
 */
export function positive(name: string, text: string | undefined, t: Texts): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  // The longest delay of a timer.
  if (number > 0 && number < 2 ** 31 / 1000) return number;
  throw new Error(t("notPositive", { option: `--${name}` }));
}
