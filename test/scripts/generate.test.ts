import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { generate as generateIn } from "../../scripts/commands/repository.ts";
import { runInProcess } from "../support/in-process.ts";
import { root, runScript } from "../support/run.ts";

// Runs on a copy, so that the project is not touched.
let copy = "";
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "wipsy-generate-"));
  for (const name of ["openapi", "scripts", "src", "generated", "API.md", "package.json", "tsconfig.json"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const names = [
  "generated/schema.ts",
  "generated/operations.ts",
  "generated/resources.ts",
  "generated/client.ts",
  "API.md",
];
const contents = (folder: string) => names.map((name) => readFileSync(join(folder, name), "utf8"));
const generate = (...args: string[]) => runInProcess(copy, (terminal) => generateIn(args, copy, terminal));

test("the committed files are what generate writes, every time", async () => {
  expect(await generate("--check")).toMatchObject({ code: 0 });
  for (const name of names) writeFileSync(join(copy, name), "stale");
  expect(await generate()).toMatchObject({ code: 0 });
  expect(contents(copy)).toEqual(contents(root));
});

test("--check exits with 1, lists outdated files and writes nothing", async () => {
  writeFileSync(join(copy, "API.md"), "stale");
  rmSync(join(copy, "generated/client.ts"));
  // In its own process, since CI uses the exit code.
  const { code, out } = await runScript("scripts/commands/generate.ts", ["--check"], {}, copy);
  expect(code).toBe(1);
  expect(out).toContain("Out of date: generated/client.ts, API.md.");
  expect(readFileSync(join(copy, "API.md"), "utf8")).toBe("stale");
});

test("a new operation in the description gets its method by generation alone", async () => {
  const file = join(copy, "openapi/wipsy.yaml");
  const text = readFileSync(file, "utf8").replace(
    /^paths:\n/m,
    "paths:\n  /api-get-stores:\n    get:\n      operationId: getStores\n      tags: [Stores]\n      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: array, items: { type: string } } } } } } } }\n",
  );
  writeFileSync(file, text);
  expect(await generate()).toMatchObject({ code: 0 });
  expect(readFileSync(join(copy, "generated/operations.ts"), "utf8")).toMatch(/namespace: "stores",\s+verb: "list"/);
  expect(readFileSync(join(copy, "API.md"), "utf8")).toContain("`wipsy.stores.list(query?)`");
});
