import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, test, vi } from "vitest";
import { finishReplacing, replaceFiles } from "../../scripts/generate/replace-files.ts";
import { randomOf } from "../faults/random.ts";
import { propertySeed } from "../support/seed.ts";
import { tempDir } from "../support/temp-dir.ts";

// A process that dies while it replaces files: at every one of its steps, and at random moments.

/** Steps that are still taken; then the process is dead: the step it is at is done by half, and none comes after it. */
const life = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, die: () => {} }));

vi.mock("node:fs/promises", async (importActual) => {
  const actual = await importActual<typeof import("node:fs/promises")>();
  const dead = () => {
    life.die();
    return new Promise<never>(() => {});
  };
  const mortal =
    <Args extends unknown[], Result>(
      step: (...args: Args) => Promise<Result>,
      half?: (...args: Args) => Promise<unknown>,
    ) =>
    async (...args: Args): Promise<Result> => {
      life.left -= 1;
      if (life.left > 0) return step(...args);
      if (life.left === 0) await half?.(...args);
      return dead();
    };
  const { mkdir, rename, rm, writeFile } = actual;
  return {
    ...actual,
    mkdir: mortal(mkdir),
    rename: mortal(rename),
    rm: mortal(rm as (path: string, options?: object) => Promise<void>, async (path: string) => {
      // A folder goes file by file.
      const [first] = await actual.readdir(path).catch(() => []);
      if (first) await rm(join(path, first));
    }),
    writeFile: mortal(writeFile as (path: string, text: string) => Promise<void>, (path: string, text: string) =>
      writeFile(path, text.slice(0, text.length / 2)),
    ),
  };
});

/** Does what `work` does until it has died after so many steps. Gives whether it died. */
async function dyingAfter(steps: number, work: () => Promise<void>): Promise<boolean> {
  const died = new Promise<true>((resolve) => {
    life.die = () => resolve(true);
  });
  life.left = steps;
  const isDead = await Promise.race([died, work().then(() => false)]);
  life.left = Number.POSITIVE_INFINITY;
  return isDead;
}

beforeEach(() => {
  life.left = Number.POSITIVE_INFINITY;
});

const old = { "a.txt": "old a", "deep/b.txt": "old b", "gone.txt": "old and gone" };
const replacement = { "a.txt": "new a", "deep/b.txt": "new b", "other/c.txt": "new c", "gone.txt": undefined };

async function start(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(old)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  const texts = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const isOld = (found: object) => JSON.stringify(found) === JSON.stringify(old);
const { "gone.txt": _, ...after } = replacement;

test("a death at any step leaves the old files or the new ones, whoever comes next", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  const outcomes: string[] = [];
  for (let steps = 1; ; steps += 1) {
    await start(folder);
    if (!(await dyingAfter(steps, () => replaceFiles(folder, replacement)))) break;
    await finishReplacing(folder);
    const found = await contents(folder);
    if (!isOld(found)) expect(found, `after ${steps} steps`).toEqual(after);
    outcomes.push(isOld(found) ? "old" : "new");
  }
  // Once it is decided, it stays so.
  expect(outcomes.join(" ")).toMatch(/^(old ){5,}(new ){5,}new$/);
  expect(await contents(folder)).toEqual(after);
});

test("a second death, while the first is made good, changes nothing", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  for (let first = 1; ; first += 1) {
    await start(folder);
    if (!(await dyingAfter(first, () => replaceFiles(folder, replacement)))) break;
    for (let second = 1; second < 9; second += 1) await dyingAfter(second, () => finishReplacing(folder));
    await finishReplacing(folder);
    const found = await contents(folder);
    if (!isOld(found)) expect(found, `after ${first} steps`).toEqual(after);
  }
});

test("a replacement that fails before it is decided leaves nothing behind", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  await start(folder);
  // What is no text cannot be written.
  const wrong = { "a.txt": "new a", "b.txt": 5 as unknown as string };
  await expect(replaceFiles(folder, wrong)).rejects.toThrow("must be of type string");
  expect(await contents(folder)).toEqual(old);
});

const module = fileURLToPath(new URL("../../scripts/generate/replace-files.ts", import.meta.url));

/** Replaces twenty files by those of another round, and again, until it is killed. */
const program = `
import { replaceFiles } from ${JSON.stringify(module)};
const names = Array.from({ length: 20 }, (_, index) => "folder" + (index % 4) + "/file" + index);
for (let round = 1; ; round += 1) {
  const text = (round + "\\n").repeat(20_000);
  await replaceFiles(process.argv[2], Object.fromEntries(names.map((name) => [name, text])));
  if (round === 1) console.log("begun");
}
`;

test("kill -9 at random moments leaves the files of one round", async () => {
  await using dir = await tempDir();
  const { next } = randomOf(propertySeed());
  const script = join(dir.path, "program.mts");
  await writeFile(script, program);
  for (let kill = 0; kill < 8; kill += 1) {
    const folder = join(dir.path, `kill${kill}`);
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, folder]);
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, next() * 30));
    child.kill("SIGKILL");
    await once(child, "close");
    await finishReplacing(folder);
    const texts = Object.values(await contents(folder));
    expect(texts).toHaveLength(20);
    expect(new Set(texts).size).toBe(1);
    expect(new Set(texts[0]?.trim().split("\n")).size).toBe(1);
  }
});
