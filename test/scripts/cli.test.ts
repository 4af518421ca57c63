import { cp, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { type CommandOptions, diff, generate } from "../../scripts/commands/project.ts";
import type { projectFiles } from "../../scripts/generate/files.ts";
import type { JsonReport } from "../../scripts/report/json.ts";
import { runInProcess } from "../support/in-process.ts";
import { type Finished, root, runScript } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

// How `npx wipsy-client` works in a project. test/package tests the packed command.

/** The files that the generator is made to write wrong. */
const fault: Record<string, string> = {};
vi.mock("../../scripts/generate/files.ts", async (importOriginal) => {
  const original = await importOriginal<{ projectFiles: typeof projectFiles }>();
  return {
    ...original,
    projectFiles: async (...given: Parameters<typeof projectFiles>) => {
      const generated = await original.projectFiles(...given);
      return { ...generated, files: { ...generated.files, ...fault } };
    },
  };
});

const description = (priority: string, more = "") => `openapi: 3.1.0
info: { title: Tiny, version: "1" }
servers: [{ url: https://api.example.com }]
paths:
  /things:
    post:
      operationId: createThing
      tags: [Things]
      requestBody: { content: { application/json: { schema: { type: object, properties: { ${priority} } } } } }
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
  /files:
    head: { operationId: headFiles, tags: [Files], responses: { "200": { description: ok } } }
    get:
      operationId: getFiles
      tags: [Files]
      ${more}
      responses: { "200": { description: ok } }
`;
const own = description("priority: { type: string }");
const next = description("note: { type: string }", "servers: [{ url: https://files.example.com }]");

const main = `import { Wipsy } from "wipsy-client";
import { operations } from "../lib/made/operations.js";

const wipsy = new Wipsy({ operations, apiKey: "key" });
export const made = wipsy.call("createThing", { body: { priority: "high" } });
`;
const tsconfig = (include: string) =>
  JSON.stringify({
    compilerOptions: {
      ...{ strict: true, module: "nodenext", target: "es2022", lib: ["es2023", "dom"], types: [], noEmit: true },
      ...{ allowImportingTsExtensions: true, paths: { "wipsy-client": [join(root, "src/index.ts")] } },
    },
    include: [include],
  });

const dir = await tempDir();
const path = join(dir.path, "app");
afterAll(() => dir[Symbol.asyncDispose]());

const none: CommandOptions = { json: false, out: undefined, project: undefined };
type Given = Partial<CommandOptions>;
/** Runs a command in the project, like the program. */
async function run(command: "generate" | "diff", given: Given, ...sources: [string, string?]): Promise<Finished> {
  const [first, second = ""] = sources;
  return runInProcess(path, async (terminal) => {
    const options = { ...none, ...given };
    return command === "diff" ? diff(first, second, options, terminal) : generate(first, options, terminal);
  });
}

beforeEach(async () => {
  for (const name of Object.keys(fault)) delete fault[name];
  await mkdir(join(path, "src"), { recursive: true });
  await mkdir(join(path, "other"), { recursive: true });
  const files = {
    "own.yaml": own,
    "next.yaml": next,
    "src/main.ts": main,
    "other/apart.ts": "export {};\n",
    "tsconfig.json": tsconfig("**/*.ts"),
    "apart.json": tsconfig("other"),
    "package.json": `{ "type": "module" }`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
});

test("diff reports what breaks in a project, and what has no method", async () => {
  expect(await run("generate", { out: "lib/made" }, "own.yaml")).toMatchObject({ code: 0 });
  const found = await run("diff", { project: "tsconfig.json", out: "lib/made", json: true }, "own.yaml", "next.yaml");
  const { places, leftOut, changes } = JSON.parse(found.out) as JsonReport;
  expect(places.map(({ file, line, operations }) => [file.slice(path.length), line, operations])).toEqual([
    ["/src/main.ts", 5, ["createThing"]],
  ]);
  expect(found.code).toBe(3);

  // Operations without a method are reported, and so is a removed method.
  expect(leftOut.map(({ about }) => about)).toEqual(["GET /files", "HEAD /files"]);
  expect(changes.filter(({ what }) => what.startsWith("no longer has a method"))).toEqual([
    {
      ...{
        operation: "getFiles",
        method: "wipsy.files.getFiles",
        side: "operation",
        level: "breaking",
        kind: "removed",
        where: "",
      },
      what: "no longer has a method: it has a server of its own, https://files.example.com",
    },
  ]);
  const text = await run("diff", {}, "next.yaml", "own.yaml");
  expect(text.out).toMatch(/\n\S+ \(getFiles\)\n(.*\n)* {2}compatible {2}operation now has a method\n/);
  expect(text.out).toMatch(/\nOperations without a method\n {2}HEAD \/files: HEAD is not supported\n$/);

  const named = await run("diff", { project: "tsconfig.json", out: "lib/made" }, "own.yaml", "next.yaml");
  expect(named.out).toContain("1 place in your code no longer compiles\n  src/main.ts:5:");
});

test("if the project does not use the generated files, it says so", async () => {
  expect(await run("generate", { out: "lib/made" }, "own.yaml")).toMatchObject({ code: 0 });
  const refused = (given: Given) => run("diff", given, "own.yaml", "next.yaml").catch(String);
  expect(await refused({ project: "apart.json" })).toMatch(/apart\.json: no file .*--out/);
  expect(await refused({ project: "apart.json", out: "lib/made" })).toMatch(/apart\.json: no file/);
  expect(await refused({ project: "tsconfig.json", out: "src/wipsy" })).toMatch(/no file/);
  expect(await refused({ out: "lib/made" })).toMatch(/--out requires --project/);
});

test("diff finds the generated files from another folder if the tsconfig does not name them", async () => {
  await mkdir(join(path, "project/src/wipsy"), { recursive: true });
  await writeFile(join(path, "project/src/main.ts"), main.replace("../lib/made", "./wipsy"));
  const { compilerOptions } = JSON.parse(tsconfig("src"));
  await writeFile(join(path, "project/tsconfig.json"), JSON.stringify({ compilerOptions, files: ["src/main.ts"] }));
  await writeFile(join(path, "project/package.json"), `{ "type": "module" }`);
  expect(await run("generate", { out: "project/src/wipsy" }, "own.yaml")).toMatchObject({ code: 0 });
  const elsewhere = await runInProcess(join(path, "other"), (terminal) =>
    diff("../own.yaml", "../next.yaml", { ...none, project: "../project/tsconfig.json" }, terminal),
  );
  expect(elsewhere.code).toBe(3);
  expect(elsewhere.out).toMatch(/ {2}\S*project\/src\/main\.ts:5:/);
  await rename(join(path, "project"), join(dir.path, "project"));
});

test("does not touch a user's own description.yaml", async () => {
  await mkdir(join(path, "api"), { recursive: true });
  const file = join(path, "api/description.yaml");
  for (const text of ["# my own notes\n", next]) {
    await writeFile(file, text);
    await expect(run("generate", { out: "api" }, "own.yaml")).rejects.toThrow(/api\/description\.yaml .*--out/);
    expect(await readdir(join(path, "api"))).toEqual(["description.yaml"]);
    expect(await readFile(file, "utf8")).toBe(text);
  }
});

test("does not overwrite a description with its stored copy", async () => {
  await mkdir(join(path, "kept"), { recursive: true });
  const file = join(path, "kept/description.yaml");
  await writeFile(file, own);
  await symlink(file, join(path, "link.yaml"));
  for (const source of ["kept/description.yaml", "kept/../kept/description.yaml", "link.yaml"]) {
    await expect(run("generate", { out: "kept" }, source)).rejects.toThrow(/kept\/description\.yaml .*--out/);
  }
  expect(await readdir(join(path, "kept"))).toEqual(["description.yaml"]);
  expect(await readFile(file, "utf8")).toBe(own);

  // The kept copy itself is as good as the file that it was made from.
  await rename(file, join(path, "moved.yaml"));
  for (const source of ["moved.yaml", "moved.yaml", "kept/description.yaml"]) {
    expect(await run("generate", { out: "kept" }, source)).toMatchObject({ code: 0 });
    expect(await readFile(file, "utf8")).toBe(own);
  }
});

test("refuses a file for --out and says what to pass instead", async () => {
  for (const out of ["src/main.ts", "src/main.ts/wipsy"]) {
    await expect(run("generate", { out }, "own.yaml")).rejects.toThrow(
      /src\/main\.ts is a file, but --out .*src\/wipsy/,
    );
  }
  expect(await readFile(join(path, "src/main.ts"), "utf8")).toBe(main);
});

test("the first run lists the methods, and the operations without one", async () => {
  const { code, out } = await run("generate", { out: "first" }, "own.yaml");
  expect(out).toMatch(
    /^Wrote schema\.ts, .*\n(.*\n)*Methods:\n {2}wipsy\.things {2}create\n(.*\n)*\nOperations without a method\n {2}HEAD \/files: .*\n\n$/,
  );
  expect(code).toBe(0);
});

test("--dry-run reports and writes nothing", async () => {
  const first = await run("generate", { out: "dry", dryRun: true }, "own.yaml");
  expect(first.out).toMatch(/would write .*\n(.*\n)*Methods:/);
  expect(await readdir(path)).not.toContain("dry");
  expect(await run("generate", { out: "dry" }, "own.yaml")).toMatchObject({ code: 0 });
  expect(await run("generate", { out: "dry", dryRun: true }, "next.yaml")).toMatchObject({ code: 3 });
  expect(await readFile(join(path, "dry/description.yaml"), "utf8")).toBe(own);
});

test("with --project a breaking change that leaves the code unaffected exits 0", async () => {
  await writeFile(join(path, "more.yaml"), own.replace("operationId: getFiles", "operationId: loadFiles"));
  expect(await run("generate", { out: "lib/made" }, "own.yaml")).toMatchObject({ code: 0 });
  const { code, out } = await run("diff", { project: "tsconfig.json", out: "lib/made" }, "own.yaml", "more.yaml");
  expect(out).toMatch(/[1-9] breaking/);
  expect(out).toContain("Your code is unaffected");
  expect(code).toBe(0);
  expect(await run("diff", {}, "own.yaml", "more.yaml")).toMatchObject({ code: 3 });
});

test("an operation that looks like a list and has no list method says why", async () => {
  const array = "{ type: object, properties: { data: { type: array, items: {} } } }";
  const get = `get:\n      parameters: [{ name: limit, in: query, schema: { type: integer } }]`;
  const answer = `{ description: ok, content: { application/json: { schema: ${array} } } }`;
  await writeFile(
    join(path, "lists.yaml"),
    own
      .replace("operationId: getFiles", "operationId: searchFiles")
      .replace(/get:(?=\n {6}operationId: searchFiles)/, get)
      .replace(/"200": \{ description: ok \}(?= \}\n$)/, `"200": ${answer}`),
  );
  const { out } = await run("generate", { out: "lists" }, "lists.yaml");
  expect(out).toMatch(/\n {2}GET \/files: .*no list method.*operationId/);
});

test.each([
  [["--version"], 0, /^\d+\.\d+\.\d+\n$/],
  [["--help"], 0, /generate.*diff/s],
  [["generate", "--help"], 0, /^Usage: wipsy-client generate .*Exit code 3.*--dry-run/s],
  [["diff", "--help"], 0, /^Usage: wipsy-client diff /],
  [["generate", "own.yaml", "--x"], 1, /^unknown option "--x"; valid options: --out.*--json\n$/],
  [["generate"], 1, /^missing: source\n$/],
  [["unheard"], 1, /^unknown command "?unheard"?; valid commands: send, .*, generate, diff\n$/],
])("%j", async (args, expected, said) => {
  const { code, out } = await runScript(join(root, "scripts/cli.ts"), args);
  expect(out).toMatch(said);
  expect(code).toBe(expected);
});

test("without any method, fails with the reasons the first time, and later reports what breaks", async () => {
  const nothing = own.replace("    post:\n", "    trace:\n").replace("    get:\n", "    options:\n");
  await writeFile(join(path, "none.yaml"), nothing);
  await expect(run("generate", { out: "none" }, "none.yaml")).rejects.toThrow(
    /^none\.yaml: .*nothing to generate.*\n.*TRACE \/things: .*\n.*OPTIONS \/files: .*\n.*HEAD \/files: .*$/,
  );
  expect(await readdir(path)).not.toContain("none");
  expect(await run("generate", { out: "later" }, "own.yaml")).toMatchObject({ code: 0 });
  expect(await run("generate", { out: "later" }, "none.yaml")).toMatchObject({ code: 3 });
});

test("does not write code that fails to compile", async () => {
  expect(await run("generate", { out: "lib/made" }, "own.yaml")).toMatchObject({ code: 0 });
  const before = await readFile(join(path, "lib/made/resources.ts"), "utf8");
  fault["resources.ts"] = `${before}\nexport const wrong: number = "text";\n`;
  const made = run("generate", { out: "lib/made" }, "next.yaml");
  await expect(made).rejects.toThrow(/does not compile: lib\/made\/resources\.ts:\d+:14 .* \(TS2322\)/);
  expect(await readFile(join(path, "lib/made/resources.ts"), "utf8")).toBe(before);
  await expect(run("generate", { out: "nowhere" }, "own.yaml")).rejects.toThrow("does not compile");
  expect(await readdir(path)).not.toContain("nowhere");
});

test("with TypeScript 7, which has no API, prints the command to run", async () => {
  await using copy = await tempDir();
  const modules = join(copy.path, "node_modules");
  for (const name of ["scripts", "src", "package.json"]) {
    await cp(join(root, name), join(copy.path, name), { recursive: true });
  }
  // Nothing else is missing.
  await mkdir(join(modules, "typescript"), { recursive: true });
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name === "typescript" || name.startsWith(".")) continue;
    await symlink(join(root, "node_modules", name), join(modules, name));
  }
  const manifest = { name: "typescript", version: "7.0.2", exports: { ".": "./version.cjs" } };
  await writeFile(join(modules, "typescript/package.json"), JSON.stringify(manifest));
  await writeFile(
    join(modules, "typescript/version.cjs"),
    'exports.version = "7.0.2";\nexports.versionMajorMinor = "7.0";\n',
  );
  const own = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  // Secrets in a URL are not printed.
  const args = ["generate", "https://user:secret@example.com/api.yaml?key=secret"];
  const { code, out } = await runScript(join(copy.path, "scripts/cli.ts"), args);
  expect(out).toMatch(/^TypeScript 7\.0\.2 .* npm install .*\n\n {2}npx /);
  expect(out).toContain(` --package typescript@${own.devDependencies.typescript} `);
  expect(out).toMatch(/ -- wipsy-client generate 'https:\/\/example\.com\/api\.yaml\?…'\n$/);
  expect(code).toBe(1);
});
