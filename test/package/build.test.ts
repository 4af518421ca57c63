import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { missesOfFiles } from "../release/contents.ts";
import { root } from "../support/run.ts";
import { attwOptions, installed } from "./install.ts";

// The packed files, and what package linters say about them.

const { directory, files, tarball, tool } = installed(inject("packed"));
const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { exports: object };
const entries = Object.keys(exports).flatMap((name) =>
  name === "./package.json" ? [] : name.replace(".", "wipsy-client"),
);

/** Programs that together use each entry point with `import` and `require`, with and without types, in each runtime. */
const users = [
  ["cjs/main.js"],
  ["esm/main.js"],
  ["ts-bundler/main.ts"],
  ["ts-nodenext/main.ts", "ts-nodenext/raw.ts"],
  ["ts-nodenext/from-cjs.cts"],
  ["../../runtimes/smoke.ts"],
];

test.each(users)("%s uses every entry point", async (...names) => {
  const texts = await Promise.all(names.map((name) => readFile(join(root, "test/package/consumers", name), "utf8")));
  // Stores and queues are for Node: the smoke test runs everywhere.
  const used = names.some((name) => name.includes("smoke"))
    ? entries.filter((entry) => !/\/(stores|bullmq|pg-boss)/.test(entry))
    : entries;
  for (const entry of used) expect(texts.join("\n")).toContain(`"${entry}"`);
});

test("contains only the build, the descriptions and the documents", () => {
  expect(missesOfFiles(files)).toEqual([]);
});

test("has no dependencies", async () => {
  const modules = await readdir(join(directory, "node_modules"));
  expect(modules.filter((name) => !name.startsWith("."))).toEqual(["wipsy-client"]);
});

test("passes publint and attw", async () => {
  expect(await tool("publint", ["run", "--strict", tarball])).toContain("All good!");
  // Exits with 1 if there is a problem.
  const attw = await tool("attw", [tarball, ...attwOptions]);
  for (const entry of entries) expect(attw).toContain(`"${entry}"`);
});
