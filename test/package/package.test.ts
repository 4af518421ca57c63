import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";
import { commandTests } from "./command.ts";
import { type Installed, packAndInstall, printed } from "./install.ts";
import { lightTests } from "./light.ts";

const dir = await tempDir();
let installed: Installed;

beforeAll(async () => {
  installed = await packAndInstall(dir.path);
}, 120_000);
afterAll(() => dir[Symbol.asyncDispose]());

test("holds the build, the descriptions and the papers, and nothing else", () => {
  const papers = /^(package\.json|LICENSE|CHANGELOG\.md|README(\.es)?\.md)$/;
  const content = installed.files.filter((file) => !papers.test(file));
  // The command's other parts have names that follow from their content.
  const parts = content.map((file) => file.replace(/(commands|terminal)-[\w-]+\.js/, "$1-….js"));
  expect(parts.sort()).toEqual([
    "dist/cli.js",
    "dist/cli.js.map",
    "dist/commands-….js",
    "dist/commands-….js.map",
    "dist/index.cjs",
    "dist/index.cjs.map",
    "dist/index.d.cts",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/index.js.map",
    "dist/terminal-….js",
    "dist/terminal-….js.map",
    ...(existsSync(`${root}openapi/inferred.yaml`) ? ["openapi/inferred.yaml"] : []),
    "openapi/wipsy.yaml",
  ]);
  expect(installed.files).toContain("LICENSE");
});

test("brings nothing else along", async () => {
  const modules = await readdir(join(dir.path, "node_modules"));
  expect(modules.filter((name) => !name.startsWith("."))).toEqual(["wipsy-client"]);
});

test.each(["cjs/main.js", "esm/main.js"])("%s runs", async (program) => {
  expect(await installed.print(program, inject("prismUrl"))).toEqual(printed);
});

test("an error of one copy is known to the guard of the other", async () => {
  expect(await installed.print("esm/both-copies.js", inject("prismUrl"))).toEqual({
    sameClass: false,
    guard: true,
    guardByName: true,
    guardByAnotherName: false,
  });
});

test("compiles under nodenext without types of the browser, as ESM and as CommonJS, and runs", async () => {
  await installed.compile("ts-nodenext");
  const typed = { ...printed, refused: "quotedMessageId", channel: "instagram", status: 200 };
  expect(await installed.print("ts-nodenext/out/main.js", inject("prismUrl"))).toEqual(typed);
  expect(await installed.print("ts-nodenext/out/from-cjs.cjs", inject("prismUrl"))).toEqual({ refused: "to" });
}, 60_000);

test("compiles for a bundler without types of Node, and runs", async () => {
  await installed.compile("ts-bundler");
  const typed = { ...printed, refused: "quotedMessageId", channel: "instagram", status: 200 };
  expect(await installed.print("ts-bundler/out/main.js", inject("prismUrl"))).toEqual(typed);
}, 60_000);

test("publint and attw have nothing to say", async () => {
  expect(await installed.tool("publint", ["run", "--strict", installed.tarball])).toContain("All good!");
  expect(await installed.tool("attw", [installed.tarball, "--no-definitely-typed"])).toContain("No problems found");
}, 60_000);

describe("its weight", () =>
  lightTests(
    () => installed,
    () => dir.path,
  ));

describe("the command", () => commandTests(() => dir.path));
