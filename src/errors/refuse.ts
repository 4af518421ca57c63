import { isRecord } from "../operation/values.ts";
import { InputError } from "./classes.ts";

/** A name as an error may print it: `…` for anything that does not look like an identifier, since it may be data. */
export function shown(name: string): string {
  return /^[a-z_][\w-]{0,40}$/i.test(name) ? name : "…";
}

/** Whose input is refused: an operation, or a function by its name. */
export type About = string | { readonly id: string };

/** An error with the message `about: words.` */
export function inputError(about: About, field: string, words: string, cause?: unknown): InputError {
  const operation = typeof about === "string" ? undefined : about.id;
  return new InputError(`${operation ?? about}: ${words}.`, { field, operation, cause });
}

/**
 * Throws an error with the message `about: field problem.`
 *
 * @throws InputError always
 */
export function refuse(about: About, field: string, problem: string, cause?: unknown): never {
  throw inputError(about, field, `${field} ${problem}`, cause);
}

/** Checks an option's value. Returns the problem as the end of a sentence; `undefined` if the value is valid. */
export type Check = (value: unknown) => string | undefined;

/** The checks of options by name. */
export type Checks = Readonly<Record<string, Check>>;

/** A check with the problem `must be …`. Call it inside functions only: bundlers keep calls at the top level of a module. */
export const must =
  (be: string, fits: (value: unknown) => boolean): Check =>
  (value) =>
    fits(value) ? undefined : `must be ${be}`;

/** A check for a safe integer. */
export const mustBeWhole = (least: number): Check =>
  must(`a whole number, ${least} or more`, (value) => Number.isSafeInteger(value) && Number(value) >= least);

export const isFunction = (value: unknown): boolean => typeof value === "function";
export const mustBeSwitch: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");

/** Checked options: each is absent or has a value. */
export type Checked<Options> = { readonly [Name in keyof Options]?: Exclude<Options[Name], undefined> };

/**
 * Reads and checks the caller's options once. An option that is `undefined` counts as absent.
 *
 * @throws InputError that names the first unknown or invalid option
 */
export function checkedOptions<Options extends object>(
  about: About,
  options: unknown,
  checks: Checks,
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
    if (problem) refuse(about, name, problem);
  }
  // The cast: each option has just been checked.
  return Object.fromEntries(given) as Checked<Options>;
}
