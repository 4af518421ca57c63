import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";
import { mayBreak, missesOfTags, previousTag } from "./versions.ts";

const run = promisify(execFile);
const git = async (...args: string[]) => (await run("git", args, { cwd: root, maxBuffer: 1e8 })).stdout;

/** What came of the previous version's type tests. */
export interface Previous {
  readonly name: string;
  readonly misses: readonly string[];
}

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    module: "NodeNext",
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
  },
  include: ["*.types.ts"],
};

/**
 * Compiles the type tests of the version before `version` against the package that is installed in `folder`: what compiled must
 * compile, and what was refused must be refused, unless the new version may break. `earlier`: the versions before that
 * CHANGELOG.md tells of, which must have tags.
 */
export async function checkPrevious(folder: string, version: string, earlier: readonly string[]): Promise<Previous> {
  const tags = (await git("tag", "--list")).split("\n");
  const misses = missesOfTags(tags, version);
  if (misses.length > 0) return { name: "tags", misses };
  const tag = previousTag(tags, version);
  if (tag === undefined) {
    const told = earlier.map((one) => `CHANGELOG.md tells of ${one}, which has no tag here: fetch the tags`);
    return { name: "no earlier version: no type tests of one", misses: told };
  }
  const names = (await git("ls-tree", "--name-only", tag, "test/types/")).split("\n");
  const tests = names.filter((name) => name.endsWith(".types.ts"));
  if (tests.length === 0) return { name: `type tests of ${tag}`, misses: [`${tag} has no test/types/*.types.ts`] };
  const own = join(folder, "previous");
  await mkdir(join(own, "node_modules"), { recursive: true });
  await symlink(join(root, "node_modules/vitest"), join(own, "node_modules/vitest"));
  for (const name of tests) await writeFile(join(own, basename(name)), await git("show", `${tag}:${name}`));
  await writeFile(join(own, "package.json"), '{ "private": true, "type": "module" }');
  await writeFile(join(own, "tsconfig.json"), JSON.stringify(tsconfig));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  try {
    await run(process.execPath, [compiler, "-p", "."], { cwd: own });
    return { name: `type tests of ${tag}`, misses: [] };
  } catch (error) {
    const { stdout = "", message } = error as { stdout?: string; message: string };
    const misses = (stdout || message).trim().split("\n");
    if (mayBreak(tag.slice(1), version)) {
      return { name: `type tests of ${tag}: ${misses.length} lines break, as ${version} may`, misses: [] };
    }
    return { name: `type tests of ${tag}`, misses };
  }
}
