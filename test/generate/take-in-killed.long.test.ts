import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { randomOf } from "../faults/random.ts";
import { propertySeed } from "../support/seed.ts";
import { repository } from "./repository.ts";

// `npm run generate -- <file>`, killed. replace-files.test.ts covers every step of its writing.

const copy = await repository();
afterAll(() => copy[Symbol.asyncDispose]());
beforeEach(() => copy.reset());
const { next } = randomOf(propertySeed());

/** Waits until the program has begun to write, if it does. */
async function begun(isDone: () => boolean): Promise<void> {
  const isBegun = () => readdirSync(copy.path).some((name) => name.startsWith(".wipsy-client-pending"));
  while (!isBegun() && !isDone()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test.each([
  ["before it writes", () => new Promise<void>((resolve) => setTimeout(resolve, next() * 3000))],
  ["as it writes", begun],
])("%s leaves all files old or all files new", async (_name, moment) => {
  const file = join(copy.path, "../next.yaml");
  const before = await copy.contents();
  const text = before.get("openapi/wipsy.yaml") ?? "";
  await writeFile(file, text.replace("version: 1.1.0", "version: 9.8.7"));

  const args = ["--import", import.meta.resolve("tsx"), join(copy.path, "scripts/commands/generate.ts"), file];
  const child = spawn(process.execPath, args, { cwd: copy.path, stdio: "ignore" });
  const closed = once(child, "close");
  await moment(() => child.exitCode !== null);
  await new Promise((resolve) => setTimeout(resolve, next() * 4));
  child.kill("SIGKILL");
  await closed;

  // The next reader undoes the unfinished replacement.
  expect(await copy.generate("--check")).toMatchObject({ code: 0 });
  const after = await copy.contents();
  const isNew = after.get("openapi/wipsy.yaml") !== text;
  if (!isNew) return expect(after).toEqual(before);
  expect(after.get("openapi/wipsy.yaml")).toBe(await readFile(file, "utf8"));
  expect(after.has("openapi/inferred.yaml")).toBe(false);
  for (const name of ["generated/operations.ts", "API.md"]) expect(after.get(name)).toContain("9.8.7");
  expect([...after.keys()].filter((name) => name.includes("pending"))).toEqual([]);
});
