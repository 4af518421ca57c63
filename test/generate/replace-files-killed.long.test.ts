import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { undoInterrupted } from "../../scripts/replace-files.ts";
import { randomOf } from "../faults/random.ts";
import { propertySeed } from "../support/seed.ts";
import { tempDir } from "../support/temp-dir.ts";

// Processes that replace files: killed at any moment, and concurrently.

/** The text of every file in a folder. */
async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map((file) => readFile(file, "utf8")));
}

const module = fileURLToPath(new URL("../../scripts/replace-files.ts", import.meta.url));

/** Replaces twenty files again and again until it is killed. */
const program = `
import { replaceFiles } from ${JSON.stringify(module)};
const names = Array.from({ length: 20 }, (_, index) => "folder" + (index % 4) + "/file" + index);
for (let round = 1; ; round += 1) {
  const text = (round + "\\n").repeat(20_000);
  await replaceFiles(process.argv[2], Object.fromEntries(names.map((name) => [name, text])));
  if (round === 1) console.log("begun");
}
`;

test("kill -9 at random moments leaves the files of one run", async () => {
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
    await undoInterrupted(folder);
    const texts = await textsIn(folder);
    expect(texts).toHaveLength(20);
    expect(new Set(texts).size).toBe(1);
    expect(new Set(texts[0]?.trim().split("\n")).size).toBe(1);
  }
});

/** Replaces files by those of one process, thirty times. */
const writer = `
import { replaceFiles } from ${JSON.stringify(module)};
const [folder, text] = process.argv.slice(2);
const names = Array.from({ length: 6 }, (_, index) => "file" + index);
for (let round = 0; round < 30; round += 1) {
  await replaceFiles(folder, Object.fromEntries(names.map((name) => [name, text])));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
}
`;

test("concurrent processes leave the files of one of them", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  const script = join(dir.path, "writer.mts");
  await writeFile(script, writer);
  const args = ["--import", import.meta.resolve("tsx"), script, folder];
  const ends = ["one", "two", "three"].map(async (text) =>
    once(spawn(process.execPath, [...args, text], { stdio: "inherit" }), "close"),
  );
  expect(await Promise.all(ends)).toEqual(ends.map(() => [0, null]));
  const texts = await textsIn(folder);
  expect(texts).toHaveLength(6);
  expect(new Set(texts).size).toBe(1);
});
