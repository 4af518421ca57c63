import { isRecord } from "../operation/values.ts";
import { InputError } from "./classes.ts";

/** A name as an error may show it: one that looks like a name was typed by a programmer, anything else may be data. */
export function shown(name: string): string {
  return /^[a-z_][\w-]{0,40}$/i.test(name) ? name : "…";
}

/** What is refused: an operation's input, or that of a function by its name. */
export type About = string | { readonly id: string };

function inputError(about: About, field: string, words: string, cause?: unknown): InputError {
  const operation = typeof about === "string" ? undefined : about.id;
  return new InputError(`${operation ?? about}: ${words}.`, { field, operation, cause });
}

/**
 * Refuses what a caller gave: `about: field problem.`
 *
 * @throws InputError always
 */
export function refuse(about: About, field: string, problem: string, cause?: unknown): never {
  throw inputError(about, field, `${field} ${problem}`, cause);
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

/** Options that have been checked: none of them is `undefined`. */
export type Checked<Options> = { readonly [Name in keyof Options]?: Exclude<Options[Name], undefined> };

/**
 * Options of the caller's, read once. `undefined` is as good as left out.
 *
 * @throws InputError naming an option that is unknown, or that its check finds a problem with
 */
export function checkedOptions<Options extends object>(
  about: About,
  options: unknown,
  checks: Readonly<Record<string, Check>>,
): Checked<Options> {
  if (!isRecord(options)) return refuse(about, "options", "must be a plain object");
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      const valid = Object.keys(checks).join(", ");
      throw inputError(about, shown(name), `unknown option "${shown(name)}"; valid options: ${valid}`);
    }
    const problem = check(value);
    if (problem) refuse(about, ...(typeof problem === "string" ? ([name, problem] as const) : problem));
  }
  // The cast: that is what has just been checked.
  return Object.fromEntries(given) as Checked<Options>;
}
