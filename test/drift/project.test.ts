import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { compileBoth } from "../../scripts/project/compile.ts";
import { tempDir } from "../support/temp-dir.ts";

/** A project that uses a package and a generated file, with a comment that imports a type. */
const files = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, module: "nodenext", target: "es2022", types: [], noUnusedLocals: true },
    include: ["main.ts"],
  }),
  "package.json": '{ "type": "module" }',
  "node_modules/tool/package.json": '{ "name": "tool", "version": "1.0.0", "types": "./types/index.d.ts" }',
  "node_modules/tool/types/index.d.ts": 'export * from "./more.js";\n',
  "node_modules/tool/types/more.d.ts":
    "/** A tool, {@link other}. */\nexport declare function tool(of: string): number;\n",
  "generated.ts": "export declare const answer: string;\nexport interface Named { name: string }\n",
  "main.ts": `import { tool } from "tool";
import { type Named, answer } from "./generated.js";

/** Of what is {@link Named}. */
export const used: number = tool(answer);
`,
};

async function projectIn(path: string, all: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
}

test("parses files and packages shared by both programs once", async () => {
  await using dir = await tempDir();
  await projectIn(dir.path, files);
  const overlay = new Map([[join(dir.path, "generated.ts"), files["generated.ts"].replace("string", "number")]]);
  const { before, after } = compileBoth(join(dir.path, "tsconfig.json"), overlay, {});
  const others = after.getSourceFiles().filter(({ fileName }) => !fileName.endsWith("/generated.ts"));
  expect(others.map(({ fileName }) => fileName)).toEqual(
    expect.arrayContaining([expect.stringContaining("/tool/types/more.d.ts"), expect.stringContaining("/main.ts")]),
  );
  for (const file of others) expect(before().getSourceFile(file.fileName)).toBe(file);
  const wrong = after.getSemanticDiagnostics().map(({ code }) => code);
  expect(wrong).toEqual([2345]);
  expect(before().getSemanticDiagnostics()).toEqual([]);
});

test("uses the types in a JavaScript package's comments", async () => {
  await using dir = await tempDir();
  await projectIn(dir.path, {
    ...files,
    "tsconfig.json": JSON.stringify({
      compilerOptions: { strict: true, module: "nodenext", types: [], allowJs: true, maxNodeModuleJsDepth: 1 },
      include: ["main.ts"],
    }),
    "node_modules/tool/package.json": '{ "name": "tool", "version": "1.0.0", "main": "./index.js" }',
    "node_modules/tool/index.js":
      "/** @param {string} of\n * @returns {number} */\nfunction tool(of) { return of.length; }\nmodule.exports = { tool };\n",
  });
  const overlay = new Map([[join(dir.path, "generated.ts"), files["generated.ts"].replace("string", "number")]]);
  const { before, after, files: own } = compileBoth(join(dir.path, "tsconfig.json"), overlay, {});
  const codesIn = (program: ReturnType<typeof before>) =>
    own.flatMap((file) => program.getSemanticDiagnostics(file).map(({ code }) => code));
  expect(codesIn(after)).toEqual([2345]);
  expect(codesIn(before())).toEqual([]);
});
