import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "../support/run.ts";
import { repository } from "./repository.ts";

// `npm run build` after `npm run generate` was killed while writing.

/** Replaces the files named in a JSON file, and is killed between two of them. */
const program = `
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
const { rename } = fs;
// The first one decides it.
let left = 2;
fs.rename = (from, to) => {
  if (left === 0) process.kill(process.pid, "SIGKILL");
  left -= 1;
  return rename(from, to);
};
syncBuiltinESMExports();
const [folder, files] = process.argv.slice(2);
const { replaceFiles } = await import(folder + "/scripts/replace-files.ts");
await replaceFiles(folder, JSON.parse(await fs.readFile(files, "utf8")));
`;

test("a build contains nothing from a killed generation", async () => {
  await using copy = await repository();
  const read = (name: string) => readFile(join(copy.path, name), "utf8");
  const [client, operations] = ["generated/client.ts", "generated/operations.ts"];
  const files = {
    [client]: (await read(client)).replace("operations.server", '"https://after.example.com"'),
    [operations]: (await read(operations)).replace(/ version: ".*"/, ' version: "9.8.7"'),
  };
  const before = [await read(client), await read(operations)];
  const beside = (name: string) => join(copy.path, "..", name);
  await writeFile(beside("files.json"), JSON.stringify(files));
  await writeFile(beside("program.mts"), program);
  const args = ["--import", import.meta.resolve("tsx"), beside("program.mts"), copy.path, beside("files.json")];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
  expect([await read(client), await read(operations)]).toEqual([files[client], before[1]]);

  await cp(join(root, "tsdown.config.ts"), join(copy.path, "tsdown.config.ts"));
  // The types take most of a build's time, and come from the same files.
  await promisify(execFile)("npm", ["run", "build", "--", "--no-dts"], { cwd: copy.path });

  for (const name of ["dist/index.js", "dist/index.cjs"]) {
    const built = await read(name);
    expect(["https://after.example.com", 'version: "9.8.7"'].filter((text) => built.includes(text))).toEqual([]);
  }
  expect([await read(client), await read(operations)]).toEqual(before);
  expect((await readdir(copy.path)).filter((name) => name.includes("pending"))).toEqual([]);
});
