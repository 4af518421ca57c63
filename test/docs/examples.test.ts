import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import ts from "typescript";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { allBlocks, root } from "./blocks.ts";

// What README, README.es and the doc comments show is compiled, and run against the mock.

const blocks = allBlocks();
const folder = `${root}test/docs/.blocks/`;
const fileOf = (index: number) => `${folder}block-${index}.ts`;

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, { code }] of blocks.entries()) writeFileSync(fileOf(index), code);
  vi.stubEnv("WIPSY_API_KEY", "test-key");
  vi.stubEnv("WIPSY_BASE_URL", inject("prismUrl"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("there are examples in every place that should have some", () => {
  const files = new Set(blocks.map(({ at }) => at.replace(/:\d+$/, "")));
  for (const file of [
    "README.md",
    "README.es.md",
    "src/wipsy.ts",
    "src/feed/messages.ts",
    "src/raw/index.ts",
    "generated/resources.ts",
  ])
    expect(files).toContain(file);
});

test("all examples compile", () => {
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

test.each(blocks.map(({ at }, index) => ({ at, index })))("$at runs", async ({ index }) => {
  await import(/* @vite-ignore */ fileOf(index));
});
