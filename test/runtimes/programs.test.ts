import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempDir } from "../support/temp-dir.ts";
import { page } from "./programs.ts";

// A browser that posts its results, and whose child processes survive it and hold its output open.
const browser = `#!${process.execPath}
require("node:child_process").spawn("sleep", ["120"], { stdio: "inherit" });
const { origin } = new URL(process.argv.at(-1));
fetch(origin + "/results", { method: "POST", body: JSON.stringify({ send: "done" }) });
setTimeout(() => {}, 120_000);
`;

test("does not wait for a browser's orphaned children", async () => {
  await using dir = await tempDir();
  const program = join(dir.path, "browser");
  await writeFile(program, browser, { mode: 0o755 });
  await writeFile(join(dir.path, "page.mjs"), "");
  const places = { url: "", refused: "", noTls: "" };
  await expect(page({ program, folder: dir.path, places, runtime: "browser" })).resolves.toEqual({ send: "done" });
});
