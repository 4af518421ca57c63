import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "../../scripts/commands/repository.ts";
import { runInProcess } from "../support/in-process.ts";
import { type Finished, root, runScript } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

/** The folder of three successive versions of a description. */
export const fixtures = fileURLToPath(new URL("../drift/fixtures/", import.meta.url));

/** A copy of the files that generation reads and writes, so that the repository itself is not touched. */
export interface Repository extends AsyncDisposable {
  readonly path: string;
  /**
   * Runs `npm run generate -- …args` in a folder beside the copy, with this repository's generator, in this process.
   */
  generate(...args: string[]): Promise<Finished>;
  /** The same with the copy's own generator, in its own process. */
  spawnGenerate(...args: string[]): Promise<Finished>;
  /** The text of every file, by name. */
  contents(): Promise<Map<string, string>>;
  /** Restores the initial state. */
  reset(): Promise<void>;
}

const parts = [
  ...["src", "scripts", "generated", "examples", "openapi"],
  ...["API.md", "package.json", "tsconfig.json", "redocly.yaml"],
];
/** The paths that `generate` writes to. */
const written = ["generated", "openapi", "API.md"];

async function copyTo(path: string, names: readonly string[]): Promise<void> {
  const list = execFileSync("git", ["ls-files", "-z", "--", ...names], { cwd: root, encoding: "utf8" });
  for (const name of list.split("\0").filter((one) => one !== "")) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await cp(join(root, name), join(path, name));
  }
}

export async function repository(): Promise<Repository> {
  const dir = await tempDir();
  const path = join(dir.path, "copy");
  await copyTo(path, parts);
  // Beside the copy, where what is run beside it finds its packages, too.
  await symlink(join(root, "node_modules"), join(dir.path, "node_modules"));
  return {
    path,
    generate: (...args) => runInProcess(dir.path, (terminal) => generate(args, path, terminal)),
    spawnGenerate: (...args) => runScript(join(path, "scripts/commands/generate.ts"), args, {}, dir.path),
    async contents() {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const texts = files.map(async (file) => [file.slice(path.length + 1), await readFile(file, "utf8")] as const);
      return new Map((await Promise.all(texts)).sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    async reset() {
      for (const name of written) await rm(join(path, name), { recursive: true, force: true });
      await copyTo(path, written);
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}
