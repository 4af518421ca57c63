import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { root } from "../support/run.ts";

// README's first sample, as a new user would try it.

const run = promisify(execFile);

test.each(["README.md", "README.es.md"])("the first send of %s runs in a folder made by npm init -y", async (name) => {
  const [, sample = ""] = /^```js\n(.*?)^```$/ms.exec(await readFile(root + name, "utf8")) ?? [];
  // Below the folder with the installed package, so that Node finds it.
  const cwd = join(inject("packed").directory, `first-send-${name}`);
  await mkdir(cwd);
  await run("npm", ["init", "-y"], { cwd });
  await writeFile(join(cwd, "send.mjs"), sample);
  const env = { PATH: process.env.PATH, WIPSY_API_KEY: "any", WIPSY_BASE_URL: inject("prismUrl") };
  const { stdout } = await run(process.execPath, ["send.mjs"], { cwd, env });
  expect(stdout).toMatch(/^wamid\./);
});
