import { isAbsolute, relative } from "node:path";
import { oneLine } from "../../one-line.ts";

/** A problem in a description, with its location and remedy. */
export interface Problem {
  /** A path or a URL. */
  readonly file: string;
  readonly place?: Place | undefined;
  /** The problem, as a sentence. */
  readonly what: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** A position in a text. Both numbers start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The maximum number of problems in one error, because fixing the first often fixes the others. */
const named = 5;

/** Returns a file's name for messages: a path relative to the current folder, or a URL without possible secrets. */
export function shown(file: string): string {
  if (isUrl(file)) {
    const url = URL.canParse(file) ? new URL(file) : undefined;
    return url ? `${url.origin}${url.pathname}${url.search && "?…"}` : "the URL";
  }
  if (file.includes("://")) return withoutSecrets(file);
  const near = relative(process.cwd(), file);
  return near === "" || near.startsWith("..") || isAbsolute(near) ? file : near;
}

/** Removes possible secrets from a reference: the user name, the password and the query. */
export function withoutSecrets(reference: string): string {
  return reference.replace(/^((?:[a-z][a-z\d+.-]*:)?[\\/]{2})[^\\/?#]*@/i, "$1").replace(/\?[^#]+/, "?…");
}

/** Whether a file is an http or https URL. */
export function isUrl(file: string): boolean {
  return /^https?:\/\//i.test(file);
}

/** Formats a location as `api.yaml:12:5`, which editors and terminals turn into a link. */
export function spot({ file, place }: Pick<Problem, "file" | "place">): string {
  return place ? `${shown(file)}:${place.line}:${place.column}` : shown(file);
}

function message([first, ...others]: readonly [Problem, ...Problem[]]): string {
  const also = others.slice(0, named - 1).map((one) => oneLine(`Also ${spot(one)}: ${one.what}`));
  const more = others.length - also.length;
  return [
    oneLine(`${spot(first)}: ${first.what} ${first.remedy}`.trimEnd()),
    ...also,
    ...(more > 0 ? [`And ${more} more ${more === 1 ? "problem" : "problems"}.`] : []),
  ].join("\n");
}

/** An unusable description. The message gives file, line and remedy of the first problem, and up to four more. */
export class DescriptionError extends Error {
  override readonly name = "DescriptionError";
  readonly problems: readonly [Problem, ...Problem[]];
  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(message(problems));
    this.problems = problems;
  }
}

/** @throws DescriptionError when there is a problem */
export function throwIfAny([first, ...others]: readonly Problem[]): void {
  if (first) throw new DescriptionError([first, ...others]);
}

/** @throws DescriptionError always */
export function fail(problem: Problem): never {
  throw new DescriptionError([problem]);
}
