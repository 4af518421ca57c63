import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { missesOfFiles } from "../../scripts/release/contents.ts";
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
  expect(missesOfFiles(installed.files)).toEqual([]);
});

test("brings nothing else along", async () => {
  const modules = await readdir(join(dir.path, "node_modules"));
  expect(modules.filter((name) => !name.startsWith("."))).toEqual(["wipsy-client"]);
});

test.each(["cjs/main.js", "esm/main.js"])("%s runs", async (program) => {
  expect(await installed.print(program, inject("prismUrl"))).toEqual(printed);
});

test("the guard and the entry points of one copy work with the client of the other", async () => {
  expect(await installed.print("esm/both-copies.js", inject("prismUrl"))).toEqual({
    sameClass: false,
    guard: true,
    guardByName: true,
    guardByAnotherName: false,
    events: ["new", "new"],
    raw: true,
  });
});

test("compiles under nodenext without types of the browser, as ESM and as CommonJS, and runs", async () => {
  await installed.compile("ts-nodenext");
  const { raw, ...others } = printed;
  const typed = { ...others, refused: "quotedMessageId", channel: "instagram", status: 200 };
  expect(await installed.print("ts-nodenext/out/main.js", inject("prismUrl"))).toEqual(typed);
  expect(await installed.print("ts-nodenext/out/raw.js", inject("prismUrl"))).toEqual({ raw });
  const fromCjs = { refused: "to", events: ["new", "new"], raw: true };
  expect(await installed.print("ts-nodenext/out/from-cjs.cjs", inject("prismUrl"))).toEqual(fromCjs);
}, 60_000);

test("compiles for a bundler without types of Node, and runs", async () => {
  await installed.compile("ts-bundler");
  const typed = { ...printed, refused: "quotedMessageId", channel: "instagram", status: 200 };
  expect(await installed.print("ts-bundler/out/main.js", inject("prismUrl"))).toEqual(typed);
}, 60_000);

test("publint and attw have nothing to say", async () => {
  expect(await installed.tool("publint", ["run", "--strict", installed.tarball])).toContain("All good!");
  // Exits with 1 when there is a problem.
  const attw = await installed.tool("attw", [installed.tarball, "--no-definitely-typed", "--profile", "node16"]);
  for (const entry of ["wipsy-client", "wipsy-client/feed", "wipsy-client/raw"]) expect(attw).toContain(`"${entry}"`);
}, 60_000);

describe("its weight", () =>
  lightTests(
    () => installed,
    () => dir.path,
  ));

describe("the command", () => commandTests(() => dir.path));
