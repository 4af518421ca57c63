import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { allBlocks, guides, type Runner, root } from "./blocks.ts";

// What README, the guides and the doc comments show is compiled, and run against the mock.

const run = promisify(execFile);
const blocks = allBlocks();
const folder = `${root}test/docs/.blocks/`;
const endings: Readonly<Record<Runner, string>> = { module: "ts", vitest: "vitest.ts", "node:test": "node.ts" };
const fileOf = (index: number) => `${folder}block-${index}.${endings[blocks[index]?.runner ?? "module"]}`;
const filesFor = (runner: Runner) => blocks.flatMap((block, index) => (block.runner === runner ? [fileOf(index)] : []));

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}wipsy`, { recursive: true });
  // What `npx wipsy-client generate` would have written for the samples that import it.
  writeFileSync(`${folder}wipsy/operations.ts`, 'export { operations } from "../../../../generated/operations.ts";\n');
  writeFileSync(`${folder}wipsy/examples.ts`, "export const examples = {};\n");
  for (const [index, { code }] of blocks.entries()) writeFileSync(fileOf(index), code);
  vi.stubEnv("WIPSY_API_KEY", "test-key");
  vi.stubEnv("WIPSY_BASE_URL", inject("prismUrl"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${root}feed-checkpoint.json`, { force: true });
});

test("there are samples in every place that should have some", () => {
  const files = new Set(blocks.map(({ at }) => at.replace(/:\d+$/, "")));
  for (const file of [
    // It has configurations of other programs, and no code.
    ...guides.filter((guide) => guide !== "docs/assistants.md"),
    "README.md",
    "README.es.md",
    "src/wipsy.ts",
    "src/feed/messages.ts",
    "src/raw/index.ts",
    "generated/resources.ts",
  ])
    expect(files).toContain(file);
  expect(filesFor("vitest").length).toBeGreaterThan(1);
  expect(filesFor("node:test").length).toBeGreaterThan(1);
});

test("all samples compile", () => {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = blocks.map((_, index) => fileOf(index));
  const program = ts.createProgram(files, { ...options, noUnusedLocals: false });
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const block = blocks[files.indexOf(file?.fileName ?? "")];
    return `${block?.at ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
  expect(problems).toEqual([]);
});

test.each(blocks.flatMap(({ at, runner }, index) => (runner === "module" ? [{ at, index }] : [])))(
  "$at runs",
  async ({ index }) => {
    await import(/* @vite-ignore */ fileOf(index));
  },
);

/** Runs a program without this process's own settings of the mock, and fails with what it says. */
async function runs(args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };
  const { stdout } = await run(process.execPath, args, { cwd: root, env }).catch((error: { stdout?: string }) => {
    throw new Error(error.stdout, { cause: error });
  });
  return stdout;
}

test("the samples for vitest pass under vitest", async () => {
  const out = await runs(["node_modules/vitest/vitest.mjs", "run", "--config", "test/docs/samples.config.ts"]);
  expect(out).toMatch(new RegExp(`Test Files +${filesFor("vitest").length} passed`));
});

test("the samples for node:test pass under node --test", async () => {
  const files = filesFor("node:test");
  const out = await runs(["--import", "tsx", "--test", "--test-reporter=tap", ...files]);
  expect(out).toMatch(/^# fail 0$/m);
  expect(Number(/^# pass (\d+)$/m.exec(out)?.[1])).toBeGreaterThanOrEqual(files.length);
});
