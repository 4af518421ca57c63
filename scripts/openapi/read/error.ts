import { isAbsolute, relative } from "node:path";
import { oneLine } from "../../one-line.ts";

/** What is wrong with a description, where, and what to do about it. */
export interface Problem {
  /** A path or a URL. */
  readonly file: string;
  readonly place?: Place | undefined;
  /** What is wrong: a sentence. */
  readonly what: string;
  /** What to do: a sentence. */
  readonly remedy: string;
}

/** Where in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** How many problems one error names: whoever mends the first often mends the others with it. */
const named = 5;

/** A file as it is shown: a path as seen from the current folder, a URL without what may be secret in it. */
export function shown(file: string): string {
  if (isUrl(file)) {
    const url = URL.canParse(file) ? new URL(file) : undefined;
    return url ? `${url.origin}${url.pathname}${url.search && "?…"}` : "the URL";
  }
  if (file.includes("://")) return withoutSecrets(file);
  const near = relative(process.cwd(), file);
  return near === "" || near.startsWith("..") || isAbsolute(near) ? file : near;
}

/** A reference without what may be secret in it: a user, a password, a query. */
export function withoutSecrets(reference: string): string {
  return reference.replace(/^((?:[a-z][a-z\d+.-]*:)?[\\/]{2})[^\\/?#]*@/i, "$1").replace(/\?[^#]+/, "?…");
}

/** Whether a file is named by a URL rather than by a path. */
export function isUrl(file: string): boolean {
  return /^https?:\/\//i.test(file);
}

/** `api.yaml:12:5`, which editors and terminals make a link of. */
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

/** A description that cannot be used. Its message names file, line and remedy of the first problem, and up to four more. */
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
