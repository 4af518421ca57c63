import { dirname, resolve as resolvePath } from "node:path";
import { checkFree, checkValue, type Fields, type Findings, isFields, type Reference } from "./check.ts";
import { decode } from "./decode.ts";
import { DescriptionError, fail, isUrl, type Problem, shown, spot, withoutSecrets } from "./error.ts";
import { root } from "./kinds.ts";
import { load } from "./load.ts";
import { type Parsed, parseText } from "./parse.ts";
import type { Path } from "./tree.ts";
import { wrongKind } from "./wrong-kind.ts";

/** What a reference refers to. */
export interface Target {
  readonly file: Parsed;
  readonly path: Path;
  readonly value: unknown;
}

/** What a reference refers to, by the reference. Without those that only look like one. */
export type Targets = ReadonlyMap<Reference, Target>;

/** Whether a reference names a file, be it its own. */
export function namesFile({ ref }: Reference): boolean {
  return !ref.startsWith("#");
}

/** Where a reference stands, and what is wrong with it. */
export function broken({ from, path, ref }: Reference, what: string, remedy: string): Problem {
  const shownRef = withoutSecrets(ref);
  return { file: from.file, place: from.placeOf(path), what: `The reference \`${shownRef}\` ${what}`, remedy };
}

/** The keys of a JSON pointer. @throws URIError for a % that escapes nothing */
function keysOf(pointer: string): string[] {
  const keys = pointer.split("/").slice(1);
  return keys.map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function pathOf(reference: Reference): Path {
  const [, pointer = ""] = reference.ref.split(/#(.*)/s);
  const example = "#/components/schemas/Name";
  if (pointer !== "" && !pointer.startsWith("/")) {
    fail(broken(reference, "is not a path within a file.", `Write one such as \`${example}\`.`));
  }
  try {
    return keysOf(pointer);
  } catch {
    return fail(broken(reference, "holds a `%` that escapes nothing.", "Write `%25` for it."));
  }
}

/** The file that a reference names, as seen from the file that it stands in. */
function fileOf(reference: Reference): string {
  const { from, ref } = reference;
  const [file = ""] = ref.split("#");
  if (file === "") return from.file;
  // The user has the description at hand: it may name any file, and any URL.
  if (!isUrl(from.file)) return isUrl(file) ? file : resolvePath(dirname(from.file), file.replaceAll("%20", " "));
  const url = URL.canParse(file, from.file) ? new URL(file, from.file) : undefined;
  // What comes from a server must not reach into this machine, nor what only this machine can reach.
  if (url?.origin === new URL(from.file).origin && isUrl(url.href)) return url.href;
  return fail(broken(reference, "leads away from the server.", "Download the files, and give the path of the first."));
}

/** @throws DescriptionError naming the file that is wrong, or the reference where it is not there at all */
async function parseNamed(reference: Reference, file: string): Promise<Parsed> {
  try {
    const loaded = await load(file);
    return parseText(loaded.file, decode(loaded.file, loaded.bytes));
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const [first, ...others] = error.problems;
    if (!first.place) {
      const remedy = isUrl(file) ? first.remedy : "Correct it, or put the file there.";
      fail(broken(reference, `leads to ${shown(file)}. ${first.what}`, remedy));
    }
    const { from, path } = reference;
    const what = `${first.what} (The reference in ${spot({ file: from.file, place: from.placeOf(path) })} leads here.)`;
    throw new DescriptionError([{ ...first, what }, ...others]);
  }
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) found = Object.hasOwn(Object(found), key) ? (found as Fields)[key] : undefined;
  return found;
}

function targetIn(file: Parsed, reference: Reference): Target {
  const path = pathOf(reference);
  const value = valueAt(file.value, path);
  const wrong = reference.kind && value !== undefined ? wrongKind(reference.kind, file.value, path) : undefined;
  if (wrong) fail(broken(reference, ...wrong));
  if (value !== undefined) return { file, path, value };
  const where = file === reference.from ? "" : ` in ${shown(file.file)}`;
  return fail(broken(reference, `points to nothing${where}.`, "Correct it, or add what it names."));
}

type Files = (reference: Reference) => Promise<Parsed>;

/** What all the files that a description names may cost: a server can name a next one in each. */
const mostCharacters = 100_000_000;
const mostMilliseconds = 300_000;

/** Each file is read once, however many references name it, and whether or not it can be read. */
function filesOf(main: Parsed): Files {
  const files = new Map<string, Promise<Parsed>>([[main.file, Promise.resolve(main)]]);
  const end = Date.now() + mostMilliseconds;
  let left = mostCharacters;
  const read = async (reference: Reference, file: string): Promise<Parsed> => {
    const remedy = "Download the files, and bundle them into one.";
    if (Date.now() > end)
      fail(broken(reference, `is not followed: the files before it took ${mostMilliseconds / 1000} s.`, remedy));
    const found = await parseNamed(reference, file);
    left -= found.text.length;
    if (left < 0)
      fail(broken(reference, `brings all files together to more than ${mostCharacters / 1_000_000} MB.`, remedy));
    if (found.file === file) return found;
    // Behind a redirect there may be one that is known by where it is.
    const known = files.get(found.file) ?? Promise.resolve(found);
    files.set(found.file, known);
    return known;
  };
  return (reference) => {
    const file = fileOf(reference);
    const parsed = files.get(file) ?? read(reference, file);
    files.set(file, parsed);
    return parsed;
  };
}

/** `undefined` for what is a value like any other: it is never asked of the network, and need not be right. */
async function freeTarget(reference: Reference, files: Files): Promise<Target | undefined> {
  try {
    return isUrl(fileOf(reference)) ? undefined : targetIn(await files(reference), reference);
  } catch (error) {
    if (error instanceof DescriptionError) return undefined;
    throw error;
  }
}

async function resolveAll(main: Parsed, findings: Findings): Promise<Map<Reference, Target>> {
  const files = filesOf(main);
  const targets = new Map<Reference, Target>();
  // More references are found on the way, in what is referred to.
  for (const reference of findings.references) {
    const { kind } = reference;
    try {
      const target = kind ? targetIn(await files(reference), reference) : await freeTarget(reference, files);
      if (!target) continue;
      targets.set(reference, target);
      const { value, path, file: from } = target;
      if (kind) checkValue(value, kind, { from, path }, findings);
      else if (from !== main) checkFree(value, { from, path }, findings);
    } catch (error) {
      if (!(error instanceof DescriptionError)) throw error;
      // A file that cannot be read is named once, for the first reference to it.
      findings.problems.push(...error.problems.filter((one) => !findings.problems.includes(one)));
    }
  }
  return targets;
}

/** References that lead from one to the next and round again, never to a value. */
function circles(targets: Targets): Problem[] {
  const whole = [...targets.keys()].filter(({ kind, path }) => kind && path.at(-1) === "$ref");
  const byHolder = new Map(whole.map((one) => [one.holder, one]));
  const isOpen = (value: unknown): boolean => {
    const seen = new Set<unknown>();
    for (let at = value; isFields(at) && byHolder.has(at); ) {
      if (seen.has(at)) return false;
      seen.add(at);
      const reference = byHolder.get(at);
      at = reference && targets.get(reference)?.value;
    }
    return true;
  };
  return [...byHolder.values()]
    .filter(({ holder }) => !isOpen(holder))
    .map((one) => broken(one, "leads only back to itself.", "Let it lead to a definition."));
}

/** What was found in a description and in the files that its references name. */
export interface Checked {
  readonly problems: readonly Problem[];
  readonly targets: Targets;
}

/** Reads the files that the references of a description name, and checks them all by the rules of OpenAPI. */
export async function checkWithFiles(main: Parsed): Promise<Checked> {
  const findings: Findings = { problems: [], references: [], seen: new Map() };
  checkValue(main.value, root, { from: main, path: [] }, findings);
  const targets = await resolveAll(main, findings);
  return { problems: [...findings.problems, ...circles(targets)], targets };
}
