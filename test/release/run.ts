import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { attwOptions, packAndInstall, printed } from "../package/install.ts";
import { compileAll } from "../runtimes/compilers.ts";
import { startPrism } from "../support/prism.ts";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";
import { missesOfChangelog, releasesIn } from "./changelog.ts";
import { missesOfFiles } from "./contents.ts";
import { type Manifest, missesOfManifest } from "./manifest.ts";
import { checkPrevious } from "./previous.ts";

// npm run release:check: whether the package may be published as it is. Exits with 1 when it may not, and says why.

const all: string[] = [];

function report(name: string, misses: readonly string[]): void {
  console.log(`${misses.length === 0 ? "ok    " : "MISS  "} ${name}`);
  all.push(...misses.map((miss) => `${name}: ${miss}`));
}

/** What a check that fails says, as its misses. */
async function tried(check: () => Promise<unknown>): Promise<string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    return [[message, stdout, stderr].filter(Boolean).join("\n")];
  }
}

const manifest = JSON.parse(await readFile(`${root}package.json`, "utf8")) as Manifest;
const version = String(manifest.version);
await using dir = await tempDir();
const installed = await packAndInstall(dir.path);
const unpacked = join(dir.path, "node_modules/wipsy-client");

report("package.json", missesOfManifest(manifest));
const changelog = await readFile(`${root}CHANGELOG.md`, "utf8");
report("changelog", missesOfChangelog(changelog, version));
report("files", missesOfFiles(installed.files));
report("publint", await tried(() => installed.tool("publint", ["run", "--strict", installed.tarball])));
report("attw", await tried(() => installed.tool("attw", [installed.tarball, ...attwOptions])));

const mock = await startPrism(await bundledDescription());
for (const program of ["cjs/main.js", "esm/main.js"]) {
  report(program, await tried(async () => assert.deepEqual(await installed.print(program, mock.url), printed)));
}
report(
  "wipsy-client --help",
  await tried(() => promisify(execFile)(process.execPath, [join(unpacked, "dist/cli.js"), "--help"])),
);
await mock.close();

// A compiler that is not to be had is a miss here: a release is not published half checked.
for (const { name, misses, missing } of await compileAll(dir.path)) report(name, misses ?? [missing ?? ""]);
const earlier = releasesIn(changelog).filter((one) => one !== version);
const previous = await checkPrevious(dir.path, version, earlier);
report(previous.name, previous.misses);

if (all.length === 0) console.log(`\n${manifest.name} ${version} may be published.`);
else
  console.error(`\n${manifest.name} ${version} must not be published:\n${all.map((miss) => `- ${miss}`).join("\n")}`);
process.exitCode = all.length === 0 ? 0 : 1;
