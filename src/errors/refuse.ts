import { isRecord } from "../operation/values.ts";
import { InputError } from "./classes.ts";

/** A name as an error may show it: one that looks like a name was typed by a programmer, anything else may be data. */
export function shown(name: string): string {
  return /^[a-z_][\w-]{0,40}$/i.test(name) ? name : "…";
}

/** What is refused: an operation's input, or that of a function by its name. */
export type About = string | { readonly id: string };

/**
 * Refuses what a caller gave: `about: field problem.`
 *
 * @throws InputError always
 */
export function refuse(about: About, field: string, problem: string, cause?: unknown): never {
  const operation = typeof about === "string" ? undefined : about.id;
  throw new InputError(`${operation ?? about}: ${field} ${problem}.`, { field, operation, cause });
}

/** Why a value cannot be an option, as the end of a sentence, and of which part of it; `undefined` when it can. */
export type Check = (value: unknown) => string | readonly [field: string, problem: string] | undefined;

/** A check that a value is of a kind. To be called in functions only: what a module calls as it loads stays in every bundle. */
export const must =
  (be: string, fits: (value: unknown) => boolean): Check =>
  (value) =>
    fits(value) ? undefined : `must be ${be}`;

export const isFunction = (value: unknown): boolean => typeof value === "function";
export const mustBeSwitch: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");

function refuseUnknown(about: About, name: string, valid: readonly string[]): never {
  const operation = typeof about === "string" ? undefined : about.id;
  const message = `${operation ?? about}: unknown option "${shown(name)}"; valid options: ${valid.join(", ")}.`;
  throw new InputError(message, { field: shown(name), operation });
}

/**
 * Refuses options that are not known, or whose check finds a problem. `undefined` is as good as left out.
 *
 * @throws InputError naming the option
 */
export function checkOptions(
  about: About,
  options: unknown,
  checks: Readonly<Record<string, Check>>,
): asserts options is Record<string, unknown> {
  if (!isRecord(options)) return refuse(about, "options", "must be a plain object");
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      return refuseUnknown(about, name, Object.keys(checks));
    }
    const problem = check(value);
    if (typeof problem === "string") refuse(about, name, problem);
    else if (problem) refuse(about, problem[0], problem[1]);
  }
}
