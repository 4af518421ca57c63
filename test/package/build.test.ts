import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { missesOfFiles } from "../../scripts/release/contents.ts";
import { installed } from "./install.ts";

// What is packed, and how the tools see it that look at packages.

const { directory, files, tarball, tool } = installed(inject("packed"));

test("holds the build, the descriptions and the papers, and nothing else", () => {
  expect(missesOfFiles(files)).toEqual([]);
});

test("brings nothing else along", async () => {
  const modules = await readdir(join(directory, "node_modules"));
  expect(modules.filter((name) => !name.startsWith("."))).toEqual(["wipsy-client"]);
});

test("publint and attw have nothing to say", async () => {
  expect(await tool("publint", ["run", "--strict", tarball])).toContain("All good!");
  // Exits with 1 when there is a problem.
  const attw = await tool("attw", [tarball, "--no-definitely-typed", "--profile", "node16"]);
  for (const entry of ["wipsy-client", "wipsy-client/feed", "wipsy-client/raw"]) expect(attw).toContain(`"${entry}"`);
});
