import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Description } from "../generate/description.ts";
import type { Outcome } from "./check.ts";
import { type Difference, differencesIn } from "./differences.ts";
import { isIn, markSeen, settle, textOf } from "./edits.ts";
import { grouped } from "./json.ts";
import { isForHumans, type Mark } from "./marks.ts";
import { follow, keyOf } from "./schemas.ts";

const file = "openapi/wipsy.yaml";

/** The differences of all operations that a patch can settle, one for each place. */
function settleable(description: Description, outcomes: readonly Outcome[]): Difference[] {
  const all = outcomes
    // What a failure holds can be the platform's own, and is nothing of the operation's.
    .flatMap(({ checked }) =>
      differencesIn(
        description,
        checked.filter(({ succeeded }) => succeeded),
      ),
    )
    .filter((one) => one.kind === "enum" || !isForHumans(one))
    .map((one) => (one.kind === "enum" ? { ...one, site: follow(description, one.site) } : one));
  return [...grouped(all, ({ kind, name, site }) => `${kind} ${name} ${keyOf(site)}`).values()].flatMap((same) =>
    same.slice(0, 1).map((one) => ({ ...one, values: same.flatMap(({ values }) => values) })),
  );
}

/** The marks that stand in this file, and not in the other description. */
export function marksIn(text: string, marks: readonly Mark[]): Mark[] {
  const document = parseDocument(text);
  return marks.filter(({ at }) => isIn(document, at));
}

/** The text of the description as it would be with all that was seen in it. */
export function withSeen(
  text: string,
  description: Description,
  outcomes: readonly Outcome[],
  marks: readonly Mark[],
): string {
  const document = parseDocument(text);
  for (const mark of marks) if (mark.waitsFor.length === 0) markSeen(document, mark);
  for (const difference of settleable(description, outcomes)) {
    if (isIn(document, difference.site)) settle(document, difference, description.openapi);
  }
  return textOf(document);
}

function git(folder: string, ...args: string[]): { status: number | null; stdout: string } {
  const { status, stdout, error } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  if (error) throw new Error("The patch needs git, which could not be run.");
  return { status, stdout };
}

/** `after` in the style of `before`, where that is not the one that `textOf` writes; but the lines that changed. */
async function inStyleOf(before: string, after: string, folder: string): Promise<string> {
  const base = textOf(parseDocument(before));
  if (base === before) return after;
  const texts = { before, base, after };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  const { status, stdout } = git(folder, "merge-file", "-p", "--theirs", "before", "base", "after");
  return status === 0 ? stdout : after;
}

/** The difference between two texts of the description, as `git apply` takes it; empty: there is none. */
export async function patchOf(before: string, after: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "wipsy-check-live-"));
  try {
    for (const [side, text] of Object.entries({ a: before, b: await inStyleOf(before, after, folder) })) {
      await mkdir(join(folder, side, "openapi"), { recursive: true });
      await writeFile(join(folder, side, file), text);
    }
    const options = ["--no-index", "--no-color", "--no-ext-diff", "--src-prefix=", "--dst-prefix="];
    return git(folder, "diff", ...options, `a/${file}`, `b/${file}`).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
